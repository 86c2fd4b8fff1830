package io.gatehouse.moderation.text;

import java.util.Arrays;

/**
 * A suspect word of ordinary Latin letters, digits and signs that stand in sentences, names and addresses: nineteen of
 * twenty are, and hardly any of them is disguised. All that {@link WordReader} would make of it is hashed in one pass, so that it need
 * not be read where none of that is looked for.
 */
final class SimpleSuspect {
    /** Signs that stand for no letter, alone or in a row of them. */
    private static final String SIGNS = "-.,:;?\"=~&`/_)]}>";
    /** Signs that may be the first letter of the word before which they stand, and what letter that is. */
    private static final String FIRST = "@(<[{|!+";

    private static final String CLOSING = "/)]}>";
    /** What these end with may be a letter, too. */
    private static final String LAST = "@<+";
    /** Signs that make up a letter together with others. */
    private static final String COMBINING = "(<[{|";
    /** What is one letter together with a stroke before it. */
    private static final String BEHIND_STROKE = "v32o7";

    /** Letters that are written for others, alone or together. */
    private static final String ALTERABLE = "phqv";

    private static final int NOT_LATIN =
            CodePoints.ALIKE | CodePoints.WEAKLY_ALIKE | CodePoints.FOREIGN | CodePoints.UNALIKE;
    /** A letter that is read both ways. */
    private static final int BARRED_L = 0x142;

    private final int[] codePoints;
    private final Wanted wanted;
    private final FoldWork work;
    private final TokenList asked = new TokenList(1);
    /** All letters in a row: every sign is nothing. */
    private final HashedWord joined;
    /** The same with digits read the other way. */
    private final HashedWord second;
    /** The same with letters that are written for others. */
    private final HashedWord altered;
    /** What stands between two signs, digits as letters. */
    private final HashedWord part;
    /** The same without its digits. */
    private final HashedWord pure;
    /** The parts, with letters hidden between them. */
    private final TokenList masked = new TokenList(4);

    private final char[] maskedLetters = new char[HashedWord.MOST + 1];
    private int start;
    private int end;
    private int at;
    private int partAt;
    private int parts;
    private int letters;
    private int digits;
    private int partLetters;
    private int partDigits;
    private int signs;
    private int gap;
    private int apostrophes;
    private int ambiguous;
    private char before;
    private boolean isSecond;
    private boolean isAltered;
    private boolean isBehindNumber;

    SimpleSuspect(int[] codePoints, Wanted wanted, FoldWork work) {
        this.work = work;
        this.codePoints = codePoints;
        this.wanted = wanted;
        joined = new HashedWord(wanted.readsLetters());
        second = new HashedWord(wanted.readsLetters());
        altered = new HashedWord(wanted.readsLetters());
        part = new HashedWord(wanted.readsLetters());
        pure = new HashedWord(wanted.readsLetters());
    }

    /** Whether such a word may hold the code point, of which this is known. */
    static boolean mayHold(int codePoint, byte kind, char full, int flags) {
        return switch (kind) {
            case CodePoints.LETTER ->
                full > 0
                        && full < 128
                        && codePoint != BARRED_L
                        && (codePoint < 128 || ALTERABLE.indexOf(full) < 0)
                        && (flags & NOT_LATIN) == 0
                        && LookAlikes.turned(codePoint) == 0;
            case CodePoints.DIGIT -> codePoint < 128;
            case CodePoints.SPACE -> true;
            case CodePoints.SYMBOL ->
                SIGNS.indexOf(codePoint) >= 0
                        || FIRST.indexOf(codePoint) >= 0
                        || codePoint == '#'
                        || Leet.isApostrophe(codePoint)
                        || WordReader.isPunctuation(codePoint);
            default -> false;
        };
    }

    /**
     * Whether what stands at the code points [start, end), all of which it may hold, is nothing that is looked for; no where
     * that is not seen so quickly.
     */
    boolean isNothing(int from, int to) {
        if (to - from > HashedWord.MOST) return false;
        if (to - from == 1) return true;
        clear(from, to);
        for (int i = start; i < end; i++) {
            int c = codePoints[i];
            int entry = CodePoints.block(c).entry[c & 0xFF];
            boolean isSimple =
                    entry >= 0 ? sign(i, c) : (entry & CodePoints.NUMERAL) != 0 ? digit(i, c) : letter(i, (char) entry);
            if (!isSimple) return false;
        }
        return endPart() && isNothing();
    }

    private void clear(int from, int to) {
        start = from;
        end = to;
        joined.clear();
        part.clear();
        pure.clear();
        masked.clear(maskedLetters, true);
        at = 0;
        partAt = 0;
        parts = 0;
        letters = 0;
        digits = 0;
        partLetters = 0;
        partDigits = 0;
        signs = 0;
        gap = 0;
        apostrophes = 0;
        ambiguous = 0;
        before = 0;
        isSecond = false;
        isAltered = false;
        isBehindNumber = false;
    }

    private boolean isInWord() {
        return partLetters + partDigits > 0;
    }

    /** Whether the sign leaves the word a simple one. */
    private boolean sign(int i, int c) {
        if (isInWord() && !endPart()) return false;
        if (parts == 0) {
            if (c == '#') return i == start && !hasInnerCapital();
            if (CLOSING.indexOf(c) >= 0) return false;
            if (FIRST.indexOf(c) < 0) return true;
            if (before != 0 || i + 1 == end || !isLetter(codePoints[i + 1])) return false;
            if (c == '|' && BEHIND_STROKE.indexOf(codePoints[i + 1]) >= 0) return false;
            before = (char) c;
            if (c == '|' || c == '!') ambiguous++;
            return true;
        }
        gap++;
        if (c == '#' || LAST.indexOf(c) >= 0) return false;
        if (FIRST.indexOf(c) < 0) return true;
        // What is more than punctuation may only stand at the end.
        for (int k = i + 1; k < end; k++) if (isLetter(codePoints[k]) || isDigit(codePoints[k])) return false;
        return COMBINING.indexOf(c) < 0 || (gap == 1 && i + 1 == end);
    }

