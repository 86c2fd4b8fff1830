package io.gatehouse.moderation.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What folding knows about each code point, in blocks of 256 that are computed on first use: most processes see a few
 * dozen of the 4,352 blocks. Sources: Unicode's NFKC_Casefold and confusables data as ICU ships them, character names,
 * and the small tables here.
 */
final class CodePoints {
    static final byte LETTER = 0;
    static final byte DIGIT = 1;
    /** A mark that full folding strips. */
    static final byte MARK = 2;

    static final byte SPACE = 3;
    static final byte INVISIBLE = 4;
    static final byte SYMBOL = 5;
    /** A letter in a square of its own, as flags are spelled; a symbol unless someone spells a word with it. */
    static final byte REGIONAL = 6;

    /** Tatweel: lengthens a word on the page and says nothing. */
    private static final int ARABIC_STRETCHER = 0x0640;

    private static final int BLOCK_BITS = 8;
    private static final int BLOCK_SIZE = 1 << BLOCK_BITS;
    private static final AtomicReferenceArray<@Nullable Block> BLOCKS =
            new AtomicReferenceArray<>((Character.MAX_CODE_POINT + 1) >> BLOCK_BITS);
    /** Alphabets whose letters are put into Latin words. Others share a shape by chance, and nobody reads them so. */
    private static final Set<UnicodeScript> LOOK_ALIKE_SCRIPTS = EnumSet.of(
            UnicodeScript.CYRILLIC,
            UnicodeScript.GREEK,
            UnicodeScript.ARMENIAN,
            UnicodeScript.COPTIC,
            UnicodeScript.CHEROKEE,
            UnicodeScript.LISU,
            UnicodeScript.GOTHIC,
            UnicodeScript.DESERET,
            UnicodeScript.OLD_ITALIC,
            UnicodeScript.GEORGIAN);

    /** Letters that read as Latin ones inside a Latin word though Unicode's data does not call them confusable. */
    private static final String LOOK_ALIKES = "кмтвнпизяαβεηικμνορστυχγωλπ";

    /** What each of {@link #LOOK_ALIKES} reads as. */
    private static final String LOOK_LIKE = "kmtbhnuerabenikuvopotuxywln";

    /** After the tables above, which its construction reads. */
    static final Block LATIN_1 = new Block(0);

    private CodePoints() {}

    static Block block(int codePoint) {
        if (codePoint < BLOCK_SIZE) return LATIN_1;
        int number = codePoint >> BLOCK_BITS;
        var block = BLOCKS.get(number);
        if (block == null) {
            // Two threads may both compute it; the results are equal, so the loser's work is all that is lost.
            block = new Block(number);
            BLOCKS.set(number, block);
        }
        return block;
    }

    /** Whether the code point keeps its neighbour from being the edge of a word. */
    static boolean joinsWords(int codePoint) {
        byte kind = block(codePoint).kind[codePoint & (BLOCK_SIZE - 1)];
        return (kind == LETTER && !isWrittenWithoutSpaces(codePoint)) || kind == DIGIT || kind == MARK;
    }

