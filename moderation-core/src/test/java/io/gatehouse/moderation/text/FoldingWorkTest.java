package io.gatehouse.moderation.text;

import static io.gatehouse.moderation.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a text is made, reading it in every way costs no more than a constant times its length. Counted, not timed. */
class FoldingWorkTest {
    private static final int LENGTH = 64 * 1024;
    /** Three whole readings and the words alone; of one letter that is a whole sentence in Arabic, all of its letters. */
    private static final int MOST_A_CHARACTER = 14;

    private static long work(String text) {
        return FoldedText.of(text).full().stream().mapToLong(FoldedView::length).sum();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "ab ",
                "b c ",
                "bx tz ",
                "b1g ",
                "1a!|",
                "1|1|1|1 ",
                "b.l.0.r.g ",
                "*a",
                "a* ",
                "f***k ",
                "&#102;",
                "&#102; ",
                "&amp;amp;#102;b1g ",
                "%66",
                "\\u0066",
                "<b>",
                "\u202Ea b\n",
                "\u202E",
                "a\u0301",
                "\u0301",
                "\u200B",
                "🇦",
                "🇦 ",
                "👨‍👩‍👧a",
                "ﷺ",
                "ﷺa",
                "в",
                "вa ",
                "цa1 ",
                "ʞɔ ",
                "|\\/|",
                "\\/\\/",
                "#aBcDeF ",
                "#aB1|c ",
                "v1q!ph ",
                "''a''b''c ",
                "a b c d e f g h i j k l m n o p  ",
                "b c d f g h j k l m n p q r s t  ",
                "a1b1c1d1e1f1g1h1i1j1k1l1m1n1o1p1q1r1s1t1 ",
                "\uD800",
                "漢字a ",
                "⠋⠥",
            })
    void theWorstTextsCostAConstantTimesTheirLength(String piece) {
        String text = piece.repeat(LENGTH / piece.length());
        assertThat(work(text)).isLessThanOrEqualTo((long) MOST_A_CHARACTER * LENGTH);
    }

    @Test
    void mixturesOfTheOddestCostNoMore() {
        var pieces =
                List.of("b1", "|", " ", "bx ", "*", "&#98;", "🇦", "в", ".", "a ", "ph", "'", "1", "\u0301", "#aB");
        forAll(30, random -> {
            var cycle = new StringBuilder();
            for (int i = random.nextInt(1, 12); i > 0; i--) cycle.append(pieces.get(random.nextInt(pieces.size())));
            String text = cycle.toString().repeat(LENGTH / cycle.length());
            assertThat(work(text)).isLessThanOrEqualTo((long) MOST_A_CHARACTER * LENGTH);
        });
    }

    @Test
    void aTextOfOrdinaryLengthIsReadInEveryWay() {
        var text = FoldedText.of("b1|!v1q!ph ".repeat(220));
        assertThat(text.full()).hasSizeGreaterThan(1);
        assertThat(text.isCut()).isFalse();
    }
}
