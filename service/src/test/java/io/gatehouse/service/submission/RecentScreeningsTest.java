package io.gatehouse.service.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What jobs are told of screenings. */
class RecentScreeningsTest {
    private final AtomicLong now = new AtomicLong();
    private final RecentScreenings recent = new RecentScreenings(now::get);

    private void screenings(int count, Duration each) {
        for (int i = 0; i < count; i++) recent.took(each);
    }

    @Test
    void saysWhatOneInAHundredTookAtLeast() {
        screenings(98, Duration.ofMillis(3));
        screenings(2, Duration.ofMillis(70));
        assertThat(recent.slowestHundredth()).contains(Duration.ofMillis(70));
        screenings(300, Duration.ofMillis(3));
        assertThat(recent.slowestHundredth()).contains(Duration.ofMillis(3));
    }

    @Test
    void saysNothingOfFewOrOldScreenings() {
        screenings(19, Duration.ofMillis(70));
        assertThat(recent.slowestHundredth()).isEmpty();
        screenings(2_000, Duration.ofMillis(70));
        assertThat(recent.slowestHundredth()).contains(Duration.ofMillis(70));
        now.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(recent.slowestHundredth()).isEmpty();
    }
}
