package io.gatehouse.moderation.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.gatehouse.moderation.Seeds;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.FoldedText;
import io.gatehouse.moderation.text.RandomText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeRegexTest {
    private static SafeRegex right(String regex, FoldLevel level) {
        return SafeRegex.of(regex, level).orElseThrow(() -> new AssertionError(SafeRegex.parse(regex, level)));
    }

    private static List<String> find(SafeRegex regex, FoldLevel level, String text) {
        var found = new ArrayList<String>();
        for (var view : FoldedText.of(text).views(level)) {
            String folded = view.toString();
            regex.find(folded, (start, end) -> found.add(folded.substring(start, end)));
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            value = {
                "full § free\\s+money § Fr33  M0ney now § true",
                "full § [Éé]cole § ecole § true",
                "full § Straße § STRASSE § true",
                "case § free.?money § FREE-MONEY § true",
                "case § FREE[A-C]+ § freeabc § true",
                "case § free § fr33 § false",
                "exact § Free § free § false",
                "exact § (?i)Free § fREE § true",
                "case § (?:win|gain)\\W{0,3}\\d{2,}\\s?(?:eur|€) § You WIN: 500 € § true",
                "case § 10\\.0{2,3}\\$ § 10.000$ § true",
                "case § \\bcat\\b § concatenate § false",
                "case § [^A]b § ab § false",
            })
    void findsInTheTextAsFolded(String level, String regex, String text, boolean expected) {
        var fold = FoldLevel.ofWireName(level).orElseThrow();
        assertThat(!find(right(regex, fold), fold, text).isEmpty()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            value = {
                "free\\s+mon(?:ey|ies) § monies money",
                "v[i1]agra § v1agra viagra",
                "(?:win|gain)\\d+(?:euros|dollars) § dollars euros",
                "colou?r § color colour",
                "\\d+ (?:abc|def) § abc def",
                "(?:abc)+x § abc",
                "\\bclick here\\b § click here",
            })
    void derivesTheLiteralsThatMustBeThere(String regex, String literals) {
        var required = right(regex, FoldLevel.CASE).requiredLiterals();
        if (literals.equals("click here")) assertThat(required).containsExactly(literals);
        else if (regex.startsWith("\\d+ ")) assertThat(required).containsExactlyInAnyOrder(" abc", " def");
        else assertThat(required).containsExactlyInAnyOrder(literals.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\d{6}", "[a-z]+\\d", "(?:abc)?\\d+", "(?:abc|\\d)x?", "ab"})
    void warnsOfAPatternThatIsRunOnEveryText(String regex) {
        var parsed = (SafeRegex.Parsed.Right) SafeRegex.parse(regex, FoldLevel.CASE);
        assertThat(parsed.regex().requiredLiterals()).isEmpty();
        assertThat(parsed.warnings())
                .singleElement()
                .extracting(SafeRegex.Fault::message)
                .asString()
                .contains("every text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            value = {
                "(a)\\1 § back-references are not served: they cannot be answered in linear time",
                "a(?=b) § look-around is not served: it cannot be answered in linear time",
                "(?<!a)b § look-around is not served: it cannot be answered in linear time",
                "(?<name>a) § groups have no names here: nothing refers to them",
                "(?>a) § atomic groups are not served",
                "a++ § possessive repetition is not served",
                "a** § a repetition is repeated",
                "a{1000} § the repetition {1000} is too large",
                "a{5,2} § the repetition {5,2} is empty",
                "((a{100}){100}){100} § the pattern makes 1010101 instructions",
                "a* § the pattern matches the empty text",
                "(abc)?|x* § the pattern matches the empty text",
                "\\b § the pattern matches the empty text",
                "(a § a parenthesis is not closed",
                "a) § ')' closes what was not opened",
                "[a § '[' is not closed",
                "[z-a] § a range runs backwards",
                "+a § '+' repeats nothing",
                "a{x} § '{' begins no repetition",
                "\\q § unknown escape '\\q'",
                "a\\ § the pattern ends in a backslash",
                "(?x)a § unknown flags in '(?'",
                "\\p{Nonsense} § not a pattern: unknown or unsupported Unicode property",
            })
    void refusesTheRestWithAHint(String regex, String message) {
        var parsed = SafeRegex.parse(regex, FoldLevel.EXACT);
        assertThat(parsed).isInstanceOf(SafeRegex.Parsed.Wrong.class);
        var fault = ((SafeRegex.Parsed.Wrong) parsed).faults().getFirst();
        if (message.startsWith("not a pattern")) assertThat(fault.message()).startsWith("not a pattern");
        else assertThat(fault.message()).isEqualTo(message);
        assertThat(fault.hint()).isNotNull();
    }

    @Test
    void refusesWhatTheFoldLeavesNothingOf() {
        assertThat(SafeRegex.of("a\\$b", FoldLevel.FULL)).isEmpty();
        assertThat(SafeRegex.of("\\p{Lu}{4}", FoldLevel.CASE)).isEmpty();
        assertThat(SafeRegex.of("x".repeat(SafeRegex.MAX_LENGTH + 1), FoldLevel.CASE))
                .isEmpty();
        assertThat(SafeRegex.of("(".repeat(400) + "a" + ")".repeat(400), FoldLevel.CASE))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+$x",
                "(?:a|aa|a*)*b",
                "(?:x?){200}a{200}b",
                "(?:a*)*(?:a*)*(?:a*)*c",
                "[ab]*a[ab]{14}q",
                "(?s)a.*b|ac",
                "(?:[a-z]*[aeiou ]){12}[xyz]{3}"
            })
    void catastrophicPatternsTakeLinearTime(String regex) {
        var compiled = right(regex, FoldLevel.EXACT);
        String text = "ab".repeat(32 * 1024);
        assertTimeout(Duration.ofMillis(1_500), () -> compiled.find(text, (_, _) -> false));
    }

    @Test
    void whatMatchesHasARequiredLiteral() {
        int[] matched = new int[1];
        Seeds.forAll(8_000, random -> {
            String pattern = pattern(random, 3);
            if (!(SafeRegex.parse(pattern, FoldLevel.CASE) instanceof SafeRegex.Parsed.Right(var regex, var _))) return;
            if (regex.requiredLiterals().isEmpty()) return;
            var text = new StringBuilder();
            for (int i = random.nextInt(14); i > 0; i--)
                text.append(List.of("abc", "bcd", "x", "ab", "d", " ").get(random.nextInt(6)));
            if (find(regex, FoldLevel.CASE, text.toString()).isEmpty()) return;
            matched[0]++;
            assertThat(regex.requiredLiterals())
                    .as(pattern + " on " + text)
                    .anyMatch(l -> text.toString().contains(l));
        });
        assertThat(matched[0]).isGreaterThan(Seeds.ofAll(300));
    }

    private static String pattern(RandomGenerator random, int depth) {
        var pattern = new StringBuilder();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            switch (random.nextInt(depth == 0 ? 4 : 6)) {
                case 0 -> pattern.append("abc");
                case 1 -> pattern.append("bcd");
                case 2 -> pattern.append("[ax]");
                case 3 -> pattern.append('x');
                case 4 ->
                    pattern.append("(?:")
                            .append(pattern(random, depth - 1))
                            .append('|')
                            .append(pattern(random, depth - 1))
                            .append(')');
                default ->
                    pattern.append("(").append(pattern(random, depth - 1)).append(')');
            }
            if (random.nextInt(4) == 0)
                pattern.append(List.of("?", "*", "+", "{1,2}", "{0,1}").get(random.nextInt(5)));
        }
        return pattern.toString();
    }

    @Test
    void neverThrowsOnAnyPatternOrText() {
        Seeds.forAll(4_000, random -> {
            var level = FoldLevel.values()[random.nextInt(3)];
            var parsed = SafeRegex.parse(RandomText.next(random, 12) + pattern(random, 1), level);
            if (parsed instanceof SafeRegex.Parsed.Right(var regex, var _))
                find(regex, level, RandomText.next(random, 20));
        });
    }
}
