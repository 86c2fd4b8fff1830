package io.gatehouse.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How many may go by when, by a clock that only the test moves. */
class ThrottleTest {
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong now = new AtomicLong(5 * SECOND);

    private record Passed(long at, int units) {}

    /** In any second no more go than may, but for what is left of the one that was let go last. */
    @Test
    void neverLetsMoreThroughASecondThanMayGo() {
        for (int seed = 0; seed < 50; seed++) {
            var random = new SplittableRandom(seed);
            int cap = random.nextInt(10, 2_000);
            var throttle = new Throttle(cap, Optional::empty, Duration.ZERO, now::get);
            var passed = new ArrayList<Passed>();
            int most = 0;
            for (int i = 0; i < 300; i++) {
                int units = random.nextInt(1, 40);
                most = Math.max(most, units);
                long turn = throttle.turn(units);
                passed.add(new Passed(turn, units));
                // It waits for its turn, and works for a while.
                now.set(Math.max(now.get(), turn) + random.nextLong(SECOND / 50));
            }
            for (var first : passed) {
                long within = passed.stream()
                        .filter(each -> each.at() >= first.at() && each.at() < first.at() + SECOND)
                        .mapToLong(Passed::units)
                        .sum();
                assertThat(within).as("seed " + seed + ", cap " + cap).isLessThanOrEqualTo(cap + most);
            }
        }
    }

    /** Who is slow does not save up turns: a second after an hour of rest is a second like any other. */
    @Test
    void restIsNotSavedUp() {
        var throttle = new Throttle(100, Optional::empty, Duration.ZERO, now::get);
        throttle.turn(1);
        now.addAndGet(3_600 * SECOND);
        long first = throttle.turn(100);
        assertThat(first).isEqualTo(now.get());
        assertThat(throttle.turn(1)).isEqualTo(first + SECOND);
    }

    @Test
    void screeningsGoFirstWhileTheyAreSlow() {
        var slowest = new AtomicLong(80);
        var throttle = new Throttle(
                Double.POSITIVE_INFINITY,
                () -> Optional.of(Duration.ofMillis(slowest.get())),
                Duration.ofMillis(50),
                now::get);
        assertThat(throttle.turn(1)).isEqualTo(now.get() + SECOND / 10);
        now.addAndGet(SECOND);
        assertThat(throttle.turn(1)).as("the second pause is longer").isEqualTo(now.get() + SECOND / 5);
        slowest.set(10);
        now.addAndGet(10 * SECOND);
        assertThat(throttle.turn(1)).isEqualTo(now.get());
    }
}
