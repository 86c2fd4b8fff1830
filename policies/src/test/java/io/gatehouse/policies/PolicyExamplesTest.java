package io.gatehouse.policies;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.classifier.Models;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.language.NgramLanguageIdentifier;
import io.gatehouse.moderation.policy.PolicyExamples;
import io.gatehouse.moderation.rule.Consequence;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.scenario.ScenarioTests;
import io.gatehouse.moderation.signal.Category;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The shipped policies load without a fault and do what their authors say. */
class PolicyExamplesTest {
    @Test
    void everyRuleLivesUpToItsExamples() {
        var models = Models.load(ShippedPolicies.DIRECTORY);
        assertThat(PolicyExamples.run(
                        ShippedPolicies.load(),
                        (condition, example) -> models.named(condition.classifier())
                                        .orElseThrow()
                                        .score(
                                                example.text(),
                                                Objects.requireNonNullElse(
                                                        example.language(), LanguageGuess.UNKNOWN.code()))
                                        .getOrDefault(condition.category(), 0.0)
                                >= condition.atLeast()))
                .isEmpty();
    }

    @Test
    void everyScenarioGoesAsItsAuthorSays() {
        var languages = NgramLanguageIdentifier.load();
        var moderator = new Moderator(
                ShippedPolicies.load(),
                languages,
                Models.load(ShippedPolicies.DIRECTORY).all());
        assertThat(moderator.policies().scenarios()).isNotEmpty();
        assertThat(ScenarioTests.run(moderator)).isEmpty();
    }

    @Test
    void everyClassifierThatARuleNamesIsShipped() {
        var models = Models.load(ShippedPolicies.DIRECTORY);
        for (Rule rule : ShippedPolicies.load().rules())
            if (rule.condition() instanceof RuleCondition.Classifier asked)
                assertThat(models.named(asked.classifier()).orElseThrow().categories())
                        .contains(asked.category());
    }

    @Test
    void noClassifierRestrictsOnItsOwn() {
        assertThat(ShippedPolicies.load().rules().stream()
                        .filter(rule -> rule.condition() instanceof RuleCondition.Classifier)
                        .filter(rule -> rule.consequence() instanceof Consequence.Restriction))
                .isEmpty();
    }

    @Test
    void everySurfaceIsDeclared() {
        assertThat(ShippedPolicies.load().surfaceRules()).containsOnlyKeys(Surface.values());
    }

    @Test
    void theFirstCategoriesAreCovered() {
        assertThat(ShippedPolicies.load().rules())
                .extracting(Rule::category)
                .contains(
                        Category.HATE,
                        Category.HARASSMENT,
                        Category.HARASSMENT_THREATENING,
                        Category.VIOLENCE,
                        Category.SELF_HARM_INTENT,
                        Category.SEXUAL,
                        Category.ILLICIT,
                        Category.SPAM,
                        Category.SCAM,
                        Category.PROFANITY,
                        Category.PII);
    }

    @Test
    void nobodyWhoSpeaksOfSelfHarmIsRestricted() {
        List<Rule> restricting = ShippedPolicies.load().rules().stream()
                .filter(rule -> rule.consequence() instanceof Consequence.Restriction)
                .filter(rule -> rule.category().wireName().startsWith("self-harm"))
                .toList();
        assertThat(restricting).isEmpty();
    }
}
