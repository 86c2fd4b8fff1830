package io.gatehouse.jobs;

import io.gatehouse.jobs.BatchJob.Advance;
import java.util.Collection;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/** Steps that each go through something once, from its begin to its end, and say how much it was. */
public final class CountedSteps {
    private static final String DONE = "done";

    private CountedSteps() {}

    /** What one step does. */
    @FunctionalInterface
    public interface Work {
        /** @return how many things were gone through */
        long run(StepExecution execution);
    }

    /** A restart does again what did not end. */
    public static Step of(String name, JobRepository jobs, Work work) {
        return new StepBuilder(name, jobs)
                .tasklet(
                        (_, chunk) -> {
                            var execution = chunk.getStepContext().getStepExecution();
                            execution.getExecutionContext().putLong(DONE, work.run(execution));
                            jobs.updateExecutionContext(execution.getJobExecution());
                            return RepeatStatus.FINISHED;
                        },
                        new ResourcelessTransactionManager())
                .build();
    }

    /**
     * How far the steps are.
     *
     * @param what is counted, in words
     * @param all how many steps there are
     */
    public static Advance advance(String what, Collection<StepExecution> steps, int all) {
        long done = 0;
        int ended = 0;
        for (var step : steps) {
            var context = step.getExecutionContext();
            if (!context.containsKey(DONE)) continue;
            done += context.getLong(DONE);
            ended++;
        }
        return new Advance(what, done, Math.min(1, ended / (double) all));
    }
}
