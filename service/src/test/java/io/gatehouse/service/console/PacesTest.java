package io.gatehouse.service.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.JobProgress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PacesTest {
    private final MovedClock clock = new MovedClock();
    private final Paces paces = new Paces(clock);

    private JobProgress run(long execution, long done) {
        return new JobProgress(
                execution,
                "rescan",
                JobProgress.Status.RUNNING,
                Map.of(),
                clock.instant(),
                null,
                "messages",
                done,
                done / 1000.0,
                Map.of(),
                List.of());
    }

    @Test
    void speedAndTimeLeftAreOfTheLastLooksAndNotOfWhatARestartedRunHadDoneBefore() {
        assertThat(paces.of(run(1, 500))).as("the first look").isEmpty();
        clock.move(Duration.ofSeconds(2));
        var pace = paces.of(run(1, 520)).orElseThrow();
        assertThat(pace.perSecond()).isEqualTo(10);
        assertThat(pace.left().orElseThrow().toSeconds()).isBetween(47L, 48L);
        assertThat(paces.of(run(2, 520))).as("another run").isEmpty();
    }

    @Test
    void aRunThatStandsHasNoTimeLeft() {
        paces.of(run(1, 500));
        clock.move(Duration.ofSeconds(5));
        var pace = paces.of(run(1, 500)).orElseThrow();
        assertThat(pace.perSecond()).isZero();
        assertThat(pace.left()).isEmpty();
    }
}
