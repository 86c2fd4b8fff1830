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
import org.jspecify.annotations.Nullable;

/**
 * Labels and strikes of one author with what ends them. A value: each change makes a new one. Bounded, so that nobody's
 * record grows for ever.
 *
 * @param labels by name; some may have expired
 * @param strikes oldest first
 */
public record AuthorRecord(SortedMap<String, Tag> labels, List<Held> strikes) {
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
     * A label's life.
     *
     * @param until when it ends
     * @param source who set it last
     * @param reason why, in a person's words; null when a rule set it, whose clause says why
     */
    public record Tag(
            Instant since,
            Instant until,
            Source source,
            @Nullable String reason) {
        public boolean holdsAt(Instant now) {
            return until.isAfter(now);
        }
    }

    /** Who set a label. */
    public sealed interface Source {
        String id();

        /** A decision whose rules said so. */
        record Decision(String id) implements Source {}

        /** A person or a system, known by the API key that was used. */
        record Key(String id) implements Source {}
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
        labels.forEach((name, tag) -> {
            if (tag.holdsAt(now)) names.add(name);
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
                case Mark.Label(String name, Duration expires) ->
                    record.prolonged(name, new Tag(at, at.plus(expires), new Source.Decision(decisionId), null));
                case Mark.ContentLabel _ -> record; // not about the author
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

    /** With what another record of the same author says: labels end when the later ends, a strike counts once. */
    public AuthorRecord with(AuthorRecord other) {
        var record = this;
        for (var label : other.labels.entrySet()) record = record.prolonged(label.getKey(), label.getValue());
        for (var held : other.strikes) record = record.struck(held);
        return record;
    }

    /** A rule's label never shortens one that is there, nor takes a person's words from it. */
    private AuthorRecord prolonged(String name, Tag tag) {
        Tag before = labels.get(name);
        return before != null && !before.until.isBefore(tag.until) ? this : labelled(name, tag);
    }

    /** Takes the place of a label of that name. Where there are too many, those go first that would end first. */
    public AuthorRecord labelled(String name, Tag tag) {
        var all = new TreeMap<>(labels);
        all.remove(name);
        while (all.size() >= MAX_LABELS)
            all.remove(Collections.min(all.entrySet(), Comparator.comparing(entry -> entry.getValue().until))
                    .getKey());
        all.put(name, tag);
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
        kept.values().removeIf(tag -> !tag.holdsAt(now));
        return new AuthorRecord(
                kept,
                strikes.stream()
                        .filter(held -> held.at.plus(held.strike.window()).isAfter(now))
                        .toList());
    }
}
