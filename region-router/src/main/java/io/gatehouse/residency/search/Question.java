package io.gatehouse.residency.search;

import io.gatehouse.residency.directory.AccountRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a cell's index.
 *
 * @param text as typed; empty for everything that the rest leaves
 * @param filters of each field, one of the values
 * @param from decided at this time or later; null for all
 * @param to decided before; null for all
 * @param lowest score, of which 0 takes in decisions without any
 * @param account whose content it is about; null for anybody's
 * @param after the {@link Found#indexes} to go on after; null from the begin
 * @param limit most decisions found
 * @param facets fields to count by
 */
public record Question(
        Scope scope,
        String text,
        Map<SearchField, Set<String>> filters,
        @Nullable Instant from,
        @Nullable Instant to,
        double lowest,
        double highest,
        @Nullable AccountRef account,
        Order order,
        @Nullable Long after,
        int limit,
        List<SearchField> facets) {
    /** Enough for an export that a spreadsheet opens. */
    public static final int MOST = 10_000;

    public Question {
        filters = Map.copyOf(filters);
        facets = List.copyOf(facets);
        if (limit < 1 || limit > MOST) throw new IllegalArgumentException("limit must be 1 to " + MOST + ": " + limit);
        if (after != null && order == Order.RELEVANCE)
            throw new IllegalArgumentException("what is most relevant has no second page");
    }

    /** What the words of a question are looked for in. */
    public enum Scope {
        /** Codes, norms and ids of decisions; what people said is not looked at. */
        DECISIONS,
        /** What people said. */
        CONTENTS
    }

    /** In which order they come. */
    public enum Order {
        NEWEST,
        OLDEST,
        RELEVANCE
    }

    public Optional<Instant> since() {
        return Optional.ofNullable(from);
    }

    /** Whether it can be understood; before anything else is done with it. */
    public void check() {
        Questions.query(this);
    }
}
