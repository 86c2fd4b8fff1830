package io.gatehouse.moderation.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WordPiecesTest {
    private static final Map<String, Integer> VOCABULARY = Map.ofEntries(
            Map.entry("[CLS]", 1),
            Map.entry("[SEP]", 2),
            Map.entry("[UNK]", 3),
            Map.entry("un", 4),
            Map.entry("##aff", 5),
            Map.entry("##able", 6),
            Map.entry("unaff", 7),
            Map.entry("hello", 8),
            Map.entry("!", 9),
            Map.entry("\u4e2d", 10),
            Map.entry("$", 11));

    private final WordPieces pieces = new WordPieces(VOCABULARY);

    @Test
    void theLongestPieceIsTakenFirst() {
        assertThat(pieces.ids("unaffable", 64)).containsExactly(1, 7, 6, 2);
        assertThat(pieces.ids("unable", 64)).containsExactly(1, 4, 6, 2);
    }

    @Test
    void aWordOfWhichAPartIsUnknownIsUnknown() {
        assertThat(pieces.ids("unx hello", 64)).containsExactly(1, 3, 8, 2);
        assertThat(pieces.ids("un".repeat(60), 64)).containsExactly(1, 3, 2);
    }

    @Test
    void signsAndIdeographsStandAloneMarksAndControlsAreDropped() {
        assertThat(pieces.ids("Héllo!!\u4e2d$\u0000", 64)).containsExactly(1, 8, 9, 9, 10, 11, 2);
        assertThat(pieces.ids("he\u200bllo\u00a0hello", 64)).containsExactly(1, 8, 8, 2);
    }

    @Test
    void longTextsAreCutAndStillEnd() {
        assertThat(pieces.ids("hello ".repeat(100), 5)).containsExactly(1, 8, 8, 8, 2);
        assertThat(pieces.ids("", 5)).containsExactly(1, 2);
    }

    @Test
    void aVocabularyWithoutTheSpecialPiecesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WordPieces(Map.of("[CLS]", 1)))
                .withMessageContaining("[SEP]");
    }
}
