package io.gatehouse.moderation.match;

/**
 * A set of 64-bit hashes that may say yes too often, one time in fifty, and never no (Bloom, CACM 13(7), 1970; both
 * bits of a key in one word, so that asking costs one read of memory that fits a cache).
 */
final class KeyFilter {
    private static final int BITS_PER_KEY = 16;
    private static final int LEAST = 16;

    private final long[] words;

    /** @param keys that will be added; more make it say yes more often */
    KeyFilter(int keys) {
        // Not a power of two: twice the memory that is needed would be twice the cache.
        words = new long[Math.max(LEAST, (int) ((long) keys * BITS_PER_KEY / Long.SIZE))];
    }

    void add(long key) {
        words[placeOf(key)] |= bits(key);
    }

    boolean mayHold(long key) {
        long bits = bits(key);
        return (words[placeOf(key)] & bits) == bits;
    }

    private int placeOf(long key) {
        return (int) ((key >>> Integer.SIZE) * words.length >>> Integer.SIZE);
    }

    private static long bits(long key) {
        // A long shift takes the low six bits of the distance only.
        return 1L << (key >>> 30) | 1L << (key >>> 36);
    }
}
