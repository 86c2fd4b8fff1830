package io.gatehouse.jobs;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a run through no faster than it may go, all parts together: so many a second, and slower while screening is slower than it is without
 * the run, or slow whatever it is without it (ADR 67). Thread-safe.
 */
public final class Throttle {
    /** How often screening is asked about: some screenings begin in between. */
    private static final Duration LOOKS_EVERY = Duration.ofMillis(10);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    /** After each pause, however slow screening is: a job must end some day. */
    private static final Duration WORKS_FOR = Duration.ofMillis(25);

    /**
     * So many times what it is without the run the slowest hundredth of screenings may take. One and a half times is promised; what
     * begins before the run knows still ends.
     */
    private static final double SLOWER = 1.25;

    /** Longer than the seconds that {@link ScreeningPace} tells of: then it tells of none that met the run. */
    private static final Duration REST = Duration.ofSeconds(6);
    /** What is usual changes by the hour; a rest is a twentieth of this. */
    private static final Duration USUAL_FOR = Duration.ofMinutes(2);

    private final double perSecond;
    private final ScreeningPace pace;
    private final Duration yieldsAbove;
    private final LongSupplier nanoTime;
    private long free;
    private long nextLook;
    private Duration pause = FIRST_PAUSE;
    /** What the slowest hundredth takes without the run; null before that is known. */
    private @Nullable Duration usual;

    private long usualSince;
    private boolean isRested = true;
    /** Since when pauses have been as long as can be; null while they are shorter. */
    private @Nullable Long restsSince;

    /**
     * @param perSecond infinite for as fast as can be
     * @param yieldsAbove as long as one in a hundred screenings takes longer, they go first, whatever is usual; zero for never at all
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
        if (!yieldsAbove.isZero() && now - nextLook >= 0) look(now);
        long turn = Math.max(free, now);
        if (!Double.isInfinite(perSecond)) free = turn + Math.round(units / perSecond * 1e9);
        return turn;
    }

    private void look(long now) {
        nextLook = now + LOOKS_EVERY.toNanos();
        var slowest = pace.slowestHundredth();
        if (slowest.isEmpty()) {
            // Nobody screens: whoever comes next meets the run.
            usual = null;
            pause = FIRST_PAUSE;
        } else if (isRested) {
            learn(slowest.get(), now);
            yieldIfSlow(slowest.get(), now);
        } else if (usual == null || now - usualSince >= USUAL_FOR.toNanos()) {
            isRested = true;
            restFor(REST, now, Duration.ZERO);
            return;
        } else {
            yieldIfSlow(slowest.get(), now);
        }
        isRested = false;
    }

    private void learn(Duration slowest, long now) {
        usual = slowest;
        usualSince = now;
        restsSince = null;
        pause = FIRST_PAUSE;
    }

    private void yieldIfSlow(Duration slowest, long now) {
        if (slowest.compareTo(limit()) <= 0) {
            pause = FIRST_PAUSE;
            restsSince = null;
            return;
        }
        if (pause.equals(LONGEST_PAUSE)) {
            if (restsSince == null) restsSince = now;
            // What stays slow though the run all but rests is how screening is now.
            if (now - restsSince >= REST.toNanos()) learn(slowest, now);
        }
        restFor(pause, now, WORKS_FOR);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
    }

    private Duration limit() {
        var without = usual;
        if (without == null) return yieldsAbove;
        var slower = Duration.ofNanos(Math.round(without.toNanos() * SLOWER));
        return slower.compareTo(yieldsAbove) < 0 ? slower : yieldsAbove;
    }

    private void restFor(Duration rest, long now, Duration works) {
        free = Math.max(free, now + rest.toNanos());
        nextLook = Math.max(free, now) + works.toNanos();
    }
}
