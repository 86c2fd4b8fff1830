package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.match.TextMatcher;
import io.gatehouse.moderation.rule.Examples.Example;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** Holds every rule against its own examples. */
public final class PolicyExamples {
    private PolicyExamples() {}

    /** Runs the examples of text rules; those of classifier rules are left out. */
    public static List<ExampleFailure> run(PolicySet policies) {
        var failures = new ArrayList<ExampleFailure>();
        var matcher = policies.textMatcher(policies.purposes());
        for (var rule : policies.rules())
            if (rule.condition() instanceof RuleCondition.OnText)
                check(rule, example -> matches(matcher, rule, example), failures);
        return failures;
    }

    /**
     * Runs the examples of text rules and classifier rules.
     *
     * @param classifies whether a classifier condition holds for an example
     * @return text rules first, then classifier rules, each in the order of rules, then of lines; empty when all is as
     *     the authors say
     */
    public static List<ExampleFailure> run(
            PolicySet policies, BiPredicate<RuleCondition.Classifier, Example> classifies) {
        var failures = new ArrayList<>(run(policies));
        for (var rule : policies.rules())
            if (rule.condition() instanceof RuleCondition.Classifier condition)
                check(rule, example -> classifies.test(condition, example), failures);
        return failures;
    }

    private static void check(Rule rule, Predicate<Example> holds, List<ExampleFailure> failures) {
        for (var example : rule.examples().match())
            if (!holds.test(example)) failures.add(new ExampleFailure(rule.id(), example.source(), true));
        for (var example : rule.examples().noMatch())
            if (holds.test(example)) failures.add(new ExampleFailure(rule.id(), example.source(), false));
    }

    private static boolean matches(TextMatcher matcher, Rule rule, Example example) {
        String language = example.language();
        var guess = language == null ? LanguageGuess.UNKNOWN : new LanguageGuess(language, 1);
        return matcher.match(0, example.text(), guess).stream()
                .anyMatch(match -> match.rules().contains(rule.id()));
    }
}
