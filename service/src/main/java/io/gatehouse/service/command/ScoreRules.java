package io.gatehouse.service.command;

import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.moderation.classifier.Use;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.rule.Consequence;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.signal.Category;
import java.util.List;
import java.util.Map;

/** What the rules that look at nothing but one model's scores do with a text, held to the model's evidence as a verdict is. */
final class ScoreRules {
    private final TextClassifier model;
    private final List<Rule> rules;

    /** The strictest of what follows; each is more than the one before. */
    enum Outcome {
        NOTHING,
        LABEL,
        REVIEW,
        RESTRICT
    }

    ScoreRules(PolicySet policies, TextClassifier model) {
        this.model = model;
        this.rules = policies.rules().stream()
                .filter(rule -> rule.guard() == null)
                .filter(rule -> rule.condition() instanceof RuleCondition.Classifier asked
                        && asked.classifier().equals(model.name()))
                .toList();
    }

    /** @param language as the model was told it */
    Outcome outcome(Map<Category, Double> scores, String language) {
        var strictest = Outcome.NOTHING;
        for (Rule rule : rules) {
            if (!(rule.condition() instanceof RuleCondition.Classifier asked) || !isBelieved(asked, language)) continue;
            double score = scores.getOrDefault(asked.category(), 0.0);
            if (score < asked.atLeast()) continue;
            var outcome = outcome(rule.consequence(), model.use(asked.category(), language, score));
            if (outcome.compareTo(strictest) > 0) strictest = outcome;
        }
        return strictest;
    }

    private boolean isBelieved(RuleCondition.Classifier asked, String language) {
        if (!asked.languages().isEmpty()) return asked.languages().contains(language);
        return language.equals(LanguageGuess.UNKNOWN.code())
                || model.languages().contains(language);
    }

    private static Outcome outcome(Consequence consequence, Use use) {
        if (use == Use.NONE) return Outcome.NOTHING;
        return switch (consequence) {
            case Consequence.LabelOnly() -> Outcome.LABEL;
            case Consequence.AskReview(boolean _) -> Outcome.REVIEW;
            case Consequence.Restriction(var _) -> use == Use.AUTOMATIC ? Outcome.RESTRICT : Outcome.REVIEW;
        };
    }
}
