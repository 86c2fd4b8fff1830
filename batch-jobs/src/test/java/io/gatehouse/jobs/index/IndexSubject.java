package io.gatehouse.jobs.index;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.KeptCell;
import io.gatehouse.jobs.RealCell;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.jobs.SmallSteps;
import io.gatehouse.jobs.kill.KillMatrix;
import io.gatehouse.residency.cell.SearchFeed;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.search.CellIndex;
import io.gatehouse.residency.search.Described;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An index that has lost documents is made anew. Who dies takes along what the index had in memory: what is opened again is what
 * lay on the disk.
 */
public final class IndexSubject implements KillMatrix.Subject, AutoCloseable {
    private static final int CONTENTS = 20;
    /** Of a page, one page a chunk: there are three. */
    private static final int TOGETHER = 7;
    /** What other subjects number is below. */
    private static final int FIRST_NUMBER = 1_500_000_000;

    private final KeptCell cell;
    private final Path home;
    private final List<CellIndex> dead = new ArrayList<>();
    private CellIndex index;
    private Path files;
    private List<Long> contents = List.of();
    private long first;
    private int deaths;

    public IndexSubject(KeptCell cell, Path home) {
        this.cell = cell;
        this.home = home;
        this.files = home.resolve("index0");
        this.index = open();
    }

    private SearchFeed feed() {
        return cell.cell().searchFeed();
    }

    private CellIndex open() {
        return CellIndex.open(files, cell.cell().ownKeys(), feed(), IndexSubject::described, Instant.now());
    }

    private static Described described(StoredDecision decision) {
        return decision.payload()
                .map(payload -> new Described(new String(payload.content(), StandardCharsets.UTF_8), "", Map.of(), 0))
                .orElse(Described.NOTHING);
    }

    @Override
    public BatchJob job() {
        return new RegionJob(
                new SmallSteps(new SearchIndexJob(new OneIndex()), 1, TOGETHER, () -> first),
                cell,
                ScreeningPace.IDLE,
                new SecureRandom(),
                Clock.systemUTC());
    }

    /** Contents that the index has seen, and forgotten. */
    @Override
    public void prepare(int round) throws Exception {
        cell.sql("DELETE FROM content");
        cell.sql("DELETE FROM decision");
        first = cell.reader(RealCell.REGION).nextIndex();
        cell.fill(CONTENTS, i -> cell.said(FIRST_NUMBER + round * 100 + i, "allow", KeptCell.OLD, List.of()));
        contents = feed().contents(first, Long.MAX_VALUE, CONTENTS);
        while (index.follow(1_000)) index.refresh();
        index.replace(0, feed().nextIndex(), List.of());
        index.refresh();
        index.commit();
        if (!index.known(contents).isEmpty()) throw new IllegalStateException("the index forgets nothing");
    }

    @Override
    public void died() {
        try {
            var copy = home.resolve("index" + ++deaths);
            // A directory comes before what is in it.
            try (var all = Files.walk(files)) {
                for (var file : all.toList())
                    if (!file.getFileName().toString().equals("write.lock"))
                        Files.copy(file, copy.resolve(files.relativize(file).toString()));
            }
            dead.add(index);
            files = copy;
            index = open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> asked(int round) {
        return Map.of("region", RealCell.REGION.value(), "partitions", "1");
    }

    @Override
    public List<String> export(int round) {
        index.refresh();
        var lines = new ArrayList<String>();
        lines.add("found " + index.known(contents).size() + " of " + contents.size());
        lines.add("documents " + index.documents());
        lines.addAll(cell.facts("search-index", first));
        return lines;
    }

    @Override
    public void close() {
        for (var each : dead) each.close();
        index.close();
    }

    private final class OneIndex implements CellIndexes {
        @Override
        public Optional<CellIndex> index(RegionId region) {
            return Optional.of(index);
        }

        @Override
        public SearchFeed feed(RegionId region) {
            return IndexSubject.this.feed();
        }
    }
}
