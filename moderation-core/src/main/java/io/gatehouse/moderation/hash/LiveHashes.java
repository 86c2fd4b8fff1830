package io.gatehouse.moderation.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The newest hashes, in lists to which one thread at a time adds while any number search. An entry is written whole before
 * the heads of its lists lead to it; nothing that a search may be reading is ever moved.
 */
final class LiveHashes {
    private static final int LONGS = 4;
    private static final int NONE = -1;
    private static final VarHandle HEAD = MethodHandles.arrayElementVarHandle(int[].class);
    private static final VarHandle GONE = MethodHandles.arrayElementVarHandle(boolean[].class);

    /** Hashes that fit, and owners that fit: each entry may need one of both. */
    final int capacity;

    private final Banding banding = Banding.SIXTEEN;
    private final long[] hashes;
    /** [band][key]: the row added last; and [band][row]: the one before it. */
    private final int[][] heads;

    private final int[][] before;
    /** By row: the entry added last; by entry: the one before it. */
    private final int[] entryHeads;

    private final int[] entryBefore;
    private final long[] owners;
    private final boolean[] gone;
    private int rows;
    private volatile int entries;

    LiveHashes(int capacity) {
        this.capacity = capacity;
        this.hashes = new long[capacity * LONGS];
        this.heads = new int[banding.bands()][];
        this.before = new int[banding.bands()][capacity];
        for (int band = 0; band < heads.length; band++) {
            heads[band] = new int[banding.keys(band)];
            Arrays.fill(heads[band], NONE);
        }
        this.entryHeads = new int[capacity];
        this.entryBefore = new int[capacity];
        this.owners = new long[capacity];
        this.gone = new boolean[capacity];
    }

    boolean isFull() {
        return entries == capacity;
    }

    int entries() {
        return entries;
    }

    /** By one thread at a time; the entry must not be there yet. */
    void add(PdqHash hash, long owner) {
        int row = row(hash);
        int entry = entries;
        owners[entry] = owner;
        if (row == NONE) {
            entryBefore[entry] = NONE;
            entryHeads[rows] = entry;
            addRow(hash);
        } else {
            entryBefore[entry] = (int) HEAD.getAcquire(entryHeads, row);
            HEAD.setRelease(entryHeads, row, entry);
        }
        entries = entry + 1;
    }

    private void addRow(PdqHash hash) {
        int row = rows++;
        hashes[row * LONGS] = hash.first();
        hashes[row * LONGS + 1] = hash.second();
        hashes[row * LONGS + 2] = hash.third();
        hashes[row * LONGS + 3] = hash.last();
        for (int band = 0; band < heads.length; band++) {
            int key = key(band, hash);
            before[band][row] = heads[band][key];
            HEAD.setRelease(heads[band], key, row);
        }
    }

    private int key(int band, PdqHash hash) {
        return banding.key(band, hash.first(), hash.second(), hash.third(), hash.last());
    }

    private int row(PdqHash hash) {
        int row = (int) HEAD.getAcquire(heads[0], key(0, hash));
        while (row != NONE && !hash(row).equals(hash)) row = before[0][row];
        return row;
    }

    /** The entry with this hash and owner, taken off or not; -1 when there is none. */
    int place(PdqHash hash, long owner) {
        int row = row(hash);
        if (row == NONE) return NONE;
        int entry = (int) HEAD.getAcquire(entryHeads, row);
        while (entry != NONE && owners[entry] != owner) entry = entryBefore[entry];
        return entry;
    }

    boolean isGone(int entry) {
        return (boolean) GONE.getAcquire(gone, entry);
    }

    void strike(int entry, boolean off) {
        GONE.setRelease(gone, entry, off);
    }

    private PdqHash hash(int row) {
        int at = row * LONGS;
        return new PdqHash(hashes[at], hashes[at + 1], hashes[at + 2], hashes[at + 3]);
    }

    /** Adds every entry within the radius of the first {@code most} that were ever added. */
    void nearest(PdqHash wanted, int radius, int most, Search search, List<NearHash> found) {
        search.clear();
        search(wanted, radius, search);
        for (long near : search.nearest()) {
            var hash = hash((int) near);
            owners((int) near, most, owner -> found.add(new NearHash(hash, (int) (near >>> Integer.SIZE), owner)));
        }
    }

    private void search(PdqHash wanted, int radius, Search search) {
        if (entries == 0) return;
        int[] flips = banding.flips(radius);
        for (int band = 0; band < heads.length; band++) {
            if (flips[band] < 0) continue;
            int key = key(band, wanted);
            for (int mask : banding.masks(band, flips[band])) {
                int row = (int) HEAD.getAcquire(heads[band], key ^ mask);
                while (row != NONE) {
                    int distance = distance(row, wanted);
                    if (distance <= radius) search.add(row, distance);
                    row = before[band][row];
                }
            }
        }
    }

    private int distance(int row, PdqHash wanted) {
        int at = row * LONGS;
        return Long.bitCount(hashes[at] ^ wanted.first())
                + Long.bitCount(hashes[at + 1] ^ wanted.second())
                + Long.bitCount(hashes[at + 2] ^ wanted.third())
                + Long.bitCount(hashes[at + 3] ^ wanted.last());
    }

    /** Those of a row, among the first {@code most} entries, that were not taken off. */
    private void owners(int row, int most, LongConsumer each) {
        for (int entry = (int) HEAD.getAcquire(entryHeads, row); entry != NONE; entry = entryBefore[entry])
            if (entry < most && !isGone(entry)) each.accept(owners[entry]);
    }

    /** Every entry not taken off, in no order; nobody may add meanwhile. */
    void all(Consumer<OwnedHash> each) {
        for (int row = 0; row < rows; row++) {
            var hash = hash(row);
            owners(row, entries, owner -> each.accept(new OwnedHash(hash, owner)));
        }
    }
}
