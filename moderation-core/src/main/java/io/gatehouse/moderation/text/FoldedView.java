package io.gatehouse.moderation.text;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a text. Every folded character knows which code points of the submitted text it stands for. Offsets
 * never decrease from one character to the next in the readings of the whole text. Immutable.
 */
public final class FoldedView {
    private static final char[] NO_CHARS = {};
    private static final int[] NO_STARTS = {};
    private static final byte[] NO_RUNS = {};
    private static final boolean[] JOINS_ASCII = new boolean[128];

    static {
        for (int c = 0; c < JOINS_ASCII.length; c++) JOINS_ASCII[c] = Character.isLetterOrDigit(c);
    }

    private char[] chars;
    private int[] starts;
    /** Null where every character ends right after its run: so it is in most texts, and then nobody stores it. */
    private int @Nullable [] ends;

    private byte[] runs;
    private final int length;
    private @Nullable TokenList tokens;
    /** What the characters are taken from as soon as somebody asks for one; null when they are here. */
    private @Nullable Unread unread;
    /** Where words that stand apart in the text were joined; null where none were. */
    private @Nullable BitSet joints;

    FoldedView(char[] chars, int[] starts, int @Nullable [] ends, byte[] runs, int length) {
        this(chars, starts, ends, runs, length, null);
    }

    private FoldedView(
            char[] chars, int[] starts, int @Nullable [] ends, byte[] runs, int length, @Nullable BitSet joints) {
        this.joints = joints;
        this.chars = chars;
        this.starts = starts;
        this.ends = ends;
        this.runs = runs;
        this.length = length;
    }

    /** Of which only the tokens are known, until somebody asks for more. */
    FoldedView(Unread unread, TokenList tokens, int length) {
        this(NO_CHARS, NO_STARTS, null, NO_RUNS, length, null);
        this.unread = unread;
        this.tokens = tokens;
    }

    private void write(Unread from) {
        unread = null;
        var written = from.write();
        chars = written.chars;
        starts = written.starts;
        ends = written.ends;
        runs = written.runs;
        joints = written.joints;
    }

    public int length() {
        return length;
    }

    /** Its words, as {@link Tokens} cuts them. */
    public TokenList tokens() {
        if (tokens == null) {
            tokens = TokenList.of(chars(), length);
            tokens.readRuns(runs, length);
        }
        return tokens;
    }

    public char charAt(int index) {
        return chars()[index];
    }

    /**
     * The folded characters themselves, for who reads all of them: only the first {@link #length()} count. Not a copy:
     * whoever changes it breaks the view.
     */
    public char[] chars() {
        if (unread != null) write(unread);
        return chars;
    }

    private int[] starts() {
        if (unread != null) write(unread);
        return starts;
    }

    private byte[] runs() {
        if (unread != null) write(unread);
        return runs;
    }

    /** First submitted code point behind the character, inclusive. */
    public int start(int index) {
        return starts()[index];
    }

    /** Last submitted code point behind the character, exclusive; greater than its start. */
    public int end(int index) {
        int first = starts()[index];
        return ends == null ? first + runs[index] : ends[index];
    }

    /**
     * How many equal letters in a row the character stands for, 1 to {@link Byte#MAX_VALUE}, where the view writes a
     * stretch as one letter; 1 where it does not.
     */
    public int run(int index) {
        return runs()[index];
    }

    /**
     * Whether the characters [start, end) may be taken for a word: in a view of words that were joined, only if they reach
     * over a joint, since each of the words has been read by itself.
     */
    public boolean reachesOver(int start, int end) {
        if (unread != null) write(unread);
        if (joints == null) return true;
        int joint = joints.nextSetBit(start + 1);
        return joint >= 0 && joint < end;
    }

    /** Whether it holds words that stand apart in the text, joined. */
    public boolean isJoined() {
        if (unread != null) write(unread);
        return joints != null;
    }

    /** The same characters, joined where these bits are. */
    FoldedView joinedAt(BitSet places) {
        return new FoldedView(chars(), starts, ends, runs, length, places);
    }

    /** The folded characters [start, end). */
    public String text(int start, int end) {
        return new String(chars(), start, end - start);
    }

    /** Whether a word may begin or end between the characters before and at the index. */
    public boolean isBoundary(int index) {
        if (index <= 0 || index >= length) return true;
        return !joins(codePointBefore(index)) || !joins(codePointAt(index));
    }

    /** Whether the code point belongs to one word with its neighbour when the neighbour does so too. */
    public static boolean joins(int codePoint) {
        if (codePoint < 128) return JOINS_ASCII[codePoint];
        return CodePoints.joinsWords(codePoint);
    }

