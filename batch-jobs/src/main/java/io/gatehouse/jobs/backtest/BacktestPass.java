package io.gatehouse.jobs.backtest;

import io.gatehouse.jobs.RegionPass;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.moderation.comparison.Comparison;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.residency.cell.PastTraffic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * Compares what parts hold.
 *
 * @param baseline null when the candidate is held against what was decided
 */
record BacktestPass(
        RunRequest request,
        Moderator candidate,
        @Nullable Moderator baseline,
        BacktestCells cells,
        PastJudgements judgements)
        implements RegionPass {
    @Override
    public PartWork<TrafficPage, Comparison> part(RegionRange range) {
        return part(range, _ -> {});
    }

    @Override
    public PartWork<TrafficPage, Comparison> part(RegionRange range, IntConsumer pace) {
        return new PartWork<>(
                // The item is a page: a message costs far less than what Batch does for an item.
                1,
                new TrafficPages(cells.traffic(range.region()), traffic()),
                _ -> 0,
                new JudgePage(judgements, Judges.forOneThread(candidate, baseline), request.seed(), pace),
                new CountedPages());
    }

    /** It only reads and judges. */
    @Override
    public boolean givesWay() {
        return true;
    }

    private PastTraffic traffic() {
        return new PastTraffic(time(Backtest.FROM), time(Backtest.TO), share(request), request.seed());
    }

    private @Nullable Instant time(String setting) {
        return request.setting(setting).map(Instant::parse).orElse(null);
    }

    static double share(RunRequest request) {
        return Double.parseDouble(request.setting(Sample.PARAMETER).orElseThrow());
    }

    @Override
    public RegionEnd conclude(RegionRange range, List<ExecutionContext> parts, Duration worked) {
        var found = new Comparison();
        for (var part : parts)
            if (part.containsKey(CountedPages.COMPARISON))
                found.add(Comparison.ofJson(part.getString(CountedPages.COMPARISON)));
        var report = new RegionReport(request, range, candidate.policies(), found, worked.toMillis() / 1e3);
        return new RegionEnd(report.toJson(), report.toEvidence());
    }
}
