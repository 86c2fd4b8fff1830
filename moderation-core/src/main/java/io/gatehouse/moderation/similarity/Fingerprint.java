package io.gatehouse.moderation.similarity;

import io.gatehouse.moderation.text.FoldedView;
import java.util.Arrays;

/**
 * What near-duplicates of a text share, as numbers that can be counted. The smallest hashes of a text's five-character
 * shingles, one in each of {@value #BINS} bins (one-permutation MinHash: Li, Owen, Zhang 2012), grouped into {@value
 * #BANDS} bands: two texts whose shingles are mostly the same agree in most bands, others practically never do. A shorter
 * text has its exact hash alone, and one that many innocent people send word for word ("happy birthday") has none.
 *
 * @param exact hash of the folded text; 0 when there is none
 * @param bands empty for texts that only count as the same when they are
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never changed.
public record Fingerprint(long exact, long[] bands) {
    /** No text, or one too short to tell a copy from a common phrase. */
    public static final Fingerprint NONE = new Fingerprint(0, new long[0]);

    /** In letters: "happy new year to everyone" has 22, "thank you so much for your help" has 25. */
    public static final int MIN_LETTERS = 32;

    /** In letters: below, one changed word changes most shingles. */
    public static final int MIN_NEAR_LETTERS = 64;

    /** An ideograph or syllable says as much as some letters. */
    private static final int LETTERS_PER_IDEOGRAPH = 3;

    /** In folded characters: a longer text is known by its beginning; what follows changes nothing. */
    static final int MAX_LENGTH = 4_096;

    /** In UTF-16 units of the text as submitted. */
    private static final int MAX_CONSIDERED = 4 * MAX_LENGTH;

    private static final int BANDS = 6;
    private static final int ROWS = 3;

    /**
     * A copy agrees in most bands, an unrelated text of the same turns of phrase in one. Of 93,831 unrelated real texts none
     * reached 20 in three bands and ten did in one; floods of 40 with a word changed in each reached 20 in 96 of 100.
     */
    private static final int AGREEING = 3;

    private static final int BINS = BANDS * ROWS;
    /** Fewer are filled only by a text that says one thing over and over, as laughter does. */
    private static final int MIN_BINS = 8;

    private static final int SHINGLE = 5;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    /** @param plain the text in {@link io.gatehouse.moderation.text.FoldedText#plain()} */
    public static Fingerprint of(FoldedView plain) {
        int length = Math.min(plain.length(), MAX_LENGTH);
        int letters = 0;
        long exact = 0xcbf29ce484222325L;
        for (int i = 0; i < length; i++) {
            char c = plain.charAt(i);
            if (c != ' ') letters += isIdeograph(c) ? LETTERS_PER_IDEOGRAPH : 1;
            exact = (exact ^ c) * 0x100000001b3L;
        }
        if (letters < MIN_LETTERS) return NONE;
        int[] smallest = smallest(plain, length);
        if (Arrays.stream(smallest).filter(value -> value != Integer.MAX_VALUE).count() < MIN_BINS) return NONE;
        exact = mix(exact) | 1;
        return letters < MIN_NEAR_LETTERS || length < MIN_NEAR_LETTERS
                ? new Fingerprint(exact, new long[0])
                : new Fingerprint(exact, bands(smallest));
    }

    /** What {@link #of} needs to see of a text: enough for {@value #MAX_LENGTH} folded characters of all but drawn-out ones. */
    public static String considered(String text) {
        return text.length() <= MAX_CONSIDERED ? text : text.substring(0, MAX_CONSIDERED);
    }

    /** The sets that the text adds to; {@link #frequency} says what their sizes mean. Empty when it has no fingerprint. */
    public long[] keys() {
        if (exact == 0) return bands;
        if (bands.length == 0) return new long[] {exact};
        return bands;
    }

    /** How often the text came, from the size of each of its sets: as often as enough of them say. 0 without sets. */
    public static long frequency(long[] sizes) {
        if (sizes.length == 0) return 0;
        var sorted = sizes.clone();
        Arrays.sort(sorted);
        return sorted[sizes.length - Math.min(AGREEING, sizes.length)];
    }

    private static int[] smallest(FoldedView plain, int length) {
        var smallest = new int[BINS];
        Arrays.fill(smallest, Integer.MAX_VALUE);
        long window = 0;
        for (int i = 0; i < length; i++) {
            // Five characters of twelve bits each: what falls out at the left belongs to the shingle before.
            window = ((window << 12) ^ (plain.charAt(i) * 0x9E37L & 0xFFFL)) & 0xFFF_FFFF_FFFF_FFFL;
            if (i < SHINGLE - 1) continue;
            long hash = mix(window);
            int bin = (int) (((hash >>> 32) * BINS) >>> 32);
            int value = (int) hash & Integer.MAX_VALUE;
            if (value < smallest[bin]) smallest[bin] = value;
        }
        return smallest;
    }

    private static long[] bands(int[] smallest) {
        var bands = new long[BANDS];
        for (int band = 0; band < BANDS; band++) {
            long key = band + 1L;
            for (int row = 0; row < ROWS; row++) key = mix(key * MULTIPLIER + filled(smallest, band * ROWS + row));
            bands[band] = key;
        }
        return bands;
    }

    /** A bin that no shingle fell into takes the next one's, marked by how far that is. */
    private static long filled(int[] smallest, int bin) {
        for (int step = 0; step < BINS; step++) {
            int value = smallest[(bin + step) % BINS];
            if (value != Integer.MAX_VALUE) return value + ((long) step << 32);
        }
        return 0;
    }

    private static boolean isIdeograph(char c) {
        // From the radicals on, without the private and presentation forms: Han, kana, Hangul, Yi.
        return c >= 0x2E80 && c <= 0xD7FF || Character.isSurrogate(c);
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof Fingerprint(long theirs, long[] theirBands)
                && exact == theirs
                && Arrays.equals(bands, theirBands);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(exact);
    }
}
