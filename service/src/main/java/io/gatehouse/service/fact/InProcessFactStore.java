package io.gatehouse.service.fact;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
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

    private final Cache<Key, RecentMembers> sets = Caffeine.newBuilder()
            .maximumWeight(MAX_MEMBERS)
            .weigher((Key key, RecentMembers set) -> SET_COST + set.room())
            .expireAfter(
                    Expiry.writing((Key key, RecentMembers set) -> key.set().keptFor()))
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
                RecentMembers set = known == null ? new RecentMembers() : known;
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
    public void forget(RegionId cell, List<SetName> names, long member) {
        for (var name : names) sets.invalidate(new Key(cell, name));
        for (var key : sets.asMap().keySet())
            if (key.cell().equals(cell))
                sets.asMap().computeIfPresent(key, (_, set) -> {
                    set.forget(member);
                    return set;
                });
    }

    @Override
    public boolean remembers(RegionId cell, List<SetName> names, long member) {
        for (var name : names) if (sets.asMap().containsKey(new Key(cell, name))) return true;
        var found = new boolean[1];
        for (var key : sets.asMap().keySet())
            if (key.cell().equals(cell))
                sets.asMap().computeIfPresent(key, (_, set) -> {
                    found[0] |= set.holds(member);
                    return set;
                });
        return found[0];
    }

    @Override
    public void close() {
        sets.invalidateAll();
    }
}
