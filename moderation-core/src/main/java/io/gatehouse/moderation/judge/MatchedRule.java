package io.gatehouse.moderation.judge;

import io.gatehouse.moderation.rule.Rule;

/**
 * A rule whose condition held.
 *
 * @param score of the signal that met it, in [0, 1]
 * @param condition in words, with the values compared; holds nothing of the content
 */
public record MatchedRule(Rule rule, double score, String condition) {
    /** With the values that decided its guard. */
    MatchedRule because(String values) {
        return new MatchedRule(rule, score, condition.isEmpty() ? values : condition + ", " + values);
    }
}
