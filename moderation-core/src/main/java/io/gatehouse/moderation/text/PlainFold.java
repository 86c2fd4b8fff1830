package io.gatehouse.moderation.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Full folding without decoding: see {@link FoldedText#plain()}. Also notes in {@link Cues} where something may be a
 * disguise. The loop is the price of every message, so it only gathers flags, and looks at nothing twice.
 */
final class PlainFold {
    private static final int[] LATIN_1 = CodePoints.LATIN_1.entry;
    private static final int LOOKS = CodePoints.ALIKE | CodePoints.WEAKLY_ALIKE;
    private static final int SPACE = CodePoints.SPACE << CodePoints.KIND_SHIFT;
    /** Regional letters follow. */
    private static final int SYMBOL = CodePoints.SYMBOL << CodePoints.KIND_SHIFT;
    /** What a word must hold for anything but its letters to be worth a look. */
    private static final int STRANGE = LOOKS | CodePoints.FOREIGN;

    private static final int LETTERS = CodePoints.LATIN | CodePoints.ALIKE | CodePoints.FOREIGN;
    private static final int CUES =
            CodePoints.ATTENTION | CodePoints.SIGN | CodePoints.LEET | CodePoints.NUMERAL | CodePoints.ESCAPE;
    /** More of them in one word are not spelling. */
    static final int MAX_APOSTROPHES = 2;

    private static final int UNCOMMON_SHIFT = Integer.numberOfTrailingZeros(CodePoints.UNCOMMON);
    /** Words of so many different letters in a row, or fewer, may be pieces of a word. */
    static final int MAX_PIECE = 5;

    private final String text;
    private final char[] in;
    private char[] chars;
    private int[] starts;
    private byte[] runs;
    /** Null while every character ends where its run does. */
    private int @Nullable [] ends;

    private int length;
    private final Cues cues = new Cues();
    private boolean hasSurrogates;

    // The token being read, which is what stands between two spaces; a word stands between any two separators.
    private int tokenStart;
    /** The token's first UTF-16 unit in the text. */
    private int tokenAt;

    private int tokenStartInView;
    private int tokenFlags;
    private int tokenWords;
    private boolean isSpelledOut;
    /** By bit, the blocks that the word's letters beyond Latin-1 are from. */
    private int blocks;

    PlainFold(String text) {
        this.text = text;
        in = text.toCharArray();
        chars = new char[in.length + 1];
        starts = new int[in.length + 1];
        runs = new byte[in.length + 1];
        Arrays.fill(runs, (byte) 1);
    }

    /** Where decoding could read anything else than the plain fold. Known after {@link #fold()}. */
    Cues cues() {
        return cues;
    }

    /** Whether some UTF-16 units of the text are no code point by themselves. Known after {@link #fold()}. */
    boolean hasSurrogates() {
        return hasSurrogates;
    }

    FoldedView fold() {
        // Locals, and not the fields that the rarer steps work on. What happens at every word has no branches: where
        // words end cannot be foretold, and a processor that guesses wrong loses more than the step costs.
        char[] text = in;
        char[] to = chars;
        int[] places = starts;
        int[] pieces = new int[text.length / 2 + 2];
        int pieceCount = 0;
        int words = 0;
        int pairs = 0;
        int flags = 0;
        int key = 0;
        int last = 0;
        int singles = 0;
        int wordStart = 0;
        int wordStartInView = 0;
        int at = 0;
        for (int i = 0; i < text.length; i++) {
            int c = text[i];
            int entry;
            int begin = at;
            while (c < 256 && (entry = LATIN_1[c]) < 0) {
                int folded = (char) entry;
                flags |= entry;
                if (folded != last || isDigit(folded)) {
                    flags |= CodePoints.ATTENTION & -isZero((folded ^ 'h') | (last ^ 'p'));
                    last = folded;
                    key = ShortWords.next(key, folded);
                    to[at] = (char) folded;
                    places[at++] = i - pairs;
                } else {
                    length = at;
                    stretch(i - pairs);
                }
                if (++i == text.length) break;
                c = text[i];
            }
            if (ends != null) for (int k = begin; k < at; k++) ends[k] = Math.max(ends[k], places[k] + 1);
            if (i == text.length) break;
            int from = i;
            if (c < 256) {
                entry = LATIN_1[c];
            } else {
                if (Character.isSurrogate((char) c)) {
                    hasSurrogates = true;
                    c = codePointAt(i);
                    if (c > 0xFFFF) i++;
                }
                entry = CodePoints.block(c).entry[c & 0xFF];
                if ((entry & (CodePoints.FOREIGN | LOOKS)) != 0) blocks |= 1 << (c >> 8);
            }
            int place = from - pairs;
            pairs += i - from;
            if (entry < 0) {
                int folded = (char) entry;
                flags |= entry;
                if (folded == last && !isDigit(folded)) {
                    length = at;
                    stretch(place);
                    continue;
                }
                last = folded;
                key = ShortWords.next(key, folded);
                to[at] = (char) folded;
                places[at] = place;
                if (ends != null) ends[at] = place + 1;
                at++;
                continue;
            }
            int kind = entry & CodePoints.KIND_MASK;
            if (kind != SPACE && kind < SYMBOL) {
                length = at;
                flags |= entry;
                addOddity(c, entry, place, text.length - from);
                last = length > wordStartInView ? chars[length - 1] : 0;
                if (Character.isSurrogate((char) last)) last = Character.MAX_VALUE;
                to = chars;
                places = starts;
                at = length;
                continue;
            }
            int letters = at - wordStartInView;
            if ((flags & STRANGE) != 0 && letters > 0) {
                length = at;
                endStrangeWord(wordStart, from, place, wordStartInView, flags);
                to = chars;
                places = starts;
                at = length;
            }
            pieces[pieceCount] = wordStartInView;
            pieceCount += isPiece(letters, flags, key);
            int isWord = 1 - isZero(letters);
            singles = (singles + isZero(letters - 1)) * (isZero(letters) | isZero(letters - 1));
            isSpelledOut |= singles >= SpelledOut.MIN_LETTERS;
            tokenWords += isWord;
            words += isWord;
            tokenFlags |= flags | entry;
            boolean isTokenEnd = kind == SPACE;
            if (isTokenEnd && ((tokenFlags & CUES) != 0 || tokenWords > MAX_APOSTROPHES + 1)) endToken(place, at);
            to[at] = ' ';
            places[at] = place;
            if (ends != null) ends[at] = place + 1;
            // One separator for several, and none at the beginning.
            at += 1 - isZero(last);
            last = 0;
            flags = 0;
            key = 0;
            wordStart = i + 1;
            wordStartInView = at;
            if (isTokenEnd) {
                tokenStart = place + 1;
                tokenAt = i + 1;
                tokenStartInView = at;
                tokenFlags = 0;
                tokenWords = 0;
            }
        }
        length = at;
        int count = in.length - pairs;
        if ((flags & STRANGE) != 0 && at > wordStartInView)
            endStrangeWord(wordStart, in.length, count, wordStartInView, flags);
        int letters = length - wordStartInView;
        pieces[pieceCount] = wordStartInView;
        pieceCount += isPiece(letters, flags, key);
        isSpelledOut |= letters == 1 && singles >= SpelledOut.MIN_LETTERS - 1;
        tokenWords += 1 - isZero(letters);
        tokenFlags |= flags;
        endToken(count, length);
        cues.finish(count, words + 1, pieces, pieceCount, isSpelledOut);
        return new FoldedView(chars, starts, ends, runs, length);
    }

    /** Digits are not collapsed: 11 is another number than 1. */
    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static int isZero(int number) {
        return (number | -number) >>> 31 ^ 1;
    }

    /** One for a short word of the letters a to z that is none of the common ones. */
    private static int isPiece(int letters, int flags, int key) {
        int isShort = (letters - MAX_PIECE - 1) >>> 31 & -letters >>> 31;
        int isPlain = (flags & CodePoints.UNCOMMON) >>> UNCOMMON_SHIFT ^ 1;
        return isShort & isPlain & (ShortWords.common(key) ^ 1);
    }

    private int codePointAt(int i) {
        int c = text.codePointAt(i);
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c;
    }

    private void stretch(int at) {
        int last = length - 1;
        if (runs[last] < Byte.MAX_VALUE) runs[last]++;
        else needEnds();
        if (ends != null) ends[last] = at + 1;
    }

    private int[] needEnds() {
        if (ends == null) {
            ends = new int[chars.length];
            for (int i = 0; i < length; i++) ends[i] = starts[i] + runs[i];
        }
        return ends;
    }

    /** A mark, something invisible, or a letter that folds to several. */
    private void addOddity(int c, int entry, int at, int left) {
        int[] extents = needEnds();
        switch (entry >> CodePoints.KIND_SHIFT & 7) {
            case CodePoints.MARK -> {
                if (length > 0) extents[length - 1] = at + 1;
            }
            case CodePoints.INVISIBLE -> {
                if ((entry & CodePoints.ESCAPE) != 0) cues.mayBeEscaped();
            }
            default -> {
                String several = CodePoints.block(c).fullText[c & 0xFF];
                if (several != null) addAll(several, at, left);
            }
        }
    }

    private void addAll(String several, int at, int left) {
        for (int k = 0; k < several.length(); k++) {
            char c = several.charAt(k);
            if (length > 0 && chars[length - 1] == c && !isDigit(c) && !Character.isSurrogate(c)) {
                stretch(at);
                continue;
            }
            // What is left of the text needs a place each, too.
            if (length + left >= chars.length) grow(left);
            chars[length] = c;
            starts[length] = at;
            // It may have been written before, in the word as it was read first.
            runs[length] = 1;
            needEnds()[length++] = at + 1;
        }
    }

    private void grow(int left) {
        int size = length + left + 16 + (length >> 1);
        chars = Arrays.copyOf(chars, size);
        starts = Arrays.copyOf(starts, size);
        int before = runs.length;
        runs = Arrays.copyOf(runs, size);
        Arrays.fill(runs, before, size, (byte) 1);
        ends = Arrays.copyOf(needEnds(), size);
    }

    private void endStrangeWord(int start, int end, int endAt, int startInView, int flags) {
        if ((flags & CodePoints.LATIN) != 0) {
            tokenFlags |= CodePoints.ATTENTION;
            if ((flags & LOOKS) != 0) readLookAlikes(start, end, endAt, startInView);
        } else if ((flags & LOOKS) != 0 && (flags & CodePoints.UNALIKE) == 0) {
            tokenFlags |= CodePoints.ATTENTION;
            if (!isOddlyAlike(flags)) cues.foreignWord();
        } else {
            cues.foreignWord();
        }
        blocks = 0;
    }

    /** Letters of an alphabet with Latin look-alikes only, or of several alphabets at once. */
    private boolean isOddlyAlike(int flags) {
        return (flags & CodePoints.FOREIGN) == 0 || Integer.bitCount(blocks) > 1;
    }

    private void endToken(int end, int endInView) {
        boolean isSuspect = isSuspect(tokenFlags, tokenWords) || isHashtag();
        if (isSuspect) cues.token(tokenStart, end, tokenStartInView, endInView, tokenFlags);
        if ((tokenFlags & CodePoints.ESCAPE) != 0) cues.mayBeEscaped();
    }

    /** Whether a token of such characters and so many words may be disguised. */
    static boolean isSuspect(int flags, int words) {
        boolean hasEdge = (flags & CodePoints.LEET) != 0;
        return (flags & CodePoints.ATTENTION) != 0
                || ((flags & CodePoints.SIGN) != 0 && (words > 1 || hasEdge))
                || words > MAX_APOSTROPHES + 1
                || ((flags & CodePoints.NUMERAL) != 0 && (flags & LETTERS) != 0);
    }

    /** Whose words may be told apart by nothing but capitals. */
    private boolean isHashtag() {
        return tokenAt < in.length && in[tokenAt] == '#';
    }

    /** Reads the word, which ends at the given index of the text and the given code point, anew. */
    private void readLookAlikes(int from, int to, int toAt, int startInView) {
        needEnds();
        Arrays.fill(runs, startInView, length, (byte) 1);
        length = startInView;
        int at = toAt - text.codePointCount(from, to);
        for (int i = from; i < to; at++) {
            int c = codePointAt(i);
            i += Character.charCount(c);
            var block = CodePoints.block(c);
            char look = block.look[c & 0xFF];
            int kind = block.kind[c & 0xFF];
            if (kind == CodePoints.MARK && length > 0) needEnds()[length - 1] = at + 1;
            if (kind > CodePoints.DIGIT) continue;
            char folded = look != 0 ? look : block.full[c & 0xFF];
            String several = folded == 0 ? block.fullText[c & 0xFF] : String.valueOf(folded);
            if (several != null) addAll(folded == 0 ? looksOf(several) : several, at, in.length - to);
        }
    }

    private static String looksOf(String several) {
        var read = new StringBuilder(several.length());
        several.codePoints().forEach(c -> {
            char look = CodePoints.block(c).look[c & 0xFF];
            read.appendCodePoint(look != 0 ? look : c);
        });
        return read.toString();
    }
}
