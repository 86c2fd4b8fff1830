package io.gatehouse.moderation.comparison;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * A few ids of many, drawn by lot: those of the lowest digests. Which these are does not depend on the order in which
 * they came, nor on how the work was shared out. Not thread-safe.
 */
final class Examples {
    private record Drawn(long lot, String id) {}

    private final int limit;
    private final TreeSet<Drawn> drawn =
            new TreeSet<>(Comparator.comparingLong(Drawn::lot).thenComparing(Drawn::id));

    Examples(int limit) {
        this.limit = limit;
    }

    void add(String id) {
        add(new Drawn(Digests.of(id), id));
    }

    private void add(Drawn each) {
        if (drawn.size() == limit && drawn.last().lot() < each.lot()) return;
        drawn.add(each);
        if (drawn.size() > limit) drawn.pollLast();
    }

    void add(Examples other) {
        other.drawn.forEach(this::add);
    }

    /** In the order of the lots. */
    List<String> ids() {
        return drawn.stream().map(Drawn::id).toList();
    }
}
