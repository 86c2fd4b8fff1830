package io.gatehouse.jobs.spread;

import io.gatehouse.jobs.JobStore;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.RegionJob.PartSteps;
import io.gatehouse.jobs.spread.PartBook.Claim;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.region.RegionId;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Does parts of runs that others started, for the regions it was given and for no other. Takes no more than it can work on; prolongs
 * what it holds; when it is closed, or loses a part, another goes on from what was saved last.
 */
public final class PartWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PartWorker.class);

    private static final Duration POLLS_FOR = Duration.ofMillis(200);

    /** A broker that is away is asked again. */
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(2);

    /** A chunk is seconds, unless a database hangs: then its part is given up anyway. */
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);

    private final String name;
    private final Set<RegionId> regions;
    private final Map<String, RegionJob> jobs = new TreeMap<>();
    private final JobRepository repository;
    private final Database control;
    private final PartBook book;
    private final PartTopics topics;
    private final Semaphore free;
    private final int atOnce;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().name("part-", 0).factory());
    private final Map<Claim, Held> held = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread listener;
    private final Thread prolonging;
    private @Nullable Prepared prepared;

    /** A part being worked on; {@code execution} is there once it was read. */
    private static final class Held {
        private volatile @Nullable StepExecution execution;
    }

    /** What parts of one execution share: a policy takes seconds to load. */
    private record Prepared(long jobExecution, PartSteps steps) {}

    private PartWorker(
            String name,
            Collection<RegionId> regions,
            Collection<RegionJob> jobs,
            Database control,
            PartBook book,
            PartTopics topics,
            int atOnce) {
        this.name = name;
        this.regions = Set.copyOf(regions);
        jobs.forEach(job -> this.jobs.put(job.name(), job));
        this.repository = JobStore.open(control);
        this.control = control;
        this.book = book;
        this.topics = topics;
        this.atOnce = atOnce;
        this.free = new Semaphore(atOnce);
        this.listener = Thread.ofPlatform().name("part-listener").unstarted(this::listen);
        this.prolonging = Thread.ofPlatform().name("part-prolonging").daemon().unstarted(this::prolong);
    }

    /**
     * Starts working.
     *
     * @param name random; names the process in the control database
     * @param regions whose cells this process has; topics of others are not listened to
     * @param atOnce parts worked on at the same time
     */
    public static PartWorker start(
            String name,
            Collection<RegionId> regions,
            Collection<RegionJob> jobs,
            Database control,
            PartTopics topics,
            int atOnce) {
        return start(name, regions, jobs, control, topics, atOnce, PartBook.TAKEN_FOR);
    }

    static PartWorker start(
            String name,
            Collection<RegionId> regions,
            Collection<RegionJob> jobs,
            Database control,
            PartTopics topics,
            int atOnce,
            Duration takenFor) {
        if (regions.isEmpty()) throw new IllegalArgumentException("a worker is for named regions");
        var worker = new PartWorker(name, regions, jobs, control, new PartBook(control, takenFor), topics, atOnce);
        worker.listener.start();
        worker.prolonging.start();
        return worker;
    }

    private void listen() {
        boolean isAway = false;
        while (closing.getCount() > 0) {
            try {
                topics.create(regions);
                try (var consumer = topics.consumer()) {
                    consumer.subscribe(regions.stream().map(PartTopics::of).toList());
                    if (isAway) LOG.info("the broker answers again");
                    isAway = false;
                    listen(consumer);
                }
            } catch (RuntimeException away) {
                // Whatever it is: a worker that listened no more would live on and hear nothing.
                if (!isAway)
                    LOG.warn(
                            "worker {} hears nothing for now: {}",
                            name,
                            away.getClass().getSimpleName());
                isAway = true;
                pause(AFTER_A_FAILURE);
            }
        }
    }

    private void listen(KafkaConsumer<String, String> consumer) {
        while (closing.getCount() > 0) {
            // Whoever has no hand free listens to nothing: the part is announced again, to another perhaps.
            if (free.availablePermits() == 0) consumer.pause(consumer.assignment());
            else consumer.resume(consumer.paused());
            for (var record : consumer.poll(POLLS_FOR))
                PartMessage.parse(record.value())
                        .ifPresentOrElse(
                                this::take,
                                () -> LOG.warn("a message of {} at {} is not ours", record.topic(), record.offset()));
            // Before it is done, and even before it is begun: the message only woke us.
            consumer.commitAsync();
        }
    }

    private void take(PartMessage message) {
        var job = jobs.get(message.job());
        if (job == null || !regions.contains(message.region()) || !free.tryAcquire()) return;
        boolean isTaken = false;
        try {
            var claim = book.claim(message.stepExecution(), message.region(), name);
            if (claim.isEmpty()) return;
            held.put(claim.get(), new Held());
            threads.execute(() -> work(claim.get(), job, message.region()));
            isTaken = true;
        } finally {
            if (!isTaken) free.release();
        }
    }

    private void work(Claim claim, RegionJob job, RegionId region) {
        try {
            if (execute(claim, job, region)) book.done(claim);
            else book.release(claim);
        } catch (RuntimeException broken) {
            // Whatever it is, the part goes on from what was saved last, here or elsewhere.
            LOG.warn(
                    "part {} of {} was not ended here: {}",
                    claim.stepExecution(),
                    job.name(),
                    broken.getClass().getSimpleName());
        } finally {
            held.remove(claim);
            free.release();
        }
    }

    /** @return whether its last word is written */
    private boolean execute(Claim claim, RegionJob job, RegionId region) {
        var execution = repository.getStepExecution(claim.stepExecution());
        if (execution == null || !execution.getStatus().isRunning()) return true;
        var entry = held.get(claim);
        if (entry == null) return false;
        entry.execution = execution;
        var fenced = FencedRepository.of(repository, claim, control.dataSource());
        LOG.info("part {} of {} in {} begins", claim.stepExecution(), job.name(), region);
        switch (steps(job, execution)) {
            case PartSteps.Ready ready -> {
                try {
                    ready.part(region, fenced).execute(execution);
                } catch (org.springframework.batch.core.job.JobInterruptedException interrupted) {
                    throw new IllegalStateException("a step says by its status that it was stopped", interrupted);
                }
            }
            case PartSteps.Refused(var why) -> {
                execution.setStatus(BatchStatus.FAILED);
                execution.setExitStatus(ExitStatus.FAILED.addExitDescription(why));
                execution.setEndTime(LocalDateTime.now(ZoneId.systemDefault()));
                fenced.update(execution);
            }
        }
        LOG.info("part {} of {} is {}", claim.stepExecution(), job.name(), execution.getStatus());
        return execution.getStatus() != BatchStatus.UNKNOWN;
    }

    private synchronized PartSteps steps(RegionJob job, StepExecution execution) {
        long id = execution.getJobExecutionId();
        if (prepared == null || prepared.jobExecution() != id)
            prepared =
                    new Prepared(id, job.partSteps(execution.getJobExecution().getJobParameters()));
        return prepared.steps();
    }

    private void prolong() {
        while (!pause(book.takenFor().dividedBy(3))) {
            for (var each : held.entrySet()) {
                try {
                    if (!book.prolong(each.getKey())) lose(each.getKey(), each.getValue());
                } catch (RuntimeException away) {
                    LOG.debug(
                            "what is held is prolonged later: {}",
                            away.getClass().getSimpleName());
                }
            }
        }
    }

    private static void lose(Claim claim, Held lost) {
        var execution = lost.execution;
        // Its writes are refused already; it need not go on for nothing.
        if (execution != null) execution.setTerminateOnly();
        LOG.warn("part {} was taken over by another worker", claim.stepExecution());
    }

    /** @return whether this worker is being closed */
    private boolean pause(Duration time) {
        try {
            return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** How many parts it works on. */
    int working() {
        return atOnce - free.availablePermits();
    }

    /** Gives back what it holds, at once: nothing of it is written here any more, and another goes on. */
    @Override
    public void close() {
        closing.countDown();
        try {
            for (var each : held.entrySet()) {
                book.release(each.getKey());
                var execution = each.getValue().execution;
                if (execution != null) execution.setTerminateOnly();
            }
            if (!listener.join(STOPS_WITHIN)) LOG.warn("worker {} does not stop listening", name);
            threads.shutdown();
            if (!threads.awaitTermination(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS))
                LOG.warn("worker {} still works on {}", name, held.keySet());
        } catch (DatabaseUnavailableException away) {
            LOG.warn("what worker {} held is noticed as lost: {}", name, away.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
