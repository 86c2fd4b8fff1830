package io.gatehouse.jobs.replay;

import io.gatehouse.jobs.Asked;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.PolicyVersions;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RegionTask;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.jobs.backtest.BacktestCells;
import io.gatehouse.jobs.backtest.Sample;
import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws standing decisions by lot and makes each again by the policy version that made it, with the facts recorded then. It must
 * come out the same; where it does not, somebody is called and the region's log says so. Changes nothing.
 */
public final class ReplayJob implements RegionTask {
    static final String DAYS = "days";
    static final String SEED = "seed";
    static final String SHARE = "share";
    private static final int DEFAULT_NUMBER = 1_000;
    private static final int MOST_DAYS = 36_500;
    /** From being decided to being in the log, and between the clocks of two nodes. */
    private static final Duration SLACK = Duration.ofMinutes(10);

    private final BacktestCells cells;
    private final PolicyVersions policies;
    private final RecordedCases cases;
    private final Clock clock;

    public ReplayJob(BacktestCells cells, PolicyVersions policies, RecordedCases cases, Clock clock) {
        this.cells = cells;
        this.policies = policies;
        this.cases = cases;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String description() {
        return "Makes a random sample of decisions again from what was told then; what comes out otherwise is an alert.";
    }

    @Override
    public String unit() {
        return "decisions";
    }

    @Override
    public boolean writes() {
        return false;
    }

    @Override
    public String restartsAt() {
        return "200 decisions a part";
    }

    @Override
    public SkipLimit skips() {
        return SkipLimit.CONTENTS;
    }

    @Override
    public List<JobParameterHelp> parameters() {
        return List.of(
                new JobParameterHelp(
                        Sample.PARAMETER,
                        "how many, drawn by lot: a number (about so many) or 5%",
                        Integer.toString(DEFAULT_NUMBER)),
                new JobParameterHelp(DAYS, "only contents first decided on in so many days past", "all"),
                new JobParameterHelp(
                        SEED, "a number by which lots are drawn; the same draws the same", "another each run"));
    }

    @Override
    public List<RegionRange> read(Asked asked, List<RegionId> regions) {
        var sample = Sample.read(asked, new Sample(1, DEFAULT_NUMBER));
        long days = asked.number(DAYS, 1, MOST_DAYS, 0);
        if (asked.text(SEED).isPresent())
            asked.keep(SEED, Long.toString(asked.number(SEED, Long.MIN_VALUE, Long.MAX_VALUE, 0)));
        var ranges = new ArrayList<RegionRange>();
        if (asked.isFaulty()) return ranges;
        for (var region : regions) {
            var traffic = cells.traffic(region);
            long from = days == 0 ? 0 : traffic.indexBefore(clock.instant().minus(Duration.ofDays(days)), SLACK);
            ranges.add(new RegionRange(region, from, traffic.nextIndex()));
        }
        asked.keep(SHARE, Double.toString(sample.shareOf(ranges, cells)));
        return ranges;
    }

    @Override
    public Readiness ready(RunRequest request) {
        long seed = request.setting(SEED).map(Long::parseLong).orElseGet(request::seed);
        double share = Double.parseDouble(request.setting(SHARE).orElseThrow());
        return new Readiness.Ready(new ReplayPass(request, share, seed, cells, new DecidingPolicies(policies), cases));
    }
}
