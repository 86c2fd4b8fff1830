package io.gatehouse.residency.search;

import static io.gatehouse.residency.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.search.Query;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people type: understood, or refused with the place and the reason. */
class QuestionParserTest {
    private static Query parse(String text) {
        return new QuestionParser(text, "text", IndexedDocuments.analyzer()).parse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Word | text:word",
                "two words | +text:two +text:words",
                "a OR b c | text:a (+text:b +text:c)",
                "a AND -b | +text:a -text:b",
                "NOT b | -text:b +*:*",
                "(a OR b) c | +(text:a text:b) +text:c",
                "\"in this order\" | text:\"in this order\"",
                "\"near words\"~3 | text:\"near words\"~3",
                "Begin* | text:begin*",
                "Crème | text:creme",
                "rule:Hate.Slur | rule:hate.slur",
                "rule:hate.* -verdict:allow | +rule:hate.* -verdict:allow",
                "policy:\"sha256:00\" | policy:sha256:00",
                "orange | text:orange",
                "well-known | text:\"well known\"",
                "\u201cin this order\u201d | text:\"in this order\"",
                "\u201ein this order\u201c~2 | text:\"in this order\"~2",
                "\u00abin this order\u00bb b | +text:\"in this order\" +text:b",
                "Verdict:Restrict | verdict:restrict",
                "verdict:res* | verdict:res*",
                "\"f*** off\" | text:\"f off\"",
                "what! | text:what",
            })
    void isUnderstood(String text, String query) {
        assertThat(parse(text).toString()).isEqualTo(query);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "*word | at character 1: this begins with a wildcard, which would look at every word there is",
                "rule:*x | at character 1: this begins with a wildcard, which would look at every word there is",
                "a ?b | at character 3: this begins with a wildcard, which would look at every word there is",
                "wo*d | at character 3: only a '*' at the end of a word is understood",
                "wor? | at character 4: only a '*' at the end of a word is understood",
                "wo* | at character 1: at least 3 characters before a '*': fewer begin too many words",
                "\"open | at character 1: a quotation mark without its other",
                "(a b | at character 1: a '(' without its ')'",
                "a) b | at character 2: a ')' without its '('",
                "a OR | at character 5: something to look for is missing here",
                "OR a | at character 1: something to look for is missing here",
                "a AND | at character 6: something to look for is missing here",
                "() | at character 2: something to look for is missing here",
                "!!! | at character 1: this holds no letter or digit to look for",
                "\"a b\"~99 | at character 7: after '~' comes how many words may lie between, 0 to 20",
                "rule: x | at character 5: a field without its code",
                "a verdict:blocked | at character 3: verdict is one of: allow, review, restrict",
                "standing:true | at character 1: standing is one of: yes, no",
                "NOT NOT a | at character 5: 'not' twice; put it in quotation marks if it is looked for",
                "a --b | at character 4: 'not' twice; put it in quotation marks if it is looked for",
                "word~2 | at character 5: '~' and '^' mean nothing after a word; '~' goes after quotation marks",
                "word^2 | at character 5: '~' and '^' mean nothing after a word; '~' goes after quotation marks",
                "a !word | at character 3: to leave something out write NOT or '-'",
                "\"meet harb*\" | at character 11: a '*' means nothing within quotation marks; write the word, or look for it outside",
            })
    void isRefusedWithItsPlace(String text, String fault) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(BadQuestionException.class)
                .hasMessage(fault);
    }

    @Test
    void fieldsThatThereAreAreNamed() {
        assertThatThrownBy(() -> parse("author:x"))
                .hasMessageStartingWith("at character 1: there is no such field; there are: verdict, category,");
    }

    @Test
    void whatCostsTooMuchIsRefused() {
        var many = IntStream.rangeClosed(0, QuestionParser.MOST_CLAUSES)
                .mapToObj(i -> "w" + i)
                .collect(Collectors.joining(" OR "));
        assertThatThrownBy(() -> parse(many)).hasMessageContaining("more than 64 things to look for");
        var inOnePhrase = '"' + many.replace(" OR", "") + '"';
        assertThatThrownBy(() -> parse(inOnePhrase)).hasMessageContaining("more than 64 things to look for");
        var deep = "(".repeat(QuestionParser.DEEPEST + 1) + "a" + ")".repeat(QuestionParser.DEEPEST + 1);
        assertThatThrownBy(() -> parse(deep)).hasMessageContaining("more than 8 parentheses");
        assertThatThrownBy(() -> parse("a".repeat(QuestionParser.LONGEST + 1))).hasMessageContaining("longer than");
    }

    @Test
    void whateverIsTypedIsUnderstoodOrRefusedAndNothingElse() {
        var pieces = new String[] {
            "a",
            "word",
            "\"",
            "(",
            ")",
            "*",
            "?",
            ":",
            "rule:",
            "OR",
            "AND",
            "NOT",
            "-",
            "~",
            "~3",
            " ",
            " ",
            "é",
            "語",
            "\u0000",
            "\\",
            "/",
            "^",
            "[",
            "{",
            "+",
            "!",
            "\ud83d\ude00"
        };
        forAll(3_000, random -> {
            var text = IntStream.range(0, random.nextInt(1, 14))
                    .mapToObj(_ -> pieces[random.nextInt(pieces.length)])
                    .collect(Collectors.joining());
            try {
                assertThat(parse(text)).isNotNull();
            } catch (BadQuestionException refused) {
                assertThat(refused.getMessage()).startsWith("at character ");
            }
        });
    }
}
