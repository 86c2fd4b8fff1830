package io.gatehouse.jobs.sweep;

import io.gatehouse.jobs.IndexRanges;
import io.gatehouse.jobs.RegionPass;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.Tally;
import io.gatehouse.jobs.sweep.RegionSweep.Swept;
import io.gatehouse.residency.cell.CellSweep;
import io.gatehouse.residency.cell.CellSweep.Found;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import tools.jackson.databind.json.JsonMapper;

/** Goes through one cell part by part; then closes cases that are over and, when told, puts right what can be. */
record SweepPass(
        RunRequest request,
        boolean repairs,
        Instant began,
        Instant bornBefore,
        SweptCells cells,
        AccountDirectory directory,
        Clock clock)
        implements RegionPass {
    private static final int CHUNK_SIZE = 1;

    @Override
    public PartWork<Swept, Swept> part(RegionRange range) {
        return part(range, _ -> {});
    }

    @Override
    public PartWork<Swept, Swept> part(RegionRange range, IntConsumer pace) {
        return new PartWork<>(
                CHUNK_SIZE,
                new Parts(sweep(range.region()), pace),
                _ -> 0,
                swept -> swept,
                new SweepCases(
                        request,
                        range.region(),
                        cells.end(range.region()).cell().sweep(),
                        clock));
    }

    private RegionSweep sweep(RegionId region) {
        return new RegionSweep(cells.end(region), cells, directory, began, bornBefore);
    }

    /** From wherever an earlier execution committed last. */
    private static final class Parts implements ItemStreamReader<Swept> {
        private final RegionSweep sweep;
        private final IntConsumer pace;
        private long cursor;
        private long to;

        Parts(RegionSweep sweep, IntConsumer pace) {
            this.sweep = sweep;
            this.pace = pace;
        }

        @Override
        public void open(ExecutionContext context) {
            to = context.getLong(IndexRanges.TO);
            cursor = context.getLong(IndexRanges.CURSOR, context.getLong(IndexRanges.FROM));
        }

        @Override
        public @Nullable Swept read() {
            if (cursor >= to) return null;
            // Repeatable when the database or the store is away: nothing moves before the part is looked at.
            var swept = sweep.look(SweptPart.ALL.get((int) cursor), pace);
            cursor++;
            return swept;
        }

        @Override
        public void update(ExecutionContext context) {
            context.putLong(IndexRanges.CURSOR, cursor);
        }
    }

    @Override
    public RegionEnd conclude(RegionRange range, List<ExecutionContext> parts, Duration worked) {
        var tally = Tally.of(parts);
        var cases = cells.end(range.region()).cell().sweep();
        var facts = new LinkedHashMap<String, Object>();
        for (var group : SweptPart.GROUPS) {
            if (!request.dryRun()) settle(range.region(), group, tally, cases);
            facts.put(group, told(group, tally, cases));
        }
        var evidence = new EntryFacts(new LinkedHashMap<>(facts));
        facts.put("dry_run", request.dryRun());
        facts.put("seconds", Math.round(worked.toMillis() / 100.0) / 10.0);
        return new RegionEnd(JsonMapper.shared().writeValueAsString(facts), evidence);
    }

    /** May be repeated: what was put right before is no open case any more. */
    private void settle(RegionId region, String group, Tally tally, CellSweep cases) {
        var kinds = SweptPart.kinds(group);
        if (repairs) {
            var sweep = sweep(region);
            for (var each : cases.seenSince(kinds, began))
                if (sweep.mend(each.misplacement()))
                    cases.record(List.of(new Found(each.misplacement(), true)), request.run(), clock.instant());
        }
        // With more than are kept, not being among them says nothing.
        if (tally.get(group + "." + SweepCases.NOT_KEPT) == 0) cases.closeUnseen(kinds, request.run(), began);
    }

    private Map<String, Object> told(String group, Tally tally, CellSweep cases) {
        Map<String, Object> told = new LinkedHashMap<>(tally.under(group + "."));
        for (var name : List.of(SweepCases.BREACHES, SweepCases.REPAIRABLE)) told.putIfAbsent(name, 0L);
        if (!request.dryRun()) {
            // Counted from the cell: what a process did that died before its count is among it.
            var counts = cases.countCases(SweptPart.kinds(group), request.run());
            told.put("new_cases", counts.opened());
            told.put("repaired", counts.repaired());
            told.put("closed_cases", counts.closed());
        }
        return told;
    }
}
