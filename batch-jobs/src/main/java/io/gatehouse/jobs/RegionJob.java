package io.gatehouse.jobs;

import io.gatehouse.jobs.RegionTask.Readiness;
import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;

/**
 * A job that goes through what is stored: one region after another, inside that region, in parts that are restarted each
 * where it stopped. What it does there is its {@link RegionTask}'s.
 */
public final class RegionJob implements BatchJob {
    private final RegionTask task;
    private final Cells cells;
    private final ScreeningPace pace;
    private final RandomGenerator random;
    private final Clock clock;
    private final @Nullable Spread spread;

    /** @param random unguessable: ids of what a run writes are derived from it */
    public RegionJob(RegionTask task, Cells cells, ScreeningPace pace, RandomGenerator random, Clock clock) {
        this(task, cells, pace, random, clock, Optional.empty());
    }

    /** @param spread to worker processes, for runs that ask for it */
    public RegionJob(
            RegionTask task,
            Cells cells,
            ScreeningPace pace,
            RandomGenerator random,
            Clock clock,
            Optional<Spread> spread) {
        this.task = task;
        this.cells = cells;
        this.pace = pace;
        this.random = random;
        this.clock = clock;
        this.spread = spread.orElse(null);
    }

    @Override
    public String name() {
        return task.name();
    }

    @Override
    public String description() {
        return task.description();
    }

    @Override
    public List<JobParameterHelp> parameters() {
        return RunParameters.help(task, spread != null);
    }

    @Override
    public JobTraits traits() {
        return new JobTraits(
                "`partitions` of each region" + (task.canSpread() ? ", with `spread=true` by worker processes" : ""),
                "`throttle` (" + task.unit() + " a second), `yield_above_ms`",
                task.restartsAt(),
                task.writes() ? "`dry_run=true` counts what would change" : "writes nothing but its entry",
                task.skips(),
                "`" + task.name() + "`" + (task.writes() ? ", none of a dry run" : ""));
    }

    @Override
    public Preparation prepare(Map<String, String> asked) {
        return RunParameters.read(task, cells.served(), DerivedId.random(random), asked, spread != null);
    }

    @Override
    public Plan plan(JobParameters parameters, JobRepository jobs) {
        var request = RunRequest.of(parameters);
        var faults = new ArrayList<ParameterFault>();
        for (var range : request.ranges())
            if (!cells.served().contains(range.region()))
                faults.add(new ParameterFault(RunRequest.REGION, range.region() + " is not served here any more"));
        if (request.spread() && spread == null)
            faults.add(new ParameterFault(RunRequest.SPREAD, "no Kafka is configured here any more"));
        if (!faults.isEmpty()) return new Plan.Refused(faults);
        return switch (task.ready(request)) {
            case Readiness.Refused(var found) -> new Plan.Refused(found);
            case Readiness.Ready(var pass) ->
                new Plan.Planned(
                        new RegionRun(task.name(), request, pass, task.skips(), cells, pace, jobs, clock, spread)
                                .job());
        };
    }

    /** Parts of one run, for a worker process. */
    public sealed interface PartSteps {
        /** Thread-safe. */
        @FunctionalInterface
        non-sealed interface Ready extends PartSteps {
            /** @param jobs as the worker may write to it */
            Step part(RegionId region, JobRepository jobs);
        }

        /** @param why in words for whoever started the run */
        record Refused(String why) implements PartSteps {}
    }

    /** Makes ready, once, for any parts of a run. */
    public PartSteps partSteps(JobParameters parameters) {
        var request = RunRequest.of(parameters);
        return switch (task.ready(request)) {
            case Readiness.Refused(var found) ->
                new PartSteps.Refused(found.stream()
                        .map(fault -> fault.parameter() + ": " + fault.message())
                        .collect(Collectors.joining("; ")));
            case Readiness.Ready(var pass) ->
                (PartSteps.Ready) (region, jobs) -> new RegionRun(
                                task.name(), request, pass, task.skips(), cells, pace, jobs, clock, null)
                        .part(region);
        };
    }

    @Override
    public Advance advance(JobParameters parameters, Collection<StepExecution> steps) {
        long whole = 0;
        for (var range : RunRequest.of(parameters).ranges()) whole += range.to() - range.from();
        long passed = 0;
        long done = 0;
        for (var step : steps) {
            var context = step.getExecutionContext();
            if (!context.containsKey(IndexRanges.FROM)) continue;
            long from = context.getLong(IndexRanges.FROM);
            passed += context.getLong(IndexRanges.CURSOR, from) - from;
            done += context.getLong(IndexRanges.DONE, 0);
        }
        return new Advance(task.unit(), done, whole == 0 ? 1 : passed / (double) whole);
    }
}
