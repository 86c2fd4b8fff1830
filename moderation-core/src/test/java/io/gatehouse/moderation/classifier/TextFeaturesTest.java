package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFeaturesTest {
    @ParameterizedTest
    @CsvSource({
        "'Bonjour À TOUS', 'bonjour a tous'",
        "'soooooo good', 'soo good'",
        "'call 0800 555', 'call 1 2'",
        "'see https://example.org/x now', 'see http://other.example/yz now'",
        "'@someone hello there', 'hello there'",
        "'dont', 'don''t'",
        "'hello, world', 'hello world'",
        "'zero\u200Bwidth', 'zerowidth'"
    })
    void lightFoldingMakesTheseTheSame(String one, String other) {
        assertThat(TextFeatures.of(one)).isEqualTo(TextFeatures.of(other));
    }

    @ParameterizedTest
    @CsvSource({"'good day', 'day good'", "'hello', 'hello!'", "'hello', 'hello 😀'", "'see https://x.org', 'see x'"})
    void theseStayDifferent(String one, String other) {
        assertThat(TextFeatures.of(one)).isNotEqualTo(TextFeatures.of(other));
    }

    @Test
    void aLongTextHasTheFeaturesOfItsWordsInTheSameOrder() {
        var text = "Some words, and some words again: 4 of them! ".repeat(20);
        var longer = text + " ".repeat(4_000);
        assertThat(TextFeatures.of(longer)).isEqualTo(TextFeatures.of(text)).doesNotHaveDuplicates();
    }

    @Test
    void featuresAreDistinctBucketsForAnyText() {
        var random = new Random(3);
        for (int i = 0; i < 3_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(200); n > 0; n--)
                text.append((char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : ' ' + random.nextInt(90)));
            int[] features = TextFeatures.of(text.toString());
            assertThat(Arrays.stream(features).distinct().count()).isEqualTo(features.length);
            assertThat(Arrays.stream(features).allMatch(b -> b >= 0 && b < TextFeatures.BUCKETS))
                    .isTrue();
        }
    }

    @Test
    void aTextWithoutWordsHasNoFeatures() {
        assertThat(TextFeatures.of("")).isEmpty();
        assertThat(TextFeatures.of(" ... @someone --")).isEmpty();
    }

    /** The shipped weights were learned with exactly these buckets: a change here needs a new version and a new model. */
    @Test
    void bucketsStayWhatTheShippedModelWasTrainedWith() {
        assertThat(Arrays.hashCode(TextFeatures.of("The quick brown föx, 12 times! 😀 https://example.org @you")))
                .isEqualTo(PINNED);
    }

    private static final int PINNED = 1999244242;
}
