package io.gatehouse.moderation.hash;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Many hashes that never change, but of which single owners can be struck off. Safe to search from any number of threads.
 *
 * <p>A search goes in three loops without a branch that waits for memory: keys to lists, lists to rows, rows to distances.
 * So the processor has many of the thousands of far places under way at the same time; that is where its speed comes from.
 */
final class HashBase {
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Reading all rows one after the other costs about as much as this share of them here and there. */
    private static final int SCAN_SHARE = 10;

    /** Longer than most lists are where there are very many keys. */
    private static final int SHORT_LIST = 3;

    final BaseLayout layout;
    final MemorySegment memory;
    private final Banding banding;
    private final long[] starts;
    private final AtomicLongArray struck;

    HashBase(BaseLayout layout, MemorySegment memory) {
        this.layout = layout;
        this.memory = memory;
        this.banding = layout.banding();
        this.starts = new long[banding.bands()];
        for (int band = 0; band < starts.length; band++) starts[band] = layout.starts(band);
        this.struck = new AtomicLongArray((layout.owners() + Long.SIZE - 1) / Long.SIZE);
    }

    int rows() {
        return layout.rows();
    }

    /** Adds every row within the radius, some of them more than once, struck off or not. */
    private void search(PdqHash wanted, int radius, Search search) {
        long first = wanted.first();
        long second = wanted.second();
        long third = wanted.third();
        long last = wanted.last();
        int[] flips = banding.flips(radius);
        long candidates = 0;
        int probes = 0;
        for (int band = 0; band < starts.length; band++) {
            if (flips[band] < 0) continue;
            int[] masks = banding.masks(band, flips[band]);
            candidates += lists(starts[band], banding.key(band, first, second, third, last), masks, search, probes);
            probes += masks.length;
        }
        // Where very many hashes share the asked one's bits, looking at all of them is quicker.
        if (candidates > rows() / SCAN_SHARE + Search.BLOCK) {
            scan(first, second, third, last, radius, search);
            return;
        }
        collect(flips, wanted, radius, search);
    }

    /** Where the lists begin and end; the two numbers lie beside each other and are read as one. Brought near first. */
    private long lists(long start, int key, int[] masks, Search search, int probe) {
        int[] from = search.from;
        int[] to = search.to;
        int any = 0;
        for (int mask : masks) any ^= memory.get(INT, start + (long) (key ^ mask) * Integer.BYTES);
        search.touched ^= any;
        long candidates = 0;
        for (int i = 0; i < masks.length; i++) {
            long both = memory.get(LONG, start + (long) (key ^ masks[i]) * Integer.BYTES);
            int begin = (int) both;
            int end = (int) (both >>> Integer.SIZE);
            from[probe + i] = begin;
            to[probe + i] = end;
            candidates += end - begin;
        }
        return candidates;
    }

    private void collect(int[] flips, PdqHash wanted, int radius, Search search) {
        int probe = 0;
        for (int band = 0; band < starts.length; band++) {
            if (flips[band] < 0) continue;
            int end = probe + banding.masks(band, flips[band]).length;
            int size = 0;
            for (; probe < end; probe++) {
                int from = search.from[probe];
                int length = search.to[probe] - from;
                while (size + length + SHORT_LIST > Search.BLOCK) {
                    int part = Math.min(length, Search.BLOCK - SHORT_LIST - size);
                    put(search.places, size, from, part);
                    look(band, wanted, radius, size + part, search);
                    size = 0;
                    from += part;
                    length -= part;
                }
                put(search.places, size, from, length);
                size += length;
            }
            look(band, wanted, radius, size, search);
        }
    }

    /** Nearly all lists are short: writing some places too many is quicker than to guess wrongly how long each is. */
    private static void put(int[] places, int at, int from, int length) {
        for (int i = 0; i < SHORT_LIST; i++) places[at + i] = from + i;
        for (int i = SHORT_LIST; i < length; i++) places[at + i] = from + i;
    }

    private void look(int band, PdqHash wanted, int radius, int size, Search search) {
        rows(band, size, search);
        search.touched ^= touch(search.rows, size);
        distances(wanted, radius, size, search);
    }

    /** Brings the hashes near: with nothing else to do, the processor fetches more of them at the same time. */
    private long touch(int[] rows, int size) {
        long any = 0;
        for (int i = 0; i < size; i++)
            any ^= memory.get(LONG, BaseLayout.HEADER_BYTES + (long) rows[i] * BaseLayout.HASH_BYTES);
        return any;
    }

