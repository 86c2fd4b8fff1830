package io.gatehouse.moderation.hash;

import java.util.Arrays;

/** Working memory of one search at a time, used again by later ones. */
final class Search {
    /** Candidates handled together: many enough that memory answers them at the same time, few enough for the near cache. */
    static final int BLOCK = 4_096;

    private static final int FIRST_SIZE = 64;

    final int[] from = new int[Banding.ELEVEN.mostProbes()];
    final int[] to = new int[Banding.ELEVEN.mostProbes()];
    final int[] places = new int[BLOCK];
    final int[] rows = new int[BLOCK];

    /** Kept only so that the compiler cannot leave out reads that bring memory near. */
    long touched;

    private long[] near = new long[FIRST_SIZE];
    private int size;

    void clear() {
        size = 0;
        // One flood must not keep its memory for ever.
        if (near.length > BLOCK) near = new long[FIRST_SIZE];
    }

    void add(int row, int distance) {
        if (size == near.length) near = Arrays.copyOf(near, size * 2);
        near[size++] = (long) distance << Integer.SIZE | row;
    }

    /** Distance in the upper half, row in the lower; nearest first, each row once. */
    long[] nearest() {
        Arrays.sort(near, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) if (i == 0 || near[i] != near[i - 1]) near[kept++] = near[i];
        size = kept;
        return Arrays.copyOf(near, kept);
    }
}
