package io.gatehouse.residency.search;

import java.util.List;
import java.util.Map;

/**
 * What an index knows of a question.
 *
 * @param matching how many decisions match, of all pages
 * @param indexes log indexes of those found, in the order asked for
 * @param facets by field, values with how many match, the most frequent first
 * @param coveredTo the log index up to which the index has followed its cell
 */
public record Found(long matching, List<Long> indexes, Map<SearchField, List<Count>> facets, long coveredTo) {
    public Found {
        indexes = List.copyOf(indexes);
        facets = Map.copyOf(facets);
    }

    public record Count(String value, long matching) {}
}
