package io.gatehouse.moderation.match;

import static io.gatehouse.moderation.match.TestRules.bank;
import static io.gatehouse.moderation.match.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.rule.RuleCondition.NearTerm;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.rule.WordBank;
import io.gatehouse.moderation.text.FoldLevel;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same rules match as when every rule is asked of every place in turn, whatever is written how. */
class NaiveDifferenceTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final List<String> SYLLABLES =
            List.of("ba", "lo", "zor", "blax", "it", "snarf", "quu", "g", "o", "ee");
    private static final List<String> SEPARATORS =
            List.of(" ", " ", " ", " ", " ", ", ", "-", "\n", ". ", " \uD83D\uDE00 ");

    private final RandomGenerator random = new SplittableRandom(7);
    private final List<String> words = new ArrayList<>();
    private final Map<String, WordBank> banks = new HashMap<>();

    private record Sample(String text, LanguageGuess language) {}

    @Test
    void findsWhatAskingEveryRuleInTurnFinds() {
        compare(150, 400);
    }

    /** Ten million pairs of a rule and a message. */
    @Test
    @Tag("long")
    void findsWhatAskingEveryRuleInTurnFindsTenMillionTimes() {
        compare(500, 20_000);
    }

    private void compare(int rules, int messages) {
        var set = new HashSet<String>();
        while (set.size() < 150) set.add(word());
        words.addAll(new TreeSet<>(set));
        for (int i = 0; i < 30; i++) banks.put("b" + i, randomBank("b" + i, i));
        var all = new ArrayList<Rule>();
        for (int i = 0; i < rules; i++) all.add(rule(String.format("r%03d", i), condition(i)));
        var matcher = TextMatcher.compile(all, banks, Long.MAX_VALUE);
        var texts = new HashSet<String>();
        long matching = 0;
        for (int i = 0; i < messages; i++) {
            String text = message();
            while (!texts.add(text)) text = message();
            var language = language();
            var expected = NaiveMatcher.matching(all, banks, text, language, TODAY);
            var found = new TreeSet<RuleId>();
            for (var match :
                    matcher.find(0, text, language, TODAY, RuleTimes.IGNORED).matches()) found.addAll(match.rules());
            assertThat(found).as(text).isEqualTo(expected);
            matching += expected.size();
        }
        long pairs = (long) rules * messages;
        System.out.printf(
                "%,d pairs of %,d messages, %,d matching (%.1f %%)%n",
                pairs, messages, matching, 100.0 * matching / pairs);
        assertThat(matching * 100).isGreaterThan(pairs);
    }

    private String word() {
        var word = new StringBuilder();
        for (int i = random.nextInt(1, 4); i > 0; i--) word.append(SYLLABLES.get(random.nextInt(SYLLABLES.size())));
        return word.toString();
    }

    private String anyWord() {
        return words.get(random.nextInt(words.size()));
    }

    private String term() {
        return switch (random.nextInt(8)) {
            case 0 -> anyWord() + " " + anyWord();
            case 1 -> anyWord() + "-" + anyWord() + " " + anyWord();
            case 2 -> anyWord() + "*";
            case 3 -> "*" + anyWord();
            case 4 -> random.nextBoolean() ? "*" + anyWord() + "*" : anyWord() + " " + anyWord() + "*";
            default -> anyWord();
        };
    }

    private WordBank randomBank(String id, int i) {
        var level = level();
        var terms = new ArrayList<String>();
        for (int n = random.nextInt(1, 6); n > 0; n--) terms.add(term());
        var allow = new ArrayList<String>();
        for (int n = random.nextInt(3); n > 0; n--)
            allow.add(random.nextBoolean() ? anyWord() + " " + terms.getFirst() : terms.getFirst() + " " + anyWord());
        allow.removeIf(phrase -> phrase.indexOf('*') > 0 && phrase.indexOf('*') < phrase.length() - 1);
        var whole = bank(id, i % 5 == 0 ? "de" : null, level, terms, allow);
        return new WordBank(
                id,
                whole.category(),
                whole.language(),
                level,
                false,
                false,
                2,
                "test",
                terms,
                allow,
                i % 7 == 0 ? TODAY.minusDays(random.nextInt(2)) : null,
                whole.source());
    }

    private FoldLevel level() {
        return switch (random.nextInt(6)) {
            case 0 -> FoldLevel.EXACT;
            case 1 -> FoldLevel.CASE;
            default -> FoldLevel.FULL;
        };
    }

    private RuleCondition condition(int i) {
        String language = i % 11 == 0 ? "de" : null;
        return switch (i % 5) {
            case 0 -> new RuleCondition.AnyBank(List.of("b" + random.nextInt(30), "b" + random.nextInt(30)));
            case 1 -> new RuleCondition.AnyPhrase(List.of(term(), term()), 0, level(), language);
            case 2 -> new RuleCondition.AnyPhrase(List.of(anyWord()), 0, level(), language);
            case 3 ->
                new RuleCondition.AnyPhrase(
                        List.of(anyWord() + " " + anyWord(), anyWord() + " " + anyWord() + " " + anyWord()),
                        random.nextInt(1, 4),
                        level(),
                        language);
            default -> {
                var terms = new ArrayList<NearTerm>();
                for (int n = random.nextInt(2, 5); n > 0; n--)
                    terms.add(
                            random.nextBoolean()
                                    ? new NearTerm.OfWord(anyWord())
                                    : new NearTerm.OfBank("b" + random.nextInt(30)));
                yield new RuleCondition.Near(terms, random.nextInt(1, 8), language);
            }
        };
    }

    private LanguageGuess language() {
        return switch (random.nextInt(3)) {
            case 0 -> LanguageGuess.UNKNOWN;
            case 1 -> new LanguageGuess("de", 0.9);
            default -> new LanguageGuess("en", 0.9);
        };
    }

    private String message() {
        var text = new StringBuilder();
        for (int n = random.nextInt(2, 14); n > 0; n--)
            text.append(written(random.nextInt(5) == 0 ? word() : anyWord()))
                    .append(SEPARATORS.get(random.nextInt(SEPARATORS.size())));
        return text.toString();
    }

    private String written(String word) {
        int at = random.nextInt(word.length());
        return switch (random.nextInt(20)) {
            case 0 -> word.replace('o', '0').replace('i', '1');
            case 1 -> word.toUpperCase(java.util.Locale.ROOT);
            case 2 -> String.join(".", word.split(""));
            case 3 -> String.join(" ", word.split(""));
            case 4 -> word.substring(0, at) + word.charAt(at) + word.charAt(at) + word.substring(at);
            case 5 -> word.substring(0, at) + word.substring(at, at + 1).repeat(4) + word.substring(at);
            case 6 -> word.substring(0, at) + "*" + word.substring(at + 1);
            case 7 -> word.substring(0, at) + "\u0301" + word.substring(at);
            case 8 -> word.replace('a', 'а').replace('o', 'о');
            case 9 -> word + anyWord();
            case 10 -> new StringBuilder(word).reverse().toString();
            case 11 -> word.substring(0, at) + "\u200B" + word.substring(at);
            default -> word;
        };
    }

    @Test
    void aWordOfABankThatHasExpiredNoLongerMatches() {
        var expiring = new WordBank(
                "b",
                bank("b", FoldLevel.FULL, List.of("blorg"), List.of()).category(),
                null,
                FoldLevel.FULL,
                false,
                false,
                2,
                "test",
                List.of("blorg"),
                List.of(),
                TODAY,
                rule("r", new RuleCondition.AnyBank(List.of("b"))).source());
        var matcher =
                TextMatcher.compile(List.of(rule("r", new RuleCondition.AnyBank(List.of("b")))), Map.of("b", expiring));
        assertThat(rulesOn(matcher, TODAY)).containsExactly(new RuleId("r"));
        assertThat(rulesOn(matcher, TODAY.plusDays(1))).isEmpty();
    }

    private static Set<RuleId> rulesOn(TextMatcher matcher, LocalDate day) {
        var rules = new TreeSet<RuleId>();
        for (var match : matcher.find(0, "a blorg", LanguageGuess.UNKNOWN, day, RuleTimes.IGNORED)
                .matches()) rules.addAll(match.rules());
        return rules;
    }
}
