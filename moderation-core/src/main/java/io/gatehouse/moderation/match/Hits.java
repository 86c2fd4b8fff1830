package io.gatehouse.moderation.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the literals of one text were seen to stand for. Seeing appends a line; the lines are sorted out when somebody asks.
 * So its size and cost follow what was seen, never the number of rules.
 */
final class Hits {
    /** The occurrences of one target. */
    static final class Group {
        final int target;
        Spans spans = new Spans();
        boolean isSettled;
        /** By span: the word it begins at; null until somebody asks. */
        int @Nullable [] words;

        private Group(int target) {
            this.target = target;
        }
    }

    private static final int[] NO_TARGETS = {};
    private static final long[] NO_PLACES = {};
    private static final Group[] NO_GROUPS = {};

    private int[] targets = NO_TARGETS;
    private long[] places = NO_PLACES;
    private int size;
    private int sorted;
    private @Nullable Group[] table = NO_GROUPS;
    private final List<Group> groups = new ArrayList<>(0);

    void add(int target, int start, int end) {
        if (size == targets.length) {
            int larger = Math.max(16, size * 2);
            targets = Arrays.copyOf(targets, larger);
            places = Arrays.copyOf(places, larger);
        }
        targets[size] = target;
        places[size++] = Spans.pair(start, end);
    }

    /** Whether the target was not seen so far. */
    boolean isNew(int target) {
        sortOut();
        return group(target) == null;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** By target, in the order first seen: a copy. What is added later makes groups of its own or lengthens these. */
    List<Group> groups() {
        sortOut();
        return List.copyOf(groups);
    }

    private void sortOut() {
        for (; sorted < size; sorted++) groupOf(targets[sorted]).spans.add(places[sorted]);
    }

    /** The occurrences of the target; null when there are none. */
    @Nullable
    Group group(int target) {
        if (table.length == 0) return null;
        return table[slotOf(target)];
    }

    private Group groupOf(int target) {
        if ((groups.size() + 1) * 2 > table.length) grow();
        int slot = slotOf(target);
        var group = table[slot];
        if (group == null) {
            group = new Group(target);
            table[slot] = group;
            groups.add(group);
        }
        return group;
    }

    private int slotOf(int target) {
        int mask = table.length - 1;
        int slot = (target * 0x9E3779B1) >>> 7 & mask;
        for (var group = table[slot]; group != null && group.target != target; group = table[slot])
            slot = slot + 1 & mask;
        return slot;
    }

    private void grow() {
        table = new Group[Math.max(16, table.length * 2)];
        for (var group : groups) table[slotOf(group.target)] = group;
    }
}
