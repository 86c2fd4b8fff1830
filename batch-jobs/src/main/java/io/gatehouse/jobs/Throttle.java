package io.gatehouse.jobs;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets a run through no faster than it may go, all parts together: so many a second, and slower while screening is slow.
 * Thread-safe.
 */
public final class Throttle {
    /** How often screening is asked about: its figure is one of seconds. */
    private static final Duration LOOKS_EVERY = Duration.ofMillis(100);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    /** Of every two seconds a run works a tenth of one, however slow screening is: a job must end some day. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final double perSecond;
    private final ScreeningPace pace;
    private final Duration yieldsAbove;
    private final LongSupplier nanoTime;
    private long free;
    private long nextLook;
    private Duration pause = FIRST_PAUSE;

    /**
     * @param perSecond infinite for as fast as can be
     * @param yieldsAbove as long as one in a hundred screenings takes longer, they go first; zero for never
     */
    Throttle(double perSecond, ScreeningPace pace, Duration yieldsAbove) {
        this(perSecond, pace, yieldsAbove, System::nanoTime);
    }

    /** @param nanoTime the clock that turns are given by, as {@link System#nanoTime} has it */
    Throttle(double perSecond, ScreeningPace pace, Duration yieldsAbove, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.free = nanoTime.getAsLong();
        this.nextLook = free;
        this.perSecond = perSecond;
        this.pace = pace;
        this.yieldsAbove = yieldsAbove;
    }

    /** Waits for the turn of this many. */
    void pass(int units) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(turn(units) - nanoTime.getAsLong());
    }

    /** As {@link #pass}, for whoever cannot be interrupted in the middle: then it goes on at once, and the step ends as stopped. */
    public void passWithin(int units) {
        try {
            pass(units);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** When so many may go, by the same clock. */
    synchronized long turn(int units) {
        long now = nanoTime.getAsLong();
        if (!yieldsAbove.isZero() && now - nextLook >= 0) yieldIfSlow(now);
        long turn = Math.max(free, now);
        if (!Double.isInfinite(perSecond)) free = turn + Math.round(units / perSecond * 1e9);
        return turn;
    }

    private void yieldIfSlow(long now) {
        boolean isSlow = pace.slowestHundredth()
                .filter(took -> took.compareTo(yieldsAbove) > 0)
                .isPresent();
        if (isSlow) {
            free = Math.max(free, now + pause.toNanos());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        } else {
            pause = FIRST_PAUSE;
        }
        nextLook = Math.max(free, now) + LOOKS_EVERY.toNanos();
    }
}
