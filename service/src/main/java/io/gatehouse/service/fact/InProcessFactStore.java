package io.gatehouse.service.fact;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.gatehouse.moderation.fact.FactSeries;
import io.gatehouse.residency.region.RegionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counters in the memory of one process: right for one node, empty after a restart. With several nodes each would count
 * its own share.
 */
final class InProcessFactStore implements FactStore {
    /**
     * Members remembered in all, and what their sets cost counted in members: some 130 MB of numbers, and as much again for
     * half a million sets. Beyond it the sets least used are forgotten first.
     */
    static final long MAX_MEMBERS = 8_000_000;

    /** What a set costs beside its members. */
    private static final int SET_COST = 12;

    private record Key(RegionId cell, SetName set) {}

    private final Cache<Key, Recent> sets = Caffeine.newBuilder()
            .maximumWeight(MAX_MEMBERS)
            .weigher((Key key, Recent set) -> SET_COST + set.members.length)
            .expireAfter(Expiry.writing((Key key, Recent set) -> key.set().keptFor()))
            .build();

    @Override
    public List<Long> addAndCount(RegionId cell, List<Addition> additions, List<Question> questions, Instant now) {
        long nowMs = now.toEpochMilli();
        Map<SetName, List<Integer>> asked = new HashMap<>();
        for (int i = 0; i < questions.size(); i++)
            asked.computeIfAbsent(questions.get(i).set(), _ -> new ArrayList<>(2))
                    .add(i);
        var answers = new Long[questions.size()];
        Arrays.fill(answers, 0L);
        for (Addition addition : additions)
            // The map's lock on the set is what makes adding and counting one step.
            sets.asMap().compute(new Key(cell, addition.set()), (_, known) -> {
                Recent set = known == null ? new Recent() : known;
                set.add(
                        addition.member(),
                        nowMs,
                        nowMs - addition.set().keptFor().toMillis());
                return set;
            });
        asked.forEach((name, indexes) -> sets.asMap().computeIfPresent(new Key(cell, name), (_, set) -> {
            for (int i : indexes)
                answers[i] = set.since(nowMs - questions.get(i).window().toMillis());
            return set;
        }));
        return List.of(answers);
    }

    @Override
    public void close() {
        sets.invalidateAll();
    }

    /** Members by when they were last added, oldest first. Guarded by the cache's lock on its key. */
    private static final class Recent {
        private long[] members = new long[4];
        private long[] addedMs = new long[4];
        private int from;
        private int to;

        void add(long member, long nowMs, long oldestMs) {
            while (from < to && addedMs[from] <= oldestMs) from++;
            int known = to - 1;
            while (known >= from && members[known] != member) known--;
            if (known >= from) {
                // Clocks of nodes differ: what was added later stays later.
                long at = Math.max(nowMs, addedMs[known]);
                System.arraycopy(members, known + 1, members, known, to - known - 1);
                System.arraycopy(addedMs, known + 1, addedMs, known, to - known - 1);
                to--;
                append(member, at);
            } else {
                append(member, nowMs);
                if (to - from > FactSeries.MOST) from++;
            }
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

        /** Newest first, so that only what is counted is looked at. */
        long since(long ms) {
            int at = to;
            while (at > from && addedMs[at - 1] > ms) at--;
            return (long) to - at;
        }
    }
}
