package io.gatehouse.jobs;

import java.util.concurrent.TimeUnit;

/** Lets through so many messages a second, all parts together. Thread-safe. */
final class Throttle {
    private final double perSecond;
    private long free = System.nanoTime();

    /** @param perSecond infinite for as fast as can be */
    Throttle(double perSecond) {
        this.perSecond = perSecond;
    }

    /** Waits for the turn of this many. */
    void pass(int messages) throws InterruptedException {
        if (Double.isInfinite(perSecond)) return;
        TimeUnit.NANOSECONDS.sleep(turn(messages) - System.nanoTime());
    }

    private synchronized long turn(int messages) {
        long turn = Math.max(free, System.nanoTime());
        free = turn + Math.round(messages / perSecond * 1e9);
        return turn;
    }
}
