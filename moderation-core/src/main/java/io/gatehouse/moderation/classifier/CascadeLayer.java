package io.gatehouse.moderation.classifier;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A linear layer that begins as the cheap model's own opinion and learns by AdaGrad in a seeded order: the same rows, the same weights. */
final class CascadeLayer {
    static final int EPOCHS = 6;
    static final double RATE = 0.02;

    /** Of each weight towards what it was at the beginning: with few texts the layer says what the cheap model says. */
    static final double PULL = 1e-5;

    private static final float SMALL = 1e-4f;

    private final float[] weights;
    private float bias;

    /** @param inputs of {@link EncoderHead#inputs} */
    record Point(float[] inputs, boolean isPresent, float weight) {}

    private CascadeLayer(int inputs, int own) {
        weights = new float[inputs];
        weights[own] = 1;
    }

    /** @param own place of the cheap model's log-odds for the category that is learned */
    static CascadeLayer learn(List<Point> points, int own, long seed) {
        var layer = new CascadeLayer(points.getFirst().inputs.length, own);
        var start = layer.weights.clone();
        var squares = new float[layer.weights.length];
        Arrays.fill(squares, SMALL);
        float squareOfBias = SMALL;
        var random = new Random(seed);
        var order = new int[points.size()];
        Arrays.setAll(order, i -> i);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            shuffle(order, random);
            for (int i : order) {
                var point = points.get(i);
                float error = point.weight
                        * (float) (CompactTextClassifier.sigmoid(layer.sum(point.inputs)) - (point.isPresent ? 1 : 0));
                layer.step(point.inputs, error, start, squares);
                squareOfBias += error * error;
                layer.bias -= (float) (RATE * error / Math.sqrt(squareOfBias));
            }
        }
        return layer;
    }

    private void step(float[] inputs, float error, float[] start, float[] squares) {
        float rate = (float) RATE;
        float pull = (float) PULL;
        for (int i = 0; i < weights.length; i++) {
            float gradient = error * inputs[i] + pull * (weights[i] - start[i]);
            squares[i] += gradient * gradient;
            weights[i] -= rate * gradient / (float) Math.sqrt(squares[i]);
        }
    }

    private static void shuffle(int[] order, Random random) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
    }

    double sum(float[] inputs) {
        double sum = bias;
        for (int i = 0; i < weights.length; i++) sum += weights[i] * inputs[i];
        return sum;
    }

    float bias() {
        return bias;
    }

    /** Copies its weights to a place in others. */
    void copyTo(float[] all, int at) {
        System.arraycopy(weights, 0, all, at, weights.length);
    }
}
