package io.gatehouse.moderation.hash;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/**
 * Takes entries in any order and gives them in ascending order, without an object for each: ten million take 400 MB while
 * they are sorted.
 */
final class HashSorter {
    private static final int LONGS = 5;

    /** Entries in one array: so none is ever copied to a larger one. */
    private static final int BLOCK = 1 << 16;

    /** Below so many, moving them one by one is quickest. */
    private static final int FEW = 12;

    /** From here on it pays to cut them by their first bits. */
    private static final int MANY = 1_000_000;

    private final List<long[]> blocks = new ArrayList<>();
    private int size;

    void add(PdqHash hash, long owner) {
        if (size == blocks.size() * BLOCK) blocks.add(new long[BLOCK * LONGS]);
        long[] block = blocks.getLast();
        int at = at(size);
        block[at] = hash.first();
        block[at + 1] = hash.second();
        block[at + 2] = hash.third();
        block[at + 3] = hash.last();
        block[at + 4] = owner;
        size = Math.incrementExact(size);
    }

    private long[] block(int entry) {
        return blocks.get(entry / BLOCK);
    }

    private static int at(int entry) {
        return entry % BLOCK * LONGS;
    }

    int[] sorted() {
        if (size < MANY) {
            int[] order = IntStream.range(0, size).toArray();
            sort(order, 0, size);
            return order;
        }
        int[] order = byFirstBits();
        int from = 0;
        while (from < size) {
            int to = from + 1;
            while (to < size && bucket(order[to]) == bucket(order[from])) to++;
            sort(order, from, to);
            from = to;
        }
        return order;
    }

    private int bucket(int entry) {
        return (int) (block(entry)[at(entry)] >>> 40);
    }

    private int[] byFirstBits() {
        int[] ends = new int[(1 << 24) + 1];
        for (int entry = 0; entry < size; entry++) ends[bucket(entry)]++;
        for (int bucket = 1; bucket < ends.length; bucket++) ends[bucket] += ends[bucket - 1];
        int[] order = new int[size];
        for (int entry = size - 1; entry >= 0; entry--) order[--ends[bucket(entry)]] = entry;
        return order;
    }

    /** Quicksort in three parts, since many hashes may be the same; the smaller side first, so that it stays shallow. */
    private void sort(int[] order, int begin, int end) {
        int from = begin;
        int to = end;
        while (to - from > FEW) {
            int pivot = order[(from + to) >>> 1];
            int less = from;
            int more = to;
            for (int i = from; i < more; ) {
                int compared = compare(order[i], pivot);
                if (compared < 0) swap(order, i++, less++);
                else if (compared > 0) swap(order, i, --more);
                else i++;
            }
            if (less - from < to - more) {
                sort(order, from, less);
                from = more;
            } else {
                sort(order, more, to);
                to = less;
            }
        }
        for (int i = from + 1; i < to; i++)
            for (int j = i; j > from && compare(order[j - 1], order[j]) > 0; j--) swap(order, j, j - 1);
    }

    private static void swap(int[] order, int one, int other) {
        int kept = order[one];
        order[one] = order[other];
        order[other] = kept;
    }

    private int compare(int one, int other) {
        long[] ofOne = block(one);
        long[] ofOther = block(other);
        int a = at(one);
        int b = at(other);
        for (int i = 0; i < LONGS - 1; i++) {
            int order = Long.compareUnsigned(ofOne[a + i], ofOther[b + i]);
            if (order != 0) return order;
        }
        return Long.compare(ofOne[a + LONGS - 1], ofOther[b + LONGS - 1]);
    }

    Iterator<OwnedHash> inOrder(int[] order) {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < order.length;
            }

            @Override
            public OwnedHash next() {
                if (!hasNext()) throw new NoSuchElementException();
                int entry = order[next++];
                long[] block = block(entry);
                int at = at(entry);
                return new OwnedHash(
                        new PdqHash(block[at], block[at + 1], block[at + 2], block[at + 3]), block[at + 4]);
            }
        };
    }
}
