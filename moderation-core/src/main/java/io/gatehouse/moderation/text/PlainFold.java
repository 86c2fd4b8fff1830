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
    /** Words of so many different letters in a row, or fewer, may be pieces of a word. */
    private static final int MAX_PIECE = 5;

    private final String text;
    private final char[] in;
    private char[] chars;
    private int[] starts;
    private byte[] runs;
    /** Null while every character ends where its run does. */
    private int @Nullable [] ends;

    private int length;
    private final Cues cues = new Cues();

    // The token being read, which is what stands between two spaces; a word stands between any two separators.
    private int tokenStart;
    private int tokenStartInView;
    private int tokenFlags;
    private int tokenWords;
    private int singles;
    /** By bit, the blocks that the word's letters beyond Latin-1 are from. */
    private int blocks;

    PlainFold(String text) {
        this.text = text;
        in = text.toCharArray();
        chars = new char[in.length + 1];
        starts = new int[in.length + 1];
        runs = new byte[in.length + 1];
    }

    /** Where decoding could read anything else than the plain fold. Known after {@link #fold()}. */
    Cues cues() {
        return cues;
    }

    FoldedView fold() {
        int pairs = 0;
        int flags = 0;
        int key = 0;
        char last = 0;
        int wordStart = 0;
        int wordStartInView = 0;
        for (int i = 0; i < in.length; i++) {
            int c = in[i];
            int from = i;
            int at = i - pairs;
            int entry;
            if (c < 256) {
                entry = LATIN_1[c];
            } else {
                if (Character.isSurrogate((char) c)) {
                    c = codePointAt(i);
                    if (c > 0xFFFF) {
                        pairs++;
                        i++;
                    }
                }
                entry = CodePoints.block(c).entry[c & 0xFF];
                if ((entry & (CodePoints.FOREIGN | LOOKS)) != 0) blocks |= 1 << (c >> 8);
            }
            int kind = entry & CodePoints.KIND_MASK;
            char folded = (char) entry;
            if (folded != 0 && kind <= CodePoints.DIGIT << CodePoints.KIND_SHIFT) {
                flags |= entry;
                if (folded == last) {
                    stretch(at);
                    continue;
                }
                if (folded == 'h' && last == 'p') flags |= CodePoints.ATTENTION;
                // Digits are not collapsed: 11 is another number than 1.
                last = kind == 0 ? folded : 0;
                key = key << 5 | folded & 31;
                chars[length] = folded;
                starts[length] = at;
                runs[length] = 1;
                if (ends != null) ends[length] = at + 1;
                length++;
            } else if (kind == CodePoints.SPACE << CodePoints.KIND_SHIFT
                    || kind >= CodePoints.SYMBOL << CodePoints.KIND_SHIFT) {
                if (length > wordStartInView) endWord(wordStart, from, at, wordStartInView, flags, key);
                tokenFlags |= entry;
                if (kind == CodePoints.SPACE << CodePoints.KIND_SHIFT) endToken(at);
                else if (kind == CodePoints.REGIONAL << CodePoints.KIND_SHIFT) tokenFlags |= CodePoints.ATTENTION;
                addSeparator(at);
                last = 0;
                flags = 0;
                key = 0;
                wordStart = i + 1;
                wordStartInView = length;
            } else {
                flags |= entry;
                addOddity(c, entry, at, in.length - i);
                if (length > wordStartInView) last = Character.isSurrogate(chars[length - 1]) ? 0 : chars[length - 1];
                if (last >= '0' && last <= '9') last = 0;
            }
        }
        int count = in.length - pairs;
        if (length > wordStartInView) endWord(wordStart, in.length, count, wordStartInView, flags, key);
        endToken(count);
        cues.finish(count);
        return new FoldedView(chars, starts, ends, runs, length);
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

    private void addSeparator(int at) {
        if (length == 0 || chars[length - 1] == ' ') return;
        chars[length] = ' ';
        starts[length] = at;
        runs[length] = 1;
        if (ends != null) ends[length] = at + 1;
        length++;
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
            boolean isDigit = c >= '0' && c <= '9';
            if (length > 0 && chars[length - 1] == c && !isDigit && !Character.isSurrogate(c)) {
                stretch(at);
                continue;
            }
            // What is left of the text needs a place each, too.
            if (length + left >= chars.length) grow(left);
            chars[length] = c;
            starts[length] = at;
            runs[length] = 1;
            needEnds()[length++] = at + 1;
        }
    }

    private void grow(int left) {
        int size = length + left + 16 + (length >> 1);
        chars = Arrays.copyOf(chars, size);
        starts = Arrays.copyOf(starts, size);
        runs = Arrays.copyOf(runs, size);
        ends = Arrays.copyOf(needEnds(), size);
    }

    private void endWord(int start, int end, int endAt, int startInView, int flags, int key) {
        if ((flags & LOOKS) != 0) {
            if ((flags & CodePoints.LATIN) != 0) readLookAlikes(start, end, endAt, startInView);
            else if ((flags & CodePoints.UNALIKE) == 0 && isOddlyAlike(flags)) tokenFlags |= CodePoints.ATTENTION;
        }
        if ((flags & CodePoints.FOREIGN) != 0 && Integer.bitCount(blocks) == 1) cues.foreignWord();
        blocks = 0;
        tokenFlags |= flags;
        tokenWords++;
        int letters = length - startInView;
        if (letters > MAX_PIECE) {
            singles = 0;
            return;
        }
        singles = letters == 1 ? singles + 1 : 0;
        if (singles == SpelledOut.MIN_LETTERS) cues.spelledOut();
        if ((flags & CodePoints.UNCOMMON) == 0 && !ShortWords.isCommon(key)) cues.addPiece(startInView);
    }

    /** Letters of an alphabet with Latin look-alikes only, or of several alphabets at once. */
    private boolean isOddlyAlike(int flags) {
        return (flags & CodePoints.FOREIGN) == 0 || Integer.bitCount(blocks) > 1;
    }

    private void endToken(int end) {
        int flags = tokenFlags;
        if (tokenWords > 0 || (flags & (CodePoints.LEET | CodePoints.ATTENTION)) != 0) {
            boolean isSuspect = (flags & CodePoints.ATTENTION) != 0
                    || ((flags & CodePoints.SIGN) != 0 && (tokenWords > 1 || (flags & CodePoints.LEET) != 0))
                    || ((flags & CodePoints.NUMERAL) != 0 && (flags & (CodePoints.LATIN | CodePoints.ALIKE)) != 0);
            if (isSuspect) cues.token(tokenStart, end, tokenStartInView, length);
        }
        if ((flags & CodePoints.ESCAPE) != 0) cues.mayBeEscaped();
        tokenStart = end + 1;
        // The separator that follows is not yet there, and there is none at the beginning.
        tokenStartInView = length == 0 || chars[length - 1] == ' ' ? length : length + 1;
        tokenFlags = 0;
        tokenWords = 0;
    }

    /** Reads the word, which ends at the given index of the text and the given code point, anew. */
    private void readLookAlikes(int from, int to, int toAt, int startInView) {
        needEnds();
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
