package io.gatehouse.moderation.hash;

/**
 * Where the parts of a {@link HashBase} lie, in bytes from its begin: a header, the hashes in ascending order, where each
 * one's owners begin, the owners, and for each band where each key's list begins and the lists. The first band's lists are
 * left out: in ascending order they are 0, 1, 2, and so on.
 */
record BaseLayout(Banding banding, int rows, int owners) {
    /** A page, so that the parts begin where the processor likes them to. */
    static final int HEADER_BYTES = 4_096;

    static final int HASH_BYTES = PdqHash.BITS / Byte.SIZE;

    /** Rows in all lists together are counted in an int. */
    static final int MAX_ROWS = 100_000_000;

    private static final int LINE = 64;

    BaseLayout {
        if (rows < 0 || rows > MAX_ROWS)
            throw new IllegalArgumentException("an index holds 0 to " + MAX_ROWS + " hashes, not " + rows);
        if (owners < rows) throw new IllegalArgumentException(rows + " hashes with " + owners + " owners");
    }

    long hashes() {
        return HEADER_BYTES;
    }

    long ownerStarts() {
        return aligned(hashes() + (long) rows * HASH_BYTES);
    }

    long ownerIds() {
        return aligned(ownerStarts() + (rows + 1L) * Integer.BYTES);
    }

    /** Where the starts of a band's lists are. */
    long starts(int band) {
        long at = aligned(ownerIds() + (long) owners * Long.BYTES);
        for (int i = 0; i < band; i++) at = aligned(at + (banding.keys(i) + 1L) * Integer.BYTES);
        return at;
    }

    /** The lists of all bands but the first, one after the other, each {@code rows} long. */
    long lists() {
        return starts(banding.bands());
    }

    long sizeBytes() {
        return aligned(lists() + (banding.bands() - 1L) * rows * Integer.BYTES);
    }

    private static long aligned(long at) {
        return (at + LINE - 1) & -LINE;
    }
}
