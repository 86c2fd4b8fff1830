package io.gatehouse.residency.cell;

import java.util.List;

/**
 * A version in shadow beside what decided, counted in one cell.
 *
 * @param verdicts one row for each surface, language and pair of verdicts
 * @param rules one row for each rule that matched under either, by id
 */
public record ShadowComparison(List<Verdicts> verdicts, List<Rule> rules) {
    public ShadowComparison {
        verdicts = List.copyOf(verdicts);
        rules = List.copyOf(rules);
    }

    /** @param decided the verdict that counts; {@code shadow} the one that does not */
    public record Verdicts(String surface, String language, String decided, String shadow, long count) {}

    /** How often a rule matched under the version that decided, under the one in shadow, and under both at once. */
    public record Rule(String id, long decided, long shadow, long both) {}
}
