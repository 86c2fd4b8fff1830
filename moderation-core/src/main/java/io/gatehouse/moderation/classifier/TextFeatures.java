package io.gatehouse.moderation.classifier;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * The features of a text, as hash buckets: words, pairs of neighbouring words, and three to five characters inside padded
 * words, of the text lightly folded (lower case, Latin letters without marks, letters stretched to more than two cut to two,
 * digits as one). Links are one word; names with {@code @} are left out, so that a model learns nothing about people.
 * The very same code runs at training and at scoring: changing it in any way needs a new {@link #VERSION}.
 */
final class TextFeatures {
    static final int VERSION = 1;

    /** The more, the fewer features share a weight, and the larger the file: four bytes per bucket and category. */
    static final int BUCKETS = 1 << 18;

    private static final char PADDING = '_';
    private static final char DIGIT = '0';
    private static final int PRIME = 0x01000193;
    private static final int SPREAD = 0x2545F491;
    /** Stands for any link; no character can give this hash. */
    private static final int LINK = 0x2F2F3A70;

    /** Base letter of each Latin letter with marks. */
    private static final char[] FOLDED = foldedLetters();

    /** From so many characters on, a bit for every bucket is less memory than a table of those that are seen. */
    private static final int LONG_TEXT = 2_048;

    private static final int[] NO_TABLE = {};
    private static final long[] NO_BITS = {};

    /** Of a short text: the buckets seen, and one; 0 where a place is free. */
    private final int[] table;

    private final int mask;
    /** Of a long text: a bit for each bucket that was seen. */
    private final long[] seen;

    private int[] buckets;
    private int count;
    private int previousWord;

    private TextFeatures(int length) {
        // About five features a character: words repeat, so that twice the capacity suffices and grow() covers the
        // rest.
        int capacity = Integer.highestOneBit(Math.max(16, length * 5)) * 2;
        boolean isLong = length >= LONG_TEXT;
        table = isLong ? NO_TABLE : new int[capacity * 2];
        mask = table.length - 1;
        seen = isLong ? new long[BUCKETS / Long.SIZE] : NO_BITS;
        buckets = new int[isLong ? length : Math.max(16, length * 4)];
    }

    /** Distinct buckets in [0, {@link #BUCKETS}), in the order they first occur. */
    static int[] of(String text) {
        var features = new TextFeatures(text.length());
        features.read(text);
        return Arrays.copyOf(features.buckets, features.count);
    }

    private static char[] foldedLetters() {
        var folded = new char[0x250];
        for (char c = 0; c < folded.length; c++) {
            char lower = Character.toLowerCase(c);
            String decomposed = Normalizer.normalize(String.valueOf(lower), Normalizer.Form.NFD);
            folded[c] = lower >= 0xC0 && Character.isLetter(lower) ? decomposed.charAt(0) : lower;
        }
        return folded;
    }

    private void read(String text) {
        var word = new char[text.length() + 2]; // Room for the padding on both sides.
        word[0] = PADDING;
        int size = 1;
        for (int at = 0; at < text.length(); ) {
            int c = text.charAt(at);
            if (size == 1 && (c == '@' || ((c == 'h' || c == 'w') && startsLink(text, at)))) {
                if (c != '@') addLink();
                at = endOfRun(text, at);
                continue;
            }
            // Nearly every character is one of these, and needs no table of Unicode.
            if (c >= 'a' && c <= 'z') {
                size = append(word, size, (char) c);
                at++;
                continue;
            }
            if (c == ' ') {
                size = endWord(word, size);
                at++;
                continue;
            }
            c = text.codePointAt(at);
            at += Character.charCount(c);
            if (Character.isLetterOrDigit(c) && c <= 0xFFFF) {
                size = append(word, size, fold((char) c));
            } else if (!isInsideWord(c)) {
                size = endWord(word, size);
                if (isSpeakingSymbol(c)) addWord(mix(c));
            }
        }
        endWord(word, size);
    }

    private static boolean startsLink(String text, int at) {
        return text.startsWith("http://", at) || text.startsWith("https://", at) || text.startsWith("www.", at);
    }

    private static int endOfRun(String text, int at) {
        int end = at;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) end++;
        return end;
    }

    private static char fold(char c) {
        if (c < FOLDED.length) return c >= '0' && c <= '9' ? DIGIT : FOLDED[c];
        return Character.isDigit(c) ? DIGIT : Character.toLowerCase(c);
    }

    private static int append(char[] word, int size, char c) {
        boolean stretched = size > 2 && word[size - 1] == c && word[size - 2] == c;
        boolean furtherDigit = c == DIGIT && word[size - 1] == DIGIT;
        if (stretched || furtherDigit) return size;
        word[size] = c;
        return size + 1;
    }

    /** Marks, apostrophes and invisible characters neither end a word nor belong to it. */
    private static boolean isInsideWord(int c) {
        if (c == '\'' || c == '\u2019') return true;
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.FORMAT;
    }

    /** Emoji, currency, and the signs that shouting and selling are full of. */
    private static boolean isSpeakingSymbol(int c) {
        if (c == '!' || c == '?' || c == '%') return true;
        int type = Character.getType(c);
        return type == Character.OTHER_SYMBOL || type == Character.CURRENCY_SYMBOL || c > 0xFFFF;
    }

    private void addLink() {
        addWord(mix(LINK));
    }

    /** @return the size of the next word: its left padding */
    private int endWord(char[] word, int size) {
        if (size == 1) return 1;
        word[size] = PADDING;
        addWord(wordHash(word, size));
        addGrams(word, size + 1);
        return 1;
    }

    private static int wordHash(char[] word, int size) {
        int hash = 17;
        for (int i = 1; i < size; i++) hash = (hash * PRIME) ^ word[i];
        return mix(hash);
    }

    private void addWord(int hash) {
        add(hash);
        if (previousWord != 0) add(mix(previousWord * 0x9E3779B1 + hash));
        previousWord = hash;
    }

    /** Of three, then four, then five characters: sums of weights depend on their order. */
    private void addGrams(char[] word, int size) {
        for (int at = 0; at + 3 <= size; at++) add(gram(three(3, word, at)));
        for (int at = 0; at + 4 <= size; at++) add(gram((three(4, word, at) * PRIME) ^ word[at + 3]));
        for (int at = 0; at + 5 <= size; at++)
            add(gram((((three(5, word, at) * PRIME) ^ word[at + 3]) * PRIME) ^ word[at + 4]));
    }

    private static int three(int length, char[] word, int at) {
        return (((((length * PRIME) ^ word[at]) * PRIME) ^ word[at + 1]) * PRIME) ^ word[at + 2];
    }

    private static int gram(int hash) {
        return mix(hash * SPREAD);
    }

    private void add(int hash) {
        int bucket = hash & (BUCKETS - 1);
        if (!(seen.length > 0 ? isNewInLong(bucket) : isNewInShort(bucket))) return;
        if (count == buckets.length) buckets = Arrays.copyOf(buckets, count * 2);
        buckets[count++] = bucket;
    }

    private boolean isNewInLong(int bucket) {
        long bit = 1L << bucket;
        boolean isNew = (seen[bucket / Long.SIZE] & bit) == 0;
        seen[bucket / Long.SIZE] |= bit;
        return isNew;
    }

    private boolean isNewInShort(int bucket) {
        int stored = bucket + 1;
        // Its bits are mixed already.
        int at = bucket & mask;
        while (table[at] != 0) {
            if (table[at] == stored) return false;
            at = (at + 1) & mask;
        }
        table[at] = stored;
        return true;
    }

    /** The finaliser of MurmurHash3: every bit of the input moves every bit of the result. */
    private static int mix(int hash) {
        int h = hash;
        h = (h ^ (h >>> 16)) * 0x85EBCA6B;
        h = (h ^ (h >>> 13)) * 0xC2B2AE35;
        return h ^ (h >>> 16);
    }
}
