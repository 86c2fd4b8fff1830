package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.rule.SourceLine;

/**
 * An example that its rule does not live up to. The text itself stays in the file.
 *
 * @param expectedMatch whether the example stands under {@code match}
 */
public record ExampleFailure(RuleId rule, SourceLine source, boolean expectedMatch) {
    @Override
    public String toString() {
        return source + ": rule " + rule
                + (expectedMatch ? " should match but does not" : " should not match but does");
    }
}
