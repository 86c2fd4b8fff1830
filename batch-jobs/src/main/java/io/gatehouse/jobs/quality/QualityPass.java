package io.gatehouse.jobs.quality;

import io.gatehouse.jobs.IndexRanges;
import io.gatehouse.jobs.RegionPass;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.Tally;
import io.gatehouse.residency.casework.QualityRecords;
import io.gatehouse.residency.casework.QualityRecords.Judged;
import io.gatehouse.residency.casework.QualityRecords.Measuring;
import io.gatehouse.residency.log.EntryFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;
import tools.jackson.databind.json.JsonMapper;

/** Counts what people decided, a day at a time. */
record QualityPass(RunRequest request, double share, long seed, QualityCells cells, Clock clock) implements RegionPass {
    private static final int CHUNK_SIZE = 1;
    private static final String CASES = "cases";

    @Override
    public PartWork<List<Judged>, List<Judged>> part(RegionRange range) {
        return new PartWork<>(
                CHUNK_SIZE,
                new Days(cells.quality(range.region())),
                day -> Math.max(1, day.size()),
                day -> day.stream().filter(this::isDrawn).toList(),
                new Counts());
    }

    /** By the case, so that the lot falls the same whoever reads it, and however often. */
    private boolean isDrawn(Judged judged) {
        if (share >= 1) return true;
        long lot = seed;
        for (int i = 0; i < judged.caseId().length(); i++)
            lot = (lot ^ judged.caseId().charAt(i)) * 0x9E3779B97F4A7C15L;
        lot ^= lot >>> 32;
        return (lot >>> 11) * 0x1.0p-53 < share;
    }

    private static final class Days implements ItemStreamReader<List<Judged>> {
        private final QualityRecords records;
        private long cursor;
        private long to;

        Days(QualityRecords records) {
            this.records = records;
        }

        @Override
        public void open(ExecutionContext context) {
            to = context.getLong(IndexRanges.TO);
            cursor = context.getLong(IndexRanges.CURSOR, context.getLong(IndexRanges.FROM));
        }

        @Override
        public @Nullable List<Judged> read() {
            if (cursor >= to) return null;
            var day = LocalDate.ofEpochDay(cursor);
            var judged = records.judged(
                    day.atStartOfDay(ZoneOffset.UTC).toInstant(),
                    day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
            cursor++;
            return judged;
        }

        @Override
        public void update(ExecutionContext context) {
            context.putLong(IndexRanges.CURSOR, cursor);
        }
    }

    private static final class Counts implements ItemStreamWriter<List<Judged>> {
        private final Tally tally = new Tally();
        private long days;

        @Override
        public void open(ExecutionContext context) {
            tally.read(context);
            days = context.getLong(IndexRanges.DONE, 0);
        }

        @Override
        public void write(Chunk<? extends List<Judged>> chunk) {
            for (var day : chunk.getItems()) {
                days++;
                for (var judged : day) {
                    tally.add(CASES, 1);
                    Agreement.count(judged, tally);
                }
            }
        }

        @Override
        public void update(ExecutionContext context) {
            tally.write(context, days);
        }
    }

    @Override
    public RegionEnd conclude(RegionRange range, List<ExecutionContext> parts, Duration worked) {
        var tally = Tally.of(parts);
        var records = cells.quality(range.region());
        var now = Agreement.measures(tally);
        var before = records.before(request.run());
        var from = LocalDate.ofEpochDay(range.from());
        var to = LocalDate.ofEpochDay(range.to());
        records.keep(new Measuring(request.run(), clock.instant(), from, to, seed, share), now);
        var drift = Drift.between(before, now);
        var facts = new LinkedHashMap<String, Object>();
        facts.put("from_day", from.toString());
        facts.put("to_day", to.toString());
        facts.put("seed", Long.toString(seed));
        facts.put("share", Double.toString(share));
        facts.put(CASES, tally.get(CASES));
        facts.put("drifted", drift.stream().map(Drift::name).toList());
        facts.put("measures", now.stream().map(Agreement::counts).toList());
        var evidence = new EntryFacts(new LinkedHashMap<>(facts));
        facts.put("measures", now.stream().map(Agreement::told).toList());
        facts.put("drift", drift.stream().map(Drift::told).toList());
        facts.put("seconds", Math.round(worked.toMillis() / 100.0) / 10.0);
        return new RegionEnd(
                JsonMapper.shared().writeValueAsString(facts),
                evidence,
                drift.stream().map(Drift::sentence).toList());
    }
}
