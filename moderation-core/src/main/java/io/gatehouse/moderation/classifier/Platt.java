package io.gatehouse.moderation.classifier;

import java.util.List;

/** Platt's scaling: the sigmoid over raw scores that makes them probabilities. Fitted by Newton's method; deterministic. */
record Platt(double slope, double intercept) {
    private static final int STEPS = 100;
    private static final double ENOUGH = 1e-10;

    /** @param weight how often the text counts */
    record Point(double raw, boolean isPresent, double weight) {}

    static Platt fit(List<Point> points) {
        double slope = 1;
        double intercept = 0;
        for (int step = 0; step < STEPS; step++) {
            double g0 = 0, g1 = 0, h00 = 1e-9, h01 = 0, h11 = 1e-9;
            for (var point : points) {
                double p = CompactTextClassifier.sigmoid(slope * point.raw() + intercept);
                double error = (p - (point.isPresent() ? 1 : 0)) * point.weight();
                double curvature = p * (1 - p) * point.weight();
                g0 += error * point.raw();
                g1 += error;
                h00 += curvature * point.raw() * point.raw();
                h01 += curvature * point.raw();
                h11 += curvature;
            }
            double determinant = h00 * h11 - h01 * h01;
            if (determinant < 1e-12) break;
            double slopeStep = (h11 * g0 - h01 * g1) / determinant;
            double interceptStep = (h00 * g1 - h01 * g0) / determinant;
            slope -= slopeStep;
            intercept -= interceptStep;
            if (Math.abs(slopeStep) + Math.abs(interceptStep) < ENOUGH) break;
        }
        return new Platt(slope, intercept);
    }
}
