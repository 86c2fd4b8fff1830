package io.gatehouse.moderation.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Eight runs of one letter each. */
    private static final long SINGLE = 0x0101010101010101L;

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
    /** A bit for each token with a letter that stands for several in a row; null where nobody knows. */
    private long @Nullable [] doubled;

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

    /** Says that all tokens with a letter that stands for several in a row will be named. */
    void knowDoubled() {
        doubled = new long[(starts.length >> 6) + 1];
    }

    /** Names a token with such a letter. */
    void nameDoubled(int token) {
        if (doubled != null) doubled[token >> 6] |= 1L << token;
    }

    /** Knows the tokens with such a letter by how many each character stands for. */
    void readRuns(byte[] runs, int length) {
        knowDoubled();
        int token = 0;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES)
            if ((long) LONGS.get(runs, i) != SINGLE) token = nameDoubled(runs, i, i + Long.BYTES, token);
        nameDoubled(runs, i, length, token);
    }

    /** @return the last token that was looked at */
    private int nameDoubled(byte[] runs, int from, int to, int token) {
        int at = token;
        for (int i = from; i < to; i++) {
            if (runs[i] == 1) continue;
            while (at < count && ends[at] <= i) at++;
            if (at < count && starts[at] <= i) nameDoubled(at);
        }
        return at;
    }

    /**
     * Of the 64 tokens from this one on, a multiple of 64, those that may have a letter that stands for several in a row, as
     * bits; those of no token may be set, too.
     */
    public long doubled(int token) {
        return doubled == null ? -1L : doubled[token >> 6];
    }

    /** Whether a letter of the token may stand for several in a row. */
    public boolean isDoubled(int token) {
        return (doubled(token & -Long.SIZE) >>> token & 1) != 0;
    }

    /** A bit for each of the 64 tokens from this one on that there are. */
    public long bits(int token) {
        return count - token >= Long.SIZE ? -1L : (1L << count - token) - 1;
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
        grow(count * 2);
    }

    private void grow(int size) {
        starts = Arrays.copyOf(starts, size);
        ends = Arrays.copyOf(ends, size);
        states = Arrays.copyOf(states, size);
        heads = Arrays.copyOf(heads, size);
    }

    private void read(char[] all, int length) {
        int others = 0;
        for (int i = 0; i < length; ) {
            char c = all[i];
            if (c == ' ') {
                i++;
                continue;
            }
            // As many in what is left as in what was read: growing by and by is dear in texts of single letters.
            if (count == starts.length) grow(count + 16 + (int) ((long) count * (length - i) / (i + 1)));
            int start = i++;
            long state = c;
            long head = c;
            if (c < 128 && Tokens.isWord(c))
                for (; i < length && all[i] < 128 && Tokens.isWord(all[i]); i++) {
                    state = Tokens.state(state, all[i]);
                    if (i - start < BEGINNING) head = state;
                }
            // What is not ASCII is cut by the book.
            boolean isOther = c >= 128 || (Tokens.isWord(c) && i < length && all[i] >= 128);
            if (isOther) {
                i = Tokens.endOf(all, start, length);
                others |= hashOther(all, start, i);
                continue;
            }
            starts[count] = start;
            ends[count] = i;
            heads[count] = head;
            states[count++] = state;
        }
        chars = all;
        isAscii = others < 1 << BITS;
    }

    /** Adds a token that may hold any characters; told are the bits of all of them. */
    private int hashOther(char[] all, int start, int end) {
        int bits = 0;
        long state = 0;
        long head = 0;
        for (int k = start; k < end; k++) {
            bits |= all[k];
            if (all[k] == DisguiseFold.MASK) masks++;
            state = Tokens.state(state, all[k]);
            if (k - start < BEGINNING) head = state;
        }
        add(start, end, state, head);
        return bits;
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

    /** Of the 64 tokens from this one on, those of at least so many characters, as bits. */
    public long atLeast(int length, int from) {
        int to = Math.min(count, from + Long.SIZE);
        long found = 0;
        for (int token = from; token < to; token++)
            found |= (long) (length - 1 - ends[token] + starts[token] >>> Integer.SIZE - 1) << token;
        return found;
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