    /** Whether the words of a tag may be told apart by capitals. */
    private boolean hasInnerCapital() {
        for (int i = start + 1; i < end; i++)
            if (Character.isUpperCase(codePoints[i]) && Character.isLowerCase(codePoints[i - 1])) return true;
        return false;
    }

    private static boolean isLetter(int c) {
        return CodePoints.block(c).kind[c & 0xFF] == CodePoints.LETTER;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private boolean digit(int i, int c) {
        if (gap > 0 && !beginPart(i)) return false;
        if (c == '1') ambiguous++;
        if (c == '3' && i > start && "1lLiI".indexOf(codePoints[i - 1]) >= 0) return false;
        if (!isSecond) second.copy(joined);
        isSecond = true;
        if (partDigits == 0) pure.copy(part);
        char read = Leet.letterOfDigit((char) c, false);
        joined.add(read);
        second.add(Leet.letterOfDigit((char) c, true));
        if (isAltered) altered.add(read);
        addToPart(read);
        digits++;
        partDigits++;
        return true;
    }

    private boolean letter(int i, char folded) {
        if (gap > 0 && !beginPart(i)) return false;
        // Digits between letters are a disguise.
        if (partDigits > 0 && !pure.isEmpty() && isDigit(codePoints[i - 1])) return false;
        if (folded == 'v' && lowerAt(i + 1) == 'v') return false;
        char other = alteredLetter(i, folded);
        if (other != folded && !isAltered) {
            altered.copy(joined);
            isAltered = true;
        }
        joined.add(folded);
        if (isSecond) second.add(folded);
        if (isAltered && other != 0) altered.add(other);
        if (partDigits > 0) pure.add(folded);
        addToPart(folded);
        letters++;
        partLetters++;
        return true;
    }

    private void addToPart(char letter) {
        part.add(letter);
        if (at == partAt || maskedLetters[at - 1] != letter) maskedLetters[at++] = letter;
    }

    /** What the letter may be written for, 0 for nothing: see {@link WordReader#ALTERED}. */
    private char alteredLetter(int i, char folded) {
        if (folded == 'h') return i > start && (codePoints[i - 1] | 32) == 'p' ? 0 : folded;
        if (folded == 'p') return lowerAt(i + 1) == 'h' ? 'f' : folded;
        if (folded == 'q') return lowerAt(i + 1) == 'u' ? folded : 'g';
        return folded != 'v' || isVowel(lowerAt(i + 1)) || isVowel(lowerAt(i - 1)) ? folded : 'u';
    }

    private int lowerAt(int i) {
        return i >= start && i < end ? codePoints[i] | 32 : 0;
    }

    private static boolean isVowel(int c) {
        return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
    }

    /** Notes what stood between two signs; whether the word may still be nothing. */
    private boolean endPart() {
        if (!isInWord()) return true;
        part.addTo(masked, partAt, at);
        if (partDigits > 0) {
            // As a number, or without it, the part is another word than as it is written.
            if (part.isWanted(wanted, asked) || (!pure.isEmpty() && pure.isWanted(wanted, asked))) return false;
        }
        // The first one may have a letter before it.
        if (parts == 0 && before != 0) {
            if (isWantedBehind(part, part) || (!pure.isEmpty() && isWantedBehind(pure, pure))) return false;
        }
        parts++;
        isBehindNumber |= partLetters == 0 && parts > 1;
        partLetters = 0;
        partDigits = 0;
        part.clear();
        pure.clear();
        return true;
    }

    private boolean isWantedBehind(HashedWord word, HashedWord other) {
        return word.isWantedBehind(Leet.letterOfSymbol(before, false), wanted, asked)
                || other.isWantedBehind(Leet.letterOfSymbol(before, true), wanted, asked);
    }

    /** Hides a letter at each sign, as {@link WordReader} does. Whether the word is still a simple one. */
    private boolean beginPart(int i) {
        // A number between words may be what keeps them apart.
        if (isBehindNumber) return false;
        int first = i - gap;
        int count = gap;
        gap = 0;
        boolean isSeparator = count > WordReader.MAX_MASKS;
        for (int k = first; k < i; k++) {
            if (Leet.isApostrophe(codePoints[k])) apostrophes++;
            else signs++;
            isSeparator |= count > 1 && WordReader.isSeparator(codePoints[k]);
        }
        if (isSeparator) {
            at++;
        } else {
            Arrays.fill(maskedLetters, at, at + count, DisguiseFold.MASK);
            for (int k = 0; k < count; k++) masked.addMask(at++);
        }
        partAt = at;
        return true;
    }

    private boolean isNothing() {
        if (letters == 0) return digits > 0 && before == 0;
        if (apostrophes > 0) return signs == 0 && digits == 0 && before == 0 && !isAltered && apostrophes <= 2;
        if (ambiguous > 1 || (before != 0 && isAltered)) return false;
        // So many signs may keep letters apart.
        if (signs > 0 && signs + 2 >= letters) return false;
        if (isAltered && altered.isWanted(wanted, asked)) return false;
        if (isSecond && second.isWanted(wanted, asked)) return false;
        if (before != 0 && isWantedBehind(joined, isSecond ? second : joined)) return false;
        if (parts > 1 && joined.isWanted(wanted, asked)) return false;
        return !masked.isMasked() || !wanted.mayHoldMasked(masked, work);
    }
}
