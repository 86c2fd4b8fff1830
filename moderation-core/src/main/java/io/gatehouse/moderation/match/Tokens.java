package io.gatehouse.moderation.match;

import io.gatehouse.moderation.text.FoldedView;

/**
 * How texts and literals are cut alike: into runs of characters that join, single code points that do not, and spaces,
 * which only separate. Where two characters are cut apart depends on these two alone, so that a literal's inner tokens are
 * the text's wherever it occurs.
 */
final class Tokens {
    private static final boolean[] ASCII_JOINS = new boolean[128];
    private static final long SEED = 0x5851F42D4C957F2DL;
    private static final long MULTIPLIER = 0xD1342543DE82EF95L;
    /** Makes the beginning of a token another key than the whole token of the same characters. */
    private static final long BEGINNING = 0x2545F4914F6CDD1DL;

    static {
        for (int c = 0; c < ASCII_JOINS.length; c++) ASCII_JOINS[c] = FoldedView.joins(c);
    }

    private Tokens() {}

    static long seed() {
        return SEED;
    }

    /** The hash of what was hashed so far and one more character. Its high bits are the good ones. */
    static long hash(long before, char c) {
        return (before ^ c) * MULTIPLIER;
    }

    static long hash(char[] chars, int start, int end) {
        long hash = SEED;
        for (int i = start; i < end; i++) hash = hash(hash, chars[i]);
        return hash;
    }

    /** The key of two neighbouring tokens. */
    static long pair(long first, long second) {
        return (Long.rotateLeft(first, 29) ^ second) * MULTIPLIER;
    }

    /** The key of a token's beginning. */
    static long beginning(long hash) {
        return (hash ^ BEGINNING) * MULTIPLIER;
    }

    /** Whether the code point that begins at the index joins its neighbours. */
    static boolean joins(char[] chars, int index, int length) {
        char c = chars[index];
        return c < ASCII_JOINS.length ? ASCII_JOINS[c] : FoldedView.joins(Character.codePointAt(chars, index, length));
    }

    /** The end of the token that begins at the index, which is not a space. */
    static int endOf(char[] chars, int start, int length) {
        int i = nextCodePoint(chars, start, length);
        if (!joins(chars, start, length)) return i;
        while (i < length && joins(chars, i, length)) i = nextCodePoint(chars, i, length);
        return i;
    }

    private static int nextCodePoint(char[] chars, int index, int length) {
        return index + (isPairAt(chars, index, length) ? 2 : 1);
    }

    static boolean isPairAt(char[] chars, int index, int length) {
        return Character.isHighSurrogate(chars[index])
                && index + 1 < length
                && Character.isLowSurrogate(chars[index + 1]);
    }

    static int skipSpaces(char[] chars, int from, int length) {
        int i = from;
        while (i < length && chars[i] == ' ') i++;
        return i;
    }
}
