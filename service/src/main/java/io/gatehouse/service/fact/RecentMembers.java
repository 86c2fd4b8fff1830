package io.gatehouse.service.fact;

import io.gatehouse.moderation.fact.FactSeries;
import org.jspecify.annotations.Nullable;

/**
 * Members by when they were last added, oldest first, at most {@link FactSeries#EXACT}; what is pushed out goes into a
 * sample of half, that into one of a quarter, and so on. Not thread-safe.
 */
final class RecentMembers {
    /** Each member here stands for two to this power. */
    private final int sample;

    private @Nullable RecentMembers older;
    private long[] members = new long[4];
    private long[] addedMs = new long[4];
    private int from;
    private int to;

    RecentMembers() {
        this(0);
    }

    private RecentMembers(int sample) {
        this.sample = sample;
    }

    void add(long member, long nowMs, long oldestMs) {
        if (isFull()) forgetOlder(member);
        put(member, nowMs, oldestMs);
    }

    private boolean isFull() {
        return to - from >= FactSeries.EXACT;
    }

    /** Seen again, it is no older member any more. */
    private void forgetOlder(long member) {
        for (var samples = older;
                samples != null && FactSeries.samplesOf(member) >= samples.sample;
                samples = samples.older) {
            int known = samples.indexOf(member);
            if (known >= 0) samples.remove(known);
        }
    }

    /** As if it had never been added. */
    void forget(long member) {
        for (var samples = this; samples != null; samples = samples.older) {
            int known = samples.indexOf(member);
            if (known >= 0) samples.remove(known);
        }
    }

    boolean holds(long member) {
        for (var samples = this; samples != null; samples = samples.older)
            if (samples.indexOf(member) >= 0) return true;
        return false;
    }

    private void put(long member, long atMs, long oldestMs) {
        while (from < to && addedMs[from] <= oldestMs) from++;
        int known = indexOf(member);
        if (known >= 0) {
            // Clocks of nodes differ: what was added later stays later.
            long at = Math.max(atMs, addedMs[known]);
            remove(known);
            append(member, at);
        } else {
            append(member, atMs);
            if (to - from > FactSeries.EXACT) age(oldestMs);
        }
    }

    /** The oldest goes into the sample of older ones, or is forgotten. */
    private void age(long oldestMs) {
        long member = members[from];
        long atMs = addedMs[from++];
        if (FactSeries.samplesOf(member) <= sample) return;
        if (older == null) older = new RecentMembers(sample + 1);
        older.put(member, atMs, oldestMs);
    }

    private int indexOf(long member) {
        int known = to - 1;
        while (known >= from && members[known] != member) known--;
        return known >= from ? known : -1;
    }

    private void remove(int known) {
        System.arraycopy(members, known + 1, members, known, to - known - 1);
        System.arraycopy(addedMs, known + 1, addedMs, known, to - known - 1);
        to--;
    }

    private void append(long member, long atMs) {
        if (to == members.length) makeRoom();
        int at = to++;
        // Nearly always the newest; an older one moves down to its place, so that the order holds.
        while (at > from && addedMs[at - 1] > atMs) {
            members[at] = members[at - 1];
            addedMs[at] = addedMs[at - 1];
            at--;
        }
        members[at] = member;
        addedMs[at] = atMs;
    }

    private void makeRoom() {
        int size = to - from;
        int room = size * 2 > members.length ? members.length * 2 : members.length;
        long[] movedMembers = new long[room];
        long[] movedTimes = new long[room];
        System.arraycopy(members, from, movedMembers, 0, size);
        System.arraycopy(addedMs, from, movedTimes, 0, size);
        members = movedMembers;
        addedMs = movedTimes;
        from = 0;
        to = size;
    }

    /** How many were added later than that: a few are counted, many are told from the samples. */
    long since(long ms) {
        // Newest first, so that only what is counted is looked at.
        int at = to;
        while (at > from && addedMs[at - 1] > ms) at--;
        long counted = (long) (to - at) << sample;
        boolean mayLackOlder = to - at >= FactSeries.EXACT;
        long all = mayLackOlder && older != null ? counted + older.since(ms) : counted;
        return Math.min(all, FactSeries.MOST);
    }

    /** Members for which there is room, samples included. */
    int room() {
        return members.length + (older == null ? 0 : older.room());
    }
}
