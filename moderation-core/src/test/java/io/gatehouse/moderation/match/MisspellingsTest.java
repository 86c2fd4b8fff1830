package io.gatehouse.moderation.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.rule.WordBank;
import io.gatehouse.moderation.text.FoldLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MisspellingsTest {
    @Test
    void swapsNeighbours() {
        assertThat(variants("blorgen", "")).contains("lborgen", "bolrgen", "blogren", "blorgne");
        assertThat(variants("blor", "")).doesNotContain("lbor");
    }

    @Test
    void spellsAsItSounds() {
        assertThat(variants("phlorck", "en")).contains("florck", "phlork");
    }

    @Test
    void dropsVowelsOfLongWords() {
        assertThat(variants("blorgen", "")).contains("blrgn", "blorgn");
        assertThat(variants("zorb", "")).doesNotContain("zrb");
    }

    @Test
    void leavesOutWhatIsAnOrdinaryWord() {
        // The neighbours of "trial" swapped.
        assertThat(variants("tiral", "en")).doesNotContain("trial").isNotEmpty();
    }

    @Test
    void runsTheWordsOfATermTogether() {
        assertThat(variants("zork it now", "en")).contains("zorkitnow");
    }

    @Test
    void turnsTermsBackwardsWholeAndWordByWord() {
        assertThat(variants("zork it now", "en")).contains("won ti kroz", "kroz ti won");
    }

    @Test
    void writesOneLetterAsTwoThatLookLikeIt() {
        assertThat(variants("blodum", "")).contains("bloclum", "blodurn", "bloclurn");
    }

    @Test
    void typesOnTheKeyboardOfAnotherAlphabetAndTurnsByThirteen() {
        assertThat(variants("blorgen", "en")).contains("идщкпут", "oybetra", "orgenblay");
    }

    @Test
    void writesOtherAlphabetsInLatinLetters() {
        assertThat(variants("жлоблин", "ru"))
                .contains("zhloblin", "jloblin", ";kj,kby".replace(";", "").replace(",", " "));
        assertThat(variants("χλορμπη", "el")).contains("xlormph");
    }

    @Test
    void isBounded() {
        assertThat(variants("kickscochlickerphiszzinguckity", "en")).hasSizeLessThan(Misspellings.MAX + 40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"you bolrgen", "you blrgn", "youblorgen", "you b1rogen no bl0rgne"})
    void aBankWithVariantsFindsThem(String text) {
        assertThat(matcher(true).match(0, text, LanguageGuess.UNKNOWN)).hasSize(1);
        assertThat(matcher(false).match(0, text, LanguageGuess.UNKNOWN)).isEmpty();
    }

    @Test
    void anAllowedVariantIsInnocent() {
        assertThat(matcher(true).match(0, "dear blogren", LanguageGuess.UNKNOWN))
                .isEmpty();
    }

    private static TextMatcher matcher(boolean variants) {
        var plain = TestRules.bank("b", FoldLevel.FULL, List.of("blorgen"), List.of("blogren"));
        var bank = new WordBank(
                plain.id(),
                plain.category(),
                "en",
                plain.fold(),
                variants,
                false,
                plain.severity(),
                plain.provenance(),
                plain.words(),
                plain.allow(),
                null,
                plain.source());
        var rule = TestRules.rule("r", new RuleCondition.AnyBank(List.of("b")));
        return TextMatcher.compile(List.of(rule), Map.of("b", bank));
    }

    private static List<String> variants(String word, String language) {
        var all = new ArrayList<String>();
        Misspellings.of(word, language).forEach(literal -> all.add(literal.chars()));
        return all;
    }
}
