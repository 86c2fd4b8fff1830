package io.gatehouse.moderation.match;

import static io.gatehouse.moderation.Seeds.forAll;
import static io.gatehouse.moderation.match.TestRules.bank;
import static io.gatehouse.moderation.match.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.rule.PiiKind;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.rule.RuleCondition.NearTerm;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.rule.WordBank;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.RandomText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold for every rule and every text. */
class TextMatcherPropertiesTest {
    // No words of any language: one of another than the text's is not believed (ADR 53).
    private static final List<String> WORDS =
            List.of("bza", "bzal", "bzalo", "lozb", "loz", "dzax", "dzaxo", "xozp", "ozp", "vezx");

    private record Setup(List<Rule> rules, Map<String, WordBank> banks) {
        TextMatcher compile() {
            return TextMatcher.compile(rules, banks);
        }
    }

    private static String word(RandomGenerator random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static List<String> words(RandomGenerator random, int most) {
        return random.ints(random.nextInt(1, most + 1), 0, WORDS.size())
                .mapToObj(WORDS::get)
                .toList();
    }

    private static Setup randomRules(RandomGenerator random) {
        var banks = new HashMap<String, WordBank>();
        for (int i = 0; i < 3; i++) banks.put("b" + i, bank("b" + i, FoldLevel.FULL, words(random, 3), List.of()));
        // Terms of several words count as one position, which the reference below does not model: not near anything.
        banks.put("m", bank("m", FoldLevel.FULL, List.of(String.join(" ", words(random, 3))), List.of()));
        var rules = new ArrayList<Rule>();
        for (int i = 0; i < 6; i++) rules.add(rule("r" + i, randomCondition(random)));
        return new Setup(rules, banks);
    }

    private static RuleCondition randomCondition(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> new RuleCondition.AnyBank(List.of("b" + random.nextInt(3)));
            case 1 -> new RuleCondition.AnyBank(List.of("m"));
            case 2 ->
                new RuleCondition.AnyPhrase(
                        List.of(String.join(" ", words(random, 4))), random.nextInt(3), FoldLevel.FULL, null);
            default -> {
                var terms = new ArrayList<NearTerm>();
                terms.add(new NearTerm.OfBank("b" + random.nextInt(3)));
                for (int i = random.nextInt(1, 3); i > 0; i--) terms.add(new NearTerm.OfWord(word(random)));
                yield new RuleCondition.Near(terms, random.nextInt(1, 5), null);
            }
        };
    }

    private static Set<RuleId> matching(TextMatcher matcher, String text) {
        var ids = new TreeSet<RuleId>();
        matcher.match(0, text, LanguageGuess.UNKNOWN).forEach(match -> ids.addAll(match.rules()));
        return ids;
    }

    @Test
    void findsExactlyWhatCheckingEveryRuleInTurnFinds() {
        forAll(1_500, random -> {
            var setup = randomRules(random);
            var text = words(random, 12);
            var expected = new TreeSet<RuleId>();
            for (var rule : setup.rules()) if (holds(rule.condition(), text, setup.banks())) expected.add(rule.id());
            assertThat(matching(setup.compile(), String.join(" ", text))).isEqualTo(expected);
        });
    }

    private static boolean holds(RuleCondition condition, List<String> text, Map<String, WordBank> banks) {
        return switch (condition) {
            case RuleCondition.AnyBank(var ids) ->
                banks.get(ids.getFirst()).words().stream()
                        .anyMatch(term -> Collections.indexOfSubList(text, Arrays.asList(term.split(" "))) >= 0);
            case RuleCondition.AnyPhrase phrase -> {
                var words = Arrays.asList(phrase.phrases().getFirst().split(" "));
                yield inOrder(words, 0, text, -1, -1, words.size() + phrase.slop());
            }
            case RuleCondition.Near near -> together(near, 0, text, banks, new ArrayList<>());
            default -> throw new IllegalArgumentException("not a text condition: " + condition);
        };
    }

    private static boolean inOrder(List<String> words, int next, List<String> text, int first, int last, int width) {
        if (next == words.size()) return last - first < width;
        for (int at = last + 1; at < text.size(); at++)
            if (text.get(at).equals(words.get(next))
                    && inOrder(words, next + 1, text, next == 0 ? at : first, at, width)) return true;
        return false;
    }

