package io.gatehouse.benchmarks.load;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one run measured.
 *
 * @param perSecond acknowledged decisions over the whole run
 * @param steadyPerSecond without the first quarter, in which caches and connections fill, and the last twentieth, in which
 *     connections run dry
 * @param troubles everything that was no promise, by what it was
 */
public record LoadFigures(
        int acknowledged,
        double seconds,
        double perSecond,
        double steadyPerSecond,
        double p50Millis,
        double p95Millis,
        double p99Millis,
        double maxMillis,
        Map<String, Integer> troubles) {
    public LoadFigures {
        troubles = new TreeMap<>(troubles);
    }

    /** @param at ascending times of promises, of which the first {@code count} are meant */
    static LoadFigures of(
            long startedAt, long endedAt, long[] at, int count, Latencies latencies, Map<String, Integer> troubles) {
        double seconds = (endedAt - startedAt) / 1e9;
        int from = count / 4;
        int to = count - count / 20 - 1;
        double steady = to > from ? (to - from) / ((at[to] - at[from]) / 1e9) : Double.NaN;
        return new LoadFigures(
                count,
                seconds,
                count / seconds,
                steady,
                latencies.millis(0.50),
                latencies.millis(0.95),
                latencies.millis(0.99),
                latencies.millis(1),
                troubles);
    }
}
