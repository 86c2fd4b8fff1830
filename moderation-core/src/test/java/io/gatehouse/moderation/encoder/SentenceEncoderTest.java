package io.gatehouse.moderation.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.gatehouse.moderation.encoder.SentenceEncoder.Resource;
import org.junit.jupiter.api.Test;

/** The encoder as it lies in the program's jars. */
class SentenceEncoderTest {
    private static final SentenceEncoder ENCODER = SentenceEncoder.shipped();

    private static double likeness(String one, String other) {
        float[] a = ENCODER.encode(one);
        float[] b = ENCODER.encode(other);
        double sum = 0;
        for (int i = 0; i < SentenceEncoder.SIZE; i++) sum += (double) a[i] * b[i];
        return sum;
    }

    @Test
    void sentencesThatSayTheSameInOtherWordsAreAlike() {
        assertThat(likeness("A man is playing a guitar.", "Someone plays an instrument"))
                .isGreaterThan(0.5);
        assertThat(likeness("A man is playing a guitar.", "The stock market fell today"))
                .isLessThan(0.2);
    }

    @Test
    void theSameSentenceGivesTheSameNumbersOfLengthOne() {
        float[] once = ENCODER.encode("The train leaves at nine.");
        assertThat(ENCODER.encode("The train leaves at nine.")).isEqualTo(once);
        double squares = 0;
        for (float value : once) squares += value * value;
        assertThat(squares).isCloseTo(1, within(1e-5));
    }

    @Test
    void namesAndLinksAreNotRead() {
        assertThat(ENCODER.encode("see you @anna at https://example.org/a?b=c tomorrow"))
                .isEqualTo(ENCODER.encode("see you at tomorrow"));
    }

    @Test
    void whatStandsBehindTheFirstPiecesCostsNothing() {
        String begin = "word ".repeat(SentenceEncoder.MOST_PIECES);
        assertThat(ENCODER.encode(begin + "other ".repeat(5_000))).isEqualTo(ENCODER.encode(begin));
        assertThat(ENCODER.encode("")).hasSize(SentenceEncoder.SIZE);
    }

    @Test
    void anotherFileThanItShouldBeIsNotBelieved() {
        var vocabulary = new Resource(
                "/all-minilm-l6-v2-q-tokenizer.json",
                "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0");
        assertThatExceptionOfType(EncoderUnavailableException.class)
                .isThrownBy(() -> new SentenceEncoder(
                                new Resource("/all-minilm-l6-v2-q.onnx", "0".repeat(64)), vocabulary)
                        .encode("hello"))
                .withMessageContaining("all-minilm-l6-v2-q.onnx has sha256");
        var missing = new SentenceEncoder(new Resource("/absent.onnx", "0".repeat(64)), vocabulary);
        for (int i = 0; i < 2; i++)
            assertThatExceptionOfType(EncoderUnavailableException.class)
                    .isThrownBy(() -> missing.encode("hello"))
                    .withMessageContaining("not in this program: /absent.onnx");
        // A file that is as listed, and no model.
        assertThatExceptionOfType(EncoderUnavailableException.class)
                .isThrownBy(() -> new SentenceEncoder(vocabulary, vocabulary).encode("hello"))
                .withMessageContaining("does not open");
    }
}
