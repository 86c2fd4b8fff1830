package io.gatehouse.moderation.fact;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Labels and strikes of one author with what ends them. A value: each change makes a new one. Bounded, so that nobody's
 * record grows for ever.
 *
 * @param labels until when each stays
 * @param strikes oldest first
 */
public record AuthorRecord(SortedMap<String, Instant> labels, List<Held> strikes) {
    public static final AuthorRecord EMPTY = new AuthorRecord(new TreeMap<>(), List.of());

    /** More different things than anyone says about one account; the first to expire go first. */
    public static final int MAX_LABELS = 50;

    /** Far beyond every threshold; the oldest, which count least, go first. */
    public static final int MAX_STRIKES = 200;

    public AuthorRecord {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        strikes = List.copyOf(strikes);
    }

    /**
     * A strike and what it is for.
     *
     * @param decisionId with {@code n} what it is known by: noted again, it is the same strike
     */
    public record Held(String decisionId, int n, Instant at, Mark.Strike strike) {}

    /** As it stands at a time: nothing that has expired, strikes as far as they have decayed. */
    public Standing asOf(Instant now) {
        var names = new TreeSet<String>();
        labels.forEach((name, until) -> {
            if (until.isAfter(now)) names.add(name);
        });
        double sum = 0;
        for (var held : strikes) sum += held.strike.weightAt(Duration.between(held.at, now));
        return new Standing(names, sum);
    }

    /** With what a decision notes, and without what has expired. Noting the same again changes nothing. */
    public AuthorRecord noted(String decisionId, List<Mark> marks, Instant at) {
        var record = this;
        for (int n = 0; n < marks.size(); n++)
            record = switch (marks.get(n)) {
                case Mark.Label(String name, Duration expires) -> record.labelled(name, at.plus(expires));
                case Mark.Strike strike -> record.struck(new Held(decisionId, n, at, strike));
            };
        return record.pruned(at);
    }

    /** Without the strikes of a decision that no longer stands. Labels stay: others may have set them, too. */
    public AuthorRecord withdrawn(String decisionId) {
        return new AuthorRecord(
                labels,
                strikes.stream()
                        .filter(held -> !held.decisionId.equals(decisionId))
                        .toList());
    }

    public AuthorRecord labelled(String name, Instant until) {
        var all = new TreeMap<>(labels);
        all.merge(name, until, (before, after) -> before.isAfter(after) ? before : after);
        while (all.size() > MAX_LABELS)
            all.remove(Collections.min(all.entrySet(), java.util.Map.Entry.comparingByValue())
                    .getKey());
        return new AuthorRecord(all, strikes);
    }

    public AuthorRecord unlabelled(String name) {
        var all = new TreeMap<>(labels);
        all.remove(name);
        return new AuthorRecord(all, strikes);
    }

    private AuthorRecord struck(Held added) {
        for (var held : strikes) if (held.decisionId.equals(added.decisionId) && held.n == added.n) return this;
        var all = new ArrayList<>(strikes);
        all.add(added);
        all.sort(Comparator.comparing(Held::at).thenComparing(Held::decisionId).thenComparingInt(Held::n));
        int surplus = Math.max(0, all.size() - MAX_STRIKES);
        return new AuthorRecord(labels, all.subList(surplus, all.size()));
    }

    private AuthorRecord pruned(Instant now) {
        var kept = new TreeMap<>(labels);
        kept.values().removeIf(until -> !until.isAfter(now));
        return new AuthorRecord(
                kept,
                strikes.stream()
                        .filter(held -> held.at.plus(held.strike.window()).isAfter(now))
                        .toList());
    }
}
