package io.gatehouse.service.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.ScreeningPace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UploadPaceTest {
    private static final ScreeningPace PEOPLE_SCREEN = () -> Optional.of(Duration.ofMillis(5));
    private static final Duration ONE = Duration.ofMillis(25);
    private static final double QUARTER = 0.25;

    private final AtomicLong now = new AtomicLong(-5_000_000_000L);

    private UploadPace pace(ScreeningPace screening, double share, int processors) {
        return new UploadPace(screening, share, processors, now::get);
    }

    private long waits(UploadPace pace, Duration work) {
        return TimeUnit.NANOSECONDS.toMillis(pace.turn(work) - now.get());
    }

    private void passes(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void nobodyWaitsWhileNobodyScreens() {
        var pace = pace(ScreeningPace.IDLE, QUARTER, 2);
        for (int i = 0; i < 1_000; i++) assertThat(waits(pace, ONE)).isZero();
    }

    @Test
    void whilePeopleScreenUploadsTakeAQuarterOfTwoProcessors() {
        var pace = pace(PEOPLE_SCREEN, QUARTER, 2);
        assertThat(waits(pace, ONE)).isZero();
        assertThat(waits(pace, ONE)).isEqualTo(50);
        assertThat(waits(pace, ONE)).isEqualTo(100);
        passes(Duration.ofMillis(100));
        assertThat(waits(pace, ONE)).isEqualTo(50);
    }

    @Test
    void moreProcessorsTakeMore() {
        var pace = pace(PEOPLE_SCREEN, QUARTER, 16);
        assertThat(waits(pace, ONE.multipliedBy(16))).isZero();
        assertThat(waits(pace, ONE)).isEqualTo(100);
    }

    @Test
    void whatWasNotUsedIsThereForAFewAtOnce() {
        var pace = pace(PEOPLE_SCREEN, QUARTER, 2);
        assertThat(waits(pace, ONE)).isZero();
        passes(Duration.ofMinutes(1));
        for (int i = 0; i < 5; i++)
            assertThat(waits(pace, ONE)).as("upload %d", i).isZero();
        assertThat(waits(pace, ONE)).isEqualTo(50);
    }

    @Test
    void theWholeShareNeverWaits() {
        var pace = pace(PEOPLE_SCREEN, 1, 1);
        for (int i = 0; i < 1_000; i++) assertThat(waits(pace, ONE)).isZero();
    }

    @Test
    void nothingIsOwedWhenNobodyScreensAnyMore() {
        var peopleScreen = new AtomicLong(1);
        var pace =
                pace(() -> peopleScreen.get() == 1 ? PEOPLE_SCREEN.slowestHundredth() : Optional.empty(), QUARTER, 1);
        for (int i = 0; i < 100; i++) pace.turn(ONE);
        peopleScreen.set(0);
        passes(Duration.ofSeconds(1));
        assertThat(waits(pace, ONE)).isZero();
        peopleScreen.set(1);
        passes(Duration.ofSeconds(1));
        assertThat(waits(pace, ONE)).isZero();
    }

    @Test
    void bytesTakeTheirTurnsToo() throws IOException {
        // Three MiB behind the first, of 5 ms each on half a processor.
        var pace = pace(PEOPLE_SCREEN, QUARTER, 2);
        byte[] sent = new byte[(4 << 20) + 1];
        sent[sent.length - 1] = 7;
        try (var bytes = pace.paced(new ByteArrayInputStream(sent))) {
            for (int i = 0; i < 4; i++)
                assertThat(bytes.read(new byte[1 << 20])).isEqualTo(1 << 20);
            assertThat(waits(pace, Duration.ZERO)).isEqualTo(30);
            assertThat(bytes.read()).isEqualTo(7);
            assertThat(bytes.read()).isEqualTo(-1);
        }
        assertThat(waits(pace, Duration.ZERO)).isEqualTo(40);
    }

    @Test
    void smallFilesAreTheirOwnTurn() throws IOException {
        var pace = pace(PEOPLE_SCREEN, QUARTER, 2);
        try (var bytes = pace.paced(new ByteArrayInputStream(new byte[1 << 20]))) {
            assertThat(bytes.readAllBytes()).hasSize(1 << 20);
        }
        assertThat(waits(pace, Duration.ZERO)).isLessThanOrEqualTo(10);
    }
}
