package io.gatehouse.service.judging;

import io.gatehouse.moderation.classifier.Use;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.policy.ExampleFailure;
import io.gatehouse.moderation.policy.PolicyExamples;
import io.gatehouse.moderation.policy.Problem;
import io.gatehouse.moderation.rule.Examples;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.scenario.ScenarioTests;
import java.util.ArrayList;
import java.util.List;

/** What stands beside the rules to hold them to: nobody is judged by a version whose own tests fail. */
public final class PolicyTests {
    private PolicyTests() {}

    /** @param failures each with its file and line; never the text of an example */
    public record Outcome(long tests, List<Problem> failures) {
        public Outcome {
            failures = List.copyOf(failures);
        }

        public boolean passed() {
            return failures.isEmpty();
        }
    }

    /** Runs every rule's examples and every scenario. */
    public static Outcome run(Norms norms) {
        // Loading the language model takes a second, and examples do without it.
        return norms.policies().scenarios().isEmpty() ? examples(norms) : run(norms, norms.moderator());
    }

    /** As {@link #run(Norms)}, by a judge of these norms that is there already. */
    public static Outcome run(Norms norms, Moderator moderator) {
        var examples = examples(norms);
        var failures = new ArrayList<>(examples.failures());
        failures.addAll(ScenarioTests.run(moderator));
        return new Outcome(examples.tests() + norms.policies().scenarios().size(), failures);
    }

    private static Outcome examples(Norms norms) {
        var failures =
                PolicyExamples.run(norms.policies(), (condition, example) -> classifies(norms, condition, example));
        long examples = norms.policies().rules().stream()
                .mapToLong(rule -> rule.examples().match().size()
                        + (long) rule.examples().noMatch().size())
                .sum();
        return new Outcome(examples, failures.stream().map(PolicyTests::problem).toList());
    }

    private static Problem problem(ExampleFailure failure) {
        return new Problem(
                failure.source().file(),
                failure.source().line(),
                "rule " + failure.rule()
                        + (failure.expectedMatch() ? " should match but does not" : " should not match but does"),
                null);
    }

    /**
     * As {@link Moderator} would: a language that is named and not the model's is never believed, and where nobody has shown that the
     * score means anything it means nothing.
     */
    private static boolean classifies(Norms norms, RuleCondition.Classifier condition, Examples.Example example) {
        String language = example.language() == null ? LanguageGuess.UNKNOWN.code() : example.language();
        return norms.classifiers().stream()
                .filter(classifier -> classifier.name().equals(condition.classifier()))
                .filter(classifier -> example.language() == null
                        || (classifier.languages().contains(language)
                                && (condition.languages().isEmpty()
                                        || condition.languages().contains(language))))
                .anyMatch(classifier -> {
                    double score = classifier.score(example.text(), language).getOrDefault(condition.category(), 0.0);
                    return score >= condition.atLeast()
                            && classifier.use(condition.category(), language, score) != Use.NONE;
                });
    }
}
