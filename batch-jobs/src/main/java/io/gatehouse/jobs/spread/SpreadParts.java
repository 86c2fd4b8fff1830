package io.gatehouse.jobs.spread;

import io.gatehouse.jobs.IndexRanges;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.Spread;
import io.gatehouse.jobs.spread.PartBook.Part;
import io.gatehouse.jobs.spread.PartBook.State;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.region.RegionId;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.partition.PartitionHandler;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * The side that starts a run: announces its parts, announces again those that nobody began or whose worker is lost, and waits until
 * all are over. Kafka may lose or repeat what it likes: who works on a part stands in the control database.
 */
public final class SpreadParts implements Spread, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpreadParts.class);

    private static final Duration LOOKS_EVERY = Duration.ofMillis(250);

    /** A worker that is free begins at once; after this one of the others may be. */
    private static final Duration ANNOUNCED_AGAIN = Duration.ofSeconds(3);

    private static final Duration SENT_WITHIN = Duration.ofSeconds(10);

    /** A part that cost so many workers their lives would cost the next one's too. */
    private static final int MOST_LOST = 8;

    private final PartBook book;
    private final PartTopics topics;
    private final KafkaProducer<String, String> producer;
    private final TreeSet<String> known = new TreeSet<>();

    private SpreadParts(PartBook book, PartTopics topics) {
        this.book = book;
        this.topics = topics;
        this.producer = topics.producer();
    }

    /** Does not ask the broker yet. */
    public static SpreadParts open(Database control, PartTopics topics) {
        return open(control, topics, PartBook.TAKEN_FOR);
    }

    static SpreadParts open(Database control, PartTopics topics, Duration takenFor) {
        return new SpreadParts(new PartBook(control, takenFor), topics);
    }

    @Override
    public PartitionHandler handler(String job, RegionRange range, int parts, JobRepository jobs) {
        return (splitter, manager) -> {
            var execution = manager.getJobExecution();
            book.cancelEarlier(job, execution.getId());
            var made = splitter.split(manager, parts);
            if (made.isEmpty()) return made;
            var ranges = new IndexRanges(range);
            made.forEach(part -> ranges.complete(part, parts));
            var run = new Run(job, range.region(), execution, made, jobs);
            run.toTheEnd();
            return run.ended();
        };
    }

    /**
     * Any of them: left to itself the producer stays on one, whose worker may be the one that is lost, and no other would ever hear
     * of the part. Not in turns, in which as many parts as partitions would each come to the same one again.
     */
    private int anyPartition(RegionId region) {
        int partitions = producer.partitionsFor(PartTopics.of(region)).size();
        return ThreadLocalRandom.current().nextInt(partitions);
    }

    private synchronized void createOnce(RegionId region) {
        if (known.contains(region.value())) return;
        topics.create(List.of(region));
        known.add(region.value());
    }

    @Override
    public void close() {
        producer.close(SENT_WITHIN);
    }

    /** One region's parts of one execution. */
    private final class Run {
        private final String job;
        private final RegionId region;
        private final JobExecution execution;
        private final JobRepository jobs;
        private final Map<Long, StepExecution> open = new HashMap<>();
        private final List<Long> all = new ArrayList<>();
        private boolean isBrokerAway;

        Run(String job, RegionId region, JobExecution execution, Collection<StepExecution> made, JobRepository jobs) {
            this.job = job;
            this.region = region;
            this.execution = execution;
            this.jobs = jobs;
            for (var part : made) {
                open.put(part.getId(), part);
                all.add(part.getId());
                book.add(part.getId(), execution.getId(), job, region);
            }
        }

        void toTheEnd() throws InterruptedException {
            open.values().forEach(this::announce);
            while (!open.isEmpty()) {
                TimeUnit.NANOSECONDS.sleep(LOOKS_EVERY.toNanos());
                try {
                    boolean isStopping = isStopping();
                    for (var part : book.parts(execution.getId()))
                        if (open.containsKey(part.stepExecution())) look(part, isStopping);
                } catch (DatabaseUnavailableException away) {
                    LOG.warn("the control database is away; parts of {} are looked at again later", job);
                }
            }
        }

        private boolean isStopping() {
            var now = jobs.getJobExecution(execution.getId());
            return now != null && now.isStopping();
        }

        private void look(Part part, boolean isStopping) {
            long id = part.stepExecution();
            if (part.state() == State.DONE || part.state() == State.CANCELLED) {
                open.remove(id);
                return;
            }
            boolean isWithoutWorker = part.state() == State.WAITING || part.isOverdue();
            if (!isWithoutWorker) return;
            if (part.isOverdue() && isOver(id)) {
                // It died between its last word and saying so.
                if (book.cancel(id)) open.remove(id);
            } else if (isStopping) {
                if (book.cancel(id)) end(id, BatchStatus.STOPPED, ExitStatus.STOPPED);
            } else if (part.lost() >= MOST_LOST) {
                if (book.cancel(id))
                    end(
                            id,
                            BatchStatus.FAILED,
                            ExitStatus.FAILED.addExitDescription("its worker was lost " + part.lost() + " times"));
            } else if (part.sinceAnnounced().compareTo(ANNOUNCED_AGAIN) >= 0) {
                if (part.isOverdue()) LOG.warn("the worker of part {} of {} is lost; announced again", id, job);
                announce(Objects.requireNonNull(open.get(id)));
            }
        }

        private boolean isOver(long id) {
            var now = jobs.getStepExecution(id);
            return now != null && !now.getStatus().isRunning() && now.getStatus() != BatchStatus.UNKNOWN;
        }

        private void end(long id, BatchStatus status, ExitStatus exit) {
            var now = Objects.requireNonNull(jobs.getStepExecution(id), "a part of ours");
            now.setStatus(status);
            now.setExitStatus(exit);
            now.setEndTime(LocalDateTime.now(ZoneId.systemDefault()));
            jobs.update(now);
            open.remove(id);
        }

        private void announce(StepExecution part) {
            var context = part.getExecutionContext();
            var message = new PartMessage(
                    job,
                    execution.getId(),
                    part.getId(),
                    region,
                    context.getLong(IndexRanges.FROM),
                    context.getLong(IndexRanges.TO));
            try {
                createOnce(region);
                producer.send(new ProducerRecord<>(PartTopics.of(region), anyPartition(region), null, message.toJson()))
                        .get(SENT_WITHIN.toSeconds(), TimeUnit.SECONDS);
                if (isBrokerAway) LOG.info("the broker answers again");
                isBrokerAway = false;
            } catch (KafkaException
                    | IllegalStateException
                    | ExecutionException
                    | java.util.concurrent.TimeoutException away) {
                if (!isBrokerAway) LOG.warn("parts of {} cannot be announced yet: {}", job, away.getMessage());
                isBrokerAway = true;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            book.announced(part.getId());
        }

        /** As their workers left them. */
        Collection<StepExecution> ended() {
            return all.stream()
                    .map(id -> Objects.requireNonNull(jobs.getStepExecution(id), "a part of ours"))
                    .toList();
        }
    }
}
