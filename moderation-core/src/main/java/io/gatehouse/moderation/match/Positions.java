package io.gatehouse.moderation.match;

import java.util.Arrays;

/** Word positions, ascending. Identity, not content, makes two of them equal. */
final class Positions {
    private int[] places = {};
    private int size;

    void add(int place) {
        if (size == places.length) places = Arrays.copyOf(places, Math.max(4, size * 2));
        places[size++] = place;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    int get(int index) {
        return places[index];
    }
}
