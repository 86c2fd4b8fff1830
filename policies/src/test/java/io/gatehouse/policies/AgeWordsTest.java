package io.gatehouse.policies;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Deadline;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.rule.Consequence;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.verdict.Verdict;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rule that joins a score with words of age, tried with placeholder words alone. */
class AgeWordsTest {
    private static final String RULE = "sexual.minors.score";
    private static final Permissions EVERY_PURPOSE =
            new Permissions(EnumSet.allOf(Purpose.class), List.of(), List.of());

    private static final PolicySet POLICIES = ShippedPolicies.load();

    /** Takes one placeholder for sexual, and breaks at another. */
    private record Stub(String name) implements TextClassifier {
        @Override
        public String digest() {
            return "sha256:00";
        }

        @Override
        public Set<String> languages() {
            return Set.of("en", "fi");
        }

        @Override
        public Set<Category> categories() {
            return EnumSet.allOf(Category.class);
        }

        @Override
        public Map<Category, Double> score(String text) {
            if (text.contains("zzbroken")) throw new IllegalStateException("broken");
            return Map.of(Category.SEXUAL, text.contains("zzscored") ? 0.9 : 0.1);
        }
    }

    private static Judgement judge(String text, String language) {
        var moderator = new Moderator(
                POLICIES,
                _ -> language.equals("und") ? LanguageGuess.UNKNOWN : new LanguageGuess(language, 1),
                List.of(new Stub("categories"), new Stub("toxicity")));
        var content = new Content(
                new ContentId("age"), Surface.COMMENT, Instant.EPOCH, "ZZ", null, List.of(new Part.Text(text)));
        var seen = moderator.observe(content, EVERY_PURPOSE, Deadline.NONE);
        Map<FactKey, Long> counts = new HashMap<>();
        seen.wantedFacts().forEach(key -> counts.put(key, 1L));
        return moderator.conclude(content, seen, Facts.of(counts));
    }

    private static boolean matches(Judgement judgement) {
        return judgement.rules().stream()
                .anyMatch(matched -> matched.rule().id().value().equals(RULE));
    }

    @Test
    void aPersonLooksWhereBothStandAndDeliveryWaits() {
        for (String language : List.of("en", "fi", "und")) {
            var judgement = judge("zzscored and zzminortoken", language);
            assertThat(matches(judgement)).as(language).isTrue();
            assertThat(judgement.verdict()).as(language).isEqualTo(new Verdict.Review(true));
            assertThat(judgement.labels())
                    .as(language)
                    .anyMatch(label -> label.category() == Category.SEXUAL_MINORS && label.severity() == 4);
        }
    }

    @Test
    void eitherAloneIsNothing() {
        for (String text : List.of("zzscored and others", "zzminortoken in the garden", "the garden"))
            assertThat(matches(judge(text, "en"))).as(text).isFalse();
    }

    @Test
    void aScoreThatFailedIsNoNo() {
        var judgement = judge("zzbroken with zzminortoken", "en");
        assertThat(judgement.undecided())
                .anyMatch(undecided -> undecided.rule().id().value().equals(RULE));
        assertThat(judgement.verdict()).isEqualTo(new Verdict.Review(true));
    }

    @Test
    void everyOfficialLanguageHasWordsOfAge() {
        var rule = POLICIES.rules().stream()
                .filter(each -> each.id().value().equals(RULE))
                .findFirst()
                .orElseThrow();
        assertThat(rule.consequence()).isEqualTo(new Consequence.AskReview(true));
        var banks = ((RuleCondition.AnyBank) rule.condition()).banks();
        var languages = banks.stream()
                .map(bank -> POLICIES.banks().get(bank).language())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        // Irish and Maltese words stand in the bank of no language.
        assertThat(languages)
                .containsExactlyInAnyOrder(
                        "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "hr", "hu", "it", "lt", "lv", "nl",
                        "pl", "pt", "ro", "sk", "sl", "sv");
        assertThat(banks).contains("age.other", "minor-terms");
    }
}
