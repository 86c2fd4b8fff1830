package io.gatehouse.moderation.classifier;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What to add to the scores of each class but the first, so that the highest one is the best answer by macro-F1. */
final class Offsets {
    private static final int ROUNDS = 3;
    private static final double WIDEST = 6;
    private static final double STEP = 0.1;
    private static final int RESAMPLES = 200;

    private Offsets() {}

    /** @param scores of each class; the highest is the answer */
    record Scored(double[] scores, int klass) {
        int answer(double[] offsets) {
            int best = 0;
            for (int i = 1; i < scores.length; i++) if (scores[i] + offsets[i] > scores[best] + offsets[best]) best = i;
            return best;
        }
    }

    /** One class after the other, some rounds; every text counts once. */
    static double[] best(List<Scored> tuned) {
        var offsets = new double[tuned.getFirst().scores.length];
        for (int round = 0; round < ROUNDS; round++)
            for (int of = 1; of < offsets.length; of++) {
                double best = -1;
                double kept = offsets[of];
                var tried = offsets.clone();
                for (double offset = -WIDEST; offset <= WIDEST; offset += STEP) {
                    tried[of] = offset;
                    double f1 = macroF1(tuned, tried);
                    if (f1 > best) {
                        best = f1;
                        kept = offset;
                    }
                }
                offsets[of] = kept;
            }
        return offsets;
    }

    static double macroF1(List<Scored> rows, double[] offsets) {
        var confusion = new double[offsets.length][offsets.length];
        for (var row : rows) confusion[row.klass][row.answer(offsets)]++;
        return macroF1(confusion);
    }

    private static double macroF1(double[][] confusion) {
        double sum = 0;
        for (int c = 0; c < confusion.length; c++) sum += f1(confusion, c);
        return sum / confusion.length;
    }

    private static double f1(double[][] confusion, int of) {
        double right = confusion[of][of];
        double others = -2 * right;
        for (int i = 0; i < confusion.length; i++) others += confusion[of][i] + confusion[i][of];
        return right > 0 ? 2 * right / (2 * right + others) : 0;
    }

    static double f1OfLast(List<Scored> rows, double[] offsets) {
        var confusion = new double[offsets.length][offsets.length];
        for (var row : rows) confusion[row.klass][row.answer(offsets)]++;
        return f1(confusion, offsets.length - 1);
    }

    /** With the 95 % interval of two hundred resamples. */
    static String interval(List<Scored> rows, double[] offsets) {
        var random = new Random(rows.size());
        var resampled = new double[RESAMPLES];
        for (int n = 0; n < RESAMPLES; n++) {
            var confusion = new double[offsets.length][offsets.length];
            for (int i = 0; i < rows.size(); i++) {
                var row = rows.get(random.nextInt(rows.size()));
                confusion[row.klass][row.answer(offsets)]++;
            }
            resampled[n] = macroF1(confusion);
        }
        java.util.Arrays.sort(resampled);
        int tail = (int) (RESAMPLES * 0.025);
        return String.format(
                Locale.ROOT,
                "%.3f [%.3f, %.3f]",
                macroF1(rows, offsets),
                resampled[tail],
                resampled[RESAMPLES - 1 - tail]);
    }
}
