package io.gatehouse.moderation.match;

import io.gatehouse.moderation.text.DisguiseFold;
import io.gatehouse.moderation.text.FoldedView;

/** The tokens of a reading and the hash states of their beginnings. One instance serves all readings of a text, in turn. */
final class TokenScan {
    private static final byte[] ASCII_KINDS = Tokens.asciiKinds();
    private static final int ASCII = ASCII_KINDS.length;

    /** By token. */
    private int[] starts = {};

    private int[] ends = {};
    /** By character of a token: the state after it. */
    private long[] states = {};

    private int count;
    private boolean isMasked;

    /** Reads the first characters of a reading; replaces what was found in another one. */
    void read(FoldedView view, int length) {
        if (states.length < length) grow(length);
        count = 0;
        isMasked = false;
        if (!readWords(view.chars(), length)) readAnything(view.chars(), length);
    }

    /** For texts of how many characters there is memory. */
    int size() {
        return states.length;
    }

    private void grow(int atLeast) {
        int length = Math.max(512, atLeast + (atLeast >> 1));
        starts = new int[length];
        ends = new int[length];
        states = new long[length];
    }

    /**
     * Reads what has only ASCII letters, digits and spaces, as most readings. Where words end is what a processor cannot
     * foresee, so the loop over characters asks nothing; it draws the words as bits, and their edges are taken from those.
     *
     * @return whether the text is such a one
     */
    private boolean readWords(char[] chars, int length) {
        long state = 0;
        long last = 0;
        int begun = 0;
        int ended = 0;
        for (int block = 0; block < length; block += Long.SIZE) {
            int end = Math.min(length, block + Long.SIZE);
            long joined = 0;
            int others = 0;
            for (int i = block; i < end; i++) {
                int c = chars[i];
                int kind = ASCII_KINDS[c & (ASCII - 1)];
                others |= c & -ASCII | kind & Tokens.ALONE;
                state = Tokens.state(state, (char) c) & -kind;
                states[i] = state;
                joined |= (long) kind << i;
            }
            if (others != 0) return false;
            long before = joined << 1 | last;
            for (long edges = joined & ~before; edges != 0; edges &= edges - 1)
                starts[begun++] = block + Long.numberOfTrailingZeros(edges);
            for (long edges = before & ~joined; edges != 0; edges &= edges - 1)
                ends[ended++] = block + Long.numberOfTrailingZeros(edges);
            last = joined >>> Long.SIZE - 1;
        }
        if (ended < begun) ends[ended] = length;
        count = begun;
        return true;
    }

    private void readAnything(char[] chars, int length) {
        for (int i = Tokens.skipSpaces(chars, 0, length); i < length; ) {
            int end = Tokens.endOf(chars, i, length);
            isMasked |= chars[i] == DisguiseFold.MASK;
            starts[count] = i;
            ends[count++] = end;
            long state = 0;
            for (int k = i; k < end; k++) {
                state = Tokens.state(state, chars[k]);
                states[k] = state;
            }
            i = Tokens.skipSpaces(chars, end, length);
        }
    }

    void addTo(KeyFilter keys) {
        for (int token = 0; token < count; token++) keys.add(Tokens.key(states[ends[token] - 1]));
    }

    int count() {
        return count;
    }

    int start(int token) {
        return starts[token];
    }

    int end(int token) {
        return ends[token];
    }

    /** The state after so many characters of a token, at least one. */
    long state(int token, int length) {
        return states[starts[token] + length - 1];
    }

    /** The state after all of a token. */
    long state(int token) {
        return states[ends[token] - 1];
    }

    /** Whether a letter is masked. */
    boolean isMasked() {
        return isMasked;
    }
}
