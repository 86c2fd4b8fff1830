package io.gatehouse.moderation.match;

import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.signal.Signal;
import java.util.Set;

/**
 * A signal seen in a text, and the rules it satisfies.
 *
 * @param rules never empty: what serves no permitted rule is not looked for
 */
public record TextMatch(Signal signal, Set<RuleId> rules) {
    public TextMatch {
        rules = Set.copyOf(rules);
    }
}
