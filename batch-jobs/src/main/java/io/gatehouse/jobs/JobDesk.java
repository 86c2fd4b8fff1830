package io.gatehouse.jobs;

import io.gatehouse.jobs.BatchJob.Plan;
import io.gatehouse.jobs.BatchJob.Preparation;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Runs, stops, restarts and watches jobs; nothing runs that was not asked for. One run of a job at a time, on any
 * number of machines. Thread-safe. Every method throws {@link DatabaseUnavailableException} when the control database
 * is away; asking again is safe.
 */
public final class JobDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobDesk.class);

    /** A run stops at its next chunk boundary, which is seconds away unless a database hangs. */
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);

    /** From a run's last word to its lock being free: one statement. */
    private static final Duration LETS_GO_WITHIN = Duration.ofSeconds(1);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private static final String NEWEST_SCHEDULED = """
        SELECT max(e.job_execution_id) FROM batch_job_execution e
          JOIN batch_job_instance i ON i.job_instance_id = e.job_instance_id
          JOIN batch_job_execution_params p ON p.job_execution_id = e.job_execution_id
        WHERE i.job_name = ? AND p.parameter_name = ?\
        """;

    private final Database control;
    private final JobRepository repository;
    private final JobHistory history;
    private final JobAlerts alerts;
    private final Map<String, BatchJob> jobs = new TreeMap<>();
    private final ConcurrentHashMap<String, Thread> running = new ConcurrentHashMap<>();

    private JobDesk(Database control, JobRepository repository, Collection<? extends BatchJob> jobs) {
        this.control = control;
        this.repository = repository;
        this.history = new JobHistory(repository, this::isHeld);
        this.alerts = new JobAlerts(control);
        jobs.forEach(job -> this.jobs.put(job.name(), job));
    }

    /** Creates the tables of jobs in the control database when they are missing. The database stays the caller's. */
    public static JobDesk open(Database control, Collection<? extends BatchJob> jobs) {
        return new JobDesk(control, JobStore.open(control), jobs);
    }

    /** By name. */
    public List<BatchJob> jobs() {
        return List.copyOf(jobs.values());
    }

    /** Starts a new run. */
    public JobStart run(String name, Map<String, String> asked) {
        return run(name, asked, parameters -> parameters);
    }

    /** Starts a new run of the schedule. */
    JobStart runScheduled(String name, Map<String, String> asked) {
        return run(
                name,
                asked,
                parameters -> new JobParametersBuilder(parameters)
                        .addString(BatchJob.SCHEDULED, Boolean.toString(true), false)
                        .toJobParameters());
    }

    private JobStart run(String name, Map<String, String> asked, UnaryOperator<JobParameters> mark) {
        BatchJob job = jobs.get(name);
        if (job == null) return unknown();
        return switch (job.prepare(asked)) {
            case Preparation.Refused(var faults) -> new JobStart.Refused(faults);
            case Preparation.Ready(var prepared) ->
                orUnavailable(() -> {
                    var lock = lock(name);
                    if (lock.isEmpty()) return new JobStart.AlreadyRunning(name);
                    return launch(job, mark.apply(prepared), null, lock.get());
                });
        };
    }

    /** Runs the last run on from where it stopped, with the parameters it had. */
    public JobStart restart(String name) {
        BatchJob job = jobs.get(name);
        if (job == null) return unknown();
        return orUnavailable(() -> {
            var lock = lock(name);
            if (lock.isEmpty()) return new JobStart.AlreadyRunning(name);
            var last = history.newest(name);
            if (last.isEmpty() || last.get().getStatus() == BatchStatus.COMPLETED) {
                lock.get().close();
                return new JobStart.NothingToRestart(name);
            }
            return launch(job, last.get().getJobParameters(), last.get(), lock.get());
        });
    }

    /** Asks the run in progress to stop at its next chunk boundary; false when none is in progress. */
    public boolean stop(String name) {
        return orUnavailable(() -> {
            var last = history.newest(name);
            if (last.isEmpty() || !last.get().isRunning() || !isHeld(name)) return false;
            last.get().setStatus(BatchStatus.STOPPING);
            repository.update(last.get());
            return true;
        });
    }

    /** The newest run; empty when the job never ran. */
    public Optional<JobProgress> status(String name) {
        BatchJob job = jobs.get(name);
        if (job == null) return Optional.empty();
        return orUnavailable(() -> history.newest(name).map(execution -> history.progress(job, execution)));
    }

    /** The newest run that the schedule began; empty when it never did. */
    Optional<JobProgress> scheduled(String name) {
        BatchJob job = jobs.get(name);
        if (job == null) return Optional.empty();
        return orUnavailable(() -> newestScheduled(name)
                .map(repository::getJobExecution)
                .map(execution -> history.progress(job, execution)));
    }

    private Optional<Long> newestScheduled(String name) {
        return control.read(connection -> {
            try (var select = connection.prepareStatement(NEWEST_SCHEDULED)) {
                select.setString(1, name);
                select.setString(2, BatchJob.SCHEDULED);
                try (var row = select.executeQuery()) {
                    row.next();
                    long id = row.getLong(1);
                    return row.wasNull() ? Optional.empty() : Optional.of(id);
                }
            }
        });
    }

    /** What somebody has to look at, newest first: jobs whose last run failed, and what completed runs found. */
    public List<JobAlert> alerts() {
        return alerts.open();
    }

    /** Runs newest first, each as its last restart left it. */
    public List<JobProgress> runs(String name, int limit) {
        BatchJob job = jobs.get(name);
        if (job == null) return List.of();
        return orUnavailable(() -> history.newest(name, limit).stream()
                .map(execution -> history.progress(job, execution))
                .toList());
    }

    /** The run that began, or ran on, as this execution; as its last restart left it. */
    public Optional<JobProgress> find(String name, long execution) {
        BatchJob job = jobs.get(name);
        if (job == null) return Optional.empty();
        return orUnavailable(() -> history.find(name, execution).map(last -> history.progress(job, last)));
    }

    /** The parts of the run that began, or ran on, as this execution: in order of their start, over all its restarts. */
    public List<JobPart> parts(String name, long execution) {
        return orUnavailable(
                () -> history.find(name, execution).map(history::parts).orElse(List.of()));
    }

    /**
     * Empty while a run goes on. A run's last word is written before its lock goes: whoever was told that it is over must
     * not be told then that it goes on.
     */
    private Optional<JobLock> lock(String name) {
        long end = System.nanoTime() + LETS_GO_WITHIN.toNanos();
        while (true) {
            var lock = JobLock.tryAcquire(control.dataSource(), name);
            if (lock.isPresent() || System.nanoTime() > end) return lock;
            if (history.newest(name).filter(JobExecution::isRunning).isPresent()) return lock;
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private JobStart unknown() {
        return new JobStart.UnknownJob(List.copyOf(jobs.keySet()));
    }

    /** @param last the execution to run on from; null for a new run */
    private JobStart launch(BatchJob job, JobParameters parameters, @Nullable JobExecution last, JobLock lock) {
        boolean started = false;
        try {
            // Whoever holds the lock is alone: what still looks running was left behind by a process that died.
            history.newest(job.name()).ifPresent(history::settle);
            var plan = job.plan(parameters, repository);
            if (plan instanceof Plan.Refused(var faults)) return new JobStart.Refused(faults);
            Job planned = ((Plan.Planned) plan).job();
            var instance = last == null ? repository.createJobInstance(job.name(), parameters) : last.getJobInstance();
            var context = last == null ? new ExecutionContext() : last.getExecutionContext();
            JobExecution execution = repository.createJobExecution(instance, parameters, context);
            var progress = history.progress(job, execution);
            Thread worker =
                    Thread.ofPlatform().name("job-" + job.name()).unstarted(() -> work(planned, execution, lock));
            running.put(job.name(), worker);
            worker.start();
            started = true;
            LOG.info("job {} execution {} {}", job.name(), execution.getId(), last == null ? "starts" : "runs on");
            return new JobStart.Started(progress);
        } finally {
            if (!started) lock.close();
        }
    }

    private void work(Job planned, JobExecution execution, JobLock lock) {
        try (lock) {
            planned.execute(execution);
            LOG.info("job {} execution {} is {}", planned.getName(), execution.getId(), execution.getStatus());
            alerts.of(execution, history.failures(execution));
        } catch (RuntimeException | JobInterruptedException failure) {
            // Its record could not be written either: it reads as interrupted, and can be restarted.
            LOG.error(
                    "job {} execution {} broke off: {}",
                    planned.getName(),
                    execution.getId(),
                    Failures.sentence(failure));
        } finally {
            running.remove(planned.getName(), Thread.currentThread());
        }
    }

    /** Whether some process runs it now. */
    boolean isHeld(String job) {
        return running.containsKey(job) || JobLock.isHeld(control.dataSource(), job);
    }

    private static <T> T orUnavailable(Supplier<T> question) {
        try {
            return question.get();
        } catch (DataAccessResourceFailureException | CannotCreateTransactionException away) {
            throw new DatabaseUnavailableException("the control database is away: " + away.getMessage(), away);
        }
    }

    /** Stops what this desk started, at the next chunk boundary, and waits for it; it can be restarted. */
    @Override
    public void close() {
        for (var entry : running.entrySet()) {
            try {
                stop(entry.getKey());
                if (!entry.getValue().join(STOPS_WITHIN))
                    LOG.warn("job {} did not stop within {}", entry.getKey(), STOPS_WITHIN);
            } catch (DatabaseUnavailableException away) {
                LOG.warn("job {} could not be asked to stop: {}", entry.getKey(), away.getMessage());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