    private int codePointAt(int index) {
        return Character.codePointAt(chars(), index, length);
    }

    private int codePointBefore(int index) {
        return Character.codePointBefore(chars(), index);
    }

    /** The same reading of the text that this one's text was made from. */
    FoldedView through(Rewritten text) {
        return new FoldedView(() -> written(text), tokens(), length);
    }

    /** As {@link #through}, but of the words that are as in that text only such as have one that is not near them. */
    FoldedView nearChanges(Rewritten text, int neighbours) {
        boolean isAll = neighbours == Integer.MAX_VALUE || !tokens().isPlaced();
        return new FoldedView(() -> written(text), isAll ? tokens() : tokens().near(text, neighbours), length);
    }

    private FoldedView written(Rewritten text) {
        var all = chars();
        var from = new int[length];
        var to = new int[length];
        for (int i = 0; i < length; i++) {
            from[i] = text.starts()[start(i)];
            to[i] = text.ends()[end(i) - 1];
        }
        return new FoldedView(all, from, to, runs, length, joints);
    }

    @Override
    public String toString() {
        return new String(chars(), 0, length);
    }

    /** Collects a view; grows as needed. */
    static final class Builder {
        private char[] chars;
        private int[] starts;
        private int[] ends;
        private byte[] runs;
        int length;

        Builder(int expected) {
            chars = new char[expected];
            starts = new int[expected];
            ends = new int[expected];
            runs = new byte[expected];
        }

        void add(char c, int start, int end) {
            if (length == chars.length) grow();
            chars[length] = c;
            starts[length] = start;
            ends[length] = end;
            runs[length++] = 1;
        }

        /** Adds a letter; one that repeats its neighbour only lengthens the neighbour's run. */
        void addLetter(char c, int start, int end) {
            addRun(c, start, end, 1);
        }

        void addRun(char c, int start, int end, int run) {
            int last = length - 1;
            if (last >= 0 && chars[last] == c && !Character.isSurrogate(c)) {
                ends[last] = end;
                runs[last] = (byte) Math.min(Byte.MAX_VALUE, runs[last] + run);
            } else {
                add(c, start, end);
                runs[length - 1] = (byte) run;
            }
        }

        /** Adds the characters [from, to) of a reading as they are there. */
        void copy(FoldedView view, int from, int to) {
            int count = to - from;
            if (count <= 0) return;
            while (length + count > chars.length) grow();
            System.arraycopy(view.chars(), from, chars, length, count);
            System.arraycopy(view.starts, from, starts, length, count);
            System.arraycopy(view.runs, from, runs, length, count);
            for (int i = 0; i < count; i++) ends[length + i] = view.end(from + i);
            length += count;
        }

        boolean endsWord() {
            return length == 0 || chars[length - 1] == ' ';
        }

        /** Whether the characters [from, length) are those of another place in it. */
        boolean isSame(int from, int other, int otherEnd) {
            return Arrays.equals(chars, from, length, chars, other, otherEnd)
                    && Arrays.equals(runs, from, length, runs, other, otherEnd);
        }

        /** Whether the characters [from, length) are the same as those of a reading. */
        boolean isSame(int from, FoldedView view, int start, int end) {
            return Arrays.equals(chars, from, length, view.chars(), start, end)
                    && Arrays.equals(runs, from, length, view.runs, start, end);
        }

        /** One space for any number of separators; none at the beginning. */
        void addSeparator(int start, int end) {
            if (length > 0 && chars[length - 1] != ' ') add(' ', start, end);
        }

        /** Makes the last character cover marks that follow it. */
        void extendTo(int end) {
            if (length > 0) ends[length - 1] = Math.max(ends[length - 1], end);
        }

        char charAt(int index) {
            return chars[index];
        }

        int start(int index) {
            return starts[index];
        }

        int end(int index) {
            return ends[index];
        }

        /** Not a copy; of use until the next character is added. */
        char[] chars() {
            return chars;
        }

        /** Swaps two neighbours; both then cover the code points of both. */
        void swap(int first, int second) {
            char c = chars[first];
            chars[first] = chars[second];
            chars[second] = c;
            starts[second] = starts[first];
            ends[first] = ends[second];
        }

        void truncate(int to) {
            length = to;
        }

        FoldedView build() {

            return new FoldedView(chars, starts, ends, runs, length);
        }

        private void grow() {
            int size = Math.max(16, chars.length + (chars.length >> 1));
            chars = Arrays.copyOf(chars, size);
            starts = Arrays.copyOf(starts, size);
            ends = Arrays.copyOf(ends, size);
            runs = Arrays.copyOf(runs, size);
        }
    }
}
