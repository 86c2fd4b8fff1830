package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatehouse.moderation.classifier.CategoryTrainer.ScoredRow;
import io.gatehouse.moderation.classifier.GramRow.Source;
import io.gatehouse.moderation.encoder.OnnxWeights;
import io.gatehouse.moderation.encoder.SentenceEncoder;
import io.gatehouse.moderation.evaluation.Truth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunedLayersTest {
    private static final String MATRIX = "onnx::MatMul_787";
    private static final String BIAS = "encoder.layer.5.output.LayerNorm.bias";
    private static final String SENTENCE = "The train leaves at nine.";
    private static final OnnxWeights OWN =
            new OnnxWeights(SentenceEncoder.shipped().file());

    @TempDir
    Path directory;

    private Path write(float added) throws IOException {
        float[] matrix = OWN.floats(MATRIX + "_quantized");
        float[] steps = OWN.floats(MATRIX + "_scale");
        for (int i = 0; i < matrix.length; i++) matrix[i] *= steps[i % steps.length];
        float[] bias = OWN.floats(BIAS);
        bias[0] += added;
        var file = directory.resolve("layers.bin");
        EncoderTuning.write(Map.of(MATRIX, matrix, BIAS, bias), "by hand", 1, 10, file);
        return file;
    }

    @Test
    void theEncodersOwnNumbersChangeNothingAndOthersDo() throws IOException {
        float[] plain = SentenceEncoder.shipped().encode(SENTENCE);
        var same = EncoderTuning.encoder(write(0));
        assertThat(same.encode(SENTENCE)).isEqualTo(plain);
        assertThat(same.digest()).isNotEqualTo(SentenceEncoder.shipped().digest());
        var other = EncoderTuning.encoder(write(3));
        assertThat(other.digest()).isNotEqualTo(same.digest());
        assertThat(other.encode(SENTENCE)[0]).isGreaterThan(plain[0] + 0.1f);
        assertThat(SentenceEncoder.shipped().encode(SENTENCE)).isEqualTo(plain);
    }

    @Test
    void aFileThatIsBrokenOrForeignIsRefused() throws IOException {
        var file = write(0);
        byte[] whole = Files.readAllBytes(file);
        whole[whole.length / 2] ^= 1;
        Files.write(file, whole);
        assertThatExceptionOfType(ModelRefusedException.class)
                .isThrownBy(() -> TunedLayers.load(file))
                .withMessageContaining("layers.bin")
                .withMessageContaining("digest");
        TunedLayers.write(file, new TunedLayers.Header("sha256:00", List.of(), "by hand", 1, 0), Map.of());
        assertThatExceptionOfType(ModelRefusedException.class)
                .isThrownBy(() -> TunedLayers.load(file))
                .withMessageContaining("made for encoder sha256:00");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncoderTuning.write(Map.of("nobody", new float[1]), "by hand", 1, 0, file))
                .withMessageContaining("nobody");
    }

    /** A version of a policy is unpacked, read and deleted before it judges; the next one mostly has the same layers. */
    @Test
    void theFileMayBeGoneAndTheSameLayersAreOpenedOnce() throws IOException {
        var file = write(1);
        var encoder = EncoderTuning.encoder(file);
        assertThat(EncoderTuning.encoder(write(1))).isSameAs(encoder);
        assertThat(EncoderTuning.encoder(write(2))).isNotSameAs(encoder);
        Files.delete(file);
        assertThat(encoder.encode(SENTENCE)).hasSize(SentenceEncoder.SIZE);
    }

    /** What stands on top must learn from texts that the layers have not seen, and be measured on those that nothing has. */
    @Test
    void whatTheLayersLearnedFromIsLeftOutOfWhatStandsOnTop() {
        var scored = IntStream.range(0, 80)
                .mapToObj(i -> scored("text " + "abcdefghij".charAt(i / 8), i % 4, i % 8 < 4 ? "en" : "de"))
                .toList();
        var unseen = EncoderTuning.unseen(scored);
        // Of English folds 0 and 3 alone; other languages never go to the encoder, and stay.
        assertThat(unseen).hasSize(20 + 40);
        assertThat(unseen.stream()
                        .filter(row ->
                                row.row().language().equals("en") && row.row().fold() == GramRows.HELD_OUT))
                .hasSize(10);
        assertThat(unseen.stream()
                        .filter(row -> row.row().language().equals("en"))
                        .map(row -> row.row().fold())
                        .distinct())
                .containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    private static ScoredRow scored(String text, int fold, String language) {
        var row = new GramRow("set", "", text, language, Truths.all(Truth.ABSENT), 1, fold, Source.LABELLED, true);
        return new ScoredRow(row, new double[Truths.CATEGORIES.size()], new double[Truths.CATEGORIES.size()]);
    }
}
