package io.gatehouse.moderation.classifier;

import java.text.Normalizer;

/** How {@link GramFeatures} reads single characters: lower case, without marks, and what stands for what in disguise. */
final class Glyphs {
    static final char DIGIT = '0';

    /** Latin, Greek, Cyrillic, Armenian: beyond it only lower case. */
    private static final int TABLE = 0x590;

    private static final char[] FOLDED = folded();

    /** Letters that Unicode does not decompose, and what they are read as. */
    private static final String WHOLE = "ßłøđħıæœþðŋς";

    private static final String READ_AS = "slodhiaotdnσ";

    /** Of Greek and Cyrillic, folded, and the Latin letters that they pass for. */
    private static final String FOREIGN = "аеорсухіјѕкмтвнԁһԛԝαοεικνρτυχβηωγ";

    private static final String PASSES_FOR = "aeopcyxijskmtbhdhqwaoeikvptuxbnwy";

    /** What 0 to 9 stand for in a word of letters. */
    private static final String LEET = "oizeasgtbg";

    private Glyphs() {}

    private static char[] folded() {
        var folded = new char[TABLE];
        for (char c = 0; c < TABLE; c++) {
            char lower = Character.toLowerCase(c);
            String parts = Normalizer.normalize(String.valueOf(lower), Normalizer.Form.NFD);
            char base = lower >= 0xC0 && Character.isLetter(lower) ? parts.charAt(0) : lower;
            int whole = WHOLE.indexOf(base);
            folded[c] = whole < 0 ? base : READ_AS.charAt(whole);
        }
        return folded;
    }

    static char fold(char c) {
        return c < TABLE ? FOLDED[c] : Character.toLowerCase(c);
    }

    /** Of a letter among Latin ones; itself when it passes for none. */
    static char latin(char folded) {
        int at = FOREIGN.indexOf(folded);
        return at < 0 ? folded : PASSES_FOR.charAt(at);
    }

    /** Of a digit among letters. */
    static char letter(char digit) {
        return LEET.charAt(digit - '0');
    }
}
