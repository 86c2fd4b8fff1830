package io.gatehouse.moderation.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.gatehouse.moderation.Seeds;
import io.gatehouse.moderation.query.TextQuery;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.FoldedText;
import io.gatehouse.moderation.text.RandomText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.index.memory.MemoryIndex;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryCheckTest {
    private static final String[] WORDS = {"alpha", "alphabet", "bravo", "charlie", "delta", "alp", "deltas", "echo"};

    private static QueryCheck check(String query, FoldLevel level) {
        return new QueryCheck(TextQuery.of(query).orElseThrow(() -> new AssertionError(TextQuery.parse(query))), level);
    }

    private static List<String> find(QueryCheck check, String text) {
        var folded = FoldedText.of(text);
        int[] codePoints = text.codePoints().toArray();
        var found = new ArrayList<String>();
        for (var view : folded.views(check.level()))
            check.find(view, new SpanSink() {
                @Override
                public void found(int start, int end) {
                    int from = view.start(start);
                    found.add(new String(codePoints, from, view.end(end - 1) - from));
                }

                @Override
                public boolean spend(int units) {
                    return true;
                }
            });
        return found;
    }

    @Test
    void agreesWithLuceneOnEveryQueryAndText() throws Exception {
        int[] asked = new int[3];
        Seeds.forAll(12_000, random -> {
            String query = query(random, 3);
            String text = text(random);
            var lucene = new QueryParser("f", new WhitespaceAnalyzer()).parse(query);
            var index = new MemoryIndex(true);
            index.addField("f", text, new WhitespaceAnalyzer());
            boolean expected = index.search(lucene) > 0;
            switch (TextQuery.parse(query)) {
                // The one fault of a generated query: Lucene reads such a part, but it never matches.
                case TextQuery.Parsed.Wrong(var faults) -> {
                    asked[2]++;
                    assertThat(faults)
                            .extracting(TextQuery.Fault::message)
                            .allMatch(m -> m.startsWith("only exclusions"));
                }
                case TextQuery.Parsed.Right(var right, var _) -> {
                    asked[expected ? 0 : 1]++;
                    boolean seen =
                            !find(new QueryCheck(right, FoldLevel.CASE), text).isEmpty();
                    assertEquals(expected, seen, () -> query + "   on   " + text);
                }
            }
        });
        assertThat(asked[0]).as("pairs that match").isGreaterThan(Seeds.ofAll(1_000));
        assertThat(asked[1]).as("pairs that do not").isGreaterThan(Seeds.ofAll(1_000));
        System.out.printf("queries against Lucene: %d match, %d do not, %d refused%n", asked[0], asked[1], asked[2]);
    }

    private static String query(RandomGenerator random, int depth) {
        var query = new StringBuilder();
        int clauses = 1 + random.nextInt(4);
        for (int i = 0; i < clauses; i++) {
            if (i > 0)
                query.append(
                        List.of(" ", " AND ", " OR ", " && ", " || ", " AND ").get(random.nextInt(6)));
            query.append(List.of("", "", "", "+", "-", "NOT ", "!", "").get(random.nextInt(8)));
            switch (random.nextInt(depth == 0 ? 3 : 4)) {
                case 0 -> query.append(word(random));
                case 1 -> query.append(word(random), 0, 3).append('*');
                case 2 -> phrase(random, query);
                default -> query.append('(').append(query(random, depth - 1)).append(')');
            }
        }
        return query.toString();
    }

    private static void phrase(RandomGenerator random, StringBuilder query) {
        int length = 2 + random.nextInt(3);
        query.append('"');
        for (int k = 0; k < length; k++) query.append(k == 0 ? "" : " ").append(word(random));
        query.append('"');
        if (random.nextBoolean()) query.append('~').append(random.nextInt(6));
    }

    private static String word(RandomGenerator random) {
        return WORDS[random.nextInt(WORDS.length)];
    }

    private static String text(RandomGenerator random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(10); i >= 0; i--) text.append(word(random)).append(' ');
        return text.toString().strip();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"free money\" AND (crypto OR bit*) NOT \"central bank\" | Free money, bitcoin! | true",
                "\"free money\" AND (crypto OR bit*) NOT \"central bank\" | free money: bitcoin from the central bank | false",
                "\"free money\" AND (crypto OR bit*) NOT \"central bank\" | free money | false",
                "\"free money\"~2 | money for free | false",
                "\"free money\"~3 | money for free | true",
                "passw* | the p4ssw0rd | true",
                "crypto | cr*pto | true",
                "crypto | c r y p t o | true",
                "don't AND care | I don't care | true",
                "don't AND care | don care | false",
                "漢字 | 私は漢字を書く | true",
            })
    void readsTextsAsTheyAreFolded(String query, String text, boolean expected) {
        assertEquals(expected, !find(check(query, FoldLevel.FULL), text).isEmpty());
    }

    @Test
    void foldsAsItsLevelSays() {
        assertThat(find(check("crypto", FoldLevel.FULL), "crÿptó")).isNotEmpty();
        assertThat(find(check("crypto", FoldLevel.CASE), "CRYPTO")).isNotEmpty();
        assertThat(find(check("crypto", FoldLevel.CASE), "cr4pto")).isEmpty();
        assertThat(find(check("Crypto", FoldLevel.EXACT), "crypto")).isEmpty();
    }

    @Test
    void tellsWhereItsPositiveWordsStand() {
        assertThat(find(check("+money free NOT bank", FoldLevel.CASE), "Get FREE money."))
                .containsExactly("money", "FREE");
        assertThat(find(check("\"free money\"~3", FoldLevel.CASE), "free and easy money"))
                .containsExactly("free and easy money");
    }

    @Test
    void requiresTheRarestClause() {
        assertThat(check("+the +cryptocurrency", FoldLevel.FULL).requiredWords())
                .containsExactly("cryptocurrency");
        assertThat(check("a OR b", FoldLevel.FULL).requiredWords()).containsExactly("a", "b");
        assertThat(check("\"free money\" AND (crypto OR bit*) NOT bank", FoldLevel.FULL)
                        .requiredWords())
                .containsExactly("money");
        assertThat(check("(x AND giveaway*) OR \"free moneys\"", FoldLevel.FULL).requiredWords())
                .containsExactly("giveaway*", "moneys");
    }

    @Test
    void whatMatchesHasARequiredWord() {
        Seeds.forAll(2_000, random -> {
            String query = query(random, 2);
            String text = text(random);
            if (!(TextQuery.parse(query) instanceof TextQuery.Parsed.Right(var right, var _))) return;
            var check = new QueryCheck(right, FoldLevel.CASE);
            if (find(check, text).isEmpty()) return;
            assertThat(check.requiredWords())
                    .as(query + " on " + text)
                    .anyMatch(word -> word.endsWith("*")
                            ? (" " + text).contains(" " + word.substring(0, word.length() - 1))
                            : (" " + text + " ").contains(" " + word + " "));
        });
    }

    @Test
    void neverThrowsOnAnyTextOrQuery() {
        Seeds.forAll(2_000, random -> {
            var check = check("\"free money\"~3 OR bit* OR don't OR 漢字 NOT x", FoldLevel.FULL);
            find(check, RandomText.next(random, 40));
            TextQuery.parse(RandomText.next(random, 20) + "\"a* (b OR~2");
        });
    }

    @Test
    void isLinearInTheWorstText() {
        String words = "\"aa aa aa ab aa aa ab ab aa\"~50 OR aaa* NOT zz";
        var check = check(words, FoldLevel.CASE);
        String text = "aa ab ".repeat(11_000);
        assertTimeout(Duration.ofSeconds(2), () -> find(check, text));
    }
}
