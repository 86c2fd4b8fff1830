package io.gatehouse.moderation.match;

/** A set of 64-bit hashes, none of them 0. A filter before it keeps most questions within a cache. */
final class KeySet {
    private final KeyFilter filter;
    private final long[] keys;

    /** @param most keys that will be added */
    KeySet(int most) {
        filter = new KeyFilter(most);
        keys = new long[Integer.highestOneBit(Math.max(4, most)) * 4];
    }

    void add(long key) {
        filter.add(key);
        keys[placeOf(key)] = key;
    }

    boolean holds(long key) {
        return filter.mayHold(key) && keys[placeOf(key)] == key;
    }

    /** Where it keeps the key, or -1 where it has none: below {@link #places()}. */
    int place(long key) {
        if (!filter.mayHold(key)) return -1;
        int place = placeOf(key);
        return keys[place] == key ? place : -1;
    }

    int places() {
        return keys.length;
    }

    private int placeOf(long key) {
        int mask = keys.length - 1;
        int place = (int) (key >>> 32) & mask;
        while (keys[place] != 0 && keys[place] != key) place = place + 1 & mask;
        return place;
    }
}
