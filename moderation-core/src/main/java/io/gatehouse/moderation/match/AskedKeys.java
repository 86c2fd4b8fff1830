package io.gatehouse.moderation.match;

/** Keys that were asked about, none of them 0: asked again for every word of texts made of the same words, so it keeps no objects. */
final class AskedKeys {
    private static final int FEW = 64;

    private long[] keys = new long[2 * FEW];
    private int count;

    /** Whether it is new. */
    boolean add(long key) {
        int place = placeOf(key);
        if (keys[place] == key) return false;
        keys[place] = key;
        if (++count * 2 > keys.length) grow();
        return true;
    }

    private int placeOf(long key) {
        int mask = keys.length - 1;
        int place = (int) (key >>> 32) & mask;
        while (keys[place] != 0 && keys[place] != key) place = place + 1 & mask;
        return place;
    }

    private void grow() {
        long[] all = keys;
        keys = new long[2 * all.length];
        for (long key : all) if (key != 0) keys[placeOf(key)] = key;
    }
}