    private static boolean together(
            RuleCondition.Near near, int next, List<String> text, Map<String, WordBank> banks, List<Integer> taken) {
        if (next == near.all().size()) return Collections.max(taken) - Collections.min(taken) <= near.within();
        for (int at = 0; at < text.size(); at++) {
            if (taken.contains(at) || !isTerm(near.all().get(next), text.get(at), banks)) continue;
            var more = new ArrayList<>(taken);
            more.add(at);
            if (together(near, next + 1, text, banks, more)) return true;
        }
        return false;
    }

    private static boolean isTerm(NearTerm term, String word, Map<String, WordBank> banks) {
        return switch (term) {
            case NearTerm.OfBank(var bank) -> banks.get(bank).words().contains(word);
            case NearTerm.OfWord(var wanted) -> wanted.equals(word);
        };
    }

    @Test
    void theOrderOfRulesDoesNotMatter() {
        forAll(200, random -> {
            var setup = randomRules(random);
            var shuffled = new ArrayList<>(setup.rules());
            Collections.shuffle(shuffled, new Random(random.nextLong()));
            String text = String.join(" ", words(random, 12));
            assertThat(new Setup(shuffled, setup.banks()).compile().match(0, text, LanguageGuess.UNKNOWN))
                    .isEqualTo(setup.compile().match(0, text, LanguageGuess.UNKNOWN));
        });
    }

    @Test
    void neverThrowsAndNeverPointsOutsideTheText() {
        var matcher = everything();
        forAll(3_000, random -> {
            String text = RandomText.next(random, 60);
            int length = (int) text.codePoints().count();
            for (var match : matcher.match(0, text, LanguageGuess.UNKNOWN))
                for (var span : match.signal().spans()) assertThat(span.end()).isLessThanOrEqualTo(length);
        });
    }

    @Test
    void theSpanIsTheWordAsSubmittedWhateverSurroundsIt() {
        var matcher = everything();
        forAll(2_000, random -> {
            String before = RandomText.next(random, 20) + "\n";
            String text = before + "zorblax" + "\n" + RandomText.next(random, 20);
            int start = (int) before.codePoints().count();
            assertThat(matcher.match(0, text, LanguageGuess.UNKNOWN).stream()
                            .flatMap(match -> match.signal().spans().stream())
                            .filter(span -> span.start() == start && span.end() == start + 7))
                    .isNotEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a ",
                "zorblax ",
                "z",
                "@",
                "+1",
                "1",
                "1:",
                "*",
                "a*",
                "z.",
                "\u0301",
                "\u200B",
                "ﷺ",
                "в",
                "🇦",
                "a!",
                "\uD800",
                "漢",
                "zorb lax ",
                "4111 "
            })
    void takesTheLongestTextOfAnything(String piece) {
        String text = piece.repeat(64 * 1024 / piece.length());
        assertThat(everything().match(0, text, LanguageGuess.UNKNOWN)).isNotNull();
        assertThat(everything().match(0, "zorblax " + text, LanguageGuess.UNKNOWN))
                .isNotEmpty();
    }

    private static TextMatcher everything() {
        var near = new RuleCondition.Near(List.of(new NearTerm.OfBank("full"), new NearTerm.OfWord("zorb")), 5, null);
        return TextMatcher.compile(
                List.of(
                        rule("full", new RuleCondition.AnyBank(List.of("full"))),
                        rule("case", new RuleCondition.AnyBank(List.of("case"))),
                        rule("exact", new RuleCondition.AnyBank(List.of("exact"))),
                        rule(
                                "phrase",
                                new RuleCondition.AnyPhrase(List.of("zorb lax", "a b"), 2, FoldLevel.FULL, null)),
                        rule("near", near),
                        rule("pii", new RuleCondition.Pii(Set.of(PiiKind.values())))),
                Map.of(
                        "full",
                                bank(
                                        "full",
                                        FoldLevel.FULL,
                                        List.of("zorblax", "a*", "aaa", "*zorb*", "漢"),
                                        List.of("a zorblax")),
                        "case", bank("case", FoldLevel.CASE, List.of("zorblax", "é"), List.of()),
                        "exact", bank("exact", FoldLevel.EXACT, List.of("zorblax"), List.of())));
    }
}
