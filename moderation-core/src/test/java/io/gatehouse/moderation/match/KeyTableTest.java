package io.gatehouse.moderation.match;

import static io.gatehouse.moderation.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.text.FoldLevel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is looked for is found wherever its word stands, however many others stand before it. */
class KeyTableTest {
    private static TextMatcher matcher(String... phrases) {
        return TextMatcher.compile(
                List.of(TestRules.rule("r", new RuleCondition.AnyPhrase(List.of(phrases), 0, FoldLevel.FULL, null))),
                Map.of());
    }

    private static boolean isFound(TextMatcher matcher, String text) {
        return !matcher.match(0, text, LanguageGuess.UNKNOWN).isEmpty();
    }

    @Test
    void everyPlaceOfALongTextIsLookedAt() {
        for (var phrase : List.of("zorblax", "zorb lax", "zorb*", "zorbee"))
            for (int before = 0; before < 140; before++) {
                var text = "word ".repeat(before) + phrase.replace("*", "let") + " word".repeat(before % 3);
                assertThat(isFound(matcher(phrase), text)).as(text).isTrue();
            }
    }

    @ParameterizedTest
    @CsvSource({
        "blorrg, blorrg, true",
        "blorrg, BLORRRRG, true",
        "blorrg, blorg, false",
        "blorg, blorg, true",
        "blorg, blorrrrg, true",
        "zorb blorrg, zorb blorrg, true",
        "zorb blorrg, zorb blorg, false",
        "blorrg, blórrg, true",
        "blorrg, bl0rrg, true",
        "blorrg, blorrg &amp; more, true",
        "blorrg, b l o r r g, true"
    })
    void aDoubledLetterIsFoundWhereTheTextHasOne(String phrase, String text, boolean isFound) {
        assertThat(isFound(matcher(phrase), "so " + text + " it is")).isEqualTo(isFound);
    }

    @Test
    void askedKeysAreNewOnce() {
        forAll(20, random -> {
            var asked = new AskedKeys();
            var reference = new HashSet<Long>();
            var keys = new ArrayList<Long>();
            for (int i = 0; i < 500; i++) keys.add(random.nextLong() | 1);
            for (int i = 0; i < 5_000; i++) {
                long key = keys.get(random.nextInt(keys.size()));
                assertThat(asked.add(key)).isEqualTo(reference.add(key));
            }
            assertThat(new TreeSet<>(reference)).hasSizeGreaterThan(400);
        });
    }
}
