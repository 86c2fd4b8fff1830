package io.gatehouse.moderation.classifier;

import java.util.List;

/** Platt's scaling: the sigmoid over raw scores that makes them probabilities. Fitted by Newton's method; deterministic. */
record Platt(double slope, double intercept) {
    private static final int STEPS = 100;
    private static final double ENOUGH = 1e-10;
    private static final double SMALLEST_SHARE = 1e-6;

    /** @param weight how often the text counts */
    record Point(double raw, boolean isPresent, double weight) {}

    static Platt fit(List<Point> points) {
        return fit(points, new Platt(1, 0), 0);
    }

    /**
     * Where points are few they move the fit little.
     *
     * @param near where to start, and what to stay near
     * @param strength of the pull to it: about as that many points of weight 1
     */
    static Platt fit(List<Point> points, Platt near, double strength) {
        var platt = near;
        for (int step = 0; step < STEPS; step++) {
            var next = platt.better(points, near, strength);
            double moved = Math.abs(next.slope - platt.slope) + Math.abs(next.intercept - platt.intercept);
            platt = next;
            if (moved < ENOUGH) break;
        }
        return platt;
    }

    /** One Newton step, halved until it helps: a whole one overshoots where the sigmoid is flat. */
    private Platt better(List<Point> points, Platt near, double strength) {
        double g0 = 0;
        double g1 = 0;
        double h00 = 1e-9;
        double h01 = 0;
        double h11 = 1e-9;
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
        g0 += strength * (slope - near.slope);
        g1 += strength * (intercept - near.intercept);
        h00 += strength;
        h11 += strength;
        double determinant = h00 * h11 - h01 * h01;
        double now = loss(points, near, strength);
        for (double share = 1; share > SMALLEST_SHARE; share /= 2) {
            var next = new Platt(
                    slope - share * (h11 * g0 - h01 * g1) / determinant,
                    intercept - share * (h00 * g1 - h01 * g0) / determinant);
            if (next.loss(points, near, strength) < now) return next;
        }
        return this;
    }

    private double loss(List<Point> points, Platt near, double strength) {
        double loss = strength / 2 * (square(slope - near.slope) + square(intercept - near.intercept));
        for (var point : points) {
            double logOdds = (slope * point.raw() + intercept) * (point.isPresent() ? 1 : -1);
            // ln(1 + e^-x) without overflow where x is very negative.
            loss += point.weight() * (Math.max(0, -logOdds) + Math.log1p(Math.exp(-Math.abs(logOdds))));
        }
        return loss;
    }

    private static double square(double x) {
        return x * x;
    }
}
