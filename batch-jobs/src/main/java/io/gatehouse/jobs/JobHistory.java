package io.gatehouse.jobs;

import io.gatehouse.jobs.JobProgress.Status;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.dao.EmptyResultDataAccessException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What the repository remembers of runs, put into the words of {@link JobProgress}. */
final class JobHistory {
    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

    private final JobRepository repository;
    private final Predicate<String> isHeld;

    /** @param isHeld whether some process holds the lock of a job, and so runs it */
    JobHistory(JobRepository repository, Predicate<String> isHeld) {
        this.repository = repository;
        this.isHeld = isHeld;
    }

    Optional<JobExecution> newest(String job) {
        return newest(job, 1).stream().findFirst();
    }

    /** The newest execution of each of the newest runs. */
    List<JobExecution> newest(String job, int limit) {
        return repository.getJobInstances(job, 0, limit).stream()
                .map(this::lastExecution)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The newest execution of the run that this one is of; empty when it is of another job. */
    Optional<JobExecution> find(String job, long execution) {
        JobExecution found;
        try {
            found = repository.getJobExecution(execution);
        } catch (EmptyResultDataAccessException none) {
            // Batch's way of saying that there is no such execution.
            return Optional.empty();
        }
        if (found == null || !found.getJobInstance().getJobName().equals(job)) return Optional.empty();
        return lastExecution(found.getJobInstance());
    }

    /** What was done of a run, and by which steps. */
    List<JobPart> parts(JobExecution execution) {
        return RunSteps.newest(repository, execution.getJobInstance()).stream()
                .sorted(Comparator.comparingLong(StepExecution::getId))
                .map(step -> new JobPart(
                        step.getStepName(),
                        status(step.getStatus(), execution.isRunning() && isHeld.test(job(execution))),
                        instant(step.getStartTime()),
                        instant(step.getEndTime()),
                        step.getReadCount()))
                .toList();
    }

    private static String job(JobExecution execution) {
        return execution.getJobInstance().getJobName();
    }

    private Optional<JobExecution> lastExecution(JobInstance instance) {
        return repository.getJobExecutions(instance).stream().max(Comparator.comparingLong(JobExecution::getId));
    }

    /** Records as failed what a process that died left as running. Only for the holder of the job's lock. */
    void settle(JobExecution execution) {
        if (isSettled(execution.getStatus())) return;
        for (StepExecution step : execution.getStepExecutions()) {
            if (isSettled(step.getStatus())) continue;
            // Every step of ours may be repeated, so that a state that Batch calls unknown need not stay so.
            step.setStatus(BatchStatus.FAILED);
            step.setEndTime(LocalDateTime.now(ZoneId.systemDefault()));
            repository.update(step);
        }
        execution.setStatus(BatchStatus.FAILED);
        execution.setEndTime(LocalDateTime.now(ZoneId.systemDefault()));
        repository.update(execution);
    }

    private static boolean isSettled(BatchStatus status) {
        return switch (status) {
            case COMPLETED, STOPPED, FAILED, ABANDONED -> true;
            case STARTING, STARTED, STOPPING, UNKNOWN -> false;
        };
    }

    JobProgress progress(BatchJob job, JobExecution asRead) {
        boolean isHeld = isSettled(asRead.getStatus()) || this.isHeld.test(job.name());
        // It may have ended since it was read. Its last word is written before its lock goes: what is read after the
        // lock was seen free is final.
        JobExecution execution = isHeld ? asRead : repository.getJobExecution(asRead.getId());
        if (execution == null) execution = asRead;
        var advance =
                job.advance(execution.getJobParameters(), RunSteps.newest(repository, execution.getJobInstance()));
        return new JobProgress(
                execution.getId(),
                job.name(),
                status(execution.getStatus(), isHeld),
                parameters(execution),
                instant(execution.getStartTime()),
                instant(execution.getEndTime()),
                advance.unit(),
                advance.done(),
                advance.fraction(),
                summary(execution),
                failures(execution.getStepExecutions()));
    }

    /** The sentence of every step that failed. */
    List<String> failures(JobExecution execution) {
        return failures(execution.getStepExecutions());
    }

    private static Status status(BatchStatus status, boolean isHeld) {
        return switch (status) {
            case COMPLETED -> Status.COMPLETED;
            case STOPPED -> Status.STOPPED;
            case FAILED, ABANDONED -> Status.FAILED;
            case STARTING, STARTED -> isHeld ? Status.RUNNING : Status.INTERRUPTED;
            case STOPPING -> isHeld ? Status.STOPPING : Status.INTERRUPTED;
            case UNKNOWN -> Status.INTERRUPTED;
        };
    }

    private static Map<String, String> parameters(JobExecution execution) {
        Map<String, String> shown = new TreeMap<>();
        for (var parameter : execution.getJobParameters())
            if (!parameter.name().equals(BatchJob.RUN)) shown.put(parameter.name(), String.valueOf(parameter.value()));
        return shown;
    }

    private static Map<String, Object> summary(JobExecution execution) {
        Map<String, Object> summaries = new TreeMap<>();
        for (var entry : execution.getExecutionContext().entrySet())
            if (entry.getKey().startsWith(BatchJob.SUMMARY) && entry.getValue() instanceof String json)
                summaries.put(
                        entry.getKey().substring(BatchJob.SUMMARY.length()),
                        JsonMapper.shared().readValue(json, TREE));
        return summaries;
    }

    /** What {@link TellingRepository} kept of every failed step. */
    private static List<String> failures(Collection<StepExecution> steps) {
        return steps.stream()
                .filter(step -> step.getStatus() == BatchStatus.FAILED)
                // The step over the partitions fails because they did, and says no more.
                .filter(step -> step.getStepName().contains(":")
                        || steps.stream().noneMatch(each -> each.getStepName().startsWith(step.getStepName() + ":")))
                .map(step -> Failures.ofKept(step.getExitStatus().getExitDescription()))
                .filter(sentence -> !sentence.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    private static @Nullable Instant instant(@Nullable LocalDateTime time) {
        // Batch writes the machine's own clock without a zone.
        return time == null ? null : time.atZone(ZoneId.systemDefault()).toInstant();
    }
}