    private void rows(int band, int size, Search search) {
        if (band == 0) {
            System.arraycopy(search.places, 0, search.rows, 0, size);
            return;
        }
        long list = layout.lists() + (band - 1L) * rows() * Integer.BYTES;
        int[] places = search.places;
        int[] rows = search.rows;
        for (int i = 0; i < size; i++) rows[i] = memory.get(INT, list + (long) places[i] * Integer.BYTES);
    }

    private void distances(PdqHash wanted, int radius, int size, Search search) {
        long first = wanted.first();
        long second = wanted.second();
        long third = wanted.third();
        long last = wanted.last();
        int[] rows = search.rows;
        for (int i = 0; i < size; i++) {
            int distance = distance(rows[i], first, second, third, last);
            if (distance <= radius) search.add(rows[i], distance);
        }
    }

    private void scan(long first, long second, long third, long last, int radius, Search search) {
        for (int row = 0; row < rows(); row++) {
            int distance = distance(row, first, second, third, last);
            if (distance <= radius) search.add(row, distance);
        }
    }

    private int distance(int row, long first, long second, long third, long last) {
        long at = BaseLayout.HEADER_BYTES + (long) row * BaseLayout.HASH_BYTES;
        return Long.bitCount(memory.get(LONG, at) ^ first)
                + Long.bitCount(memory.get(LONG, at + 8) ^ second)
                + Long.bitCount(memory.get(LONG, at + 16) ^ third)
                + Long.bitCount(memory.get(LONG, at + 24) ^ last);
    }

    PdqHash hash(int row) {
        long at = layout.hashes() + (long) row * BaseLayout.HASH_BYTES;
        return new PdqHash(
                memory.get(LONG, at), memory.get(LONG, at + 8), memory.get(LONG, at + 16), memory.get(LONG, at + 24));
    }

    /** Adds the nearest entries in {@link NearHash#ORDER}, at most {@code most} of them. */
    void nearest(PdqHash wanted, int radius, int most, Search search, List<NearHash> found) {
        search.clear();
        search(wanted, radius, search);
        int left = most;
        for (long near : search.nearest()) {
            int row = (int) near;
            for (int place = ownerStart(row); place < ownerStart(row + 1); place++) {
                if (isStruck(place)) continue;
                if (left-- == 0) return;
                found.add(new NearHash(hash(row), (int) (near >>> Integer.SIZE), owner(place)));
            }
        }
    }

    /** A copy of what is struck off now. */
    BitSet struck() {
        long[] words = new long[struck.length()];
        for (int i = 0; i < words.length; i++) words[i] = struck.get(i);
        return BitSet.valueOf(words);
    }

    /** All entries in ascending order, without some places. */
    Iterator<OwnedHash> without(BitSet places) {
        return new Iterator<>() {
            private int place = places.nextClearBit(0);
            private int row;

            @Override
            public boolean hasNext() {
                return place < layout.owners();
            }

            @Override
            public OwnedHash next() {
                if (!hasNext()) throw new NoSuchElementException();
                while (ownerStart(row + 1) <= place) row++;
                var entry = new OwnedHash(hash(row), owner(place));
                place = places.nextClearBit(place + 1);
                return entry;
            }
        };
    }

    int ownerStart(int row) {
        return memory.get(INT, layout.ownerStarts() + (long) row * Integer.BYTES);
    }

    long owner(int place) {
        return memory.get(LONG, layout.ownerIds() + (long) place * Long.BYTES);
    }

    boolean isStruck(int place) {
        return (struck.get(place / Long.SIZE) >>> place & 1) != 0;
    }

    /** The place of this owner of this hash, struck off or not; -1 when there is none. */
    int place(PdqHash hash, long owner) {
        int key = banding.key(0, hash.first(), hash.second(), hash.third(), hash.last());
        int row = below(
                memory.get(INT, starts[0] + (long) key * Integer.BYTES),
                memory.get(INT, starts[0] + (key + 1L) * Integer.BYTES),
                hash);
        if (row < 0) return -1;
        int from = ownerStart(row);
        int to = ownerStart(row + 1);
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (owner(middle) < owner) from = middle + 1;
            else to = middle;
        }
        return from < ownerStart(row + 1) && owner(from) == owner ? from : -1;
    }

    private int below(int from, int to, PdqHash hash) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (hash(middle).compareTo(hash) < 0) low = middle + 1;
            else high = middle;
        }
        return low < to && hash(low).equals(hash) ? low : -1;
    }

    /** Takes an owner off, or puts it back; searches see it at once. */
    void strike(int place, boolean off) {
        long bit = 1L << place;
        struck.accumulateAndGet(place / Long.SIZE, bit, (bits, it) -> off ? bits | it : bits & ~it);
    }
}
