package io.gatehouse.moderation.match;

import static io.gatehouse.moderation.match.TestRules.bank;
import static io.gatehouse.moderation.match.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.rule.PiiKind;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.rule.RuleCondition.NearTerm;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.rule.WordBank;
import io.gatehouse.moderation.signal.SignalType;
import io.gatehouse.moderation.signal.Span;
import io.gatehouse.moderation.text.FoldLevel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each kind of condition finds and leaves. The words are made up. */
class TextMatcherTest {
    private static final LanguageGuess UNKNOWN = LanguageGuess.UNKNOWN;

    private static TextMatcher matcherOf(RuleCondition condition, WordBank... banks) {
        var byId = new HashMap<String, WordBank>();
        for (var bank : banks) byId.put(bank.id(), bank);
        return TextMatcher.compile(List.of(rule("r", condition)), byId);
    }

    private static TextMatcher bankOf(FoldLevel fold, List<String> words, List<String> allow) {
        return matcherOf(new RuleCondition.AnyBank(List.of("b")), bank("b", fold, words, allow));
    }

    private static TextMatcher blorgit() {
        return bankOf(FoldLevel.FULL, List.of("blorgit"), List.of());
    }

    /** The pieces of the submitted text that were found. */
    private static List<String> found(TextMatcher matcher, String text) {
        return found(matcher, text, UNKNOWN);
    }

