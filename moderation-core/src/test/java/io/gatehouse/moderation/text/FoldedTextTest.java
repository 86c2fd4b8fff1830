package io.gatehouse.moderation.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What folding makes of each disguise. The words are made up: "blorgit" is as bad as it gets here. */
class FoldedTextTest {
    private static List<String> readings(String text) {
        return FoldedText.of(text).full().stream()
                .map(FoldedView::toString)
                .flatMap(reading -> Stream.concat(Stream.of(reading.strip()), Stream.of(reading.split(" "))))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "Blorgit, blorgit",
        "BLORGIT, blorgit",
        "blörgít, blorgit",
        "blorrrrgit, blorgit",
        "blo\u200Brg\u00ADit, blorgit",
        "\u202Eblorgit\u202C, blorgit",
        "bl\uFE0Forg\uDB40\uDC41it, blorgit",
        "ｂｌｏｒｇｉｔ, blorgit",
        "ⓑⓛⓞⓡⓖⓘⓣ, blorgit",
        "⒝⒧⒪⒭⒢⒤⒯, blorgit",
        "ʙʟᴏʀɢɪᴛ, blorgit",
        "𝕓𝕝𝕠𝕣𝕘𝕚𝕥, blorgit",
        "🅱lorgit, blorgit",
        "🅑🅛🅞🅡🅖🅘🅣, blorgit",
        "bløŕgıt, blorgit",
        "blоrgit, blorgit",
        "Вlorgit, blorgit",
        "blοrgiτ, blorgit",
    })
    void thePlainReadingSeesThroughForms(String disguised, String word) {
        assertThat(FoldedText.of(disguised).plain().toString()).isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource({
        "#BlorgitAlert, blorgit",
        "see #TheBlorgit, blorgit",
        "😀 #TheBlorgit, blorgit",
        "U+0062 U+006C U+006F U+0072 U+0067 U+0069 U+0074, blorgit",
        "so u+62 u+6c no, so",
        "u+0062u+006Cu+006fu+0072u+0067u+0069u+0074, blorgit",
    })
    void tagsAreSplitAtCapitalsAndRowsOfCodePointsAreRead(String disguised, String word) {
        assertThat(readings(disguised)).contains(word);
    }

    @Test
    void oneOrTwoNamesOfCodePointsAreTalkAboutCharacters() {
        assertThat(readings("use U+0062 or U+006C here")).doesNotContain("b", "l");
    }

    @ParameterizedTest
    @CsvSource({
        "bl0rg1t, blorgit",
        "b1orgit, blorgit",
        "bl0rg!t, blorgit",
        "8lorgit, blorgit",
        "bl@rgit, blargit",
        "blorgi+s, blorgits",
        "blorg$, blorgs",
        "blo$$, blos",
        "b.l.o.r.g.i.t, blorgit",
        "b l o r g i t, blorgit",
        "b  l  o  r  g  i  t, blorgit",
        "b-l-o-r-g-i-t, blorgit",
        "bl.org.it, blorgit",
        "bl-orgit, blorgit",
        "blor_git, blorgit",
        "b.l.0.r.g.1.t, blorgit",
        "🇧🇱🇴🇷🇬🇮🇹, blorgit",
        "сосо, coco",
    })
    void someReadingDecodesDisguises(String disguised, String word) {
        assertThat(readings(disguised)).contains(word);
    }

    @Test
    void showsAMaskedLetterAsAMask() {
        assertThat(readings("bl*rgit")).contains("bl" + DisguiseFold.MASK + "rgit");
    }

    @ParameterizedTest
    @CsvSource({"12 + 30, 12 30", "10:30, 10 30", "wow!, wow", "it's, it s", "100%, 100", "5*4, 5 4"})
    void ordinaryTextHasOneReading(String text, String plain) {
        assertThat(FoldedText.of(text).full())
                .singleElement()
                .extracting(view -> view.toString().strip())
                .isEqualTo(plain);
    }

    @Test
    void spelledOutLettersStopWhereTheGapChanges() {
        assertThat(readings("a b c  d e f")).contains("abc def");
        assertThat(readings("a.b.c d.e.f")).contains("abc def");
    }

    @Test
    void aStretchRemembersHowLongItWas() {
        var view = FoldedText.of("coool").plain();
        assertThat(view.toString()).isEqualTo("col");
        assertThat(view.run(1)).isEqualTo(3);
        assertThat(view.start(1)).isEqualTo(1);
        assertThat(view.end(1)).isEqualTo(4);
    }

    @Test
    void foldsCaseAndCompatibilityButKeepsAccents() {
        assertThat(FoldedText.of("ﬁ É\u200B  Straße").caseFolded().toString()).isEqualTo("fi e\u0301 strasse");
    }

    @Test
    void marksTypedInAnotherOrderCompareEqual() {
        var a = FoldedText.of("a\u0323\u0301").caseFolded().toString();
        var b = FoldedText.of("a\u0301\u0323").caseFolded().toString();
        assertThat(a).isEqualTo(b);
    }

    @Test
    void exactChangesNothingButLoneSurrogates() {
        assertThat(FoldedText.of("A\uD800b\uD83D\uDE00\uDC00").exact().toString())
                .isEqualTo("A\uFFFDb\uD83D\uDE00\uFFFD");
    }
}
