package io.gatehouse.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.jobs.JobProgress.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/** A job that counts its runs and can fail, on a real control database; only the schedule's clock is moved. */
class JobScheduleTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final Counting counting = new Counting();
    private volatile Duration ahead = Duration.ZERO;
    private final Clock clock = new Moved();

    /** The system's, moved ahead. */
    private final class Moved extends Clock {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }

    private static final class Counting implements BatchJob {
        final AtomicInteger prepared = new AtomicInteger();
        final AtomicInteger ended = new AtomicInteger();
        volatile boolean fails;

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public String description() {
            return "Counts its runs.";
        }

        @Override
        public List<JobParameterHelp> parameters() {
            return List.of();
        }

        @Override
        public JobTraits traits() {
            return new JobTraits("none", "nothing", "the run", "none", SkipLimit.none("it counts itself"), "none");
        }

        @Override
        public Preparation prepare(Map<String, String> given) {
            var asked = new Asked(given);
            asked.refuseAllBut(List.of("greeting"), name());
            if (asked.isFaulty()) return new Preparation.Refused(asked.faults());
            return new Preparation.Ready(new JobParametersBuilder()
                    .addString(RUN, Integer.toString(prepared.incrementAndGet()), true)
                    .addString("greeting", asked.text("greeting").orElse("none"), false)
                    .toJobParameters());
        }

        @Override
        public Plan plan(JobParameters parameters, JobRepository jobs) {
            var step = new StepBuilder("count", jobs)
                    .tasklet(
                            (_, _) -> {
                                if (fails) throw new IllegalStateException("it must fail");
                                ended.incrementAndGet();
                                return RepeatStatus.FINISHED;
                            },
                            new ResourcelessTransactionManager())
                    .build();
            return new Plan.Planned(new JobBuilder(name(), jobs).start(step).build());
        }

        @Override
        public Advance advance(JobParameters parameters, Collection<StepExecution> steps) {
            return new Advance("runs", ended.get(), 1);
        }
    }

    @Test
    void aRunBeginsWhenItIsDueAndWhatFailedRunsOn() {
        var control = ControlDatabase.emptied();
        try (var desk = JobDesk.open(control, List.of(counting));
                var elsewhere = JobDesk.open(control, List.of(counting));
                var schedule = schedule(desk);
                var other = schedule(elsewhere)) {
            counting.prepared.set(0);
            schedule.look();
            var first = JobAwait.end(desk, "counting");
            assertThat(first.status()).isEqualTo(Status.COMPLETED);
            assertThat(first.parameters()).containsEntry("greeting", "hello");
            ahead = DAY.minusMinutes(5);
            schedule.look();
            other.look();
            assertThat(counting.prepared).as("none is due, on no machine").hasValue(1);

            ahead = DAY.plusMinutes(5);
            counting.fails = true;
            other.look();
            assertThat(JobAwait.end(desk, "counting").status()).isEqualTo(Status.FAILED);
            ahead = Duration.ofMinutes(1);
            counting.fails = false;
            schedule.look();
            assertThat(JobAwait.end(desk, "counting").status()).isEqualTo(Status.COMPLETED);
            assertThat(counting.prepared).as("the same run went on").hasValue(2);
            assertThat(counting.ended).hasValue(2);
            assertThat(desk.runs("counting", 10)).hasSize(2);
        }
    }

    private JobSchedule schedule(JobDesk desk) {
        return new JobSchedule(
                desk, Map.of("counting", new JobSchedule.Repeated(DAY, Map.of("greeting", "hello"))), clock);
    }

    @Test
    void aScheduleThatCannotRunIsRefusedWithEveryFault() {
        try (var desk = JobDesk.open(ControlDatabase.emptied(), List.of(counting))) {
            var schedule = Map.of(
                    "counting", new JobSchedule.Repeated(DAY, Map.of("colour", "red")),
                    "cooking", new JobSchedule.Repeated(DAY, Map.of()));
            assertThatThrownBy(() -> new JobSchedule(desk, schedule, clock))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("colour is no parameter of counting")
                    .hasMessageContaining("cooking=there is no such job; there are [counting]");
        }
    }
}
