package io.gatehouse.tuning;

import io.gatehouse.moderation.encoder.OnnxWeights;
import io.gatehouse.moderation.encoder.SentenceEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Layers learned on one set, and what they say of texts. */
public final class TunedScores implements AutoCloseable {
    private final Tuner tuner;
    private final int classes;

    /** @param start a file of the encoder to begin with; the untouched one if empty */
    public TunedScores(
            String name,
            List<String> texts,
            int[] classOf,
            int classes,
            int epochs,
            double rate,
            Optional<byte[]> start) {
        this.classes = classes;
        int lanes = classes == 2 ? 1 : classes;
        var recipe = new Recipe(epochs, 32, rate, 20 * rate, 0.01f, 0.1f, 20_261_130);
        tuner = new Tuner(
                start.map(file -> new MiniLm(new OnnxWeights(file))).orElseGet(WholeFile::read),
                WholeFile.shippedEmbeddings(),
                lanes,
                recipe);
        var truths = new float[texts.size()][lanes];
        var weights = new float[texts.size()][lanes];
        for (int i = 0; i < truths.length; i++) {
            Arrays.fill(weights[i], 1);
            for (int lane = 0; lane < lanes; lane++) truths[i][lane] = classOf[i] == (classes == 2 ? 1 : lane) ? 1 : 0;
        }
        tuner.learn(pieces(texts), truths, weights, new Eta(name, System.err));
    }

    private static List<long[]> pieces(List<String> texts) {
        return texts.stream().map(SentenceEncoder.shipped()::pieces).toList();
    }

    /** Of each text, how much speaks for each class. */
    public double[][] of(List<String> texts) {
        float[][] sums = tuner.sums(pieces(texts));
        var scores = new double[sums.length][classes];
        for (int i = 0; i < sums.length; i++)
            for (int lane = 0; lane < sums[i].length; lane++) scores[i][classes == 2 ? 1 : lane] = sums[i][lane];
        return scores;
    }

    @Override
    public void close() {
        tuner.close();
    }
}
