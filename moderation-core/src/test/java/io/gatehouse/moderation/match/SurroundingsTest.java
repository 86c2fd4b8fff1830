package io.gatehouse.moderation.match;

import static io.gatehouse.moderation.match.TestRules.bank;
import static io.gatehouse.moderation.match.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.text.FoldLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words of a bank that are only a part of something else; here ordinary words play the bad ones. */
class SurroundingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"a vege-\ntable", "a vege- \r\n table", "a vege-table", "the vege\u2010table", "vege👏table👏s"})
    void aPieceOfAnOrdinaryWordIsNotMeant(String text) {
        assertThat(isFound("table", text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "you-\ntable",
                "on -\ntable",
                "go\n- table",
                "you👏table",
                "ta-\nble",
                "t👏a👏b👏l👏e",
                "blue-table"
            })
    void aWordBesideAnotherIsMeant(String text) {
        assertThat(isFound("table", text)).isTrue();
    }

    @Test
    void atTheEndOfALineTheRestNeedNotBeAWordThatIsKnown() {
        assertThat(isFound("table", "ein Table-\nttenspender")).isFalse();
        assertThat(isFound("table", "ein Table-ttenspender")).isTrue();
    }

    @Test
    void aListedWordStaysOneWhateverItIsAPartOf() {
        assertThat(isFound("table", "a vege-\ntable", "vegetable")).isTrue();
        assertThat(isFound("table", "a vege-\ntable", "vegeta*")).isTrue();
    }

    @Test
    void ofALongerWordThatIsSpelledOutAPartIsNotMeant() {
        assertThat(isFound("table", "T A B L E T S")).isFalse();
        assertThat(isFound("table", "y o u t a b l e")).isTrue();
        assertThat(isFound("table", "i t a b l e")).isTrue();
        assertThat(isFound("table", "t a b l e")).isTrue();
        assertThat(isFound("table", "t a b l e z g k")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2-rek", "20-rek", "2 rek", "2º rek"})
    void aNumberWithItsEndingIsNoWord(String text) {
        assertThat(isFound("zrek", text)).isFalse();
    }

    @Test
    void digitsForLettersAreAWordStill() {
        assertThat(isFound("zrek", "2r3k")).isTrue();
        assertThat(isFound("zrek", "z.r.3.k")).isTrue();
    }

    @Test
    void aPieceOfAPartNumberIsNoWord() {
        assertThat(isFound("zabe", "order 06-ZA83-55F now")).isFalse();
        assertThat(isFound("zabe", "order ZA83 now")).isTrue();
    }

    @Test
    void aBracketThatIsClosedIsNoLetter() {
        assertThat(isFound("chair", "we sat (hair and all) there")).isFalse();
        assertThat(isFound("chair", "we sat (hair and all")).isTrue();
    }

    @Test
    void anOrdinaryWordOfAnotherAlphabetIsNotReadByItsLooks() {
        assertThat(isFound("kut", "кит")).isFalse();
        assertThat(isFound("axep", "ахер")).isTrue();
    }

    @Test
    void theOtherWordsOfATextTellItsLanguage() {
        assertThat(isFoundIn("en", "slut", "biljetterna snart slut")).isFalse();
        assertThat(isFoundIn("en", "slut", "total slut")).isTrue();
        assertThat(isFoundIn("en", "slut", "slut")).isTrue();
    }

    private static boolean isFound(String word, String text, String... others) {
        var words = new ArrayList<>(List.of(others));
        words.add(word);
        // What is found is looked for alone, so that the others are listed and no more.
        var banks = Map.of(
                "b", bank("b", FoldLevel.FULL, List.of(word), List.of()),
                "c", bank("c", FoldLevel.FULL, words, List.of()));
        return !TextMatcher.compile(List.of(rule("r", new RuleCondition.AnyBank(List.of("b")))), banks)
                .match(0, text, LanguageGuess.UNKNOWN)
                .isEmpty();
    }

    private static boolean isFoundIn(String language, String word, String text) {
        var banks = Map.of("b", bank("b", language, FoldLevel.FULL, List.of(word), List.of()));
        return !TextMatcher.compile(List.of(rule("r", new RuleCondition.AnyBank(List.of("b")))), banks)
                .match(0, text, LanguageGuess.UNKNOWN)
                .isEmpty();
    }
}
