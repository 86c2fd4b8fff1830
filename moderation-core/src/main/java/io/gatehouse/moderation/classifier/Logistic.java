package io.gatehouse.moderation.classifier;

/**
 * The logistic function in plain arithmetic: the same on every machine, as {@code StrictMath}'s is, and several times as fast. Off by at
 * most 1e-12.
 */
final class Logistic {
    /** Beyond, a double hardly tells the result from 0 or 1. */
    private static final double FARTHEST = 36;

    private static final double LOG2_E = 1.4426950408889634;
    private static final double LN_2 = 0.6931471805599453;
    private static final int MANTISSA_BITS = 52;
    private static final int EXPONENT_BIAS = 1023;

    /** One over the factorials, of the power that is their index. */
    private static final double[] SERIES = series();

    private Logistic() {}

    private static double[] series() {
        // |r|^12 / 12! is below 1e-14 where it is used.
        var series = new double[12];
        series[0] = 1;
        for (int i = 1; i < series.length; i++) series[i] = series[i - 1] / i;
        return series;
    }

    static double of(double logOdds) {
        // e^-x = 2^k e^r, with |r| at most half of ln 2.
        double exponent = -Math.clamp(logOdds, -FARTHEST, FARTHEST) * LOG2_E;
        double k = Math.rint(exponent);
        double r = (exponent - k) * LN_2;
        double power = 0;
        for (int i = SERIES.length - 1; i >= 0; i--) power = power * r + SERIES[i];
        return 1 / (1 + power * Double.longBitsToDouble((long) (k + EXPONENT_BIAS) << MANTISSA_BITS));
    }
}
