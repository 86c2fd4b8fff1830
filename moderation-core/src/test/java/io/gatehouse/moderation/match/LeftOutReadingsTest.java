package io.gatehouse.moderation.match;

import static io.gatehouse.moderation.Seeds.forAll;
import static io.gatehouse.moderation.match.TestRules.bank;
import static io.gatehouse.moderation.match.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.Seeds;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.rule.WordBank;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.FoldedText;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readings in which nobody looks for anything are not made: what is found must be what all of them together hold. */
class LeftOutReadingsTest {
    private static final List<String> WANTED = List.of(
            "blorg",
            "zonker",
            "aardfax",
            "fonebox",
            "gaplu",
            "selfmade",
            "ukrop",
            "stilo",
            "illax",
            "krank",
            "бюфт",
            "dworp*",
            "*nuffel",
            "he ads",
            "very zonker",
            "ordinary krank day");
    private static final List<String> ORDINARY = List.of(
            "the",
            "he",
            "ads",
            "very",
            "ordinary",
            "day",
            "self",
            "made",
            "vivid",
            "phone",
            "quiet",
            "dog",
            "Über",
            "l'air",
            "слово",
            "ardfax",
            "x",
            "19",
            "3rd",
            "mail");
    private static final String[] SIGNS = {
        "-", ".", "'", "*", "@", "(", ")", "/", "_", "!", "#", "|", "$", "+", "--", "’", "…", "&amp;", "<b>", "é",
        "\u200B", "1", "3", "5", " ", "v", "ph", "q", "\u0301", "о", "😀"
    };

    private static TextMatcher matcher(String... open) {
        var rules = new ArrayList<Rule>();
        var banks = new HashMap<String, WordBank>();
        for (var word : WANTED) {
            if (word.startsWith("*") && open.length == 0) continue;
            if (word.indexOf(' ') >= 0) {
                rules.add(
                        rule("p" + rules.size(), new RuleCondition.AnyPhrase(List.of(word), 0, FoldLevel.FULL, null)));
            } else {
                String id = "b" + rules.size();
                banks.put(id, bank(id, FoldLevel.FULL, List.of(word), List.of()));
                rules.add(rule("r" + rules.size(), new RuleCondition.AnyBank(List.of(id))));
            }
        }
        return TextMatcher.compile(rules, banks);
    }

    private static String word(RandomGenerator random) {
        var words = random.nextInt(3) == 0 ? WANTED : ORDINARY;
        var word = new StringBuilder(words.get(random.nextInt(words.size())).replace("*", ""));
        for (int i = random.nextInt(4); i > 0; i--) change(word, random);
        return random.nextInt(8) == 0 ? word.toString().toUpperCase(Locale.ROOT) : word.toString();
    }

    private static void change(StringBuilder word, RandomGenerator random) {
        int at = random.nextInt(word.length() + 1);
        if (at == word.length() || random.nextInt(3) > 0) {
            word.insert(at, SIGNS[random.nextInt(SIGNS.length)]);
        } else if (random.nextBoolean()) {
            word.setCharAt(at, "0134578@$!*|vqVQ".charAt(random.nextInt(16)));
        } else {
            word.insert(at, word.charAt(at));
        }
    }

    private static String text(RandomGenerator random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(1, 9); i > 0; i--) text.append(word(random)).append(' ');
        return text.toString();
    }

    private static Map<String, String> found(TextMatcher matcher, String text, FoldedText folded) {
        var found = new HashMap<String, String>();
        for (var match : matcher.find(0, text, folded, LanguageGuess.UNKNOWN, LocalDate.EPOCH, RuleTimes.IGNORED)
                .matches())
            found.put(match.rules().toString(), match.signal().spans().toString());
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole words", "parts of words, too"})
    void whatIsFoundDoesNotDependOnReadingsThatAreLeftOut(String kind) {
        var matcher = kind.startsWith("whole") ? matcher() : matcher("open");
        var count = new int[1];
        forAll(8_000, random -> {
            var text = text(random);
            var all = FoldedText.of(text);
            all.full();
            var expected = found(matcher, text, all);
            if (!expected.isEmpty()) count[0]++;
            assertThat(found(matcher, text, FoldedText.of(text))).as(text).isEqualTo(expected);
        });
        assertThat(count[0]).isGreaterThan(Seeds.ofAll(2_000));
    }

    @Test
    void aSignThatIsReadAsTheLetterBesideItLengthensIt() {
        var rule = rule("r", new RuleCondition.AnyPhrase(List.of("aardfax"), 0, FoldLevel.FULL, null));
        var matcher = TextMatcher.compile(List.of(rule), Map.of());
        assertThat(matcher.match(0, "an @ardfax is here", LanguageGuess.UNKNOWN))
                .hasSize(1);
        assertThat(matcher.match(0, "an ardfax is here", LanguageGuess.UNKNOWN)).isEmpty();
    }
}
