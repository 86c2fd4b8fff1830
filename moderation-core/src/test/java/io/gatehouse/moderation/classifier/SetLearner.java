package io.gatehouse.moderation.classifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A support vector machine with squared hinge by dual coordinate descent (Hsieh and others, 2008), over some views of a text side by
 * side, each of length 1.
 *
 * @param cost of a text on the wrong side
 * @param ratios whether a row counts by how much it tells the class (Wang and Manning, 2012), else by its rarity
 * @param dense whether the numbers that come with the text are looked at, too
 */
record SetLearner(List<SetViews> views, double cost, boolean ratios, boolean dense) {
    private static final int ROUNDS = 10;
    private static final double MOST_WEIGHT = 3;
    private static final int ROWS = 1 << SetViews.LOG_ROWS;

    /** A text as rows of each view, in the order of {@link SetViews}, with how often; and numbers, if any. */
    record Seen(int[][] rows, float[][] counts, float[] numbers, boolean isPresent) {
        static Seen of(String text, float[] numbers, boolean isPresent) {
            var all = SetViews.values();
            var rows = new int[all.length][];
            var counts = new float[all.length][];
            for (int view = 0; view < all.length; view++) {
                var of = all[view].of(text);
                rows[view] = of.keySet().stream().mapToInt(row -> row).sorted().toArray();
                counts[view] = new float[rows[view].length];
                for (int i = 0; i < rows[view].length; i++)
                    counts[view][i] = 1 + (float) Math.log(of.getOrDefault(rows[view][i], 1f));
            }
            return new Seen(rows, counts, numbers, isPresent);
        }
    }

    /** One text as it is learned from. */
    private record Vector(int[] at, float[] value) {
        double dot(float[] weights) {
            double sum = 0;
            for (int i = 0; i < at.length; i++) sum += weights[at[i]] * value[i];
            return sum;
        }
    }

    /** @return how far a text is from the border */
    ToDoubleFunction<Seen> learn(List<Seen> texts) {
        var importance = new float[views.size()][];
        for (int i = 0; i < importance.length; i++)
            importance[i] = ratios ? ratios(texts, views.get(i)) : rarity(texts, views.get(i));
        var vectors = texts.stream().map(text -> vector(text, importance)).toList();
        var weights = descend(texts, vectors, texts.getFirst().numbers.length);
        return text -> vector(text, importance).dot(weights);
    }

    private float[] descend(List<Seen> texts, List<Vector> vectors, int numbers) {
        long present = texts.stream().filter(Seen::isPresent).count();
        double ofPresent = Math.clamp((double) (texts.size() - present) / present, 1, MOST_WEIGHT);
        var weights = new float[views.size() * ROWS + numbers + 1];
        var alpha = new double[texts.size()];
        var squares = vectors.stream()
                .mapToDouble(vector -> IntStream.range(0, vector.value.length)
                        .mapToDouble(i -> (double) vector.value[i] * vector.value[i])
                        .sum())
                .toArray();
        int[] order = IntStream.range(0, texts.size()).toArray();
        var random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = order.length - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int kept = order[i];
                order[i] = order[other];
                order[other] = kept;
            }
            for (int i : order) {
                int sign = texts.get(i).isPresent ? 1 : -1;
                double slack = 1 / (2 * cost * (texts.get(i).isPresent ? ofPresent : 1));
                double gradient = sign * vectors.get(i).dot(weights) - 1 + slack * alpha[i];
                double next = Math.max(0, alpha[i] - gradient / (squares[i] + slack));
                float step = (float) ((next - alpha[i]) * sign);
                alpha[i] = next;
                if (step == 0) continue;
                var vector = vectors.get(i);
                for (int k = 0; k < vector.at.length; k++) weights[vector.at[k]] += step * vector.value[k];
            }
        }
        return weights;
    }

    private Vector vector(Seen text, float[][] importance) {
        int size = 1 + (dense ? text.numbers.length : 0);
        for (var view : views) size += text.rows[view.ordinal()].length;
        var vector = new Vector(new int[size], new float[size]);
        int at = 0;
        for (int i = 0; i < views.size(); i++) {
            int[] rows = text.rows[views.get(i).ordinal()];
            float[] counts = text.counts[views.get(i).ordinal()];
            double squares = 0;
            int from = at;
            for (int k = 0; k < rows.length; k++) {
                vector.at[at] = i * ROWS + rows[k];
                float value = counts[k] * importance[i][rows[k]];
                vector.value[at++] = value;
                squares += (double) value * value;
            }
            float length = squares == 0 ? 1 : (float) Math.sqrt(squares);
            for (int k = from; k < at; k++) vector.value[k] /= length;
        }
        if (dense)
            for (int i = 0; i < text.numbers.length; i++) {
                vector.at[at] = views.size() * ROWS + i;
                vector.value[at++] = text.numbers[i];
            }
        vector.at[at] = views.size() * ROWS + text.numbers.length;
        vector.value[at] = 1;
        return vector;
    }

    private static float[] rarity(List<Seen> texts, SetViews view) {
        var counts = new float[ROWS];
        for (var text : texts) for (int row : text.rows[view.ordinal()]) counts[row]++;
        for (int row = 0; row < ROWS; row++)
            // What stands in one text alone teaches nothing about others.
            counts[row] = counts[row] < 2 ? 0 : 1 + (float) Math.log((1.0 + texts.size()) / (1 + counts[row]));
        return counts;
    }

    private static float[] ratios(List<Seen> texts, SetViews view) {
        var present = new float[ROWS];
        var absent = new float[ROWS];
        Arrays.fill(present, 1);
        Arrays.fill(absent, 1);
        for (var text : texts)
            for (int row : text.rows[view.ordinal()])
                if (text.isPresent) present[row]++;
                else absent[row]++;
        double ofPresent = 0;
        double ofAbsent = 0;
        for (int row = 0; row < ROWS; row++) {
            if (present[row] + absent[row] < 4) continue;
            ofPresent += present[row];
            ofAbsent += absent[row];
        }
        var ratios = new float[ROWS];
        for (int row = 0; row < ROWS; row++)
            if (present[row] + absent[row] >= 4)
                ratios[row] = (float) Math.abs(Math.log(present[row] / ofPresent / (absent[row] / ofAbsent)));
        return ratios;
    }

    /** Every text scored by a machine that has not seen it, one part of the texts after the other. */
    double[] outOfFold(List<Seen> texts, int folds) {
        var scores = new double[texts.size()];
        for (int fold = 0; fold < folds; fold++) {
            var part = new ArrayList<Seen>();
            for (int i = 0; i < scores.length; i++) if (i % folds != fold) part.add(texts.get(i));
            var learned = learn(part);
            for (int i = fold; i < scores.length; i += folds) scores[i] = learned.applyAsDouble(texts.get(i));
        }
        return scores;
    }
}
