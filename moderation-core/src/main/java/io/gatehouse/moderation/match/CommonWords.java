package io.gatehouse.moderation.match;

import io.gatehouse.moderation.text.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The ten thousand commonest words of each language that {@link SmallWords} knows, by how common they are: a word of one
 * language's bank that another language says as often is no evidence in a text of that other. Read when the first word is
 * asked about; where it comes from: see make_common_words.py among the tests' resources.
 */
final class CommonWords {
    /** Of the resource; only the size of the table depends on it. */
    private static final int EXPECTED = 250_000;

    /** Swear words are borrowed, and about as common where they are: an ordinary word ranks far better than another's. */
    private static final int OFTENER = 8;

    /** Bits of the place of a word that no longer tells one language from another. */
    private static final int LEAST_TELLING = 16;

    /** The commonest words of all tell about as much as each other. */
    private static final int COMMONEST = 8;

    private static final CommonWords ALL = read();

    /** By slot: the key of a word, 0 when the slot is free; and its ranks, as a list. */
    private final long[] keys = new long[Integer.highestOneBit(EXPECTED) * 4];

    private final int[] first = new int[keys.length];
    /** By entry: the language, the rank in it from 0, and the next entry of the same word. */
    private final byte[] language = new byte[EXPECTED + 1];

    private final short[] rank = new short[EXPECTED + 1];
    private final int[] next = new int[EXPECTED + 1];
    private int entries;

    private CommonWords() {}

    /**
     * The languages, a bit for each as {@link SmallWords} numbers them, in which the word is far commoner than in the
     * bank's own, which is none of them.
     *
     * @param state as {@link Tokens#state} has it after the word's letters
     * @param own of the bank; null for none in particular, of which nothing is known
     */
    static long othersOf(long state, @Nullable String own) {
        if (own == null) return 0;
        long bit = SmallWords.bit(own);
        int ownRank = Short.MAX_VALUE;
        int begin = ALL.first[ALL.slotOf(Tokens.key(state))];
        for (int entry = begin; entry != 0; entry = ALL.next[entry])
            if (1L << ALL.language[entry] == bit) ownRank = ALL.rank[entry];
        long others = 0;
        for (int entry = begin; entry != 0; entry = ALL.next[entry])
            if (ALL.rank[entry] * OFTENER <= ownRank) others |= 1L << ALL.language[entry];
        return others & ~bit;
    }

    /** The languages that say the word, as bits. */
    static long languagesOf(long state) {
        long languages = 0;
        for (int entry = ALL.first[ALL.slotOf(Tokens.key(state))]; entry != 0; entry = ALL.next[entry])
            languages |= 1L << ALL.language[entry];
        return languages;
    }

    static boolean hold(long state) {
        return ALL.first[ALL.slotOf(Tokens.key(state))] != 0;
    }

    /**
     * Adds, for each language that says the word, how much that tells for it: some binary logarithm of how much likelier the word
     * is there than where nobody says it.
     *
     * @param told by number of language
     * @param sign 1, or -1 to take it back
     */
    static void tell(long state, int[] told, int sign) {
        for (int entry = ALL.first[ALL.slotOf(Tokens.key(state))]; entry != 0; entry = ALL.next[entry])
            told[ALL.language[entry]] +=
                    sign * (LEAST_TELLING - (Integer.SIZE - Integer.numberOfLeadingZeros(ALL.rank[entry] + COMMONEST)));
    }

    private void add(String word, int of, int at) {
        char[] chars = word.toCharArray();
        long key = Tokens.key(Tokens.state(chars, 0, chars.length));
        int slot = slotOf(key);
        keys[slot] = key;
        int entry = ++entries;
        language[entry] = (byte) of;
        rank[entry] = (short) Math.min(at, Short.MAX_VALUE - 1);
        next[entry] = first[slot];
        first[slot] = entry;
    }

    private int slotOf(long key) {
        int mask = keys.length - 1;
        int slot = (int) (key >>> 33) & mask;
        while (keys[slot] != 0 && keys[slot] != key) slot = slot + 1 & mask;
        return slot;
    }

    private static CommonWords read() {
        var all = new CommonWords();
        var resource = CommonWords.class.getResourceAsStream("common-words.txt.gz");
        if (resource == null) throw new IllegalStateException("common-words.txt.gz is not beside its class");
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(resource, 1 << 16), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var words = line.split(" ", -1);
                long bit = SmallWords.bit(words[0]);
                if (bit == 0) throw new IllegalStateException("no small words of " + words[0]);
                for (int i = 1; i < words.length && all.entries < EXPECTED; i++)
                    all.add(words[i], Long.numberOfTrailingZeros(bit), i - 1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read common-words.txt.gz", e);
        }
        return all;
    }
}
