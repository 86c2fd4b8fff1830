package io.gatehouse.moderation.classifier;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import io.gatehouse.moderation.encoder.SentenceEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Support vector machines of liblinear over our features in a table that hardly shares rows, each class against the rest. The rarer class
 * counts up to three times.
 */
final class OthersLearner {
    private static final int LOG_ROWS = 22;
    private static final int BIAS = (1 << LOG_ROWS) + SentenceEncoder.SIZE + 1;
    private static final double COST = 0.5;
    private static final double MOST_WEIGHT = 3;

    /** What a feature counts. */
    enum Weighting {
        /** The rarer, the more. */
        RARITY,
        /** The more it tells the class from the rest (Wang and Manning, 2012). */
        COUNT_RATIO
    }

    record Text(String text, String language, int klass) {}

    /** What is seen of a text; the sentence where it is English, for learners that are to hear it. */
    private record Seen(int[] rows, Optional<float[]> sentence) {}

    private final int classes;
    private final boolean hearsSentences;
    private final de.bwaldvogel.liblinear.Model[] models;
    private final float[][] weights;

    OthersLearner(List<Text> learned, int classes, Weighting weighting, boolean hearsSentences) {
        this.classes = classes;
        this.hearsSentences = hearsSentences;
        this.models = new de.bwaldvogel.liblinear.Model[classes];
        this.weights = new float[classes][];
        var seen = learned.parallelStream().map(this::seen).toList();
        for (int klass = 1; klass < classes; klass++) {
            weights[klass] = weighting == Weighting.RARITY ? rarity(seen) : ratios(learned, seen, klass);
            models[klass] = learn(learned, seen, klass);
        }
        // Of two classes one machine says it all.
        if (classes > 2) {
            weights[0] = weighting == Weighting.RARITY ? weights[1] : ratios(learned, seen, 0);
            models[0] = learn(learned, seen, 0);
        }
    }

    private Seen seen(Text text) {
        var features = GramFeatures.of(
                text.text, LOG_ROWS, Family.of(text.language).map(Family::salt).orElse(0));
        int[] rows = Arrays.copyOf(features.shared(), features.sharedCount() + features.familyCount());
        System.arraycopy(features.family(), 0, rows, features.sharedCount(), features.familyCount());
        boolean hears = hearsSentences && text.language.equals(CascadeClassifier.LANGUAGE);
        return new Seen(
                Arrays.stream(rows).sorted().distinct().toArray(),
                hears ? Optional.of(SentenceEncoder.shipped().encode(text.text)) : Optional.empty());
    }

    private static float[] rarity(List<Seen> seen) {
        var counts = new float[1 << LOG_ROWS];
        for (var text : seen) for (int row : text.rows) counts[row]++;
        for (int row = 0; row < counts.length; row++)
            counts[row] = 1 + (float) Math.log((1.0 + seen.size()) / (1 + counts[row]));
        return counts;
    }

    private static float[] ratios(List<Text> learned, List<Seen> seen, int klass) {
        var of = new float[1 << LOG_ROWS];
        var rest = new float[1 << LOG_ROWS];
        Arrays.fill(of, 1);
        Arrays.fill(rest, 1);
        for (int i = 0; i < seen.size(); i++)
            for (int row : seen.get(i).rows)
                if (learned.get(i).klass == klass) of[row]++;
                else rest[row]++;
        double allOf = 0;
        double allRest = 0;
        for (int row = 0; row < of.length; row++) {
            if (of[row] + rest[row] <= 2) continue;
            allOf += of[row];
            allRest += rest[row];
        }
        var ratios = new float[of.length];
        for (int row = 0; row < of.length; row++)
            if (of[row] + rest[row] > 2)
                ratios[row] = (float) Math.abs(Math.log(of[row] / allOf / (rest[row] / allRest)));
        return ratios;
    }

    private de.bwaldvogel.liblinear.Model learn(List<Text> learned, List<Seen> seen, int klass) {
        var problem = new Problem();
        problem.l = seen.size();
        problem.n = BIAS;
        problem.bias = 1;
        problem.x = seen.stream().map(text -> nodes(text, weights[klass])).toArray(Feature[][]::new);
        problem.y = learned.stream()
                .mapToDouble(text -> text.klass == klass ? 1 : 0)
                .toArray();
        double present = Arrays.stream(problem.y).sum();
        var parameter = new Parameter(SolverType.L2R_L2LOSS_SVC_DUAL, COST, 0.05, 300, 0.1);
        parameter.setWeights(new double[] {Math.clamp((problem.l - present) / present, 1, MOST_WEIGHT), 1}, new int[] {
            1, 0
        });
        Linear.disableDebugOutput();
        return Linear.train(problem, parameter);
    }

    /** Features together of length 1, as the sentence is. */
    private static Feature[] nodes(Seen text, float[] weights) {
        double squares = 0;
        for (int row : text.rows) squares += weights[row] * weights[row];
        double length = squares == 0 ? 1 : Math.sqrt(squares);
        int sentence = text.sentence.isPresent() ? SentenceEncoder.SIZE : 0;
        var nodes = new Feature[text.rows.length + sentence + 1];
        int at = 0;
        for (int row : text.rows) nodes[at++] = new FeatureNode(row + 1, weights[row] / length);
        for (int i = 0; i < sentence; i++)
            nodes[at++] = new FeatureNode((1 << LOG_ROWS) + 1 + i, text.sentence.orElseThrow()[i]);
        nodes[at] = new FeatureNode(BIAS, 1);
        return nodes;
    }

    /** Of each class, how far from the border to the rest. */
    Function<Text, double[]> scores() {
        return text -> {
            var seen = seen(text);
            var scores = new double[classes];
            var distance = new double[1];
            for (int klass = 0; klass < classes; klass++) {
                if (models[klass] == null) continue;
                Linear.predictValues(models[klass], nodes(seen, weights[klass]), distance);
                scores[klass] = models[klass].getLabels()[0] == 1 ? distance[0] : -distance[0];
            }
            return scores;
        };
    }
}
