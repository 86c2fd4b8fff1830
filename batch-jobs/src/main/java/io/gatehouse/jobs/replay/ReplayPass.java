package io.gatehouse.jobs.replay;

import io.gatehouse.jobs.IndexRanges;
import io.gatehouse.jobs.RegionPass;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.jobs.Tally;
import io.gatehouse.jobs.backtest.BacktestCells;
import io.gatehouse.jobs.replay.ReplayPass.Replayed;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.PastTraffic;
import io.gatehouse.residency.cell.TrafficReader;
import io.gatehouse.residency.log.EntryFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;
import tools.jackson.databind.json.JsonMapper;

/** Makes what parts draw again. */
record ReplayPass(
        RunRequest request,
        double share,
        long seed,
        BacktestCells cells,
        DecidingPolicies policies,
        RecordedCases cases)
        implements RegionPass {
    /** The item is what a range of indices holds of the sample. */
    private static final int CHUNK_SIZE = 1;

    /** Decisions of the sample in memory at once, a part. */
    private static final int PAGE = 200;
    /** With a small sample a page spans more indices, though never so many that the database is silent for long. */
    private static final int WIDEST_SPAN = 200_000;

    /** Ids that are told; more are one fault, not many. */
    private static final int TOLD = 20;

    private static final String DIFFERENT = "different.";
    private static final String SKIPPED = "skipped.";
    private static final String SAME = "same";
    private static final String IDS = "ids";

    /** What came of one decision. */
    record Replayed(String decisionId, String outcome) {}

    @Override
    public PartWork<List<String>, List<Replayed>> part(RegionRange range) {
        var reader = cells.reader(range.region());
        return new PartWork<>(
                CHUNK_SIZE,
                new Drawn(cells.traffic(range.region())),
                drawn -> Math.max(1, drawn.size()),
                drawn -> again(reader, drawn),
                new Counts());
    }

    private List<Replayed> again(CellReader reader, List<String> drawn) {
        var replayed = new ArrayList<Replayed>();
        for (var id : drawn)
            replayed.add(new Replayed(
                    id,
                    reader.marked(id)
                            .map(each -> each.isUnreadable()
                                    ? SKIPPED + SkipLimit.UNREADABLE
                                    : Replay.of(each, cases, policies))
                            .orElse(SKIPPED + "gone")));
        return replayed;
    }

    /** Ids of decisions that the lot fell on, from wherever an earlier execution committed last. */
    private final class Drawn implements ItemStreamReader<List<String>> {
        private final TrafficReader traffic;
        private final PastTraffic wanted = new PastTraffic(null, null, share, seed);
        private final long span = Math.round(Math.min(PAGE / share, WIDEST_SPAN));
        private long cursor;
        private long to;

        Drawn(TrafficReader traffic) {
            this.traffic = traffic;
        }

        @Override
        public void open(ExecutionContext context) {
            to = context.getLong(IndexRanges.TO);
            cursor = context.getLong(IndexRanges.CURSOR, context.getLong(IndexRanges.FROM));
        }

        @Override
        public @Nullable List<String> read() {
            if (cursor >= to) return null;
            long end = Math.min(cursor + span, to);
            // Repeatable when the database is away: nothing moves before the page is here.
            var drawn = traffic.drawn(wanted, cursor, end);
            cursor = end;
            return drawn;
        }

        @Override
        public void update(ExecutionContext context) {
            context.putLong(IndexRanges.CURSOR, cursor);
        }
    }

    private static final class Counts implements ItemStreamWriter<List<Replayed>> {
        private final Tally tally = new Tally();
        private final List<String> ids = new ArrayList<>();
        private long done;

        @Override
        public void open(ExecutionContext context) {
            tally.read(context);
            done = context.getLong(IndexRanges.DONE, 0);
            ids.addAll(ids(context));
        }

        @Override
        public void write(Chunk<? extends List<Replayed>> chunk) {
            for (var page : chunk.getItems())
                for (var each : page) {
                    tally.add(each.outcome(), 1);
                    done++;
                    if (each.outcome().startsWith(DIFFERENT) && ids.size() < TOLD) ids.add(each.decisionId());
                }
        }

        @Override
        public void update(ExecutionContext context) {
            tally.write(context, done);
            context.putString(IDS, String.join(" ", ids));
        }
    }

    private static List<String> ids(ExecutionContext context) {
        String ids = context.containsKey(IDS) ? context.getString(IDS) : "";
        return ids.isEmpty() ? List.of() : List.of(ids.split(" "));
    }

    @Override
    public RegionEnd conclude(RegionRange range, List<ExecutionContext> parts, Duration worked) {
        var tally = Tally.of(parts);
        var different = tally.under(DIFFERENT);
        var ids = parts.stream()
                .flatMap(part -> ids(part).stream())
                .sorted()
                .limit(TOLD)
                .toList();
        var facts = new LinkedHashMap<String, Object>();
        facts.put("from_index", range.from());
        facts.put("to_index", range.to());
        facts.put("seed", Long.toString(seed));
        facts.put("share", Double.toString(share));
        facts.put("replayed", tally.get(SAME) + sum(different.values()));
        facts.put("same", tally.get(SAME));
        facts.put("different", different);
        facts.put("different_decisions", ids);
        facts.put("skipped", tally.under(SKIPPED));
        var evidence = new EntryFacts(new LinkedHashMap<>(facts));
        facts.put("seconds", Math.round(worked.toMillis() / 100.0) / 10.0);
        return new RegionEnd(JsonMapper.shared().writeValueAsString(facts), evidence, alerts(different, ids));
    }

    private static long sum(java.util.Collection<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    private static List<String> alerts(java.util.Map<String, Long> different, List<String> ids) {
        return different.isEmpty()
                ? List.of()
                : List.of(sum(different.values()) + " decisions come out otherwise when they are made again "
                        + different + ": " + String.join(", ", ids));
    }
}
