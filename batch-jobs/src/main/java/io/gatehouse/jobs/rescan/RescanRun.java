package io.gatehouse.jobs.rescan;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.RunSteps;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** The steps of one run: for each region, parts that judge, then a summary. */
final class RescanRun {
    /** Items per commit: a crash repeats at most this many judgements a part, each of which is idempotent. */
    static final int CHUNK_SIZE = 500;

    /** Waits 0.5, 1, 2, 4, 8, 8 ... s: longer together than a database takes to come back, shorter than patience. */
    private static final RetryPolicy WHILE_THE_DATABASE_IS_AWAY = RetryPolicy.builder()
            .includes(List.of(DatabaseUnavailableException.class, DatabaseBusyException.class))
            .maxRetries(8)
            .delay(Duration.ofMillis(500))
            .multiplier(2)
            .maxDelay(Duration.ofSeconds(8))
            .build();

    private final RescanRequest request;
    private final Moderator moderator;
    private final Cells cells;
    private final StoredContents contents;
    private final JobRepository jobs;
    private final Clock clock;
    private final SimpleAsyncTaskExecutor workers = new SimpleAsyncTaskExecutor("rescan-");

    RescanRun(
            RescanRequest request,
            Moderator moderator,
            Cells cells,
            StoredContents contents,
            JobRepository jobs,
            Clock clock) {
        this.request = request;
        this.moderator = moderator;
        this.cells = cells;
        this.contents = contents;
        this.jobs = jobs;
        this.clock = clock;
        // Judging is work for processors; more parts than these wait their turn.
        workers.setConcurrencyLimit(Runtime.getRuntime().availableProcessors());
    }

    Job job() {
        List<Step> steps = new ArrayList<>();
        for (RegionRange range : request.ranges()) {
            steps.add(judgeAgain(range));
            steps.add(conclude(range));
        }
        var job = new JobBuilder(RescanJob.NAME, jobs).start(steps.getFirst());
        steps.stream().skip(1).forEach(job::next);
        return job.build();
    }

    private Step judgeAgain(RegionRange range) {
        return new StepBuilder(partsOf(range), jobs)
                .partitioner(partsOf(range), new IndexRanges(range))
                .step(new Part(range))
                .gridSize(request.partitions())
                .taskExecutor(workers)
                .build();
    }

    private static String partsOf(RegionRange range) {
        return "judge-again." + range.region();
    }

    /** One part: its reader, processor and writer are made for its execution, and shared with no other. */
    private final class Part implements Step {
        private final RegionRange range;
        private final RegionId region;

        Part(RegionRange range) {
            this.range = range;
            this.region = range.region();
        }

        /** Batch appends the part's own name. */
        @Override
        public String getName() {
            return partsOf(range);
        }

        @Override
        public void execute(StepExecution execution) throws JobInterruptedException {
            var cell = cells.reader(region);
            var tally = new RescanTally();
            var own = new OwnDecisions(region, request.run(), cell);
            new StepBuilder(execution.getStepName(), jobs)
                    .<StoredDecision, Rejudged>chunk(CHUNK_SIZE)
                    // No transaction spans a chunk: cursor and counts are one row of their own, and the cell's commits
                    // are elsewhere. An open one would hold a connection while nothing is asked of it.
                    .transactionManager(new ResourcelessTransactionManager())
                    .reader(new StoredContentReader(cell, CHUNK_SIZE))
                    .processor(
                            new JudgeAgain(contents, moderator, tally, own)) // null drops the item: the verdict stands
                    .writer(changedVerdicts(tally, own))
                    .faultTolerant()
                    .retryPolicy(WHILE_THE_DATABASE_IS_AWAY)
                    .build()
                    .execute(execution);
        }

        private ItemStreamWriter<Rejudged> changedVerdicts(RescanTally tally, OwnDecisions own) {
            return request.dryRun()
                    ? new CountedOnly(tally)
                    : new ChangedVerdicts(cells.writer(region), contents, moderator, tally, own, clock);
        }
    }

    private Step conclude(RegionRange range) {
        return new StepBuilder("conclude." + range.region(), jobs)
                .tasklet(
                        (_, chunk) -> {
                            var execution =
                                    chunk.getStepContext().getStepExecution().getJobExecution();
                            var summary = summary(range, execution);
                            if (!request.dryRun())
                                cells.writer(range.region())
                                        .append(new LogEvent(
                                                DerivedId.ofEvent(RescanJob.NAME, range.region(), request.run()),
                                                RescanJob.NAME,
                                                clock.instant(),
                                                summary.toEvidence()));
                            execution
                                    .getExecutionContext()
                                    .putString(BatchJob.SUMMARY + range.region(), summary.toJson());
                            // Batch itself would write it only after the step counts as completed: a process that died
                            // in between left a finished run without its summary.
                            jobs.updateExecutionContext(execution);
                            return RepeatStatus.FINISHED;
                        },
                        new ResourcelessTransactionManager())
                .build();
    }

    /** Over all executions of this run: parts finished before a restart count too. */
    private RegionSummary summary(RegionRange range, JobExecution execution) {
        var tally = new RescanTally();
        for (StepExecution step : RunSteps.newest(jobs, execution.getJobInstance()))
            if (step.getStepName().startsWith(partsOf(range) + ":")) tally.read(step.getExecutionContext());
        Duration worked = RunSteps.worked(jobs, execution.getJobInstance(), partsOf(range));
        return new RegionSummary(range, request.policyDigest(), request.dryRun(), tally, worked.toMillis() / 1e3);
    }
}
