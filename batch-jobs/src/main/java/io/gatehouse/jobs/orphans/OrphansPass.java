package io.gatehouse.jobs.orphans;

import io.gatehouse.jobs.IndexRanges;
import io.gatehouse.jobs.RegionPass;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.Tally;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.sweep.StoreSweep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import tools.jackson.databind.json.JsonMapper;

/** Compares the keys of a store with those that rows name, a part after the other. */
record OrphansPass(RunRequest request, Instant bornBefore, OrphanCells cells, Clock clock) implements RegionPass {
    private static final int CHUNK_SIZE = 1;

    @Override
    public PartWork<Compared, Compared> part(RegionRange range) {
        return part(range, _ -> {});
    }

    @Override
    public PartWork<Compared, Compared> part(RegionRange range, IntConsumer pace) {
        var end = cells.end(range.region());
        return new PartWork<>(
                CHUNK_SIZE,
                new Parts(end, pace),
                _ -> 0,
                compared -> compared,
                new Removal(request, bornBefore, end, cells, clock));
    }

    /** A part of the keys and what is wrong in it. */
    record Compared(KeyPart part, io.gatehouse.residency.sweep.ObjectSweep.Result result) {}

    private final class Parts implements ItemStreamReader<Compared> {
        private final CellEnd end;
        private final IntConsumer pace;
        private long cursor;
        private long to;

        Parts(CellEnd end, IntConsumer pace) {
            this.end = end;
            this.pace = pace;
        }

        @Override
        public void open(ExecutionContext context) {
            to = context.getLong(IndexRanges.TO);
            cursor = context.getLong(IndexRanges.CURSOR, context.getLong(IndexRanges.FROM));
        }

        @Override
        public @Nullable Compared read() {
            if (cursor >= to) return null;
            var part = KeyPart.ALL.get((int) cursor);
            // Repeatable when the database or the store is away: nothing moves before the comparison is whole.
            var result = StoreSweep.compare(
                    end.store(), part.prefix(), part.named(end.cell().sweep()), part.range(), bornBefore, pace);
            cursor++;
            return new Compared(part, result);
        }

        @Override
        public void update(ExecutionContext context) {
            context.putLong(IndexRanges.CURSOR, cursor);
        }
    }

    @Override
    public RegionEnd conclude(RegionRange range, List<ExecutionContext> parts, Duration worked) {
        var tally = Tally.of(parts);
        var facts = new LinkedHashMap<String, Object>();
        facts.put("born_before", bornBefore.toString());
        for (var name :
                List.of(Removal.OBJECTS, Removal.BYTES, Removal.ORPHANS, Removal.REMOVED, Removal.LOST, Removal.YOUNG))
            facts.put(name, tally.get(name));
        facts.put("left", tally.under(Removal.LEFT));
        var evidence = new EntryFacts(new LinkedHashMap<>(facts));
        facts.put("dry_run", request.dryRun());
        facts.put("seconds", Math.round(worked.toMillis() / 100.0) / 10.0);
        return new RegionEnd(JsonMapper.shared().writeValueAsString(facts), evidence);
    }
}
