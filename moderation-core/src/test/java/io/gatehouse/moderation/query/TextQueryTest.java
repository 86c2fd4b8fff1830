package io.gatehouse.moderation.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextQueryTest {
    private static TextQuery word(String word) {
        return new TextQuery.Word(word);
    }

    private static TextQuery right(String query) {
        return TextQuery.of(query).orElseThrow(() -> new AssertionError(TextQuery.parse(query)));
    }

    @Test
    void operatorsBindTheirNeighboursAsInLucene() {
        assertThat(right("a OR b AND c"))
                .isEqualTo(new TextQuery.Clauses(List.of(word("b"), word("c")), List.of(word("a")), List.of()));
        assertThat(right("a b -c"))
                .isEqualTo(new TextQuery.Clauses(List.of(), List.of(word("a"), word("b")), List.of(word("c"))));
        assertThat(right("a AND NOT b"))
                .isEqualTo(new TextQuery.Clauses(List.of(word("a")), List.of(), List.of(word("b"))));
        assertThat(right("+(a)")).isEqualTo(word("a"));
    }

    @Test
    void whatFoldingSplitsIsAPhrase() {
        assertThat(right("don't")).isEqualTo(new TextQuery.Phrase(List.of("don", "t"), 0));
        assertThat(right("a\\:b")).isEqualTo(new TextQuery.Phrase(List.of("a", "b"), 0));
        assertThat(right("\"free\"")).isEqualTo(word("free"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "fr*e | 'fr*e' has a wildcard inside | only the end may be open: free*; or use a regex",
                "fr?e | 'fr?e' has a wildcard inside | only the end may be open: free*; or use a regex",
                "free? | 'free?' has a wildcard inside | only the end may be open: free*; or use a regex",
                "*free | a word cannot begin with '*' | write the beginning: free*; or use a regex",
                "fr* | 'fr*' is too short | at least 3 letters before *",
                "free~ | a query has no fuzzy words | fold: full reads misspellings; or write them out",
                "free~0.8 | a query has no fuzzy words | fold: full reads misspellings; or write them out",
                "free^2 | a query has no boosts | a rule holds or it does not",
                "(a b)^2 | a query has no boosts | a rule holds or it does not",
                "title:free | a query has no fields | write \\: for a colon",
                "[a TO b] | a query has no ranges | write the words out with OR, or \\[",
                "{a TO b} | a query has no ranges | write the words out with OR, or \\{",
                "/fr.e/ | a query has no regular expressions | give it a rule of its own with 'regex:', or write \\/",
                "\"free mon*\" | a phrase has no wildcards: \"free mon*\" | write its words out",
                "\"free money\"~ | '~' after a phrase needs a number | \"free money\"~3",
                "\"free money\"~99 | the slop ~99 is too wide | at most 50",
                "\"free | a phrase is not closed | end it with \"",
                "(a OR b | a parenthesis is not closed | end it with )",
                "a) b | ')' closes what was not opened | write \\) for the character",
                "a AND | the query ends where a word is wanted | write a word after the last operator",
                "AND a | 'AND' has nothing before it | write it in quotes if it is a word",
                "a AND OR b | 'OR' stands where a word is wanted | write it in quotes if it is a word",
                "NOT a | only exclusions: such a query matches nothing | say what must be there: word NOT other",
                "a AND (NOT b) | only exclusions: such a query matches nothing | say what must be there: word NOT other",
                "() | there is nothing to look for | write a word, a \"phrase\" or a prefix*",
                "\"!!!\" | '!!!' has no letter or digit | look for symbols with a word bank or a regex",
                "a b\\ | the query ends in a backslash | write \\\\ for the character",
            })
    void refusesTheRestWithAHint(String query, String message, String hint) {
        assertThat(TextQuery.parse(query))
                .isEqualTo(new TextQuery.Parsed.Wrong(List.of(new TextQuery.Fault(message, hint))));
    }

    @Test
    void reportsEveryUnservedConstructAtOnce() {
        assertThat(((TextQuery.Parsed.Wrong) TextQuery.parse("f?o title:bar baz~ [a TO b]")).faults())
                .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a AND b OR c", "cats and dogs"})
    void warnsOfWhatMayNotBeMeant(String query) {
        assertThat(((TextQuery.Parsed.Right) TextQuery.parse(query)).warnings()).hasSize(1);
    }

    @Test
    void hasLimits() {
        assertThat(TextQuery.of("a ".repeat(TextQuery.MAX_WORDS + 1))).isEmpty();
        assertThat(TextQuery.of("a".repeat(TextQuery.MAX_LENGTH + 1))).isEmpty();
        assertThat(TextQuery.of("(".repeat(1_000) + "a" + ")".repeat(1_000))).isEmpty();
    }
}
