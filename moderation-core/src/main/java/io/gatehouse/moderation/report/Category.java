package io.gatehouse.moderation.report;

import java.util.List;

/**
 * One of the template's high-level categories.
 *
 * @param label {@code Category 4}
 * @param code {@code STATEMENT_CATEGORY_...}
 * @param subs in the template's order, {@link #OTHER} last; empty for what was not specified
 */
public record Category(String label, String code, String name, List<Sub> subs) {
    /** The keyword of what no other sub-category covers: the only one that several categories have, and may repeat. */
    public static final String OTHER = "KEYWORD_OTHER";

    public Category {
        subs = List.copyOf(subs);
    }

    /** @param code {@code KEYWORD_...} */
    public record Sub(String label, String code, String name) {}

    public int number() {
        return Integer.parseInt(label.substring("Category ".length()));
    }
}
