package io.gatehouse.benchmarks.load;

import java.util.Arrays;

/** Times of answers, kept one by one: no bucket blurs the slow end. Not thread-safe. */
public final class Latencies {
    private long[] nanos = new long[1024];
    private int count;

    public void add(long durationNanos) {
        if (count == nanos.length) nanos = Arrays.copyOf(nanos, count * 2);
        nanos[count++] = durationNanos;
    }

    public int count() {
        return count;
    }

    /**
     * The smallest time that at least this share of answers did not exceed, in milliseconds.
     *
     * @param share in (0, 1]
     */
    public double millis(double share) {
        if (count == 0) return Double.NaN;
        var sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.clamp((int) Math.ceil(share * count) - 1, 0, count - 1)] / 1e6;
    }
}
