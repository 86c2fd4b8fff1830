package io.gatehouse.tuning;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Learns the layers together with a linear layer on top of them, on texts of which each may say something of each lane. The same texts
 * and recipe give the same numbers on one processor with one number of threads. One at a time in a process: PyTorch's random numbers are
 * one sequence for all.
 */
final class Tuner implements AutoCloseable {
    /** Read at once when nothing is learned. */
    private static final int READ_AT_ONCE = 64;

    private static final double SHORTEST_GRADIENT = 1e-12;

    private final NDManager manager;
    private final Recipe recipe;
    private final Encoder encoder;
    private final Parameter top;
    private final Parameter topBias;
    private final int lanes;

    /** Hears how it goes. */
    @FunctionalInterface
    interface Steps {
        /** @param loss of this step's texts, for each */
        void done(int step, int of, double loss);
    }

    Tuner(MiniLm start, Embeddings embeddings, int lanes, Recipe recipe) {
        this.manager = NDManager.newBaseManager();
        this.recipe = recipe;
        this.lanes = lanes;
        this.encoder = new Encoder(manager, embeddings, start, recipe.decay(), recipe.dropout());
        this.top =
                new Parameter(manager, new float[lanes * MiniLm.SIZE], new Shape(lanes, MiniLm.SIZE), recipe.decay());
        this.topBias = new Parameter(manager, new float[lanes], new Shape(lanes), 0);
    }

    /**
     * @param truths of each text, 1 or 0 a lane
     * @param weights how often it counts, a lane; 0 where nothing is known
     */
    void learn(List<long[]> pieces, float[][] truths, float[][] weights, Steps steps) {
        learn(pieces, truths, weights, Integer.MAX_VALUE, steps);
    }

    /** @param mostSteps for trying: the rate rises and falls over so many, and texts behind them are not read */
    void learn(List<long[]> pieces, float[][] truths, float[][] weights, int mostSteps, Steps steps) {
        Engine.getInstance().setRandomSeed((int) recipe.seed());
        var random = new Random(recipe.seed());
        var all = new ArrayList<Batch>();
        for (int epoch = 0; epoch < recipe.epochs(); epoch++)
            all.addAll(Batch.shuffled(pieces, recipe.batch(), random));
        var batches = all.subList(0, Math.min(mostSteps, all.size()));
        for (int step = 0; step < batches.size(); step++) {
            double loss = gradients(batches.get(step), pieces, truths, weights);
            double length = gradientLength();
            if (!Double.isFinite(length)) throw new IllegalStateException("what is learned is no longer a number");
            double share = Recipe.share(step, batches.size());
            double scale = Math.min(1, Recipe.LONGEST_GRADIENT / Math.max(SHORTEST_GRADIENT, length));
            for (var parameter : encoder.parameters()) parameter.step(share * recipe.rate(), scale);
            top.step(share * recipe.topRate(), scale);
            topBias.step(share * recipe.topRate(), scale);
            steps.done(step + 1, batches.size(), loss);
        }
    }

    private double gradients(Batch batch, List<long[]> pieces, float[][] truths, float[][] weights) {
        try (NDManager step = manager.newSubManager();
                var collector = Engine.getInstance().newGradientCollector()) {
            NDArray sums = sums(batch, pieces, step, true);
            var shape = new Shape(batch.count(), lanes);
            NDArray truth = step.create(batch.rows(truths), shape);
            NDArray weight = step.create(batch.rows(weights), shape);
            NDArray one = step.create(1f);
            // Cross entropy of a sigmoid, without overflow where a sum is large.
            NDArray loss = sums.maximum(step.create(0f))
                    .sub(sums.mul(truth))
                    .add(sums.abs().neg().exp().add(one).log())
                    .mul(weight)
                    .sum()
                    .div(step.create((float) batch.count()));
            collector.backward(loss);
            return loss.getFloat();
        }
    }

    private double gradientLength() {
        double squares = 0;
        for (var parameter : encoder.parameters()) squares += square(parameter.gradientLength());
        return Math.sqrt(squares + square(top.gradientLength()) + square(topBias.gradientLength()));
    }

    private static double square(double x) {
        return x * x;
    }

    private NDArray sums(Batch batch, List<long[]> pieces, NDManager step, boolean learns) {
        NDArray sentences = encoder.sentences(batch, pieces, step, learns);
        return sentences
                .getNDArrayInternal()
                .linear(sentences, top.value, topBias.value)
                .singletonOrThrow();
    }

    /** What each lane says of each text, before a sigmoid. */
    float[][] sums(List<long[]> pieces) {
        var all = new float[pieces.size()][lanes];
        for (var batch : Batch.sorted(pieces, READ_AT_ONCE))
            try (NDManager step = manager.newSubManager()) {
                scatter(sums(batch, pieces, step, false).toFloatArray(), batch, all, lanes);
            }
        return all;
    }

    /** What stands on top reads of each text. */
    float[][] sentences(List<long[]> pieces) {
        var all = new float[pieces.size()][MiniLm.SIZE];
        for (var batch : Batch.sorted(pieces, READ_AT_ONCE))
            try (NDManager step = manager.newSubManager()) {
                scatter(encoder.sentences(batch, pieces, step, false).toFloatArray(), batch, all, MiniLm.SIZE);
            }
        return all;
    }

    private static void scatter(float[] found, Batch batch, float[][] all, int width) {
        for (int i = 0; i < batch.count(); i++) System.arraycopy(found, i * width, all[batch.texts()[i]], 0, width);
    }

    /** The layers as the encoder's file names and orders them. */
    Map<String, float[]> layers() {
        return encoder.numbers();
    }

    @Override
    public void close() {
        manager.close();
    }
}
