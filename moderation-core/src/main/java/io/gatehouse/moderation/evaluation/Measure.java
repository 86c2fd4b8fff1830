package io.gatehouse.moderation.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/** Turns scores with their truth into {@link Quality}. */
final class Measure {
    static final int BINS = 10;
    static final int MOST_POINTS = 100;
    static final int RESAMPLES = 200;

    private final ScoredTexts texts;
    private final double threshold;

    Measure(ScoredTexts texts, double threshold) {
        this.texts = texts.sorted();
        this.threshold = threshold;
    }

    Quality quality(String category, String language, String length) {
        long tp = 0;
        long fp = 0;
        long positives = 0;
        for (int i = 0; i < texts.size(); i++) {
            boolean found = texts.score(i) >= threshold;
            if (texts.isPresent(i)) positives++;
            if (found && texts.isPresent(i)) tp++;
            if (found && !texts.isPresent(i)) fp++;
        }
        long fn = positives - tp;
        long tn = texts.size() - positives - fp;
        double[][] resampled = resample();
        return new Quality(
                category,
                language,
                length,
                threshold,
                tp,
                fp,
                tn,
                fn,
                texts.notLabelled(),
                Proportion.of(tp, tp + fp),
                Proportion.of(tp, positives),
                estimate(f1((double) tp, (double) fp, (double) fn), resampled[0]),
                Proportion.of(fp, fp + tn),
                (double) (tp + tn) / texts.size(),
                (double) Math.max(positives, texts.size() - positives) / texts.size(),
                estimate(averagePrecision(_ -> 1), resampled[1]),
                calibrationError(),
                bins(),
                curve());
    }

    private static double f1(double tp, double fp, double fn) {
        return tp == 0 ? 0 : 2 * tp / (2 * tp + fp + fn);
    }

    /** Poisson bootstrap: each text counts as often as a Poisson(1) draw says. Seeded, so that a report can be repeated. */
    private double[][] resample() {
        var random = new Random(texts.size());
        var f1s = new double[RESAMPLES];
        var precisions = new double[RESAMPLES];
        var counts = new byte[texts.size()];
        for (int n = 0; n < RESAMPLES; n++) {
            double tp = 0;
            double fp = 0;
            double fn = 0;
            for (int i = 0; i < counts.length; i++) {
                counts[i] = poisson(random);
                boolean found = texts.score(i) >= threshold;
                if (found && texts.isPresent(i)) tp += counts[i];
                else if (found) fp += counts[i];
                else if (texts.isPresent(i)) fn += counts[i];
            }
            f1s[n] = f1(tp, fp, fn);
            precisions[n] = averagePrecision(i -> counts[i]);
        }
        return new double[][] {f1s, precisions};
    }

    private static byte poisson(Random random) {
        double rest = random.nextDouble() - Math.exp(-1);
        double probability = Math.exp(-1);
        byte count = 0;
        while (rest > 0 && count < 10) rest -= probability /= ++count;
        return count;
    }

    private static Estimate estimate(double value, double[] resampled) {
        Arrays.sort(resampled);
        int tail = (int) (resampled.length * 0.025);
        return new Estimate(value, resampled[tail], resampled[resampled.length - 1 - tail]);
    }

    private double averagePrecision(IntUnaryOperator count) {
        double tp = 0;
        double all = 0;
        double sum = 0;
        for (int i = 0; i < texts.size(); ) {
            double before = tp;
            double score = texts.score(i);
            // Texts of equal score are one step: their order would be an accident.
            for (; i < texts.size() && texts.score(i) == score; i++) {
                int times = count.applyAsInt(i);
                all += times;
                if (texts.isPresent(i)) tp += times;
            }
            if (all > 0) sum += (tp - before) * tp / all;
        }
        return tp == 0 ? 0 : sum / tp;
    }

    private double calibrationError() {
        double error = 0;
        for (var bin : bins()) error += Math.abs(bin.meanScore() - bin.presentRate()) * bin.texts() / texts.size();
        return error;
    }

    private List<Quality.Bin> bins() {
        var counts = new long[BINS];
        var present = new long[BINS];
        var sums = new double[BINS];
        for (int i = 0; i < texts.size(); i++) {
            int bin = Math.min(BINS - 1, (int) (texts.score(i) * BINS));
            counts[bin]++;
            sums[bin] += texts.score(i);
            if (texts.isPresent(i)) present[bin]++;
        }
        var bins = new ArrayList<Quality.Bin>();
        for (int i = 0; i < BINS; i++) {
            if (counts[i] == 0) continue;
            bins.add(new Quality.Bin(
                    (double) i / BINS,
                    (double) (i + 1) / BINS,
                    counts[i],
                    sums[i] / counts[i],
                    (double) present[i] / counts[i]));
        }
        return bins;
    }

    private List<Quality.Point> curve() {
        long positives = 0;
        for (int i = 0; i < texts.size(); i++) if (texts.isPresent(i)) positives++;
        var points = new ArrayList<Quality.Point>();
        if (positives == 0) return points;
        long tp = 0;
        int step = Math.max(1, (texts.size() + MOST_POINTS - 1) / MOST_POINTS);
        for (int i = 0; i < texts.size(); i++) {
            if (texts.isPresent(i)) tp++;
            if ((i + 1) % step == 0 || i == texts.size() - 1)
                points.add(new Quality.Point(texts.score(i), (double) tp / (i + 1), (double) tp / positives));
        }
        return points;
    }
}
