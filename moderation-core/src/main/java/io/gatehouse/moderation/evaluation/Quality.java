package io.gatehouse.moderation.evaluation;

import java.util.List;

/**
 * How good the scores of one category are in one language. Texts that are not labelled for the category count only in
 * {@code notLabelled}.
 *
 * @param category wire name, or {@link Evaluation#ANY}
 * @param language ISO 639-1, or {@link Evaluation#ALL}
 * @param length a {@link Length}, or {@link Evaluation#ALL}
 * @param threshold at and above which a score counts as found
 * @param falseAlarms of the texts without the category, how many were found
 * @param averagePrecision area under the precision-recall curve, as the sum of precision over steps of recall
 * @param calibrationError expected calibration error over ten equal bins: how far scores are from being probabilities
 * @param majority accuracy of always giving the more frequent answer, to compare {@code accuracy} with
 * @param reliability the bins that hold any text, lowest score first
 * @param curve precision and recall from the highest threshold down, at most a hundred points
 */
public record Quality(
        String category,
        String language,
        String length,
        double threshold,
        long truePositives,
        long falsePositives,
        long trueNegatives,
        long falseNegatives,
        long notLabelled,
        Proportion precision,
        Proportion recall,
        Estimate f1,
        Proportion falseAlarms,
        double accuracy,
        double majority,
        Estimate averagePrecision,
        double calibrationError,
        List<Bin> reliability,
        List<Point> curve) {
    /** Texts with scores in [low, high): the mean score and how often the category was present. */
    public record Bin(double low, double high, long texts, double meanScore, double presentRate) {}

    /** What the threshold would give. */
    public record Point(double threshold, double precision, double recall) {}

    public Quality {
        reliability = List.copyOf(reliability);
        curve = List.copyOf(curve);
    }

    public long positives() {
        return truePositives + falseNegatives;
    }

    public long negatives() {
        return trueNegatives + falsePositives;
    }
}
