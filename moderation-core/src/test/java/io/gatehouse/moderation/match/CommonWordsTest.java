package io.gatehouse.moderation.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.text.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommonWordsTest {
    @ParameterizedTest
    @CsvSource({"slut, en, sv", "kunt, en, nl"})
    void knowsWhereAWordOfABankIsAnOrdinaryOne(String word, String own, String other) {
        assertThat(CommonWords.othersOf(state(word), own) & SmallWords.bit(other))
                .isNotZero();
    }

    @Test
    void aWordThatOthersHaveBorrowedStaysWhatItIs() {
        assertThat(CommonWords.othersOf(state("fuck"), "en")).isZero();
    }

    @Test
    void ofABankWithoutALanguageNothingIsKnown() {
        assertThat(CommonWords.othersOf(state("slut"), null)).isZero();
    }

    private static long state(String word) {
        return Tokens.state(word.toCharArray(), 0, word.length());
    }
}
