package io.gatehouse.moderation.evaluation;

/**
 * A measured proportion with its 95 % interval by Wilson's score method, which holds for few and for extreme counts.
 *
 * @param of how many were counted; 0 means nothing was measured, and the interval is [0, 1]
 */
public record Proportion(double value, double low, double high, long of) {
    private static final double Z = 1.959963984540054;

    public static Proportion of(long hits, long of) {
        if (hits < 0 || hits > of) throw new IllegalArgumentException("not a proportion: " + hits + " of " + of);
        if (of == 0) return new Proportion(0, 0, 1, 0);
        double p = (double) hits / of;
        double centre = (p + Z * Z / (2 * of)) / (1 + Z * Z / of);
        double half = Z * Math.sqrt(p * (1 - p) / of + Z * Z / (4.0 * of * of)) / (1 + Z * Z / of);
        return new Proportion(p, Math.max(0, centre - half), Math.min(1, centre + half), of);
    }
}
