package io.gatehouse.moderation.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a reading, in order, as {@link Tokens} cuts them, each with the hash state of its characters: all that
 * looking for words needs to know of a text. Not to be changed once it is made.
 */
public final class TokenList {
    /** The longest beginning whose state is kept. */
    public static final int BEGINNING = 6;

    private static final int BITS = 7;

    private int[] starts;
    private int[] ends;
    private long[] states;
    /** By token: the state after its first {@link #BEGINNING} characters, or after all of fewer. */
    private long[] heads;

    private int count;
    /** Of the view; none where the tokens are not read from it, and then all are ASCII. */
    private char[] chars = {};

    private boolean isAscii = true;

    private int masks;
    /** By token: where it is in the text as submitted; null where only the view says so. */
    private int @Nullable [] froms;

    private int @Nullable [] tos;

    TokenList(int expected) {
        starts = new int[expected];
        ends = new int[expected];
        states = new long[expected];
        heads = new long[expected];
    }

    /** Cuts all of these characters, of which it keeps hold. */
    public static TokenList of(char[] chars) {
        return of(chars, chars.length);
    }

    static TokenList of(char[] chars, int length) {
        var list = new TokenList(length / 4 + 4);
        list.read(chars, length);
        return list;
    }

    /** What stands between spaces, whatever it is made of; without its hashes. */
    static TokenList apart(char[] chars, int length) {
        var list = new TokenList(length / 4 + 4);
        list.isAscii = false;
        for (int i = 0; i < length; i++) {
            if (chars[i] == ' ') continue;
            int start = i;
            while (i < length && chars[i] != ' ') i++;
            list.add(start, i, 0, 0);
        }
        return list;
    }

    /** Whether all characters of all tokens are ASCII: each token then stands between spaces. */
    boolean isAscii() {
        return isAscii;
    }

    /** Says where in the text each token is that it holds, or will hold. */
    void place(int[] from, int[] to) {
        froms = from;
        tos = to;
    }

    /** First code point of the token as submitted, or -1 where only the view knows. */
    int from(int token) {
        return froms == null ? -1 : froms[token];
    }

    /** After its last code point; see {@link #from}. */
    int to(int token) {
        return tos == null ? -1 : tos[token];
    }

    boolean isPlaced() {
        return froms != null;
    }

    /** Those of these tokens, which are placed, that are so near to what the text was made from another one by. */
    TokenList near(Rewritten text, int words) {
        var near = new TokenList(16);
        near.isAscii = isAscii;
        near.chars = chars;
        int at = 0;
        int next = 0;
        for (int i = 0; i <= text.starts().length; i++) {
            if (!text.isChangedAt(i)) continue;
            while (at < count && to(at) < i) at++;
            int last = Math.min(count, at + words + 1);
            for (next = Math.max(next, at - words - 1); next < last; next++)
                near.add(starts[next], ends[next], states[next], heads[next]);
        }
        return near;
    }

    void add(int start, int end, long state, long head) {
        if (count == starts.length) grow();
        starts[count] = start;
        ends[count] = end;
        heads[count] = head;
        states[count++] = state;
    }

    /**
     * Forgets what it held for tokens of these characters that are added one by one.
     *
     * @param areAscii whether all of them are, but for masks
     */
    void clear(char[] letters, boolean areAscii) {
        isAscii = areAscii;
        count = 0;
        masks = 0;
        chars = letters;
    }

    /** A hidden letter. */
    void addMask(int at) {
        masks++;
        add(at, at + 1, DisguiseFold.MASK, DisguiseFold.MASK);
    }

    /** Forgets what it held for the characters of a reading that is being made; they must not change while it is used. */
    void reread(FoldedView.Builder view) {
        count = 0;
        masks = 0;
        read(view.chars(), view.length);
    }

    private void grow() {
        int size = count * 2;
        starts = Arrays.copyOf(starts, size);
        ends = Arrays.copyOf(ends, size);
        states = Arrays.copyOf(states, size);
        heads = Arrays.copyOf(heads, size);
    }

    private void read(char[] all, int length) {
        int others = 0;
        for (int i = 0; i < length; i++) {
            char c = all[i];
            if (c == ' ') continue;
            int start = i;
            int end = c < 128 && Tokens.isWord(c) ? wordEnd(all, i, length) : i;
            // What is not ASCII, and what does not join, is cut by the book.
            if (end == i || (end < length && all[end] != ' ')) end = Tokens.endOf(all, i, length);
            long state = 0;
            long head = 0;
            for (int k = start; k < end; k++) {
                others |= all[k];
                if (all[k] == DisguiseFold.MASK) masks++;
                state = Tokens.state(state, all[k]);
                if (k - start < BEGINNING) head = state;
            }
            add(start, end, state, head);
            i = end - 1;
        }
        chars = all;
        isAscii = others < 1 << BITS;
    }

    private static int wordEnd(char[] all, int start, int length) {
        int i = start;
        while (i < length && all[i] < 128 && Tokens.isWord(all[i])) i++;
        return i;
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** Index in the view, inclusive. */
    public int start(int token) {
        return starts[token];
    }

    /** Index in the view, exclusive. */
    public int end(int token) {
        return ends[token];
    }

    /** The hash state of all of the token; see {@link Tokens#key}. */
    public long state(int token) {
        return states[token];
    }

    /** The hash state of so many of its first characters: at least 1, at most {@link #BEGINNING} and what it has. */
    public long state(int token, int length) {
        int kept = Math.min(ends[token] - starts[token], BEGINNING);
        if (length == kept) return heads[token];
        // ASCII characters lie side by side in a state, bit by bit.
        return isAscii
                ? heads[token] >>> BITS * (kept - length)
                : Tokens.state(chars, starts[token], starts[token] + length);
    }

    /** As {@link #state(int, int)}; anything for a token that is shorter. */
    public long beginning(int token, int length) {
        int kept = Math.min(ends[token] - starts[token], BEGINNING);
        if (isAscii) return heads[token] >>> BITS * (kept - length);
        return kept < length ? 0 : state(token, length);
    }

    /** Whether the token is one hidden letter; it touches those beside it. */
    public boolean isMask(int token) {
        return states[token] == DisguiseFold.MASK && ends[token] - starts[token] == 1;
    }

    /** The first character of a token of a list with masks. */
    public char first(int token) {
        return chars[starts[token]];
    }

    /** The last character of a token of a list with masks. */
    public char last(int token) {
        return chars[ends[token] - 1];
    }

    /** Whether a letter of some token is masked. */
    public boolean isMasked() {
        return masks > 0;
    }

    /** How many letters are masked; each is a token. */
    int masks() {
        return masks;
    }

    /** The characters of the reading that the tokens were cut from. */
    public char[] chars() {
        return chars;
    }
}
