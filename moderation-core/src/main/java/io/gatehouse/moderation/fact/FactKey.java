package io.gatehouse.moderation.fact;

import java.time.Duration;

/**
 * How many distinct members a set of a {@link FactSeries} had lately: something that rules want to know.
 *
 * @param counter the wire name of a series, for example {@code author.screenings}
 * @param window how far back, positive
 */
public record FactKey(String counter, Duration window) implements Comparable<FactKey> {
    public FactKey {
        if (window.isNegative() || window.isZero())
            throw new IllegalArgumentException("window must be positive: " + window);
    }

    /** {@code author.screenings/PT1M}: the form stored with a decision. */
    public String wireName() {
        return counter + "/" + window;
    }

    @Override
    public int compareTo(FactKey other) {
        int byCounter = counter.compareTo(other.counter);
        return byCounter != 0 ? byCounter : window.compareTo(other.window);
    }
}
