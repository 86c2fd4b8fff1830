package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.encoder.SentenceEncoder;
import io.gatehouse.moderation.evaluation.Truth;
import io.gatehouse.moderation.signal.Category;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * Learns the linear layer over sentences that the encoder has read, and how much it is to say beside the cheap model. English
 * alone: the encoder understands no other language.
 */
final class CascadeTrainer {
    static final String NAME = "cascade";

    /** Each costs milliseconds to read; more hardly change a layer of this size. */
    private static final int MOST_ROWS = 12_000;

    private static final int EPOCHS = 12;
    private static final double RATE = 0.15;

    /** Categories with fewer English texts than this stay the cheap model's. */
    private static final int FEWEST_PRESENT = 150;

    private final List<GramRow> rows;
    private final List<float[]> sentences = new ArrayList<>();
    private final List<Category> categories = new ArrayList<>();

    CascadeTrainer(GramRows all, Function<String, float[]> encoder, Progress progress) {
        var english = all.rows().stream()
                .filter(row -> row.language().equals("en") && row.isMeasured())
                .toList();
        int step = Math.max(1, (english.size() + MOST_ROWS - 1) / MOST_ROWS);
        var some = new ArrayList<GramRow>();
        for (int i = 0; i < english.size(); i += step) some.add(english.get(i));
        this.rows = List.copyOf(some);
        for (var row : rows) {
            if (sentences.size() % 100 == 0)
                progress.report("reading sentences", (double) sentences.size() / rows.size());
            sentences.add(encoder.apply(row.text()));
        }
        for (var category : Truths.CATEGORIES) {
            int lane = Truths.lane(category);
            long present = rows.stream()
                    .filter(row -> row.truth(lane) == Truth.PRESENT)
                    .count();
            if (present >= FEWEST_PRESENT) categories.add(category);
        }
    }

    List<Category> categories() {
        return List.copyOf(categories);
    }

    /** The layer learns from the folds that the cheap model has seen, too; see {@link #joined} for the rest. */
    String write(GramClassifier cheap, Path out) throws IOException {
        var weights = new float[categories.size() * SentenceEncoder.SIZE];
        var lanes = new ArrayList<EncoderHead.Lane>();
        for (int i = 0; i < categories.size(); i++) {
            int lane = Truths.lane(categories.get(i));
            var layer = learn(lane);
            System.arraycopy(layer.weights, 0, weights, i * SentenceEncoder.SIZE, SentenceEncoder.SIZE);
            lanes.add(joined(cheap, lane, layer));
        }
        var header = new EncoderHead.Header(
                cheap.digest(),
                categories.stream().map(Category::wireName).toList(),
                lanes,
                distances(cheap),
                "logistic regression, AdaGrad, " + EPOCHS + " epochs, rate " + RATE,
                CategoryTrainer.SEED,
                rows.size());
        return EncoderHead.write(out, header, weights);
    }

    private static final class Layer {
        private final float[] weights = new float[SentenceEncoder.SIZE];
        private float bias;

        double logOdds(float[] sentence) {
            double sum = bias;
            for (int i = 0; i < weights.length; i++) sum += weights[i] * sentence[i];
            return sum;
        }
    }

    private Layer learn(int lane) {
        var layer = new Layer();
        var squares = new float[SentenceEncoder.SIZE + 1];
        Arrays.fill(squares, 1e-6f);
        var random = new Random(CategoryTrainer.SEED);
        var order = new ArrayList<Integer>();
        for (int i = 0; i < rows.size(); i++)
            if (rows.get(i).fold() != GramRows.HELD_OUT && rows.get(i).truth(lane) != Truth.NOT_LABELLED) order.add(i);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            Collections.shuffle(order, random);
            for (int i : order)
                step(layer, squares, sentences.get(i), rows.get(i).truth(lane) == Truth.PRESENT);
        }
        return layer;
    }

    private static void step(Layer layer, float[] squares, float[] sentence, boolean isPresent) {
        float error = (float) (CompactTextClassifier.sigmoid(layer.logOdds(sentence)) - (isPresent ? 1 : 0));
        for (int i = 0; i < sentence.length; i++) {
            float gradient = error * sentence[i];
            squares[i] += gradient * gradient;
            layer.weights[i] -= (float) RATE * gradient / (float) Math.sqrt(squares[i]);
        }
        int last = sentence.length;
        squares[last] += error * error;
        layer.bias -= (float) RATE * error / (float) Math.sqrt(squares[last]);
    }

    /**
     * How much each is to say, fitted where neither opinion was formed: on every other row of the fold held out. The others are left
     * to measure on.
     */
    private EncoderHead.Lane joined(GramClassifier cheap, int lane, Layer layer) {
        double[] join = {1, 0, 0};
        var points = new ArrayList<double[]>();
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            if (!isForJoining(i) || row.truth(lane) == Truth.NOT_LABELLED) continue;
            double score = cheap.scores(row.text(), "en")[lane];
            points.add(new double[] {
                CascadeClassifier.logOdds(score),
                layer.logOdds(sentences.get(i)),
                row.truth(lane) == Truth.PRESENT ? 1 : 0
            });
        }
        descend(points, join);
        return new EncoderHead.Lane(layer.bias, join[0], join[1], join[2]);
    }

    boolean isForJoining(int index) {
        return rows.get(index).fold() == GramRows.HELD_OUT && index % 2 == 0;
    }

    /** Plain gradient descent on three numbers; deterministic. */
    private static void descend(List<double[]> points, double[] join) {
        for (int step = 0; step < 500; step++) {
            var gradient = new double[3];
            for (var point : points) {
                double error =
                        CompactTextClassifier.sigmoid(join[0] * point[0] + join[1] * point[1] + join[2]) - point[2];
                gradient[0] += error * point[0];
                gradient[1] += error * point[1];
                gradient[2] += error;
            }
            for (int k = 0; k < 3; k++) join[k] -= 0.05 * gradient[k] / Math.max(1, points.size());
        }
    }

    private List<Double> distances(GramClassifier cheap) {
        double[] sorted = rows.stream()
                .filter(row -> row.fold() == GramRows.HELD_OUT)
                .mapToDouble(row -> CascadeClassifier.distance(cheap.score(row.text(), "en")))
                .sorted()
                .toArray();
        var distances = new ArrayList<Double>();
        for (double share : EncoderHead.SHARES)
            distances.add(
                    sorted.length == 0
                            ? 0.5
                            : sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))]);
        return distances;
    }
}
