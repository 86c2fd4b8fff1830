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

    private Throttle beside(AtomicLong slowestMillis) {
        return new Throttle(
                Double.POSITIVE_INFINITY,
                () -> slowestMillis.get() == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(slowestMillis.get())),
                Duration.ofMillis(50),
                now::get);
    }

    /** A run a quarter slower than which screening may not become, long before that is slow by itself. */
    @Test
    void screeningsGoFirstOnceTheyAreSlowerThanWithoutTheRun() {
        var slowest = new AtomicLong(8);
        var throttle = beside(slowest);
        assertThat(throttle.turn(1)).as("it learns what is usual").isEqualTo(now.get());
        slowest.set(10);
        now.addAndGet(SECOND);
        assertThat(throttle.turn(1)).isEqualTo(now.get());
        slowest.set(11);
        now.addAndGet(SECOND);
        assertThat(throttle.turn(1)).isEqualTo(now.get() + SECOND / 10);
        slowest.set(9);
        now.addAndGet(SECOND);
        assertThat(throttle.turn(1)).isEqualTo(now.get());

        now.addAndGet(120 * SECOND);
        assertThat(throttle.turn(1)).as("it rests to learn anew").isEqualTo(now.get() + 6 * SECOND);
        slowest.set(20);
        now.addAndGet(7 * SECOND);
        assertThat(throttle.turn(1)).isEqualTo(now.get());
        slowest.set(24);
        now.addAndGet(SECOND);
        assertThat(throttle.turn(1)).as("as is usual now").isEqualTo(now.get());
    }

    /** When the first come the run has worked, so that what they meet says nothing of what is usual. */
    @Test
    void restsWhenTheFirstScreeningsComeToLearnWhatIsUsual() {
        var slowest = new AtomicLong(0);
        var throttle = beside(slowest);
        assertThat(throttle.turn(1)).isEqualTo(now.get());
        now.addAndGet(SECOND);
        slowest.set(30);
        assertThat(throttle.turn(1)).isEqualTo(now.get() + 6 * SECOND);
        now.addAndGet(6 * SECOND);
        slowest.set(10);
        assertThat(throttle.turn(1)).isEqualTo(now.get());
        slowest.set(14);
        now.addAndGet(SECOND);
        assertThat(throttle.turn(1)).isEqualTo(now.get() + SECOND / 10);
    }

    /** Otherwise a run that learned in a lucky moment would hardly work for minutes. */
    @Test
    void whatStaysSlowThoughTheRunRestsIsUsual() {
        var slowest = new AtomicLong(8);
        var throttle = beside(slowest);
        throttle.turn(1);
        now.addAndGet(SECOND);
        slowest.set(15);
        int turns = 0;
        while (throttle.turn(1) > now.get()) {
            now.addAndGet(2 * SECOND);
            assertThat(++turns).isLessThan(12);
        }
        assertThat(turns).isGreaterThan(5);
    }
}
