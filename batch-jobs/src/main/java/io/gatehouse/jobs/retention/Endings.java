package io.gatehouse.jobs.retention;

import io.gatehouse.jobs.DerivedId;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.Tally;
import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.ContentDeletion;
import io.gatehouse.residency.cell.Retention;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.rights.ErasedObjects;
import io.gatehouse.residency.rights.ErasureSite;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/**
 * Ends what is over, by the way of an author's own deletion. Ids of log entries are derived, and what has ended ends again
 * without a trace: whoever dies in between is repeated.
 */
final class Endings implements ItemStreamWriter<Due> {
    static final String PASSED = "passed";
    static final String SKIPPED = "skipped.";
    static final String WORDS = "words.";
    static final String RECORDS = "records.";
    /** Contents in one transaction, while which nobody else writes: some ten milliseconds. */
    private static final int AT_ONCE = 10;

    private final RunRequest request;
    private final RegionId region;
    private final ErasureSite site;
    private final Tally tally;
    private final Clock clock;

    Endings(RunRequest request, RegionId region, RetentionCells cells, Tally tally, Clock clock) {
        this.request = request;
        this.region = region;
        this.site = cells.site(region);
        this.tally = tally;
        this.clock = clock;
    }

    @Override
    public void open(ExecutionContext context) {
        tally.read(context);
    }

    @Override
    public void write(Chunk<? extends Due> chunk) {
        var words = new ArrayList<Due>();
        var records = new TreeMap<String, List<Long>>();
        for (var due : chunk.getItems()) {
            if (due.words() != null) words.add(due);
            if (due.records() != null)
                records.computeIfAbsent(due.records(), _ -> new ArrayList<>())
                        .add(due.stored().contentIndex());
        }
        var counts = new TreeMap<String, Long>();
        if (request.dryRun()) {
            for (var due : words) counts.merge(WORDS + due.words(), 1L, Long::sum);
            records.forEach((rule, contents) -> counts.merge(RECORDS + rule, (long) contents.size(), Long::sum));
        } else {
            for (int i = 0; i < words.size(); i += AT_ONCE)
                end(words.subList(i, Math.min(i + AT_ONCE, words.size())), counts);
            records.forEach((rule, contents) -> {
                // Without those that a hold keeps since.
                long ended = site.cell()
                        .retention()
                        .endRecords(contents, event("records", contents.getFirst()), rule, clock.instant());
                counts.merge(RECORDS + rule, ended, Long::sum);
            });
        }
        // Counted only when all are through: a retry of the chunk starts here again with nothing counted.
        counts.forEach(tally::add);
    }

    private String event(String what, long contentIndex) {
        return DerivedId.ofEvent("retention/" + what + "/" + contentIndex, region, request.run());
    }

    private void end(List<Due> some, Map<String, Long> counts) {
        var endings = new ArrayList<Retention.Ending>();
        for (var due : some)
            endings.add(new Retention.Ending(
                    due.stored().contentIndex(),
                    event("content", due.stored().contentIndex()),
                    String.valueOf(due.words()),
                    due.stored().state() == AccountState.GUEST));
        var outcomes = site.cell().retention().end(endings, clock.instant());
        for (int i = 0; i < endings.size(); i++) {
            counts.merge(name(outcomes.get(i), endings.get(i)), 1L, Long::sum);
            // The rows have gone; whoever dies here leaves them written down, and they are looked for.
            ErasedObjects.delete(site, endings.get(i).eventId());
            site.cell().removal().forgetObjects(endings.get(i).eventId());
        }
    }

    private static String name(ContentDeletion.Outcome outcome, Retention.Ending ending) {
        return switch (outcome) {
            case ContentDeletion.Outcome.Deleted _ -> WORDS + ending.rule();
            case ContentDeletion.Outcome.NoSuchContent() -> SKIPPED + "gone_meanwhile";
            case ContentDeletion.Outcome.Held(), ContentDeletion.Outcome.OfGuest _ -> SKIPPED + "held";
            case ContentDeletion.Outcome.Closed _ -> SKIPPED + "account_closed_meanwhile";
        };
    }

    @Override
    public void update(ExecutionContext context) {
        tally.write(context, tally.get(PASSED));
    }
}