    private static List<String> found(TextMatcher matcher, String text, LanguageGuess language) {
        int[] codePoints = text.codePoints().toArray();
        var pieces = new ArrayList<String>();
        for (var match : matcher.match(3, text, language))
            for (var span : match.signal().spans()) {
                assertThat(span.part()).isEqualTo(3);
                pieces.add(new String(codePoints, span.start(), span.end() - span.start()));
            }
        return pieces;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "blorgit",
                "BLORGIT",
                "bl0rg1t",
                "b.l.o.r.g.i.t",
                "b l o r g i t",
                "blörgît",
                "blooorgit",
                "bl*rgit",
                "bl**git",
                "bl#rgit",
                "bloorrrgit",
                "blо\u200Brgit",
                "bl-orgit",
                "ｂlorgit",
                "🅱lorgit",
                "bl orgit",
                "blorrgit",
                "blor gi t"
            })
    void findsTheWordAndItsPlaceHoweverItIsWritten(String disguised) {
        assertThat(found(blorgit(), "😀 you " + disguised + " there")).containsExactly(disguised);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blorgits", "ablorgit", "blorgi", "bloorg", "blorgi tool", "b*****t", "org", "1st blorg"})
    void leavesOtherWordsAlone(String other) {
        assertThat(found(blorgit(), "some " + other + " there")).isEmpty();
    }

    @Test
    void aDoubledLetterOfTheWordMustBeThere() {
        var matcher = bankOf(FoldLevel.FULL, List.of("blaggit"), List.of());
        assertThat(found(matcher, "blaggit blagit blagggit bl*ggit blag*it"))
                .containsExactly("blaggit", "blagggit", "bl*ggit", "blag*it");
    }

    @Test
    void openEndsReachToTheEdgeOfTheWord() {
        var matcher = bankOf(FoldLevel.FULL, List.of("blorg*", "*snarf"), List.of());
        assertThat(found(matcher, "blorgification, oversnarf; snarfing ablorg"))
                .containsExactly("blorgification", "oversnarf");
    }

    @Test
    void termsOfSeveralWordsMayBeSeparatedByAnything() {
        var matcher = bankOf(FoldLevel.FULL, List.of("blorg the snarf"), List.of());
        assertThat(found(matcher, "now blorg,  the-snarf!")).containsExactly("blorg,  the-snarf");
    }

    @Test
    void anAllowPhraseMakesItsWordInnocentAndNoOther() {
        var matcher = bankOf(FoldLevel.FULL, List.of("blorgit"), List.of("maine blorgit"));
        assertThat(found(matcher, "a Maine blorgit")).isEmpty();
        assertThat(found(matcher, "a Maine blorgit, you blorgit")).containsExactly("blorgit");
    }

    @Test
    void caseFoldingKeepsWhatFullFoldingDrops() {
        var matcher = bankOf(FoldLevel.CASE, List.of("blörg", "\uD83D\uDD95"), List.of());
        assertThat(found(matcher, "BLÖRG bl\u00ADo\u0308rg blorg bl0rg ok\uD83D\uDD95"))
                .containsExactly("BLÖRG", "bl\u00ADo\u0308rg", "\uD83D\uDD95");
    }

    @Test
    void exactMeansExact() {
        var matcher = bankOf(FoldLevel.EXACT, List.of("Blorg"), List.of());
        assertThat(found(matcher, "Blorg blorg BLORG Blörg")).containsExactly("Blorg");
    }

    @Test
    void aBankOfAnotherLanguageLooksOnlyWhereTheLanguageIsDoubtful() {
        var matcher = matcherOf(
                new RuleCondition.AnyBank(List.of("b")),
                bank("b", "de", FoldLevel.FULL, List.of("blorgit"), List.of()));
        String longText = "this is a text of some length, with a blorgit in it, and more";
        assertThat(found(matcher, longText, new LanguageGuess("en", 0.99))).isEmpty();
        assertThat(found(matcher, longText, new LanguageGuess("de", 0.99))).hasSize(1);
        assertThat(found(matcher, longText, new LanguageGuess("en", 0.5))).hasSize(1);
        assertThat(found(matcher, longText, UNKNOWN)).hasSize(1);
        assertThat(found(matcher, "a blorgit", new LanguageGuess("en", 0.99))).hasSize(1);
    }

    @Test
    void aPhraseLeavesRoomForAsManyWordsAsItsSlop() {
        var matcher = matcherOf(new RuleCondition.AnyPhrase(List.of("blorg the snarf"), 2, FoldLevel.FULL, null));
        assertThat(found(matcher, "blorg the snarf")).containsExactly("blorg the snarf");
        assertThat(found(matcher, "do bl0rg all of the sn4rf now")).containsExactly("bl0rg all of the sn4rf");
        assertThat(found(matcher, "b l o r g the snarf")).containsExactly("b l o r g the snarf");
        assertThat(found(matcher, "blorg all of quite the snarf")).isEmpty();
        assertThat(found(matcher, "snarf the blorg")).isEmpty();
    }

    @Test
    void nearnessKnowsNoOrderButDistance() {
        var near = new RuleCondition.Near(
                List.of(new NearTerm.OfBank("b"), new NearTerm.OfWord("snarf"), new NearTerm.OfWord("quux")), 4, null);
        var matcher = matcherOf(near, bank("b", FoldLevel.FULL, List.of("blorg", "florg"), List.of()));
        assertThat(found(matcher, "quux one blorg two snarf")).containsExactly("quux one blorg two snarf");
        assertThat(found(matcher, "snarf florg quux")).containsExactly("snarf florg quux");
        assertThat(found(matcher, "quux one blorg two three snarf")).isEmpty();
        assertThat(found(matcher, "blorg florg snarf")).isEmpty();
    }

    @Test
    void oneWordIsNotNearItself() {
        var near = new RuleCondition.Near(List.of(new NearTerm.OfBank("b"), new NearTerm.OfWord("blorg")), 3, null);
        var matcher = matcherOf(near, bank("b", FoldLevel.FULL, List.of("blorg"), List.of()));
        assertThat(found(matcher, "a blorg")).isEmpty();
        assertThat(found(matcher, "blorg a blorg")).containsExactly("blorg a blorg");
    }

    @Test
    void aBankThatOnlyNearnessUsesIsNoSignalOfItsOwn() {
        var near = new RuleCondition.Near(List.of(new NearTerm.OfBank("b"), new NearTerm.OfWord("snarf")), 3, null);
        var matcher = matcherOf(near, bank("b", FoldLevel.FULL, List.of("blorg"), List.of()));
        assertThat(matcher.match(0, "blorg", UNKNOWN)).isEmpty();
        assertThat(matcher.match(0, "blorg snarf", UNKNOWN)).singleElement().satisfies(match -> {
            assertThat(match.signal().type()).isEqualTo(SignalType.PROXIMITY);
            assertThat(match.signal().name()).isEqualTo("r");
        });
    }

    @Test
    void personalDataServesTheRulesThatAskForIt() {
        var matcher = matcherOf(new RuleCondition.Pii(Set.of(PiiKind.EMAIL)));
        assertThat(found(matcher, "é jo@example.org and 192.0.2.1")).containsExactly("jo@example.org");
    }

    @Test
    void rulesShareTheSignalOfABank() {
        var bank = bank("b", FoldLevel.FULL, List.of("blorg"), List.of());
        var condition = new RuleCondition.AnyBank(List.of("b"));
        var matcher = TextMatcher.compile(List.of(rule("r1", condition), rule("r2", condition)), Map.of("b", bank));
        assertThat(matcher.match(0, "blorg", UNKNOWN))
                .singleElement()
                .extracting(TextMatch::rules)
                .isEqualTo(Set.of(new RuleId("r1"), new RuleId("r2")));
    }

    @Test
    void reportsNoMoreSpansThanItsLimit() {
        var matches = blorgit().match(0, "blorgit ".repeat(1_000), UNKNOWN);
        assertThat(matches.getFirst().signal().spans()).hasSize(TextMatcher.MAX_SPANS);
    }

    @Test
    void anExceptionOfAQueryHoldsForEveryReading() {
        var matcher = matcherOf(new RuleCondition.Query("money NOT bank", FoldLevel.FULL, null));
        // The reading that drops separators sees one word "centralbank".
        assertThat(matcher.match(0, "m0ney of the central-bank", LanguageGuess.UNKNOWN))
                .isEmpty();
        assertThat(matcher.match(0, "m0ney of the king", LanguageGuess.UNKNOWN)).hasSize(1);
    }

    @Test
    void aPatternIsAskedWhereItsLiteralsStand() {
        var matcher = matcherOf(new RuleCondition.Regex("win\\s+\\d{3,}\\s*(?:eur|€)", FoldLevel.CASE, null));
        assertThat(matcher.alwaysAsked()).isEmpty();
        assertThat(matcher.match(0, "You WIN  5000 €!", LanguageGuess.UNKNOWN))
                .singleElement()
                .satisfies(match -> assertThat(match.signal().spans()).containsExactly(new Span(0, 4, 15)));
        assertThat(matcher.match(0, "the winner", LanguageGuess.UNKNOWN)).isEmpty();
    }

    @Test
    void namesTheRulesThatNoWordProposes() {
        // No literal of three letters is in each of its matches.
        var matcher = matcherOf(new RuleCondition.Regex("[a-z]\\d{4}", FoldLevel.CASE, null));
        assertThat(matcher.alwaysAsked()).hasSize(1);
        assertThat(matcher.match(0, "room k2024", LanguageGuess.UNKNOWN)).hasSize(1);
        assertThat(matcher.match(0, "room 2024", LanguageGuess.UNKNOWN)).isEmpty();
    }
}
