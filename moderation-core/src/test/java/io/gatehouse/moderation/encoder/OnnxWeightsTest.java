package io.gatehouse.moderation.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** On the encoder's own file. */
class OnnxWeightsTest {
    private static final byte[] FILE = SentenceEncoder.shipped().file();
    private static final OnnxWeights WEIGHTS = new OnnxWeights(FILE);
    private static final String MATRIX = "onnx::MatMul_787";
    private static final String BIAS = "encoder.layer.0.attention.self.query.bias";

    @Test
    void findsFloatsBytesAndNoughtsByName() {
        assertThat(WEIGHTS.holds(BIAS)).isTrue();
        assertThat(WEIGHTS.holds(MATRIX)).isFalse();
        assertThat(WEIGHTS.floats(BIAS)).hasSize(384);
        assertThat(WEIGHTS.floats(MATRIX + "_scale")).hasSize(384);
        float[] bytes = WEIGHTS.floats(MATRIX + "_quantized");
        assertThat(bytes).hasSize(384 * 384);
        float most = 0;
        for (float value : bytes) most = Math.max(most, Math.abs(value));
        assertThat(most).isEqualTo(EightBit.MOST);
        // A table of embeddings counts from the middle of a byte.
        assertThat(WEIGHTS.integer("embeddings.word_embeddings.weight_zero_point"))
                .isEqualTo(128);
    }

    @Test
    void theFileWithItsOwnNumbersIsTheFileAndWithOthersDiffersThereAlone() {
        var own = EightBit.bytes(WEIGHTS.floats(BIAS));
        assertThat(WEIGHTS.with(Map.of(BIAS, own))).isEqualTo(FILE);
        float[] others = WEIGHTS.floats(BIAS);
        others[383] += 1;
        byte[] changed = WEIGHTS.with(Map.of(BIAS, EightBit.bytes(others)));
        assertThat(new OnnxWeights(changed).floats(BIAS)).isEqualTo(others);
        int different = 0;
        for (int i = 0; i < FILE.length; i++) if (FILE[i] != changed[i]) different++;
        assertThat(different).isBetween(1, Float.BYTES);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WEIGHTS.with(Map.of(BIAS, ByteBuffer.allocate(4))))
                .withMessageContaining(BIAS + " has 1536 bytes, and was given 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WEIGHTS.with(Map.of("nobody", ByteBuffer.allocate(4))))
                .withMessageContaining("nobody");
        // A count in the message's own form has no fixed place for another one.
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        WEIGHTS.with(Map.of("embeddings.word_embeddings.weight_zero_point", ByteBuffer.allocate(2))));
    }

    @Test
    void brokenFilesAreRefusedAndNothingElseHappens() {
        for (byte[] broken : new byte[][] {{}, "no model at all".getBytes(), Arrays.copyOf(FILE, 1_000_000)})
            assertThatIllegalArgumentException().isThrownBy(() -> new OnnxWeights(broken));
        var random = new Random(7);
        for (int n = 0; n < 200; n++) {
            var noise = new byte[1 + random.nextInt(300)];
            random.nextBytes(noise);
            try {
                new OnnxWeights(noise);
            } catch (IllegalArgumentException expected) {
                assertThat(expected).hasMessageContaining("model");
            }
        }
    }

    @Test
    void eightBitsKeepAMatrixToHalfAStep() {
        var random = new Random(1);
        var matrix = new float[64 * 3];
        for (int i = 0; i < matrix.length; i++) matrix[i] = i % 3 == 2 ? 0 : (float) random.nextGaussian();
        var eightBit = EightBit.of(matrix, 3);
        float[] back = eightBit.floats();
        for (int i = 0; i < matrix.length; i++)
            assertThat(back[i]).isEqualTo(matrix[i], within(eightBit.steps()[i % 3] / 2 * 1.001f));
        for (byte value : eightBit.values()) assertThat(Math.abs(value)).isLessThanOrEqualTo(EightBit.MOST);
        matrix[5] = Float.NaN;
        assertThatIllegalArgumentException().isThrownBy(() -> EightBit.of(matrix, 3));
    }
}
