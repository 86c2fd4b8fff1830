package io.gatehouse.service.classifier;

import java.time.Duration;

/**
 * Says whether a server that fails is to be asked: not for a while after it failed some times on end, then once, to see whether it is
 * back. Thread-safe.
 */
final class Circuit {
    /** One lost answer is a hiccup. */
    static final int OPENS_AFTER = 5;

    /** Of waiting, while every message is told at once that it was not asked. */
    static final Duration OPEN_FOR = Duration.ofSeconds(5);

    private int failures;
    private long asksAgain;
    private boolean trying;

    /** @param now of {@link System#nanoTime} */
    synchronized boolean admits(long now) {
        if (failures < OPENS_AFTER) return true;
        if (trying || now - asksAgain < 0) return false;
        trying = true;
        return true;
    }

    synchronized void succeeded() {
        failures = 0;
        trying = false;
    }

    /** The server was not asked after all, or nobody waited for its answer: nothing is known of it. */
    synchronized void undecided() {
        trying = false;
    }

    /** @return whether this opened it */
    synchronized boolean failed(long now) {
        trying = false;
        asksAgain = now + OPEN_FOR.toNanos();
        return ++failures == OPENS_AFTER;
    }
}
