package io.gatehouse.moderation.text;

import static io.gatehouse.moderation.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Eight characters at once fold to what one after the other does. */
class AsciiFoldTest {
    private static final List<String> PIECES = List.of(
            "a", "b", "p", "h", "v", "q", "u", "o", "z", "A", "Z", "ll", "oo", "1", "11", "0", " ", " ", " ", "\n",
            "\t ", "\u000B", "'", "`", "-", ".", ",", "!", "#", "@", "*", "&", "%", "\\", "<", "+", "?", "/", "_", "~",
            "(", ")", "[", "{", "|", "}", "^", "=", ":", ";", "\"", "$", ">", "word", "Photo", "have", "don't", "aaa");

    @Test
    void foldsAsPlainFoldDoes() {
        forAll(20_000, random -> assertSame(text(random)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a",
                "  a",
                "a  ",
                "a b c",
                "a.b.c",
                "!",
                "hello  world",
                "aa aa aa",
                "#",
                "##aB",
                "x'y'z'w",
                "ppphhh",
                "Committee bookkeeper ",
                "abcdefghi",
                "abbcdefghij",
                "aabbccddeeffgghh",
                "11 22 a1",
                "?"
            })
    void foldsWhatIsAtTheEdge(String text) {
        for (int before = 0; before < 70; before++) {
            assertSame("x ".repeat(before / 2) + " ".repeat(before % 2) + text);
            assertSame("x".repeat(before) + text);
            assertSame(text + " ".repeat(before));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"é", "a\u0001b", "\uD800", "\u007F", "漢", "\uD83D\uDE00"})
    void leavesWhatIsNotAscii(String text) {
        assertThat(AsciiFold.of("some " + text + " text")).isNull();
    }

    @Test
    void leavesStretchesThatNobodyCanCount() {
        for (int length = 1; length < 300; length++) {
            String text = "b" + "a".repeat(length) + "b";
            if (AsciiFold.of(text) == null) assertThat(length).isGreaterThan(64);
            else assertSame(text);
        }
    }

    private static String text(RandomGenerator random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) text.append(PIECES.get(random.nextInt(PIECES.size())));
        return text.toString();
    }

    private static void assertSame(String text) {
        var ascii = AsciiFold.of(text);
        assertThat(ascii).as(text).isNotNull();
        var plain = new PlainFold(text);
        var expected = plain.fold();
        assertThat(told(ascii.view().tokens())).as(text).isEqualTo(told(expected.tokens()));
        assertThat(told(ascii.view())).as(text).isEqualTo(told(expected));
        assertThat(ascii.codePoints()).isEqualTo(text.codePoints().toArray());
        assertThat(told(ascii.cues(), ascii.codePoints())).as(text).isEqualTo(told(plain.cues(), ascii.codePoints()));
    }

    private static List<String> told(FoldedView view) {
        var told = new ArrayList<String>();
        for (int i = 0; i < view.length(); i++)
            told.add(view.charAt(i) + " " + view.start(i) + " " + view.end(i) + " " + view.run(i));
        return told;
    }

    private static List<String> told(TokenList tokens) {
        var told = new ArrayList<String>();
        for (int i = 0; i < tokens.count(); i++) {
            told.add(tokens.start(i) + " " + tokens.end(i) + " " + tokens.state(i) + " " + tokens.isDoubled(i));
            for (int length = 1; length <= TokenList.BEGINNING; length++)
                assertThat(tokens.atLeast(length, i & -Long.SIZE) >>> i & 1)
                        .isEqualTo(tokens.end(i) - tokens.start(i) >= length ? 1 : 0);
            for (int k = 1; k <= Math.min(tokens.end(i) - tokens.start(i), TokenList.BEGINNING); k++)
                told.add(k + " " + tokens.state(i, k));
        }
        return told;
    }

    /** Of the tokens, those in which there is something to decode. */
    private static List<Object> told(Cues cues, int[] codePoints) {
        var told = new ArrayList<Object>();
        var word = new SuspectWord(codePoints);
        for (int i = 0; i < cues.tokenCount(); i++)
            if (word.look(cues, i))
                told.add(List.of(cues.start(i), cues.end(i), cues.startInView(i), cues.endInView(i)));
        for (int i = 0; i < cues.pieceCount(); i++) told.add("piece " + cues.piece(i));
        told.add(List.of(cues.isSpelledOut(), cues.isEscapable(), cues.isMostlyLatin(), cues.codePointCount()));
        return told;
    }
}
