package io.gatehouse.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs again and again. When a run is due is told from the runs on record, which all machines share: one of them begins
 * it, and the lock of the job turns the others away. What failed or was interrupted runs on at the next look; what somebody
 * stopped stays so until the next run is due. Runs that people start, rehearsals among them, change nothing of this.
 */
public final class JobSchedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobSchedule.class);
    /** So late may a run begin, and so long waits what failed. */
    private static final Duration LOOKS_EVERY = Duration.ofMinutes(1);

    private final JobDesk desk;
    private final Map<String, Repeated> schedule;
    private final Clock clock;
    private final Instant began;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("job-schedule").daemon().factory());

    /**
     * @param every from the beginning of one run to that of the next
     * @param parameters of each run
     * @param after so long after this process began at the soonest
     */
    public record Repeated(Duration every, Map<String, String> parameters, Duration after) {
        public Repeated {
            if (!every.isPositive()) throw new IllegalArgumentException("a job cannot be run every " + every);
            if (after.isNegative())
                throw new IllegalArgumentException("a job cannot be run before the start: " + after);
            parameters = Map.copyOf(parameters);
        }

        /** From the start on. */
        public Repeated(Duration every, Map<String, String> parameters) {
            this(every, parameters, Duration.ZERO);
        }
    }

    /**
     * When a job runs by itself.
     *
     * @param parameters of each run
     * @param next in the past when it begins, or what failed runs on, at the next look
     */
    public record Due(Duration every, Map<String, String> parameters, Instant next) {
        public Due {
            parameters = Map.copyOf(parameters);
        }
    }

    /**
     * @param schedule by name of the job
     * @throws IllegalArgumentException naming every job that there is not, and every parameter that is wrong
     */
    public JobSchedule(JobDesk desk, Map<String, Repeated> schedule, Clock clock) {
        this.desk = desk;
        this.schedule = new TreeMap<>(schedule);
        this.clock = clock;
        this.began = clock.instant();
        var faults = new TreeMap<String, String>();
        this.schedule.forEach((name, repeated) -> faultsOf(name, repeated, faults));
        if (!faults.isEmpty()) throw new IllegalArgumentException("jobs are scheduled that cannot run: " + faults);
    }

    private void faultsOf(String name, Repeated repeated, Map<String, String> faults) {
        var job = desk.jobs().stream().filter(each -> each.name().equals(name)).findFirst();
        if (job.isEmpty())
            faults.put(
                    name,
                    "there is no such job; there are "
                            + desk.jobs().stream().map(BatchJob::name).toList());
        else if (job.get().prepare(repeated.parameters()) instanceof BatchJob.Preparation.Refused(var refused))
            faults.put(
                    name,
                    refused.stream()
                            .map(fault -> fault.parameter() + " " + fault.message())
                            .toList()
                            .toString());
    }

    /** Looks once a minute from now on. */
    public void start() {
        if (schedule.isEmpty()) return;
        var _ = looks.scheduleWithFixedDelay(this::look, 0, LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Begins what is due now. */
    void look() {
        schedule.forEach((job, repeated) -> {
            try {
                look(job, repeated);
            } catch (RuntimeException away) {
                // The next look tries again; this line tells whoever must help.
                LOG.warn("job {} could not be looked at: {}", job, away.toString());
            }
        });
    }

    private void look(String job, Repeated repeated) {
        if (clock.instant().isBefore(began.plus(repeated.after()))) return;
        var last = desk.scheduled(job);
        if (last.isEmpty() || isDue(last.get(), repeated.every())) {
            begin(job, repeated);
            return;
        }
        switch (last.get().status()) {
            case FAILED, INTERRUPTED -> runOn(job, repeated, last.get());
            case RUNNING, STOPPING, STOPPED, COMPLETED -> {}
        }
    }

    private void begin(String job, Repeated repeated) {
        switch (desk.runScheduled(job, repeated.parameters())) {
            case JobStart.Started _ -> LOG.info("job {} was due", job);
            case JobStart.Refused(var faults) -> LOG.error("job {} is scheduled with faults: {}", job, faults);
            case JobStart.AlreadyRunning _, JobStart.NothingToRestart _, JobStart.UnknownJob _ -> {}
        }
    }

    /** A run that somebody started since is theirs to restart; only the newest can be, so a new one begins instead. */
    private void runOn(String job, Repeated repeated, JobProgress last) {
        boolean isNewest = desk.status(job)
                .filter(newest -> newest.execution() == last.execution())
                .isPresent();
        if (!isNewest) begin(job, repeated);
        else if (desk.restart(job) instanceof JobStart.Started) LOG.info("job {} runs on", job);
    }

    private boolean isDue(JobProgress last, Duration every) {
        Instant began = last.startedAt();
        return last.status().isOver() && began != null && !began.plus(every).isAfter(clock.instant());
    }

    /** Empty for a job that runs only when asked, as far as this process knows: one of role API has no schedule. */
    public Optional<Due> due(String job) {
        var repeated = schedule.get(job);
        if (repeated == null) return Optional.empty();
        Instant soonest = began.plus(repeated.after());
        Instant next =
                desk.scheduled(job).map(last -> next(last, repeated.every())).orElse(soonest);
        return Optional.of(new Due(repeated.every(), repeated.parameters(), next.isBefore(soonest) ? soonest : next));
    }

    private Instant next(JobProgress last, Duration every) {
        Instant began = last.startedAt();
        return switch (last.status()) {
            case FAILED, INTERRUPTED -> clock.instant();
            case RUNNING, STOPPING, STOPPED, COMPLETED -> began == null ? clock.instant() : began.plus(every);
        };
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
