package io.gatehouse.moderation.match;

import io.gatehouse.moderation.rule.RuleId;

/** Is told how long each rule that was asked one by one took, for whoever looks for slow rules. Never changes a result. */
@FunctionalInterface
public interface RuleTimes {
    RuleTimes IGNORED = (_, _) -> {};

    void took(RuleId rule, long nanos);
}
