package io.gatehouse.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.classifier.EncoderTuning;
import io.gatehouse.moderation.classifier.TunedFiles;
import io.gatehouse.moderation.encoder.OnnxWeights;
import io.gatehouse.moderation.encoder.SentenceEncoder;
import io.gatehouse.moderation.encoder.WholeEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our arithmetic beside ONNX Runtime's, on the same numbers. */
class EncoderTest {
    private static final Recipe RECIPE = new Recipe(6, 8, 1e-4, 1e-2, 0.01f, 0.1f, 5);

    private static final List<String> SENTENCES = IntStream.range(0, 20)
            .mapToObj(i -> "Sentence " + i + " speaks of "
                    + List.of("bread", "a river", "windows", "nobody you know", "the late train to town")
                            .get(i % 5)
                    + (i % 3 == 0 ? ", and goes on for a while: who would have thought so?" : "") + " ".repeat(i % 2)
                    + (i % 7 == 0 ? "more words ".repeat(20) : "!"))
            .toList();

    private static List<long[]> pieces(List<String> sentences) {
        return sentences.stream().map(SentenceEncoder.shipped()::pieces).toList();
    }

    private static double likeness(float[] one, float[] other) {
        double dot = 0;
        double a = 0;
        double b = 0;
        for (int i = 0; i < one.length; i++) {
            dot += (double) one[i] * other[i];
            a += (double) one[i] * one[i];
            b += (double) other[i] * other[i];
        }
        return dot / Math.sqrt(a * b);
    }

    @Test
    void readsTheWholeFileAsOnnxRuntimeDoes() {
        var runtime = WholeEncoder.of(WholeFile.NAME, WholeFile.SHA256);
        var file = WholeFile.read();
        double farthest = 0;
        try (var tuner = new Tuner(file, new Embeddings(file), 1, RECIPE)) {
            float[][] ours = tuner.sentences(pieces(SENTENCES));
            for (int i = 0; i < ours.length; i++) {
                float[] theirs = runtime.encode(SENTENCES.get(i));
                for (int n = 0; n < theirs.length; n++)
                    farthest = Math.max(farthest, Math.abs(ours[i][n] / Math.sqrt(MiniLm.SIZE) - theirs[n]));
            }
        }
        System.out.println("farthest from ONNX Runtime: " + farthest);
        assertThat(farthest).isLessThan(1e-3);
    }

    @Test
    void readsTheShippedBytesAlmostAsOnnxRuntimeDoes() {
        var file = new MiniLm(new OnnxWeights(SentenceEncoder.shipped().file()));
        try (var tuner = new Tuner(file, new Embeddings(file), 1, RECIPE)) {
            float[][] ours = tuner.sentences(pieces(SENTENCES));
            // The runtime makes bytes of what is between the layers, too.
            for (int i = 0; i < ours.length; i++)
                assertThat(likeness(ours[i], SentenceEncoder.shipped().encode(SENTENCES.get(i))))
                        .as(SENTENCES.get(i))
                        .isGreaterThan(0.97);
        }
    }

    @Test
    void aTrialEndsAfterSoManySteps() {
        var pieces = pieces(SENTENCES);
        var recipe = new Recipe(3, 8, 1e-4, 1e-3, 0, 0, 5);
        var told = new ArrayList<String>();
        try (var tuner = new Tuner(WholeFile.read(), WholeFile.shippedEmbeddings(), 1, recipe)) {
            var each = new float[SENTENCES.size()][];
            Arrays.fill(each, new float[] {1});
            tuner.learn(pieces, each, each, 2, (step, of, _) -> told.add(step + " of " + of));
        }
        assertThat(told).containsExactly("1 of 2", "2 of 2");
    }

    @Test
    void whatIsLearnedShipsAsBytesAndIsTheSameEveryTime(@TempDir Path directory) throws IOException {
        var pieces = pieces(SENTENCES);
        var truths = new float[SENTENCES.size()][];
        var weights = new float[SENTENCES.size()][];
        for (int i = 0; i < truths.length; i++) {
            truths[i] = new float[] {i % 5 < 2 ? 1 : 0, 1};
            weights[i] = new float[] {1, 0};
        }
        var digests = new String[2];
        for (int run = 0; run < 2; run++) {
            var losses = new double[2];
            try (var tuner = new Tuner(WholeFile.read(), WholeFile.shippedEmbeddings(), 2, RECIPE)) {
                tuner.learn(pieces, truths, weights, (step, _, loss) -> losses[step == 1 ? 0 : 1] = loss);
                var out = directory.resolve(run + ".bin");
                digests[run] = EncoderTuning.write(tuner.layers(), "test", 5, pieces.size(), out);
                assertThat(losses[1]).isLessThan(losses[0] * 0.8);
                // A lane of which nothing is known is never learned.
                float[][] sums = tuner.sums(pieces);
                assertThat(sums[0][1]).isZero();
                var shipped = TunedFiles.encoder(out);
                assertThat(shipped.digest()).isEqualTo(digests[run]);
                float[][] ours = tuner.sentences(pieces);
                for (int i = 0; i < ours.length; i++) {
                    float[] theirs = shipped.encode(SENTENCES.get(i));
                    assertThat(likeness(ours[i], theirs)).isGreaterThan(0.96);
                }
            }
        }
        assertThat(digests[0]).isEqualTo(digests[1]);
    }
}
