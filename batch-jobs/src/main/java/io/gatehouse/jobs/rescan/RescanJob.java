package io.gatehouse.jobs.rescan;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.ParameterFault;
import io.gatehouse.moderation.judge.Moderator;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Judges stored content again under another policy version, one region at a time, inside that region. Writes a new
 * decision only where the verdict changes, and one log entry a region at its end.
 */
public final class RescanJob implements BatchJob {
    static final String NAME = "rescan";

    private final Cells cells;
    private final PolicyVersions policies;
    private final StoredContents contents;
    private final RandomGenerator random;
    private final Clock clock;

    /** @param random unguessable: ids of decisions are derived from it */
    public RescanJob(
            Cells cells, PolicyVersions policies, StoredContents contents, RandomGenerator random, Clock clock) {
        this.cells = cells;
        this.policies = policies;
        this.contents = contents;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Judges stored content again under another policy version, inside its region.";
    }

    @Override
    public List<JobParameterHelp> parameters() {
        return RescanParameters.HELP;
    }

    @Override
    public Preparation prepare(Map<String, String> asked) {
        return new RescanParameters(cells, policies, this::newRun, asked).read();
    }

    private String newRun() {
        byte[] bytes = new byte[17];
        random.nextBytes(bytes);
        return DerivedId.base32(bytes, 26);
    }

    @Override
    public Plan plan(JobParameters parameters, JobRepository jobs) {
        var request = RescanRequest.of(parameters);
        for (var range : request.ranges())
            if (!cells.served().contains(range.region()))
                return refused(RescanRequest.REGION, range.region() + " is not served here any more");
        if (request.policies().isEmpty()) return plan(request, policies.active(), jobs);
        return switch (policies.load(request.policies())) {
            case PolicyVersions.Version.Ready(var moderator) -> plan(request, moderator, jobs);
            case PolicyVersions.Version.Rejected(var faults) ->
                new Plan.Refused(faults.stream()
                        .map(fault -> new ParameterFault(RescanRequest.POLICIES, fault))
                        .toList());
        };
    }

    private Plan plan(RescanRequest request, Moderator moderator, JobRepository jobs) {
        // Half a run by one version and half by another would be a decision of neither.
        if (!moderator.policies().digest().equals(request.policyDigest()))
            return refused(RescanRequest.POLICIES, "are not those that the run began with; start a new run");
        return new Plan.Planned(new RescanRun(request, moderator, cells, contents, jobs, clock).job());
    }

    private static Plan refused(String parameter, String message) {
        return new Plan.Refused(List.of(new ParameterFault(parameter, message)));
    }

    @Override
    public Advance advance(JobParameters parameters, Collection<StepExecution> steps) {
        long whole = 0;
        for (var range : RescanRequest.of(parameters).ranges()) whole += range.to() - range.from();
        long passed = 0;
        var tally = new RescanTally();
        for (var step : steps) {
            var context = step.getExecutionContext();
            if (!context.containsKey(IndexRanges.FROM)) continue;
            long from = context.getLong(IndexRanges.FROM);
            passed += context.getLong(IndexRanges.CURSOR, from) - from;
            tally.read(context);
        }
        return new Advance(
                "messages",
                tally.judged() + RescanTally.sum(tally.skipped()),
                whole == 0 ? 1 : passed / (double) whole);
    }
}
