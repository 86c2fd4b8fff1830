package io.gatehouse.moderation.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What {@link PlainFold} does, for texts of ASCII only: eight characters at once, each property of them as a row of bits,
 * so that only edges of words and places with a cue are looked at one by one. Words are hashed from where they stand; the
 * characters of the view are only written down when somebody asks. Equal to {@link PlainFold} in every result
 * (AsciiFoldTest).
 */
final class AsciiFold implements Unread {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = ONES << 7;
    private static final int BYTES = Long.BYTES;
    private static final int BITS = Long.SIZE;
    private static final int CUES = CodePoints.LEET | CodePoints.ESCAPE;
    /** Seven bits a character: so many fit a {@link Tokens#state} side by side, and can be packed at once. */
    private static final int PACKED = 8;
    /** Characters that leave each other alone in a state. */
    private static final int TOUCHING = 9;

    private static final int MAX_PIECE = PlainFold.MAX_PIECE;
    /** The bit that letters have and digits have not, of each character of a short word's state. */
    private static final long LETTER_BITS = 0x40L * (1 | 1 << 7 | 1 << 14 | 1 << 21 | 1L << 28);

    private static final int VOWELS = 1 << 1 | 1 << 5 | 1 << 9 | 1 << 15 | 1 << 21 | 1 << 25;
    private static final TokenList NONE = new TokenList(0);
    /** By letter or digit that stands alone: one where it may be a piece of a word. */
    private static final byte[] SINGLE_PIECES = new byte[128];

    static {
        for (int c = 0; c < SINGLE_PIECES.length; c++) SINGLE_PIECES[c] = (byte) isPiece(1, c);
    }

    private final byte[] text;
    private final int length;
    /** Small letters for capitals, and eight spaces more. */
    private final byte[] lower;
    /** What each character is, as bits; one row more than there are, so that whoever asks for the next needs no question. */
    private final long[] joins;

    private final long[] spaces;
    private final long[] repeats;
    /** Symbols that are no apostrophe. */
    private final long[] signs;
    /** What makes a token worth a look wherever it stands. */
    private final long[] cued;

    private final Cues cues = new Cues();
    private int apostrophes;
    private boolean hasQuestions;
    /** Of the token that was looked at last. */
    private int tokenFlags;
    // By word.
    private TokenList tokens = NONE;
    private int[] froms = {};
    private int[] tos = {};

    private AsciiFold(byte[] text) {
        this.text = text;
        length = text.length;
        lower = new byte[(length & -BYTES) + 2 * BYTES];
        int rows = length / BITS + 2;
        joins = new long[rows];
        spaces = new long[rows];
        repeats = new long[rows];
        signs = new long[rows];
        cued = new long[rows];
    }

