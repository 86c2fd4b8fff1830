package io.gatehouse.service.region;

/**
 * Says whether a cell is to be asked. Opens when it fails some times on end, closes when it answers some times on end: a
 * single hiccup sends nobody away, and a cell that comes and goes is not trusted yet. Thread-safe.
 */
final class Breaker {
    /** One lost probe is a hiccup; three on end, a second apart, are an outage. */
    static final int OPENS_AFTER = 3;

    /** A server that has just started answers once and may fall again. */
    static final int CLOSES_AFTER = 2;

    private int failures;
    private int successes;
    private boolean open;

    /** @return whether this opened it */
    synchronized boolean failed() {
        successes = 0;
        failures++;
        if (open || failures < OPENS_AFTER) return false;
        open = true;
        return true;
    }

    /** @return whether this closed it */
    synchronized boolean succeeded() {
        failures = 0;
        successes++;
        if (!open || successes < CLOSES_AFTER) return false;
        open = false;
        return true;
    }

    synchronized boolean isOpen() {
        return open;
    }
}
