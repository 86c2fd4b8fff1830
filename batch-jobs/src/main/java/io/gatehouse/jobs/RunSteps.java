package io.gatehouse.jobs;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/** A run's steps over all its executions: what was finished before a restart is still of the run. */
public final class RunSteps {
    private RunSteps() {}

    /** The newest execution of every step, with what it last committed. */
    public static Collection<StepExecution> newest(JobRepository jobs, JobInstance run) {
        Map<String, StepExecution> newest = new HashMap<>();
        for (JobExecution execution : jobs.getJobExecutions(run))
            for (StepExecution step : execution.getStepExecutions())
                newest.merge(step.getStepName(), step, (a, b) -> a.getId() > b.getId() ? a : b);
        return newest.values();
    }

    /** How long a run has worked on one of its steps, over all its executions. */
    public static Duration worked(JobRepository jobs, JobInstance run, String stepName) {
        Duration worked = Duration.ZERO;
        for (JobExecution execution : jobs.getJobExecutions(run))
            for (StepExecution step : execution.getStepExecutions())
                if (step.getStepName().equals(stepName) && step.getStartTime() != null)
                    worked = worked.plus(Duration.between(
                            step.getStartTime(),
                            step.getEndTime() == null ? step.getLastUpdated() : step.getEndTime()));
        return worked;
    }
}
