package io.gatehouse.jobs.archive;

import io.gatehouse.jobs.IndexRanges;
import io.gatehouse.jobs.RegionPass;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.Tally;
import io.gatehouse.residency.cell.Archive;
import io.gatehouse.residency.cell.ArchiveBatch;
import io.gatehouse.residency.cell.ArchiveSegment;
import io.gatehouse.residency.log.EntryFacts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;
import tools.jackson.databind.json.JsonMapper;

/** Archives what parts hold, a segment at a time. */
record ArchivePass(RunRequest request, Instant before, ArchiveCells cells, Clock clock) implements RegionPass {
    /** A segment is a chunk: whoever dies repeats one at most, and finds what it took out of the rows already taken. */
    private static final int CHUNK_SIZE = 1;

    /** Nobody writes a segment for so long, and no reader who found a place in one still reads. */
    private static final Duration EMPTY_FOR = Duration.ofDays(1);

    private static final String SKIPPED = "skipped.";
    private static final String CONTENTS = "contents";
    private static final String DECISIONS = "decisions";
    private static final String SEALED_BYTES = "sealed_bytes";
    private static final String PASSED = "passed";

    @Override
    public PartWork<ArchiveBatch, ArchiveBatch> part(RegionRange range) {
        var archive = cells.archive(range.region());
        return new PartWork<>(
                CHUNK_SIZE,
                new Rows(archive),
                batch -> Math.max(1, batch.contents()),
                batch -> batch,
                new Segments(archive));
    }

    /** From wherever an earlier execution committed last. */
    private final class Rows implements ItemStreamReader<ArchiveBatch> {
        private final Archive archive;
        private long cursor;
        private long to;

        Rows(Archive archive) {
            this.archive = archive;
        }

        @Override
        public void open(ExecutionContext context) {
            to = context.getLong(IndexRanges.TO);
            cursor = context.getLong(IndexRanges.CURSOR, context.getLong(IndexRanges.FROM));
        }

        @Override
        public @Nullable ArchiveBatch read() {
            if (cursor >= to) return null;
            // Repeatable when the database is away: nothing moves before the batch is here.
            var batch = archive.load(request.run(), cursor, to, before);
            cursor = batch.next();
            return batch;
        }

        @Override
        public void update(ExecutionContext context) {
            context.putLong(IndexRanges.CURSOR, cursor);
        }
    }

    private final class Segments implements ItemStreamWriter<ArchiveBatch> {
        private final Archive archive;
        private final Tally tally = new Tally();

        Segments(Archive archive) {
            this.archive = archive;
        }

        @Override
        public void open(ExecutionContext context) {
            tally.read(context);
        }

        @Override
        public void write(Chunk<? extends ArchiveBatch> chunk) {
            for (var batch : chunk.getItems()) {
                int changed = batch.contents() == 0 || request.dryRun()
                        ? 0
                        : batch.contents() - archive.store(request.run(), batch, clock.instant());
                batch.skipped().forEach((reason, count) -> tally.add(SKIPPED + reason, count));
                if (changed > 0) tally.add(SKIPPED + "changed_meanwhile", changed);
                tally.add(CONTENTS, batch.contents());
                tally.add(DECISIONS, batch.decisions());
                tally.add(SEALED_BYTES, batch.sealedBytes());
                tally.add(
                        PASSED,
                        batch.contents()
                                + batch.skipped().values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum());
            }
        }

        @Override
        public void update(ExecutionContext context) {
            tally.write(context, tally.get(PASSED));
        }
    }

    @Override
    public RegionEnd conclude(RegionRange range, List<ExecutionContext> parts, Duration worked) {
        var archive = cells.archive(range.region());
        var tally = Tally.of(parts);
        var facts = new LinkedHashMap<String, Object>();
        facts.put("before", before.toString());
        if (request.dryRun()) {
            facts.put(CONTENTS, tally.get(CONTENTS));
            facts.put(DECISIONS, tally.get(DECISIONS));
            facts.put(SEALED_BYTES, tally.get(SEALED_BYTES));
        } else {
            archive.settle(request.run(), clock.instant().minus(EMPTY_FOR));
            // Counted from the cell: what a process did that died before its count is among it.
            written(facts, archive.segments(request.run()));
        }
        facts.put("skipped", tally.under(SKIPPED));
        var evidence = new EntryFacts(new LinkedHashMap<>(facts));
        if (!request.dryRun())
            facts.put("segments_removed", archive.removeEmpty(clock.instant().minus(EMPTY_FOR)));
        facts.put("dry_run", request.dryRun());
        facts.put("seconds", Math.round(worked.toMillis() / 100.0) / 10.0);
        return new RegionEnd(JsonMapper.shared().writeValueAsString(facts), evidence);
    }

    private static void written(Map<String, Object> facts, List<ArchiveSegment> segments) {
        facts.put(CONTENTS, sum(segments, ArchiveSegment::contents));
        facts.put(DECISIONS, sum(segments, ArchiveSegment::decisions));
        facts.put("segments", segments.size());
        facts.put(SEALED_BYTES, sum(segments, ArchiveSegment::sealedBytes));
        facts.put("segment_bytes", sum(segments, ArchiveSegment::sizeBytes));
        facts.put("segments_sha256", digest(segments));
    }

    private static long sum(List<ArchiveSegment> segments, ToLongFunction<ArchiveSegment> number) {
        return segments.stream().mapToLong(number).sum();
    }

    /** SHA-256 of lines of key and digest, in order of key: as sort and sha256sum make it. */
    private static String digest(List<ArchiveSegment> segments) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            segments.stream()
                    .map(each -> each.objectKey() + " " + each.sha256() + "\n")
                    .sorted()
                    .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
