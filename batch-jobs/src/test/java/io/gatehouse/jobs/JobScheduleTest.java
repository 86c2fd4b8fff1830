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
import java.util.Objects;
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
import tools.jackson.databind.json.JsonMapper;

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
        volatile Map<String, List<String>> found = Map.of();

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
            asked.refuseAllBut(List.of("greeting", "region", "dry_run"), name());
            if (asked.isFaulty()) return new Preparation.Refused(asked.faults());
            return new Preparation.Ready(new JobParametersBuilder()
                    .addString(RUN, Integer.toString(prepared.incrementAndGet()), true)
                    .addString("greeting", asked.text("greeting").orElse("none"), false)
                    .addString("region", asked.text("region").orElse("all"), false)
                    .addString("dry_run", asked.text("dry_run").orElse("false"), false)
                    .toJobParameters());
        }

        @Override
        public Plan plan(JobParameters parameters, JobRepository jobs) {
            var step = new StepBuilder("count", jobs)
                    .tasklet(
                            (_, chunk) -> {
                                var context = chunk.getStepContext()
                                        .getStepExecution()
                                        .getJobExecution()
                                        .getExecutionContext();
                                found.forEach((region, sentences) -> context.putString(
                                        ALERTS + region, JsonMapper.shared().writeValueAsString(sentences)));
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

    /** As what runs by default: whoever starts a process has time to see what else is wrong. */
    @Test
    void whatWaitsAfterTheStartBeginsOnlyThen() {
        var later = new JobSchedule.Repeated(DAY, Map.of(), Duration.ofHours(1));
        try (var desk = JobDesk.open(ControlDatabase.emptied(), List.of(counting));
                var schedule = new JobSchedule(desk, Map.of("counting", later), clock)) {
            ahead = Duration.ofMinutes(59);
            schedule.look();
            assertThat(desk.status("counting")).isEmpty();
            ahead = Duration.ofMinutes(61);
            schedule.look();
            assertThat(JobAwait.end(desk, "counting").status()).isEqualTo(Status.COMPLETED);
        }
    }

    @Test
    void tellsWhenAJobIsNextDue() {
        var later = new JobSchedule.Repeated(DAY, Map.of("greeting", "hello"), Duration.ofHours(1));
        Instant began = clock.instant();
        try (var desk = JobDesk.open(ControlDatabase.emptied(), List.of(counting));
                var schedule = new JobSchedule(desk, Map.of("counting", later), clock)) {
            assertThat(schedule.due("another")).isEmpty();
            var first = schedule.due("counting").orElseThrow();
            assertThat(first.every()).isEqualTo(DAY);
            assertThat(first.parameters()).containsEntry("greeting", "hello");
            assertThat(first.next())
                    .isBetween(began.plus(Duration.ofHours(1)), clock.instant().plus(Duration.ofHours(1)));

            ahead = Duration.ofHours(2);
            schedule.look();
            var ran = JobAwait.end(desk, "counting");
            assertThat(schedule.due("counting").orElseThrow().next())
                    .isEqualTo(Objects.requireNonNull(ran.startedAt()).plus(DAY));
            assertThat(desk.run("counting", Map.of())).isInstanceOf(JobStart.Started.class);
            JobAwait.end(desk, "counting");
            assertThat(schedule.due("counting").orElseThrow().next())
                    .as("what somebody starts puts nothing off")
                    .isEqualTo(ran.startedAt().plus(DAY));

            ahead = DAY.plusMinutes(5);
            counting.fails = true;
            schedule.look();
            JobAwait.end(desk, "counting");
            assertThat(schedule.due("counting").orElseThrow().next())
                    .as("what failed runs on at the next look")
                    .isBeforeOrEqualTo(clock.instant());
        }
    }

    /** A run keeps its name over restarts, and another job's is not found under this one's. */
    @Test
    void findsARunByAnyOfItsExecutionsAndTellsItsParts() {
        try (var desk = JobDesk.open(ControlDatabase.emptied(), List.of(counting))) {
            counting.fails = true;
            ends(desk, Map.of());
            long first = desk.status("counting").orElseThrow().execution();
            counting.fails = false;
            assertThat(desk.restart("counting")).isInstanceOf(JobStart.Started.class);
            JobAwait.end(desk, "counting");
            var found = desk.find("counting", first).orElseThrow();
            assertThat(found.execution()).isGreaterThan(first);
            assertThat(found.status()).isEqualTo(Status.COMPLETED);
            assertThat(desk.parts("counting", first))
                    .extracting(JobPart::name, JobPart::status)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("count", Status.COMPLETED));
            assertThat(desk.find("counting", found.execution() + 1)).isEmpty();
            assertThat(desk.find("another", first)).isEmpty();
        }
    }

    /** A rehearsal each morning does not put off what is due at night, and what a person began is theirs to restart. */
    @Test
    void whatPeopleStartCountsForNothingOfTheSchedule() {
        try (var desk = JobDesk.open(ControlDatabase.emptied(), List.of(counting));
                var schedule = schedule(desk)) {
            schedule.look();
            assertThat(JobAwait.end(desk, "counting").parameters()).containsEntry("scheduled", "true");
            ahead = DAY.plusMinutes(5);
            counting.fails = true;
            assertThat(desk.run("counting", Map.of("greeting", "by hand"))).isInstanceOf(JobStart.Started.class);
            assertThat(JobAwait.end(desk, "counting").status()).isEqualTo(Status.FAILED);
            counting.fails = false;
            schedule.look();
            assertThat(JobAwait.end(desk, "counting").parameters()).containsEntry("greeting", "hello");
            ahead = Duration.ofMinutes(1);
            desk.run("counting", Map.of("greeting", "by hand"));
            JobAwait.end(desk, "counting");
            schedule.look();
            assertThat(desk.runs("counting", 10))
                    .extracting(run -> run.parameters().get("greeting"))
                    .containsExactly("by hand", "hello", "by hand", "hello");
        }
    }

    @Test
    void anAlertStaysUntilARunOverTheSameSaysOtherwise() {
        try (var desk = JobDesk.open(ControlDatabase.emptied(), List.of(counting))) {
            counting.found = Map.of("eu", List.of("3 differ"), "us", List.of("1 differs"));
            ends(desk, Map.of());
            assertThat(messages(desk)).containsExactlyInAnyOrder("eu: 3 differ", "us: 1 differs");
            counting.found = Map.of();
            ends(desk, Map.of("region", "eu", "dry_run", "true"));
            assertThat(messages(desk)).as("a rehearsal takes nothing away").hasSize(2);
            ends(desk, Map.of("region", "eu"));
            assertThat(messages(desk)).containsExactly("us: 1 differs");
            counting.fails = true;
            ends(desk, Map.of("region", "us"));
            counting.fails = false;
            ends(desk, Map.of("region", "eu"));
            assertThat(messages(desk)).hasSize(2).anyMatch(message -> message.contains("IllegalStateException"));
            counting.found = Map.of("us", List.of("2 differ"));
            ends(desk, Map.of("dry_run", "true"));
            assertThat(messages(desk)).hasSize(3).contains("us: 2 differ");
            counting.found = Map.of();
            ends(desk, Map.of());
            assertThat(messages(desk)).isEmpty();
        }
    }

    private static void ends(JobDesk desk, Map<String, String> asked) {
        assertThat(desk.run("counting", asked)).isInstanceOf(JobStart.Started.class);
        JobAwait.end(desk, "counting");
        // The alert is the last thing that a run says, before it lets go of its lock.
        JobAwait.until(() -> !desk.isHeld("counting"));
    }

    private static List<String> messages(JobDesk desk) {
        return desk.alerts().stream().map(JobAlert::message).toList();
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
