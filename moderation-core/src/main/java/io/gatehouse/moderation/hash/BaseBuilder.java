package io.gatehouse.moderation.hash;

import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Lays a {@link HashBase} out from entries in ascending order of hash, then owner. */
final class BaseBuilder {
    private BaseBuilder() {}

    /**
     * @param entries gives the same ones each time it is asked: they are read twice, first to be counted. An owner that comes
     *     twice with the same hash is taken once
     * @param memory allocates zeroed bytes
     */
    static HashBase build(Supplier<Iterator<OwnedHash>> entries, LongFunction<MemorySegment> memory) {
        var count = new Counted();
        count.all(entries.get());
        var layout = new BaseLayout(Banding.of(count.rows), count.rows, count.owners);
        var base = new HashBase(layout, memory.apply(layout.sizeBytes()));
        fill(base, entries.get());
        for (int band = 0; band < layout.banding().bands(); band++) list(base, band);
        return base;
    }

    private static final class Counted {
        private int rows;
        private int owners;

        void all(Iterator<OwnedHash> entries) {
            OwnedHash before = null;
            while (entries.hasNext()) {
                var entry = entries.next();
                if (before == null || !entry.hash().equals(before.hash())) rows++;
                if (!entry.equals(before)) owners = Math.incrementExact(owners);
                before = entry;
            }
        }
    }

    private static void fill(HashBase base, Iterator<OwnedHash> entries) {
        var layout = base.layout;
        var memory = base.memory;
        int row = -1;
        int place = 0;
        OwnedHash before = null;
        while (entries.hasNext()) {
            var entry = entries.next();
            if (entry.equals(before)) continue;
            if (before == null || !entry.hash().equals(before.hash())) {
                row++;
                long at = layout.hashes() + (long) row * BaseLayout.HASH_BYTES;
                memory.set(HashBase.LONG, at, entry.hash().first());
                memory.set(HashBase.LONG, at + 8, entry.hash().second());
                memory.set(HashBase.LONG, at + 16, entry.hash().third());
                memory.set(HashBase.LONG, at + 24, entry.hash().last());
                memory.set(HashBase.INT, layout.ownerStarts() + (long) row * Integer.BYTES, place);
            }
            memory.set(HashBase.LONG, layout.ownerIds() + (long) place * Long.BYTES, entry.owner());
            place++;
            before = entry;
        }
        memory.set(HashBase.INT, layout.ownerStarts() + (row + 1L) * Integer.BYTES, place);
    }

    /** Counts each key's rows, adds up where its list ends, and puts rows in from the last to the first. */
    private static void list(HashBase base, int band) {
        var layout = base.layout;
        var memory = base.memory;
        long starts = layout.starts(band);
        for (int row = 0; row < layout.rows(); row++) {
            long at = starts + (long) key(base, band, row) * Integer.BYTES;
            memory.set(HashBase.INT, at, memory.get(HashBase.INT, at) + 1);
        }
        int sum = 0;
        for (long at = starts; at <= starts + (long) layout.banding().keys(band) * Integer.BYTES; at += Integer.BYTES) {
            sum += memory.get(HashBase.INT, at);
            memory.set(HashBase.INT, at, sum);
        }
        long list = layout.lists() + (band - 1L) * layout.rows() * Integer.BYTES;
        for (int row = layout.rows() - 1; row >= 0; row--) {
            long at = starts + (long) key(base, band, row) * Integer.BYTES;
            int place = memory.get(HashBase.INT, at) - 1;
            memory.set(HashBase.INT, at, place);
            if (band > 0) memory.set(HashBase.INT, list + (long) place * Integer.BYTES, row);
        }
    }

    private static int key(HashBase base, int band, int row) {
        long at = base.layout.hashes() + (long) row * BaseLayout.HASH_BYTES;
        var memory = base.memory;
        return base.layout
                .banding()
                .key(
                        band,
                        memory.get(HashBase.LONG, at),
                        memory.get(HashBase.LONG, at + 8),
                        memory.get(HashBase.LONG, at + 16),
                        memory.get(HashBase.LONG, at + 24));
    }
}