    private static boolean isWrittenWithoutSpaces(int codePoint) {
        if (codePoint < 0x0E00) return false;
        return switch (UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }

    /** 256 neighbours. The arrays are indexed by the low byte of the code point and never change. */
    static final class Block {
        final byte[] kind = new byte[BLOCK_SIZE];
        /** The one character it is in full folding, or 0 when {@link #fullText} has several. */
        final char[] full = new char[BLOCK_SIZE];

        final @Nullable String[] fullText = new String[BLOCK_SIZE];
        /** Folded by case and compatibility only, decomposed. */
        final String[] caseText = new String[BLOCK_SIZE];
        /** The Latin letter that it looks like, or 0; for letters of other scripts and regional indicators. */
        final char[] look = new char[BLOCK_SIZE];
        /** Whether it is a letter of the Latin script. */
        final boolean[] latin = new boolean[BLOCK_SIZE];

        private Block(int number) {
            for (int i = 0; i < BLOCK_SIZE; i++) compute((number << BLOCK_BITS) + i, i);
        }

        private void compute(int codePoint, int i) {
            caseText[i] = caseFolded(codePoint);
            kind[i] = kindOf(codePoint);
            if (kind[i] == REGIONAL) look[i] = (char) ('a' + codePoint - 0x1F1E6);
            if (kind[i] != LETTER && kind[i] != DIGIT && kind[i] != SYMBOL) return;
            String folded = fullFolded(codePoint, caseText[i]);
            if (folded.isEmpty()) {
                kind[i] = kind[i] == SYMBOL ? SYMBOL : MARK;
                return;
            }
            if (kind[i] == SYMBOL) {
                // A trade mark sign is two letters, but nobody spells with it: it would glue itself to the brand.
                if (folded.codePointCount(0, folded.length()) > 1) return;
                kind[i] = Character.isDigit(folded.codePointAt(0)) ? DIGIT : LETTER;
            }
            if (folded.length() == 1) full[i] = folded.charAt(0);
            else fullText[i] = folded;
            latin[i] = UnicodeScript.of(folded.codePointAt(0)) == UnicodeScript.LATIN;
            if (kind[i] == LETTER && isOfLookAlikeScript(folded)) look[i] = latinLook(codePoint, folded);
        }

        private static boolean isOfLookAlikeScript(String folded) {
            return LOOK_ALIKE_SCRIPTS.contains(UnicodeScript.of(folded.codePointAt(0)));
        }

        private static byte kindOf(int codePoint) {
            if (codePoint >= 0x1F1E6 && codePoint <= 0x1F1FF) return REGIONAL;
            if (codePoint == 0x2800 || UCharacter.isUWhiteSpace(codePoint)) return SPACE;
            if (isInvisible(codePoint)) return INVISIBLE;
            return switch (UCharacter.getType(codePoint)) {
                case UCharacter.NON_SPACING_MARK, UCharacter.ENCLOSING_MARK -> isStripped(codePoint) ? MARK : LETTER;
                case UCharacter.COMBINING_SPACING_MARK -> LETTER;
                case UCharacter.DECIMAL_DIGIT_NUMBER -> DIGIT;
                default -> UCharacter.isLetter(codePoint) ? LETTER : SYMBOL;
            };
        }

        private static boolean isInvisible(int codePoint) {
            return UCharacter.hasBinaryProperty(codePoint, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                    || UCharacter.getType(codePoint) == UCharacter.FORMAT
                    || UCharacter.getType(codePoint) == UCharacter.CONTROL
                    || codePoint == ARABIC_STRETCHER;
        }

        /** Accents and vowel points are stripped; the vowel signs of Indic scripts are letters of their words. */
        private static boolean isStripped(int codePoint) {
            int script = UScript.getScript(codePoint);
            return script == UScript.INHERITED
                    || script == UScript.COMMON
                    || script == UScript.CYRILLIC
                    || script == UScript.HEBREW
                    || script == UScript.ARABIC;
        }

        private static String caseFolded(int codePoint) {
            String folded = Normalizer2.getNFKCCasefoldInstance().normalize(UCharacter.toString(codePoint));
            String decomposed = Normalizer2.getNFKDInstance().normalize(folded);
            if (decomposed.length() == 1) return decomposed;
            var visible = new StringBuilder(decomposed.length());
            decomposed.codePoints().filter(c -> !isInvisible(c)).forEach(visible::appendCodePoint);
            return visible.toString();
        }

        private static String fullFolded(int codePoint, String caseFolded) {
            var text = new StringBuilder(caseFolded.length());
            caseFolded
                    .codePoints()
                    .filter(c -> !isInvisible(c) && (UCharacter.isLetterOrDigit(c) || kindOf(c) == LETTER))
                    .map(c -> UCharacter.isDigit(c) ? '0' + UCharacter.digit(c) : c)
                    .forEach(text::appendCodePoint);
            if (text.length() == 1 && text.charAt(0) < 128) return text.toString();
            char named = latinLetterNamed(codePoint);
            boolean isOne = text.codePointCount(0, text.length()) == 1;
            if (named == 0 && isOne) named = latinLetterNamed(text.codePointAt(0));
            return named == 0 ? text.toString() : String.valueOf(named);
        }

        /** The letter in names like LATIN SMALL LETTER O WITH STROKE or NEGATIVE SQUARED LATIN CAPITAL LETTER B. */
        private static char latinLetterNamed(int codePoint) {
            String name = codePoint < 128 ? null : UCharacter.getName(codePoint);
            int at = name == null || !name.contains("LATIN ") ? -1 : name.indexOf("LETTER ");
            if (name == null || at < 0) return 0;
            String rest = name.substring(at + "LETTER ".length());
            for (String prefix : new String[] {"SMALL CAPITAL ", "DOTLESS ", "SCRIPT "})
                if (rest.startsWith(prefix)) rest = rest.substring(prefix.length());
            boolean isOneLetter = rest.length() == 1 || (rest.length() > 1 && rest.startsWith(" WITH", 1));
            return isOneLetter ? Character.toLowerCase(rest.charAt(0)) : 0;
        }

        private static char latinLook(int codePoint, String folded) {
            char small = looksOf(folded.codePointAt(0));
            char asWritten = looksOf(codePoint);
            // A capital I looks like a small L, but where the small letter looks like an I it is read as an I.
            if (asWritten == 'l' && small == 'i') return 'i';
            return asWritten != 0 ? asWritten : small;
        }

        private static char looksOf(int codePoint) {
            String skeleton = Checker.SPOOF.getSkeleton(UCharacter.toString(codePoint));
            String latin = skeleton.toLowerCase(Locale.ROOT);
            if (latin.length() == 1 && latin.charAt(0) >= 'a' && latin.charAt(0) <= 'z') return latin.charAt(0);
            int at = LOOK_ALIKES.indexOf(codePoint);
            return at < 0 ? 0 : LOOK_LIKE.charAt(at);
        }
    }

    /** Loaded only when a letter of another script turns up. */
    private static final class Checker {
        static final SpoofChecker SPOOF = new SpoofChecker.Builder().build();
    }
}
