package io.gatehouse.moderation.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How scores of one period differ from those of another; no labels are needed. Add texts of both, then ask for the report. Not
 * thread-safe.
 */
public final class Drift {
    /** Rounding for empty bins, so that the logarithm has something to work on. */
    private static final double LEAST_SHARE = 1e-4;

    private static final int BINS = 10;

    private final double threshold;
    private final Map<String, Counts> before = new TreeMap<>();
    private final Map<String, Counts> after = new TreeMap<>();

    private static final class Counts {
        private final long[] bins = new long[BINS];
        private long found;
        private long all;
    }

    /**
     * @param what category, or {@code language:} and a code
     * @param stability population stability index over ten bins; by custom 0.1 is worth a look, 0.25 is another population
     * @param foundBefore share at and above the threshold; of a language, its share of all texts
     */
    public record Shift(String what, double stability, Proportion foundBefore, Proportion foundAfter) {
        /** Whether the intervals do not even touch. */
        public boolean isClear() {
            return foundBefore.high() < foundAfter.low() || foundAfter.high() < foundBefore.low();
        }
    }

    public Drift(double threshold) {
        this.threshold = threshold;
    }

    /** @param scores by name of the category, in [0, 1] */
    public void before(String language, Map<String, Double> scores) {
        add(before, language, scores);
    }

    public void after(String language, Map<String, Double> scores) {
        add(after, language, scores);
    }

    private void add(Map<String, Counts> period, String language, Map<String, Double> scores) {
        scores.forEach((category, score) -> {
            var counts = period.computeIfAbsent(category, _ -> new Counts());
            counts.bins[Math.min(BINS - 1, (int) (score * BINS))]++;
            counts.all++;
            if (score >= threshold) counts.found++;
        });
        period.computeIfAbsent("language:" + language, _ -> new Counts()).found++;
        period.computeIfAbsent("", _ -> new Counts()).all++;
    }

    /** The greatest shift first. */
    public List<Shift> report() {
        var shifts = new ArrayList<Shift>();
        var names = new TreeMap<>(before);
        names.putAll(after);
        long allBefore = before.getOrDefault("", new Counts()).all;
        long allAfter = after.getOrDefault("", new Counts()).all;
        for (String what : names.keySet()) {
            if (what.isEmpty()) continue;
            var one = before.getOrDefault(what, new Counts());
            var other = after.getOrDefault(what, new Counts());
            boolean isLanguage = what.startsWith("language:");
            var shareBefore = Proportion.of(one.found, isLanguage ? allBefore : one.all);
            var shareAfter = Proportion.of(other.found, isLanguage ? allAfter : other.all);
            double stability = isLanguage ? term(shareBefore.value(), shareAfter.value()) : stability(one, other);
            shifts.add(new Shift(what, stability, shareBefore, shareAfter));
        }
        shifts.sort(Comparator.comparingDouble(Shift::stability).reversed().thenComparing(Shift::what));
        return shifts;
    }

    private static double stability(Counts one, Counts other) {
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++)
            sum += term(
                    one.all == 0 ? 0 : (double) one.bins[bin] / one.all,
                    other.all == 0 ? 0 : (double) other.bins[bin] / other.all);
        return sum;
    }

    private static double term(double before, double after) {
        double b = Math.max(before, LEAST_SHARE);
        double a = Math.max(after, LEAST_SHARE);
        return (a - b) * Math.log(a / b);
    }
}
