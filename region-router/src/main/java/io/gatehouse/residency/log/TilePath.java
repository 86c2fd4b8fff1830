package io.gatehouse.residency.log;

/**
 * Names a tile or an entry bundle, as C2SP tlog-tiles does: {@code tile/0/x001/234.p/17}.
 *
 * @param level 0 holds leaf hashes, higher levels hashes of full tiles below; {@link #ENTRIES} is a bundle of entries
 * @param width hashes or entries in it, 1 to 256; less than 256 is a partial tile
 */
@SuppressWarnings("DoNotCallSuggester") // Stub.
public record TilePath(int level, long n, int width) {
    public static final int ENTRIES = -1;
    /** Hashes in a full tile. */
    public static final int FULL = 256;

    /** @throws IllegalArgumentException when it is not exactly a path of the specification */
    public static TilePath parse(String path) {
        throw new UnsupportedOperationException("not yet: " + path);
    }

    /** For example {@code tile/entries/x001/x234/067}. */
    public String format() {
        throw new UnsupportedOperationException("not yet");
    }
}
