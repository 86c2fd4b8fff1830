package io.gatehouse.jobs.backtest;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.ParameterFault;
import io.gatehouse.jobs.rescan.DerivedId;
import io.gatehouse.jobs.rescan.IndexRanges;
import io.gatehouse.jobs.rescan.PolicyVersions;
import io.gatehouse.moderation.judge.Moderator;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Judges stored traffic by a candidate policy, one region at a time, inside that region, and reports what it would
 * change. Decides nothing: all it writes is its report, and one log entry a region at its end that says who looked.
 */
public final class BacktestJob implements BatchJob {
    public static final String NAME = "backtest";

    private final BacktestCells cells;
    private final PolicyVersions policies;
    private final PastJudgements judgements;
    private final RandomGenerator random;
    private final Clock clock;

    /** @param random draws the lots of samples, and the salt of what stands for authors */
    public BacktestJob(
            BacktestCells cells,
            PolicyVersions policies,
            PastJudgements judgements,
            RandomGenerator random,
            Clock clock) {
        this.cells = cells;
        this.policies = policies;
        this.judgements = judgements;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Judges stored traffic by a policy that is not active and reports what it would change; decides nothing.";
    }

    @Override
    public List<JobParameterHelp> parameters() {
        return BacktestParameters.HELP;
    }

    @Override
    public Preparation prepare(Map<String, String> asked) {
        return new BacktestParameters(cells, policies, this::newRun, asked).read();
    }

    private String newRun() {
        byte[] bytes = new byte[17];
        random.nextBytes(bytes);
        return DerivedId.base32(bytes, 26);
    }

    @Override
    public Plan plan(JobParameters parameters, JobRepository jobs) {
        var request = BacktestRequest.of(parameters);
        var faults = new ArrayList<ParameterFault>();
        for (var range : request.ranges())
            if (!cells.served().contains(range.region()))
                faults.add(new ParameterFault(BacktestRequest.REGION, range.region() + " is not served here any more"));
        @Nullable Moderator candidate = load(BacktestRequest.POLICY, request.policy(), request.policyDigest(), faults);
        @Nullable
        Moderator baseline = request.against().isEmpty()
                ? null
                : load(BacktestRequest.AGAINST, request.against(), request.againstDigest(), faults);
        if (candidate == null || !faults.isEmpty()) return new Plan.Refused(faults);
        return new Plan.Planned(new BacktestRun(request, candidate, baseline, cells, judgements, jobs, clock).job());
    }

    private @Nullable Moderator load(String parameter, String directory, String digest, List<ParameterFault> faults) {
        return switch (policies.load(directory)) {
            case PolicyVersions.Version.Ready(var moderator) -> {
                // Half a report on one policy and half on another would be of neither.
                if (!moderator.policies().digest().equals(digest))
                    faults.add(new ParameterFault(parameter, "is not what the run began with; start a new run"));
                yield moderator;
            }
            case PolicyVersions.Version.Rejected(var reasons) -> {
                reasons.forEach(reason -> faults.add(new ParameterFault(parameter, reason)));
                yield null;
            }
        };
    }

    @Override
    public Advance advance(JobParameters parameters, Collection<StepExecution> steps) {
        long whole = 0;
        for (var range : BacktestRequest.of(parameters).ranges()) whole += range.to() - range.from();
        long passed = 0;
        long done = 0;
        for (var step : steps) {
            var context = step.getExecutionContext();
            if (!context.containsKey(IndexRanges.FROM)) continue;
            long from = context.getLong(IndexRanges.FROM);
            passed += context.getLong(IndexRanges.CURSOR, from) - from;
            done += context.getLong(CountedPages.DONE, 0);
        }
        return new Advance("messages", done, whole == 0 ? 1 : passed / (double) whole);
    }
}
