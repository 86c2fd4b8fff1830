package io.gatehouse.jobs.backtest;

import io.gatehouse.jobs.Asked;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.NamedPolicy;
import io.gatehouse.jobs.ParameterFault;
import io.gatehouse.jobs.PolicyVersions;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RegionTask;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.residency.region.RegionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges stored traffic by a candidate policy, one region at a time, inside that region, and reports what it would
 * change. Decides nothing: all it writes is its report, and one log entry a region at its end that says who looked.
 */
public final class Backtest implements RegionTask {
    static final String POLICY = "policy";
    static final String POLICY_DIGEST = "policy_digest";
    static final String AGAINST = "against";
    static final String AGAINST_DIGEST = "against_digest";
    static final String FROM = "from";
    static final String TO = "to";
    /** From being decided to being in the log, and between the clocks of two nodes. */
    private static final Duration SLACK = Duration.ofMinutes(10);

    private final BacktestCells cells;
    private final PastJudgements judgements;
    private final NamedPolicy candidate;
    private final NamedPolicy baseline;

    public Backtest(BacktestCells cells, PolicyVersions policies, PastJudgements judgements) {
        this.cells = cells;
        this.judgements = judgements;
        this.candidate = new NamedPolicy(policies, POLICY, POLICY_DIGEST);
        this.baseline = new NamedPolicy(policies, AGAINST, AGAINST_DIGEST);
    }

    @Override
    public String name() {
        return "backtest";
    }

    @Override
    public String description() {
        return "Judges stored traffic by a policy that is not active and reports what it would change; decides nothing.";
    }

    @Override
    public boolean writes() {
        return false;
    }

    @Override
    public boolean canSpread() {
        return true;
    }

    @Override
    public String restartsAt() {
        return "2,000 messages a part";
    }

    @Override
    public SkipLimit skips() {
        return SkipLimit.CONTENTS;
    }

    @Override
    public List<JobParameterHelp> parameters() {
        return List.of(
                new JobParameterHelp(
                        POLICY,
                        "the policy to try: a directory, or the name or digest of a stored one",
                        "must be given"),
                new JobParameterHelp(AGAINST, "the policy to hold it against, likewise", "what was decided"),
                new JobParameterHelp(FROM, "first decided at this time or later: RFC 3339, or a date (UTC)", "all"),
                new JobParameterHelp(TO, "first decided before: RFC 3339, or a date (UTC)", "all"),
                new JobParameterHelp(
                        Sample.PARAMETER, "how many, drawn by lot: a number (about so many) or 5%", "100%"));
    }

    @Override
    public List<RegionRange> read(Asked asked, List<RegionId> regions) {
        @Nullable Instant from = asked.time(FROM).orElse(null);
        @Nullable Instant to = asked.time(TO).orElse(null);
        if (from != null && to != null && !from.isBefore(to)) asked.fault(TO, "must be after from");
        var sample = Sample.read(asked);
        candidate.read(asked);
        baseline.read(asked);
        if (asked.text(POLICY).isEmpty())
            asked.fault(POLICY, "must be given: the directory of the policy to try, or the name of a stored one");
        var ranges = new ArrayList<RegionRange>();
        if (asked.isFaulty()) return ranges;
        for (var region : regions) ranges.add(range(region, from, to));
        if (from != null) asked.keep(FROM, from.toString());
        if (to != null) asked.keep(TO, to.toString());
        asked.keep(Sample.PARAMETER, Double.toString(sample.shareOf(ranges, cells)));
        return ranges;
    }

    private RegionRange range(RegionId region, @Nullable Instant from, @Nullable Instant to) {
        var traffic = cells.traffic(region);
        long end = traffic.nextIndex();
        long start = from == null ? 0 : traffic.indexBefore(from, SLACK);
        if (to != null) end = Math.min(end, traffic.indexBefore(to.plus(SLACK), Duration.ZERO));
        return new RegionRange(region, Math.min(start, end), end);
    }

    @Override
    public Readiness ready(RunRequest request) {
        var faults = new ArrayList<ParameterFault>();
        var tried = candidate.load(request, faults);
        var heldAgainst = baseline.load(request, faults);
        if (tried.isEmpty() || !faults.isEmpty()) return new Readiness.Refused(faults);
        return new Readiness.Ready(new BacktestPass(request, tried.get(), heldAgainst.orElse(null), cells, judgements));
    }
}
