package io.gatehouse.moderation.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the literals of one text were seen to stand for. Seeing appends a line; only when something that can match by
 * itself was among them are the lines sorted out. So its size and cost follow what was seen, never the number of rules.
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

    private int[] targets = {};
    private long[] places = {};
    private int size;
    private boolean proposes;
    private int sorted;
    private @Nullable Group[] table = {};
    private final List<Group> groups = new ArrayList<>();

    /** @param proposes whether the target can match a rule or makes one worth asking */
    void add(int target, int start, int end, boolean proposes) {
        if (size == targets.length) {
            int larger = Math.max(16, size * 2);
            targets = Arrays.copyOf(targets, larger);
            places = Arrays.copyOf(places, larger);
        }
        targets[size] = target;
        places[size++] = Spans.pair(start, end);
        this.proposes |= proposes;
    }

    /** Whether anything was seen that may lead to a match. */
    boolean propose() {
        return proposes;
    }

    /** By target, in the order first seen. Nothing may be added afterwards. */
    List<Group> groups() {
        while (sorted < size) {
            groupOf(targets[sorted]).spans.add(places[sorted]);
            sorted++;
        }
        return groups;
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
