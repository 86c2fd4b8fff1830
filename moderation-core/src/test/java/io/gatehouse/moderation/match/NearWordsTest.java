package io.gatehouse.moderation.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.rule.WordBank;
import io.gatehouse.moderation.text.FoldLevel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts though it is not the word: one slip away in company, or hidden only. */
class NearWordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "what are you, blorxgend?",
                "what are you, blorend?",
                "what are you, blorgenf?",
                "what are you, blrogend?",
                "i will zorqk you now",
                "i will z*rk you now"
            })
    void findsAWordOneSlipAwayAndATermWithOneSuchWord(String text) {
        assertThat(matches(text, false, true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "what are you, blarxgend?", // two slips
                "what are you, blorgenp?", // no neighbour of d
                "what are you, Blorxgend?", // a name
                "blorxgend blubb", // nothing says which language
                "was bist du denn, blorxgend?" // another language
            })
    void believesASlipInCompanyOnly(String text) {
        assertThat(matches(text, false, true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"b.l.o.r.g.e.n.d", "bl0rgend", "ｂｌｏｒｇｅｎｄ", "bLoRgEnD", "bloooorgend", "b\u200Blorgend?!"})
    void aDisguisedBankCountsWhatIsHidden(String text) {
        assertThat(matches(text, true, false)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"blorgend", "Blorgend!", "BLORGEND", "blórgend", "\"blorgend\"", "I will zork you"})
    void aDisguisedBankLeavesPlainSpellingAlone(String text) {
        assertThat(matches(text, true, false)).isFalse();
    }

    @Test
    void oneHiddenWordCountsBesideAPlainOne() {
        assertThat(matches("blorgend and bl0rgend", true, false)).isTrue();
    }

    private static boolean matches(String text, boolean disguised, boolean variants) {
        var plain = TestRules.bank("b", FoldLevel.FULL, List.of("blorgend", "i will zork you"), List.of());
        var bank = new WordBank(
                plain.id(),
                plain.category(),
                "en",
                plain.fold(),
                variants,
                disguised,
                plain.severity(),
                plain.provenance(),
                plain.words(),
                plain.allow(),
                null,
                plain.source());
        var rule = TestRules.rule("r", new RuleCondition.AnyBank(List.of("b")));
        return !TextMatcher.compile(List.of(rule), Map.of("b", bank))
                .match(0, text, LanguageGuess.UNKNOWN)
                .isEmpty();
    }
}
