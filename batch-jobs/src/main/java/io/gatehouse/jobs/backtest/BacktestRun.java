package io.gatehouse.jobs.backtest;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.RunSteps;
import io.gatehouse.jobs.rescan.DerivedId;
import io.gatehouse.jobs.rescan.IndexRanges;
import io.gatehouse.jobs.rescan.RegionRange;
import io.gatehouse.moderation.comparison.Comparison;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** The steps of one run: for each region, parts that compare, then a report. */
final class BacktestRun {
    /** As a rescan waits: longer together than a database takes to come back, shorter than patience. */
    private static final RetryPolicy WHILE_THE_DATABASE_IS_AWAY = RetryPolicy.builder()
            .includes(List.of(DatabaseUnavailableException.class, DatabaseBusyException.class))
            .maxRetries(8)
            .delay(Duration.ofMillis(500))
            .multiplier(2)
            .maxDelay(Duration.ofSeconds(8))
            .build();

    private final BacktestRequest request;
    private final Moderator candidate;
    private final @Nullable Moderator baseline;
    private final BacktestCells cells;
    private final PastJudgements judgements;
    private final JobRepository jobs;
    private final Clock clock;
    private final Throttle throttle;
    private final SimpleAsyncTaskExecutor workers = new SimpleAsyncTaskExecutor("backtest-");

    /** @param baseline null when the candidate is held against what was decided */
    BacktestRun(
            BacktestRequest request,
            Moderator candidate,
            @Nullable Moderator baseline,
            BacktestCells cells,
            PastJudgements judgements,
            JobRepository jobs,
            Clock clock) {
        this.request = request;
        this.candidate = candidate;
        this.baseline = baseline;
        this.cells = cells;
        this.judgements = judgements;
        this.jobs = jobs;
        this.clock = clock;
        this.throttle = new Throttle(request.throttle());
        // One more than processors: while a part waits for the database, another judges.
        workers.setConcurrencyLimit(Runtime.getRuntime().availableProcessors() + 1);
    }

    Job job() {
        List<Step> steps = new ArrayList<>();
        for (RegionRange range : request.ranges()) {
            steps.add(compare(range));
            steps.add(report(range));
        }
        var job = new JobBuilder(BacktestJob.NAME, jobs).start(steps.getFirst());
        steps.stream().skip(1).forEach(job::next);
        return job.build();
    }

    private Step compare(RegionRange range) {
        return new StepBuilder(partsOf(range), jobs)
                .partitioner(partsOf(range), new IndexRanges(range))
                .step(new Part(range))
                .gridSize(request.partitions())
                .taskExecutor(workers)
                .build();
    }

    private static String partsOf(RegionRange range) {
        return "compare." + range.region();
    }

    /** One part: its reader, processor and writer are made for its execution, and shared with no other. */
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
            new StepBuilder(execution.getStepName(), jobs)
                    // The item is a page: a message costs far less than what Batch does for an item.
                    .<TrafficPage, Comparison>chunk(1)
                    // No transaction spans a page: cursor and counts are one row of their own, and nothing else is
                    // written.
                    .transactionManager(new ResourcelessTransactionManager())
                    .reader(new TrafficPages(cells.traffic(range.region()), request.traffic()))
                    .processor(new JudgePage(
                            judgements, Judges.forOneThread(candidate, baseline), throttle, request.seed()))
                    .writer(new CountedPages())
                    .faultTolerant()
                    .retryPolicy(WHILE_THE_DATABASE_IS_AWAY)
                    .build()
                    .execute(execution);
        }
    }

    private Step report(RegionRange range) {
        return new StepBuilder("report." + range.region(), jobs)
                .tasklet(
                        (_, chunk) -> {
                            var execution =
                                    chunk.getStepContext().getStepExecution().getJobExecution();
                            var report = report(range, execution);
                            cells.writer(range.region())
                                    .append(new LogEvent(
                                            DerivedId.ofEvent(BacktestJob.NAME, range.region(), request.run()),
                                            BacktestJob.NAME,
                                            clock.instant(),
                                            report.toEvidence()));
                            execution
                                    .getExecutionContext()
                                    .putString(BatchJob.SUMMARY + range.region(), report.toJson());
                            // Batch itself would write it only after the step counts as completed: a process that died
                            // in between left a finished run without its report.
                            jobs.updateExecutionContext(execution);
                            return RepeatStatus.FINISHED;
                        },
                        new ResourcelessTransactionManager())
                .build();
    }

    /** Over all executions of this run: parts finished before a restart count too. */
    private RegionReport report(RegionRange range, JobExecution execution) {
        var found = new Comparison();
        for (StepExecution step : RunSteps.newest(jobs, execution.getJobInstance())) {
            var context = step.getExecutionContext();
            if (step.getStepName().startsWith(partsOf(range) + ":") && context.containsKey(CountedPages.COMPARISON))
                found.add(Comparison.ofJson(context.getString(CountedPages.COMPARISON)));
        }
        Duration worked = RunSteps.worked(jobs, execution.getJobInstance(), partsOf(range));
        return new RegionReport(request, range, found, worked.toMillis() / 1e3);
    }
}
