package io.gatehouse.moderation.match;

/**
 * A set of 64-bit hashes that may say yes too often, one time in fifty, and never no (Bloom, CACM 13(7), 1970; both
 * bits of a key in one word, so that asking costs one read of memory that fits a cache).
 */
final class KeyFilter {
    private static final int BITS_PER_KEY = 16;

    private final long[] words;
    private final int shift;

    KeyFilter(int keys) {
        long wanted = Math.max(1, (long) keys * BITS_PER_KEY / Long.SIZE);
        int bits = Math.max(4, Long.SIZE - Long.numberOfLeadingZeros(wanted - 1));
        words = new long[1 << bits];
        shift = Long.SIZE - bits;
    }

    void add(long key) {
        words[(int) (key >>> shift)] |= bits(key);
    }

    boolean mayHold(long key) {
        long bits = bits(key);
        return (words[(int) (key >>> shift)] & bits) == bits;
    }

    private static long bits(long key) {
        // A long shift takes the low six bits of the distance only.
        return 1L << (key >>> 30) | 1L << (key >>> 36);
    }
}
