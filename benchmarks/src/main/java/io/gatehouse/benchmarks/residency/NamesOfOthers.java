package io.gatehouse.benchmarks.residency;

import io.gatehouse.benchmarks.load.Acknowledged;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Where a cell may name another one, and how often. What people outside the EEA say in private lies in a cell of the EEA, as a
 * guest's: that cell names their home beside each such content, and their home names that cell beside each such person. Every
 * other name is a fault; so is one too few.
 */
final class NamesOfOthers {
    /** As {@link io.gatehouse.residency.walk.RowSearch} tells what it found. */
    private static final Pattern FOUND = Pattern.compile("^\\S+ (?<column>.+) holds (?<needle>\\S+)$");

    /** What the planner keeps of values that stand in rows: how often is its own affair. */
    private static final String STATISTICS = "pg_stats.value";

    private final String here;
    private final Collection<String> others;
    private final List<Acknowledged> all;
    private final int slack;
    private final long crossings;

    /**
     * @param slack messages that nobody was told of
     * @param crossings rows of the cell's transfers
     */
    NamesOfOthers(String here, Collection<String> others, List<Acknowledged> all, int slack, long crossings) {
        this.here = here;
        this.others = List.copyOf(others);
        this.all = List.copyOf(all);
        this.slack = slack;
        this.crossings = crossings;
    }

    private record Times(long least, long most) {}

    /** @param found lines of a search of rows for names of other cells */
    List<String> faults(List<String> found) {
        var counts = new TreeMap<String, Map<String, Long>>();
        var faults = new ArrayList<String>();
        for (var line : found) {
            var told = FOUND.matcher(line);
            if (!told.matches()) throw new IllegalArgumentException("not what a search of rows tells: " + line);
            var other = others.stream()
                    .filter(told.group("needle")::startsWith)
                    .max(java.util.Comparator.comparingInt(String::length));
            if (other.isEmpty()) faults.add(line);
            else counts.computeIfAbsent(other.get(), _ -> new HashMap<>()).merge(told.group("column"), 1L, Long::sum);
        }
        for (var other : others) faults.addAll(compare(other, counts.getOrDefault(other, Map.of())));
        return faults;
    }

    private List<String> compare(String other, Map<String, Long> counts) {
        var allowed = allowed(other);
        var faults = new ArrayList<String>();
        allowed.forEach((column, times) -> {
            long found = counts.getOrDefault(column, 0L);
            // A name too short to be looked for by itself is found only as the beginning of an id.
            boolean tooFew = found < times.least && other.length() > ResidencyCheck.LONG_ENOUGH;
            if (tooFew || found > times.most)
                faults.add("%s: %s names %s %,d times, expected %,d to %,d"
                        .formatted(here, column, other, found, times.least, times.most));
        });
        counts.forEach((column, found) -> {
            if (!allowed.containsKey(column))
                faults.add("%s: %s names %s %,d times".formatted(here, column, other, found));
        });
        return faults;
    }

    private Map<String, Times> allowed(String other) {
        long contents = count(a -> a.region().equals(other) && a.lies().equals(here), Acknowledged::decisionId);
        long guests = count(a -> a.region().equals(other) && a.lies().equals(here), Acknowledged::accountId);
        long away = count(a -> a.region().equals(here) && a.lies().equals(other), Acknowledged::accountId);
        var allowed = new HashMap<String, Times>();
        if (contents > 0) {
            for (var column : List.of("placed_content.home_region", "placed_content.transfer_id", "log_entry.entry"))
                allowed.put("public." + column, new Times(contents, contents + slack));
            allowed.put("public.account.guest_of", new Times(guests, guests + slack));
            allowed.put(STATISTICS, new Times(0, Long.MAX_VALUE));
        } else {
            // What the gate permitted or refused names where it would have gone.
            allowed.put("public.account.guests", new Times(away, away + slack));
            allowed.put("public.log_entry.entry", new Times(away, away + crossings));
            allowed.put("public.crossing.facts", new Times(0, crossings));
            if (away > 0) allowed.put(STATISTICS, new Times(0, Long.MAX_VALUE));
        }
        return allowed;
    }

    private long count(Predicate<Acknowledged> which, Function<Acknowledged, String> of) {
        return all.stream().filter(which).map(of).distinct().count();
    }
}
