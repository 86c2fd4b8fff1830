package io.gatehouse.moderation.fact;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What rules noted on one content, for when the same content is judged again. Kept with its latest decision, so that it is
 * erased with the content and needs no store of its own. A value: each change makes a new one.
 *
 * @param until when each ends, by name
 */
public record ContentLabels(SortedMap<String, Instant> until) {
    public static final ContentLabels NONE = new ContentLabels(new TreeMap<>());

    /** More different things than anyone says about one content; the first to expire go first. */
    public static final int MAX_LABELS = 50;

    public ContentLabels {
        until = Collections.unmodifiableSortedMap(new TreeMap<>(until));
    }

    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(until.keySet()));
    }

    /** Those that have not expired. */
    public ContentLabels asOf(Instant now) {
        var kept = new TreeMap<>(until);
        kept.values().removeIf(end -> !end.isAfter(now));
        return new ContentLabels(kept);
    }

    /** With what a decision notes on the content. A later label of a name prolongs it, never shortens it. */
    public ContentLabels noted(List<Mark> marks, Instant at) {
        var all = new TreeMap<>(until);
        for (Mark mark : marks)
            if (mark instanceof Mark.ContentLabel(var name, var expires))
                all.merge(name, at.plus(expires), (before, end) -> end.isAfter(before) ? end : before);
        while (all.size() > MAX_LABELS)
            all.remove(Collections.min(all.entrySet(), SortedMap.Entry.comparingByValue())
                    .getKey());
        return new ContentLabels(all);
    }
}
