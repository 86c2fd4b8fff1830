package io.gatehouse.moderation.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.moderation.classifier.Use;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No rule restricts on a score beyond what the evidence of its language supports. */
class UnprovenScoresTest {
    @TempDir
    Path directory;

    private PolicySet policies;

    @BeforeEach
    void loadPolicies() throws IOException {
        policies = OneNorm.of(directory, "fixed", """
                banks:
                  - id: bad.words
                    fold: full
                    severity: 3
                    provenance: "made up"
                    words: [zorkle]
                rules:
                  - id: test.model
                    when: { classifier: fixed, category: harassment, at_least: 0.5 }
                    then:
                      verdict: restrict
                      severity: 3
                      actions: [ { kind: visibility.removed, scope: [EU], duration: P30D } ]
                  - id: test.guard
                    when: { bank: bad.words, if: "score('fixed', 'harassment') > 0.1", on_unknown: skip }
                    then:
                      verdict: restrict
                      severity: 3
                      actions: [ { kind: visibility.removed, scope: [EU], duration: P30D } ]
                    examples: { match: [ "you zorkle" ], no_match: [ "hello" ] }
                """);
    }

    /** Always says the same, and has the evidence it is given. */
    private record Fixed(double score, Use proven) implements TextClassifier {
        @Override
        public String name() {
            return "fixed";
        }

        @Override
        public String digest() {
            return "sha256:0";
        }

        @Override
        public Set<String> languages() {
            return Set.of("en", "fr");
        }

        @Override
        public Set<Category> categories() {
            return Set.of(Category.HARASSMENT);
        }

        @Override
        public Map<Category, Double> score(String text) {
            return Map.of(Category.HARASSMENT, score);
        }

        @Override
        public Use use(Category category, String language, double score) {
            return language.equals("en") ? proven : Use.NONE;
        }
    }

    private Judgement judge(String text, String language, double score, Use proven) {
        var moderator =
                new Moderator(policies, _ -> new LanguageGuess(language, 0.9), List.of(new Fixed(score, proven)));
        return OneNorm.judge(moderator, text);
    }

    @Test
    void restrictsWhereTheEvidenceSupportsIt() {
        assertThat(judge("hello", "en", 0.9, Use.AUTOMATIC).verdict()).isInstanceOf(Verdict.Restrict.class);
    }

    @Test
    void asksForReviewWhereItSupportsNoMoreAndSaysSo() {
        var judged = judge("hello", "en", 0.9, Use.REVIEW_ONLY);
        assertThat(judged.verdict()).isEqualTo(new Verdict.Review(false));
        assertThat(judged.statement()).isNull();
        assertThat(judged.rules())
                .hasSize(1)
                .allSatisfy(match -> assertThat(match.condition()).contains("evidence in en supports review only"));
    }

    @Test
    void doesNothingWhereTheScoreIsNotToBeUsed() {
        assertThat(judge("bonjour", "fr", 0.9, Use.AUTOMATIC).verdict()).isEqualTo(new Verdict.Allow());
    }

    @Test
    void aScoreInAGuardIsHeldToTheSame() {
        assertThat(judge("zorkle", "en", 0.3, Use.AUTOMATIC).verdict()).isInstanceOf(Verdict.Restrict.class);
        assertThat(judge("zorkle", "en", 0.3, Use.REVIEW_ONLY).verdict()).isEqualTo(new Verdict.Review(false));
        assertThat(judge("zorkle", "fr", 0.3, Use.AUTOMATIC).verdict()).isEqualTo(new Verdict.Review(false));
    }
}
