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

    // What plain folding notes of the letters and signs of a word, besides the kind: one int says it all.
    static final int KIND_SHIFT = 16;
    static final int KIND_MASK = 7 << KIND_SHIFT;
    /** A letter of the Latin script. */
    static final int LATIN = 1 << 19;
    /** A letter of another script that looks Latin even among its own. */
    static final int ALIKE = 1 << 20;
    /** A letter of another script that looks Latin among Latin ones. */
    static final int WEAKLY_ALIKE = 1 << 21;
    /** A letter of another script that is itself among its own. */
    static final int FOREIGN = 1 << 22;

    static final int NUMERAL = 1 << 23;
    /** A symbol that is no apostrophe. */
    static final int SIGN = 1 << 24;
    /** A symbol that is written for a letter at the edge of a word, too. */
    static final int LEET = 1 << 25;
    /** May begin an escape sequence or turn the reading direction. */
    static final int ESCAPE = 1 << 26;
    /** A letter that is sometimes written for another. */
    static final int ATTENTION = 1 << 27;

    /** No word of letters and punctuation has it: {@link SimpleSuspect}. */
    static final int ODD = 1 << 28;
    /** A digit, or a letter of an alphabet whose short words we do not know. */
    static final int UNCOMMON = 1 << 29;

    /** A letter of another script that looks like nothing Latin. */
    static final int UNALIKE = 1 << 30;

    /** The sign bit: a letter or digit that folds to one character. */
    static final int SIMPLE = 1 << 31;

    static final int RIGHT_TO_LEFT_OVERRIDE = 0x202E;

    /** Blanks that are called letters, patterns or separators of vowels: nobody sees them, and they keep letters apart. */
    private static final String FILLERS = "\u2800\u115F\u1160\u3164\uFFA0\u180E";

    /** Tatweel: lengthens a word on the page and says nothing. */
    private static final int ARABIC_STRETCHER = 0x0640;

    /** Of all characters one stands for more: a whole sentence in Arabic, which is an ornament and no word. */
    private static final int MAX_LETTERS = 8;

    private static final int BLOCK_BITS = 8;
    private static final int BLOCK_SIZE = 1 << BLOCK_BITS;
    private static final AtomicReferenceArray<@Nullable Block> BLOCKS =
            new AtomicReferenceArray<>((Character.MAX_CODE_POINT + 1) >> BLOCK_BITS);
    /**
     * Alphabets whose letters make up whole words that look Latin. Letters of others do inside a Latin word only, or where
     * letters of several scripts meet in one word.
     */
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

    private static final Set<UnicodeScript> HAS_SHORT_WORDS =
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.GREEK, UnicodeScript.CYRILLIC);

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
        return block(codePoint).joins[codePoint & (BLOCK_SIZE - 1)];
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
        /** All that plain folding asks: the character of {@link #full}, the kind, and the flags above. */
        final int[] entry = new int[BLOCK_SIZE];

        /** Whether it keeps its neighbour from being the edge of a word. */
        final boolean[] joins = new boolean[BLOCK_SIZE];

        private Block(int number) {
            for (int i = 0; i < BLOCK_SIZE; i++) {
                int codePoint = (number << BLOCK_BITS) + i;
                boolean isAlike = compute(codePoint, i);
                joins[i] = (kind[i] == LETTER && !isWrittenWithoutSpaces(codePoint))
                        || kind[i] == DIGIT
                        || kind[i] == MARK;
                entry[i] = full[i] | kind[i] << KIND_SHIFT | flags(codePoint, i, isAlike);
            }
        }

        private int flags(int codePoint, int i, boolean isAlike) {
            int flags = full[i] != 0 && kind[i] <= DIGIT ? SIMPLE : 0;
            if (kind[i] == LETTER) {
                if (isAlike) flags |= ALIKE;
                else if (look[i] != 0 || fullText[i] != null) flags |= WEAKLY_ALIKE;
                boolean isLatin = full[i] != 0
                        ? UnicodeScript.of(full[i]) == UnicodeScript.LATIN
                        : fullText[i] != null && UnicodeScript.of(fullText[i].codePointAt(0)) == UnicodeScript.LATIN;
                flags |= isLatin ? LATIN : isAlike ? 0 : FOREIGN;
                if (!isLatin && look[i] == 0) flags |= UNALIKE;
                if (full[i] == 0 || !HAS_SHORT_WORDS.contains(UnicodeScript.of(full[i]))) flags |= UNCOMMON;
                if (full[i] == 'v' || full[i] == 'q' || LookAlikes.turned(codePoint) != 0) flags |= ATTENTION;
            } else if (kind[i] == DIGIT) {
                flags |= NUMERAL | UNCOMMON;
            } else if (kind[i] == SYMBOL && !Leet.isApostrophe(codePoint)) {
                flags |= SIGN;
                if (Leet.mayBeginOrEndWord(codePoint)) flags |= LEET;
                if ("&%\\<+".indexOf(codePoint) >= 0) flags |= ESCAPE;
            } else if (kind[i] == REGIONAL) {
                flags |= ATTENTION;
            } else if (codePoint == RIGHT_TO_LEFT_OVERRIDE) {
                flags |= ESCAPE;
            }
            return SimpleSuspect.mayHold(codePoint, kind[i], full[i], flags) ? flags : flags | ODD;
        }

        /** Whether it looks Latin in a word of its own alphabet, too. */
        private boolean compute(int codePoint, int i) {
            caseText[i] = caseFolded(codePoint);
            kind[i] = kindOf(codePoint);
            if (kind[i] == REGIONAL) look[i] = (char) ('a' + codePoint - 0x1F1E6);
            if (kind[i] == SYMBOL && LookAlikes.braille(codePoint) != 0) {
                kind[i] = LETTER;
                full[i] = LookAlikes.braille(codePoint);
                return false;
            }
            if (kind[i] != LETTER && kind[i] != DIGIT && kind[i] != SYMBOL) return false;
            String folded = fullFolded(codePoint, caseText[i]);
            // A whole sentence in one character is an ornament.
            if (folded.length() > MAX_LETTERS) {
                kind[i] = SYMBOL;
                return false;
            }
            if (folded.isEmpty()) {
                kind[i] = kind[i] == SYMBOL ? SYMBOL : MARK;
                return false;
            }
            if (kind[i] == SYMBOL) {
                // A trade mark sign is two letters, but nobody spells with it: it would glue itself to the brand.
                if (folded.codePointCount(0, folded.length()) > 1) return false;
                kind[i] = Character.isDigit(folded.codePointAt(0)) ? DIGIT : LETTER;
            }
            if (folded.length() == 1) full[i] = folded.charAt(0);
            else fullText[i] = folded;
            var script = UnicodeScript.of(folded.codePointAt(0));
            if (kind[i] != LETTER || script == UnicodeScript.LATIN || script == UnicodeScript.HANGUL) return false;
            // Of several letters, each is looked at in the word that they make.
            if (folded.codePointCount(0, folded.length()) > 1) return false;
            look[i] = latinLook(codePoint, folded);
            if (look[i] != 0) return LOOK_ALIKE_SCRIPTS.contains(script);
            look[i] = LookAlikes.weak(folded.codePointAt(0));
            return false;
        }

        private static byte kindOf(int codePoint) {
            if (codePoint >= 0x1F1E6 && codePoint <= 0x1F1FF) return REGIONAL;
            if (FILLERS.indexOf(codePoint) >= 0 || UCharacter.isUWhiteSpace(codePoint)) return SPACE;
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
            if (decomposed.length() > MAX_LETTERS) return UCharacter.toString(codePoint);
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
            char alike = text.length() == 1 ? LookAlikes.latin(text.charAt(0)) : 0;
            if (alike != 0) return String.valueOf(alike);
            if (text.indexOf("æ") >= 0) return text.toString().replace("æ", "ae");
            if (text.indexOf("œ") >= 0) return text.toString().replace("œ", "oe");
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
            if (rest.startsWith("BARRED ")) rest = rest.substring("BARRED ".length());
            if (rest.endsWith(" BAR")) rest = rest.substring(0, rest.length() - " BAR".length());
            boolean isOneLetter = rest.length() == 1 || (rest.length() > 1 && rest.startsWith(" WITH", 1));
            return isOneLetter ? Character.toLowerCase(rest.charAt(0)) : 0;
        }

        private static char latinLook(int codePoint, String folded) {
            // The final sigma folds to the other one, which looks like another letter.
            if (codePoint == 'ς') return 's';
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
            return LookAlikes.strong(codePoint);
        }
    }

    /** Loaded only when a letter of another script turns up. */
    private static final class Checker {
        static final SpoofChecker SPOOF = new SpoofChecker.Builder().build();
    }
}