    /** Null for a text of other characters, or with such as cannot be seen. */
    static @Nullable AsciiFold of(String text) {
        return of(text, text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param bytes of the text in UTF-8, of which it keeps hold */
    static @Nullable AsciiFold of(String text, byte[] bytes) {
        if (bytes.length != text.length()) return null;
        var fold = new AsciiFold(bytes);
        if (!fold.survey()) return null;
        // Half of a surrogate pair is encoded as a question mark.
        if (fold.hasQuestions && !text.equals(new String(bytes, StandardCharsets.ISO_8859_1))) return null;
        fold.readWords();
        return fold;
    }

    FoldedView view() {
        return new FoldedView(this, tokens, viewLength());
    }

    private int viewLength() {
        boolean endsInWord = tokens.count() > 0 && tos[tokens.count() - 1] == length;
        int end = tokens.count() == 0 ? 0 : tokens.end(tokens.count() - 1);
        return tokens.count() == 0 || endsInWord ? end : end + 1;
    }

    Cues cues() {
        return cues;
    }

    /** As code points. */
    int[] codePoints() {
        var codePoints = new int[length];
        for (int i = 0; i < codePoints.length; i++) codePoints[i] = text[i];
        return codePoints;
    }

    /** Whether all of it can be seen, and no stretch is so long that the view would have to count it otherwise. */
    private boolean survey() {
        long hidden = 0;
        long questions = 0;
        long before = ' ';
        for (int row = 0, i = 0; i < length; row++) {
            long joined = 0;
            long spaced = 0;
            long repeated = 0;
            long signed = 0;
            long telling = 0;
            for (int end = Math.min(length, i + BITS); i < end; i += BYTES) {
                long x = eight(i);
                long letters = isIn(x | 0x20 * ONES, 'a', 'z');
                long words = letters | isIn(x, '0', '9');
                long low = x | letters >>> 2;
                LONGS.set(lower, i, low);
                long space = isIn(x, '\t', '\r') | isByte(x, ' ');
                long shifted = low << 8 | before;
                before = low >>> BITS - 8;
                hidden |= isIn(x, 0, ' ' - 1) & ~space | isByte(x, 0x7F);
                questions |= isByte(x, '?');
                long quotes = isByte(x, '\'');
                apostrophes += Long.bitCount(quotes);
                long cue = words & ~letters
                        | isByte(low, 'v')
                        | isByte(low, 'q')
                        | isByte(low, 'h') & isByte(shifted, 'p')
                        | isByte(x, '#');
                joined |= bits(words) << i;
                spaced |= bits(space) << i;
                repeated |= bits(zeros(low ^ shifted) & letters) << i;
                signed |= bits(~(words | space | quotes) & HIGH) << i;
                telling |= bits(cue) << i;
            }
            joins[row] = joined;
            spaces[row] = spaced;
            repeats[row] = repeated;
            signs[row] = signed;
            cued[row] = telling;
            if (repeated == -1) return false;
        }
        // Behind the text there is nothing but space.
        int end = (length + BYTES - 1) & -BYTES;
        LONGS.set(lower, end, ' ' * ONES);
        spaces[end / BITS] |= -1L << end;
        if (end / BITS + 1 < spaces.length) spaces[end / BITS + 1] = -1L;
        hasQuestions = questions != 0;
        return hidden == 0;
    }

    /** The characters from the index on; spaces behind the last. */
    private long eight(int i) {
        if (i + BYTES <= length) return (long) LONGS.get(text, i);
        long x = ' ' * ONES;
        for (int k = length - 1; k >= i; k--) x = x << 8 | text[k];
        return x;
    }

    /** The high bit of each byte that is in the range; all must be below 128. */
    private static long isIn(long x, int first, int last) {
        return x + (0x80 - first) * ONES & ~(x + (0x7F - last) * ONES) & HIGH;
    }

    private static long isByte(long x, int c) {
        return zeros(x ^ c * ONES);
    }

    /** The high bit of each byte that is 0; all must be below 128. */
    private static long zeros(long x) {
        return ~(x + ~HIGH) & HIGH;
    }

    /** The high bits of the bytes, side by side. */
    private static long bits(long high) {
        return (high >>> 7) * 0x0102040810204080L >>> BITS - 8;
    }

    private void readWords() {
        int count = 0;
        long last = 0;
        for (long row : joins) {
            count += Long.bitCount(row & ~(row << 1 | last));
            last = row >>> BITS - 1;
        }
        froms = new int[count];
        tos = new int[count];
        tokens = new TokenList(count);
        tokens.place(froms, tos);
        tokens.knowDoubled();
        findWords();
        var pieces = new int[count];
        int pieceCount = 0;
        int at = 0;
        int singles = 0;
        int most = 0;
        for (int word = 0; word < count; word++) {
            int start = froms[word];
            int letters = tos[word] - start;
            if (letters == 1) {
                long letter = lower[start];
                tokens.add(at, at + 1, letter, letter);
                pieces[pieceCount] = at;
                pieceCount += SINGLE_PIECES[lower[start]];
                most = Math.max(most, ++singles);
                at += 2;
                continue;
            }
            int repeated = repeatsIn(start, tos[word]);
            letters -= repeated;
            long state = repeated == 0 ? stateOf(start, letters) : stateOf(start, tos[word], Integer.MAX_VALUE);
            long head = letters <= TOUCHING
                    ? state >>> 7 * Math.max(0, letters - TokenList.BEGINNING)
                    : stateOf(start, tos[word], TokenList.BEGINNING);
            tokens.add(at, at + letters, state, head);
            if (repeated > 0) tokens.nameDoubled(word);
            pieces[pieceCount] = at;
            pieceCount += isPiece(letters, state);
            // One letter again and again counts as one.
            int isSingle = (letters - 2) >>> 31;
            singles = (singles + 1) & -isSingle;
            most = Math.max(most, singles);
            at += letters + 1;
        }
        boolean endsInWord = count > 0 && tos[count - 1] == length;
        if (apostrophes > PlainFold.MAX_APOSTROPHES) cueManyWords();
        findSuspects();
        cues.finish(length, endsInWord ? count : count + 1, pieces, pieceCount, most >= SpelledOut.MIN_LETTERS);
    }

    private void findWords() {
        int edge = 0;
        long before = 0;
        for (int row = 0; row < joins.length; row++) {
            long edges = joins[row] ^ (joins[row] << 1 | before);
            before = joins[row] >>> BITS - 1;
            for (; edges != 0; edges &= edges - 1) {
                int place = row * BITS + Long.numberOfTrailingZeros(edges);
                // Words begin and end in turn.
                int[] places = (edge & 1) == 0 ? froms : tos;
                places[edge++ >> 1] = place;
            }
        }
    }

    /** A token of so many words is suspect, whatever keeps them apart. */
    private void cueManyWords() {
        int end = 0;
        int inToken = 0;
        for (int word = 0; word < froms.length; word++) {
            boolean isSame = word > 0;
            for (int i = end; i < froms[word]; i++) isSame &= !isSpace(i);
            inToken = isSame ? inToken + 1 : 1;
            if (inToken > PlainFold.MAX_APOSTROPHES + 1) cued[froms[word] / BITS] |= 1L << froms[word];
            end = tos[word];
        }
    }

    private boolean isSpace(int i) {
        return (spaces[i / BITS] >>> i & 1) != 0;
    }

    private int repeatsIn(int start, int end) {
        int first = start / BITS;
        int last = (end - 1) / BITS;
        long from = -1L << start;
        long to = -1L >>> -end;
        if (first == last) return Long.bitCount(repeats[first] & from & to);
        int count = Long.bitCount(repeats[first] & from) + Long.bitCount(repeats[last] & to);
        for (int i = first + 1; i < last; i++) count += Long.bitCount(repeats[i]);
        return count;
    }

    /** Of a word in which no letter is repeated. */
    private long stateOf(int start, int letters) {
        long x = Long.reverseBytes((long) LONGS.get(lower, start));
        if (letters <= PACKED) return packed(x >>> BITS - 8 * letters);
        long state = packed(x);
        for (int i = start + PACKED; i < start + letters; i++) state = Tokens.state(state, (char) lower[i]);
        return state;
    }

    /** Of a word's first letters, each repetition left out. */
    private long stateOf(int start, int end, int letters) {
        long state = 0;
        int left = letters;
        for (int i = start; i < end && left > 0; i++) {
            if (isRepeat(i)) continue;
            state = Tokens.state(state, (char) lower[i]);
            left--;
        }
        return state;
    }

    /** Eight bytes below 128 as seven bits each. */
    private static long packed(long bytes) {
        long pairs = bytes & 0x007F007F007F007FL | (bytes & 0x7F007F007F007F00L) >>> 1;
        long fours = pairs & 0x00003FFF00003FFFL | (pairs & 0x3FFF00003FFF0000L) >>> 2;
        return fours & 0x0FFFFFFFL | (fours & 0x0FFFFFFF00000000L) >>> 4;
    }

    private static int isPiece(int letters, long state) {
        int key = 0;
        for (int i = 7 * (MAX_PIECE - 1); i >= 0; i -= 7) key = ShortWords.next(key, (int) (state >>> i) & 0x7F);
        int isShort = (letters - MAX_PIECE - 1) >>> 31;
        // Letters have a bit that digits have not.
        long missing = ~state & LETTER_BITS >>> 7 * (MAX_PIECE - letters & 7);
        return isShort & (int) (missing - 1 >>> BITS - 1) & (ShortWords.common(key) ^ 1);
    }

    /** Looks at each token with a cue. */
    private void findSuspects() {
        int tokenEnd = 0;
        int word = 0;
        for (int row = 0; row * BITS < length; row++) {
            long before = spaces[row] >>> 1 | spaces[row + 1] << BITS - 1;
            // A sign before a space is the end of a word, if it is none of those that are letters, too.
            long ends = signs[row] & before;
            long cue = cued[row] | signs[row] & ~before;
            for (; ends != 0; ends &= ends - 1) {
                int i = row * BITS + Long.numberOfTrailingZeros(ends);
                if ((CodePoints.LATIN_1.entry[text[i]] & CUES) != 0) cue |= 1L << i;
            }
            for (; cue != 0; cue &= cue - 1) {
                int at = row * BITS + Long.numberOfTrailingZeros(cue);
                if (at < tokenEnd || isSpelling(at)) continue;
                int tokenStart = spaceBefore(at) + 1;
                tokenEnd = spaceAfter(at);
                if (!isSuspect(tokenStart, tokenEnd)) continue;
                while (word < froms.length && froms[word] < tokenStart) word++;
                int startInView = word == 0 ? 0 : tokens.end(word - 1) + 1;
                while (word < froms.length && froms[word] < tokenEnd) word++;
                boolean endsInWord = word > 0 && tos[word - 1] == tokenEnd;
                int endInView = word == 0 ? 0 : tokens.end(word - 1) + (endsInWord ? 0 : 1);
                cues.token(tokenStart, tokenEnd, startInView, endInView, tokenFlags);
            }
        }
    }

    /** Whether the letter stands where it is no other: a v beside a vowel, a q before a u. */
    private boolean isSpelling(int at) {
        byte c = lower[at];
        if (c == 'q') return lower[at + 1] == 'u';
        return c == 'v' && (isVowel(lower[at + 1]) || (at > 0 && isVowel(lower[at - 1])));
    }

    private static boolean isVowel(int c) {
        return c > '@' && (VOWELS >>> (c & 31) & 1) != 0;
    }

    private int spaceBefore(int at) {
        int row = at / BITS;
        long bits = spaces[row] & (1L << at) - 1;
        while (bits == 0 && row > 0) bits = spaces[--row];
        return bits == 0 ? -1 : row * BITS + BITS - 1 - Long.numberOfLeadingZeros(bits);
    }

    private int spaceAfter(int at) {
        int row = at / BITS;
        long bits = spaces[row] & -1L << at;
        while (bits == 0) bits = spaces[++row];
        return Math.min(length, row * BITS + Long.numberOfTrailingZeros(bits));
    }

    private boolean isSuspect(int start, int end) {
        int flags = 0;
        int words = 0;
        boolean isWord = false;
        for (int i = start; i < end; i++) {
            int entry = CodePoints.LATIN_1.entry[text[i]];
            flags |= entry;
            if (entry < 0 && !isWord) words++;
            if (isWord && lower[i] == 'h' && lower[i - 1] == 'p') flags |= CodePoints.ATTENTION;
            isWord = entry < 0;
        }
        if ((flags & CodePoints.ESCAPE) != 0) cues.mayBeEscaped();
        tokenFlags = flags;
        return text[start] == '#' || PlainFold.isSuspect(flags, words);
    }

    @Override
    public FoldedView write() {
        var chars = new char[viewLength()];
        var starts = new int[chars.length];
        var runs = new byte[chars.length];
        Arrays.fill(runs, (byte) 1);
        int at = 0;
        for (int word = 0; word < froms.length; word++) {
            for (int i = froms[word]; i < tos[word]; i++) {
                if (isRepeat(i)) {
                    runs[at - 1]++;
                    continue;
                }
                chars[at] = (char) lower[i];
                starts[at++] = i;
            }
            if (at == chars.length) break;
            chars[at] = ' ';
            starts[at++] = tos[word];
        }
        return new FoldedView(chars, starts, null, runs, chars.length);
    }

    private boolean isRepeat(int i) {
        return (repeats[i / BITS] >>> i & 1) != 0;
    }
}
