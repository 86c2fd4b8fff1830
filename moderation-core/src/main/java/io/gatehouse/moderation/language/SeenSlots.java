package io.gatehouse.moderation.language;

/** A set of slots with a known greatest size: an n-gram speaks once however often it occurs. */
final class SeenSlots {
    private final int mask;
    /** Slots plus one, so that zero is free. */
    private final int[] slots;

    SeenSlots(int mostEntries) {
        int capacity = Integer.highestOneBit(Math.max(8, mostEntries)) * 4;
        mask = capacity - 1;
        slots = new int[capacity];
    }

    boolean add(int slot) {
        int stored = slot + 1;
        for (int at = ((stored * 0x9E3779B9) >>> 7) & mask; ; at = (at + 1) & mask) {
            if (slots[at] == stored) return false;
            if (slots[at] == 0) {
                slots[at] = stored;
                return true;
            }
        }
    }
}
