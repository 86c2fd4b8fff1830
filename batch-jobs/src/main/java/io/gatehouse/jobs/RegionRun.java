package io.gatehouse.jobs;

import io.gatehouse.jobs.RegionPass.PartWork;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.RegionStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import tools.jackson.databind.json.JsonMapper;

/** The steps of one run: for each region, parts that do the work, then its conclusion. */
final class RegionRun {
    /** Waits 0.5, 1, 2, 4, 8, 8 ... s: longer together than a database takes to come back, shorter than patience. */
    private static final RetryPolicy WHILE_THE_CELL_IS_AWAY = RetryPolicy.builder()
            .includes(List.of(
                    DatabaseUnavailableException.class,
                    DatabaseBusyException.class,
                    RegionStore.StoreUnavailableException.class))
            .maxRetries(8)
            .delay(Duration.ofMillis(500))
            .multiplier(2)
            .maxDelay(Duration.ofSeconds(8))
            .build();

    private final String name;
    private final RunRequest request;
    private final RegionPass pass;
    private final Cells cells;
    private final JobRepository jobs;
    private final Clock clock;
    private final Throttle throttle;
    private final SkipLimit skips;
    private final Map<RegionId, SkipCount> skipped = new ConcurrentHashMap<>();
    private final SimpleAsyncTaskExecutor workers;
    private final @Nullable Spread spread;

    RegionRun(
            String name,
            RunRequest request,
            RegionPass pass,
            SkipLimit skips,
            Cells cells,
            ScreeningPace pace,
            JobRepository jobs,
            Clock clock,
            @Nullable Spread spread) {
        this.name = name;
        this.request = request;
        this.pass = pass;
        this.skips = skips;
        this.cells = cells;
        this.jobs = jobs;
        this.clock = clock;
        this.spread = spread;
        // Spread over processes that do not know of each other, each part keeps to its share.
        double rate = request.spread() ? request.throttle() / request.partitions() : request.throttle();
        this.throttle = new Throttle(rate, pace, request.yieldsAbove());
        this.workers = new SimpleAsyncTaskExecutor(name + "-");
        // Two a processor: while a part waits for the database, another works. More wait their turn; and where they are
        // few,
        // all end together instead of one after the others, alone.
        workers.setConcurrencyLimit(2 * Runtime.getRuntime().availableProcessors());
    }

    Job job() {
        List<Step> steps = new ArrayList<>();
        for (RegionRange range : request.ranges()) {
            steps.add(work(range));
            steps.add(conclude(range));
        }
        var job = new JobBuilder(name, jobs).start(steps.getFirst());
        steps.stream().skip(1).forEach(job::next);
        return job.build();
    }

    private Step work(RegionRange range) {
        var parts = new StepBuilder(partsOf(range), jobs).partitioner(partsOf(range), new IndexRanges(range));
        if (request.spread() && spread != null)
            return parts.partitionHandler(spread.handler(name, range, request.partitions(), jobs))
                    .build();
        return parts.step(new Part(range))
                .gridSize(request.partitions())
                .taskExecutor(workers)
                .build();
    }

    /** One part of a region, for a worker. */
    Step part(RegionId region) {
        return request.ranges().stream()
                .filter(range -> range.region().equals(region))
                .findFirst()
                .<Step>map(Part::new)
                .orElseThrow(() -> new IllegalArgumentException("the run does not go through " + region));
    }

    private static String partsOf(RegionRange range) {
        return "work." + range.region();
    }

    private SkipCount skipped(RegionId region) {
        return skipped.computeIfAbsent(region, _ -> new SkipCount(skips, request.skipLimit()));
    }

    /** One part: its reader, processor and writer are made for its execution. */
    private final class Part implements Step {
        private final RegionRange range;

        Part(RegionRange range) {
            this.range = range;
        }

        /** Batch appends the part's own name. */
        @Override
        public String getName() {
            return partsOf(range);
        }

        @Override
        public void execute(StepExecution execution) throws JobInterruptedException {
            new IndexRanges(range).complete(execution, request.partitions());
            if (pass.givesWay() && !request.yieldsAbove().isZero()) BackgroundThread.begin();
            step(execution.getStepName(), pass.part(range, throttle::passWithin))
                    .execute(execution);
        }

        private <I, O> Step step(String partName, PartWork<I, O> work) {
            return new StepBuilder(partName, jobs)
                    .<I, O>chunk(work.chunkSize())
                    // No transaction spans a chunk: cursor and counts are one row of their own, and the cell's commits
                    // are elsewhere. An open one would hold a connection while nothing is asked of it.
                    .transactionManager(new ResourcelessTransactionManager())
                    .reader(new ThrottledReader<>(work.reader(), work.weight(), throttle))
                    .processor(work.processor()) // null drops the item
                    .writer(skipped(range.region()).watching(partName, work.writer()))
                    .faultTolerant()
                    .retryPolicy(WHILE_THE_CELL_IS_AWAY)
                    .build();
        }
    }

    private Step conclude(RegionRange range) {
        return new StepBuilder("conclude." + range.region(), jobs)
                .tasklet(
                        (_, chunk) -> {
                            conclude(
                                    range,
                                    chunk.getStepContext().getStepExecution().getJobExecution());
                            return RepeatStatus.FINISHED;
                        },
                        new ResourcelessTransactionManager())
                .build();
    }

    private void conclude(RegionRange range, JobExecution execution) {
        var run = execution.getJobInstance();
        // Over all executions of this run: parts finished before a restart count too.
        List<ExecutionContext> parts = RunSteps.newest(jobs, run).stream()
                .filter(step -> step.getStepName().startsWith(partsOf(range) + ":"))
                .map(StepExecution::getExecutionContext)
                .toList();
        skipped(range.region()).check(parts);
        var end = pass.conclude(range, parts, RunSteps.worked(jobs, run, partsOf(range)));
        if (!request.dryRun())
            cells.writer(range.region())
                    .append(new LogEvent(
                            DerivedId.ofEvent(name, range.region(), request.run()),
                            name,
                            clock.instant(),
                            end.evidence()));
        execution.getExecutionContext().putString(BatchJob.SUMMARY + range.region(), end.summary());
        if (!end.alerts().isEmpty())
            execution
                    .getExecutionContext()
                    .putString(
                            BatchJob.ALERTS + range.region(),
                            JsonMapper.shared().writeValueAsString(end.alerts()));
        // Batch itself would write it only after the step counts as completed: a process that died in between left a
        // finished run without its summary.
        jobs.updateExecutionContext(execution);
    }
}
