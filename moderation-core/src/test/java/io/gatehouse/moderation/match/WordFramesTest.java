package io.gatehouse.moderation.match;

import static io.gatehouse.moderation.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.Tokens;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** No word is overlooked because one look is to tell that a masked word is none. */
class WordFramesTest {
    private static final String LETTERS = "abdegiklmnorstuz";

    @Test
    void everyRowOfLettersThatMayBeHiddenIsKnown() {
        forAll(50, random -> {
            var word = word(random, random.nextInt(2, 15));
            char[] letters = word.toCharArray();
            var frames = new WordFrames(List.of("zebra", word, "quagga"));
            for (int hidden = 1; hidden <= MaskedWords.MAX_MASKS; hidden++)
                for (int start = 0; start + hidden <= letters.length; start++) {
                    if ((letters.length - hidden) * MaskedWords.SEEN_OF < letters.length) continue;
                    long before = Tokens.state(letters, 0, start);
                    long after = Tokens.state(letters, start + hidden, letters.length);
                    assertThat(frames.mayHold(before, after, hidden)).as(word).isTrue();
                }
        });
    }

    @Test
    void hardlyAnythingElseIsTakenForAWord() {
        var frames = new WordFrames(List.of("zebra", "quagga"));
        var known = new int[1];
        forAll(500, random -> {
            char[] letters = word(random, 10).toCharArray();
            if (frames.mayHold(Tokens.state(letters, 0, 4), Tokens.state(letters, 5, 10), 1)) known[0]++;
        });
        assertThat(known[0]).isLessThan(25);
    }

    @Test
    void aWordIsFoundWithAnyRowOfItsLettersMasked() {
        forAll(20, random -> {
            var word = word(random, random.nextInt(4, 10));
            var rule =
                    TestRules.rule("r", new RuleCondition.AnyPhrase(List.of(word, "quagga*"), 0, FoldLevel.FULL, null));
            var matcher = TextMatcher.compile(List.of(rule), Map.of());
            for (int hidden = 1; hidden <= word.length() * 2 / 3 && hidden <= 3; hidden++)
                for (int start = 1; start + hidden < word.length(); start++) {
                    var text = "so " + word.substring(0, start) + "*".repeat(hidden) + word.substring(start + hidden)
                            + " here";
                    assertThat(matcher.match(0, text, LanguageGuess.UNKNOWN))
                            .as(text)
                            .isNotEmpty();
                }
        });
    }

    /** Of letters none of which stands twice in a row. */
    private static String word(RandomGenerator random, int length) {
        var word = new StringBuilder();
        while (word.length() < length) {
            char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
            if (word.isEmpty() || word.charAt(word.length() - 1) != letter) word.append(letter);
        }
        return word.toString();
    }
}
