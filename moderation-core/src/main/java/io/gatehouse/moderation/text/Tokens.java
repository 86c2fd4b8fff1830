package io.gatehouse.moderation.text;

/**
 * How texts and literals are cut alike: into runs of characters that join, single code points that do not, and spaces,
 * which only separate. Where two characters are cut apart depends on these two alone, so that a literal's inner tokens are
 * the text's wherever it occurs.
 */
public final class Tokens {
    /** A space separates. */
    static final int NOTHING = 0;
    /** Belongs to one token with its neighbours of this kind. */
    static final int JOINS = 1;
    /** A token by itself. */
    static final int ALONE = 2;

    private static final byte[] ASCII_KINDS = new byte[128];
    private static final long MULTIPLIER = 0xD1342543DE82EF95L;
    /** Makes the beginning of a token another key than the whole token of the same characters. */
    private static final long BEGINNING = 0x2545F4914F6CDD1DL;

    static {
        for (int c = 0; c < ASCII_KINDS.length; c++)
            ASCII_KINDS[c] = (byte) (c == ' ' ? NOTHING : FoldedView.joins(c) ? JOINS : ALONE);
    }

    /** Makes a token with a letter that stands for several another key than one without. */
    private static final long DOUBLED = 0x9FB21C651E98DF25L;

    private Tokens() {}

    /**
     * The state of hashing after one more character; 0 before the first. It only has to be quick: a character waits for
     * the one before it, and nine ASCII ones fit without touching.
     */
    public static long state(long before, char c) {
        return Long.rotateLeft(before, 7) ^ c;
    }

    public static long state(char[] chars, int start, int end) {
        long state = 0;
        for (int i = start; i < end; i++) state = state(state, chars[i]);
        return state;
    }

    /** The state of characters and so many others behind them. */
    public static long joined(long before, long after, int length) {
        return Long.rotateLeft(before, 7 * length) ^ after;
    }

    /** The key of a token. Its high bits are the good ones. */
    public static long key(long state) {
        return state * MULTIPLIER;
    }

    /** The key of what is looked for only where a letter of the token stands for several in a row. */
    public static long doubledKey(long state) {
        return (state ^ DOUBLED) * MULTIPLIER;
    }

    /** The key of two neighbouring tokens. */
    public static long pairKey(long firstState, long secondState) {
        return (Long.rotateLeft(firstState, 31) * MULTIPLIER ^ secondState) * MULTIPLIER;
    }

    /** The key of a token's beginning. */
    public static long beginningKey(long state) {
        return (state ^ BEGINNING) * MULTIPLIER;
    }

    /** Whether an ASCII character belongs to a word. */
    static boolean isWord(char c) {
        return ASCII_KINDS[c] == JOINS;
    }

    /** Whether the code point that begins at the index joins its neighbours. */
    public static boolean joins(char[] chars, int index, int length) {
        char c = chars[index];
        return c < ASCII_KINDS.length
                ? ASCII_KINDS[c] == JOINS
                : FoldedView.joins(Character.codePointAt(chars, index, length));
    }

    /** The end of the token that begins at the index, which is not a space. */
    public static int endOf(char[] chars, int start, int length) {
        int i = nextCodePoint(chars, start, length);
        if (!joins(chars, start, length)) return i;
        while (i < length && joins(chars, i, length)) i = nextCodePoint(chars, i, length);
        return i;
    }

    private static int nextCodePoint(char[] chars, int index, int length) {
        return index + (isPairAt(chars, index, length) ? 2 : 1);
    }

    public static boolean isPairAt(char[] chars, int index, int length) {
        return Character.isHighSurrogate(chars[index])
                && index + 1 < length
                && Character.isLowSurrogate(chars[index + 1]);
    }

    /** How many tokens there are. */
    public static int count(String text) {
        char[] chars = text.toCharArray();
        return TokenList.of(chars, chars.length).count();
    }

    public static int skipSpaces(char[] chars, int from, int length) {
        int i = from;
        while (i < length && chars[i] == ' ') i++;
        return i;
    }
}
