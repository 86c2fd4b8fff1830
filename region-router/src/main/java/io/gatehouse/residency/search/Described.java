package io.gatehouse.residency.search;

import java.util.List;
import java.util.Map;

/**
 * What whoever knows decisions says of one, for the index. Words are indexed and never kept as they stand.
 *
 * @param text what was said, in all parts; empty when that is gone
 * @param words of the decision itself that are no codes, such as clauses of norms
 * @param codes by field, see {@link SearchField}
 * @param score the highest of its labels, in [0, 1]; 0 without any
 */
public record Described(String text, String words, Map<SearchField, List<String>> codes, double score) {
    public Described {
        codes = Map.copyOf(codes);
        // Negated so that NaN, which fails every comparison, is refused too.
        if (!(score >= 0 && score <= 1)) throw new IllegalArgumentException("score must be in [0, 1]: " + score);
    }

    /** Of a decision of which only the plain columns are left. */
    public static final Described NOTHING = new Described("", "", Map.of(), 0);
}
