package io.gatehouse.moderation.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import opennlp.tools.util.normalizer.AggregateCharSequenceNormalizer;
import opennlp.tools.util.normalizer.CharSequenceNormalizer;
import opennlp.tools.util.normalizer.EmojiCharSequenceNormalizer;
import opennlp.tools.util.normalizer.NumberCharSequenceNormalizer;
import opennlp.tools.util.normalizer.ShrinkCharSequenceNormalizer;
import opennlp.tools.util.normalizer.TwitterCharSequenceNormalizer;
import opennlp.tools.util.normalizer.UrlCharSequenceNormalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizedTextTest {
    private static final CharSequenceNormalizer OPENNLP = new AggregateCharSequenceNormalizer(
            EmojiCharSequenceNormalizer.getInstance(),
            UrlCharSequenceNormalizer.getInstance(),
            TwitterCharSequenceNormalizer.getInstance(),
            NumberCharSequenceNormalizer.getInstance(),
            ShrinkCharSequenceNormalizer.getInstance());

    /** Pieces chosen so that their random joins meet every branch of the expressions, at their edges. */
    private static final String[] PIECES = {
        "http://",
        "https://",
        "http",
        "://",
        "a",
        "b",
        "h",
        "j",
        "H",
        "aha",
        "hahaha",
        "HaHahA",
        "jaja",
        "jhajaja",
        "rt ",
        "RT:",
        "rt",
        "Rt ",
        "@",
        "#",
        "@me",
        "#x",
        "a.b",
        "x@y.de",
        "+_",
        "_x@de",
        "@b-c",
        ":)",
        ";-(",
        "xd",
        ":P",
        "xp",
        ";D",
        "i",
        "e",
        "jeje",
        "hihi",
        "uhu",
        "XO",
        "x",
        ":",
        "d",
        "0",
        "17",
        "٣",
        " ",
        "  ",
        "\n",
        "\r\n",
        "\t",
        "\u0085",
        "\u00A0",
        "\u2028",
        "aaa",
        "AaA",
        "ééé",
        "ÉéÉ",
        "ß",
        "-",
        "--",
        "\uD83D\uDE00",
        "\uFE0F",
        "\uFF21",
        "\uD840\uDC00",
        "\u0301",
        "e\u0301",
        "漢字",
        "한",
        "!!!",
        "...",
        "/",
        "?q=1",
        "\u0130",
        "İ",
        "K",
        "ſ"
    };

    @Test
    void normalisesAnyTextAsOpenNlpDoes() {
        var random = new Random(20261123);
        for (int i = 0; i < 40_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(14); n >= 0; n--) text.append(PIECES[random.nextInt(PIECES.length)]);
            assertSame(text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                "a@b",
                "a@bc",
                "a@bc_x@de.fr",
                "https://",
                "https://x-y.z é",
                "hahahah",
                "jajajja ok",
                "haiha"
            })
    void normalisesEdgesAsOpenNlpDoes(String text) {
        assertSame(text);
    }

    @Test
    void considersNoMoreThanTheLimit() {
        assertThat(NormalizedText.of("abcdef", 3)).hasToString("abc");
    }

    private static void assertSame(String text) {
        assertThat(NormalizedText.of(text, Integer.MAX_VALUE))
                .as("normalised \"%s\"", text)
                .hasToString(OPENNLP.normalize(text).toString());
    }
}
