package io.gatehouse.service.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.moderation.classifier.Use;
import io.gatehouse.moderation.evaluation.LabelledText;
import io.gatehouse.moderation.policy.Loaded;
import io.gatehouse.moderation.policy.PolicyLoader;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.service.command.ScoreRules.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreRulesTest {
    private static final Path SHIPPED =
            Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies");

    @TempDir
    Path directory;

    /** In German nothing was shown, in French enough to act from 0.95 on; elsewhere a person may be asked. */
    private static final TextClassifier MODEL = new TextClassifier() {
        @Override
        public String name() {
            return "toxicity";
        }

        @Override
        public String digest() {
            return "sha256:00";
        }

        @Override
        public Set<String> languages() {
            return Set.of("en", "de", "fr");
        }

        @Override
        public Set<Category> categories() {
            return Set.of(Category.HATE, Category.SPAM);
        }

        @Override
        public Map<Category, Double> score(String text) {
            return Map.of();
        }

        @Override
        public Use use(Category category, String language, double score) {
            return switch (language) {
                case "de" -> Use.NONE;
                case "fr" -> score >= 0.95 ? Use.AUTOMATIC : Use.REVIEW_ONLY;
                default -> Use.REVIEW_ONLY;
            };
        }
    };

    private PolicySet policies() throws IOException {
        Files.createDirectory(directory.resolve("content"));
        for (String file : List.of("VERSION", "surfaces.yaml"))
            Files.copy(SHIPPED.resolve(file), directory.resolve(file));
        Files.writeString(directory.resolve("content/scores.yaml"), """
                policy: scores
                title: Scores
                clause: Rules 1
                category: hate
                purpose: terms
                ground:
                  incompatible: "Rules 1"
                  dsa_category: STATEMENT_CATEGORY_OTHER_VIOLATION_TC
                  keywords: [KEYWORD_OTHER]
                rules:
                  - id: label
                    when: { classifier: toxicity, category: hate, at_least: 0.5 }
                    then: { verdict: label, severity: 1 }
                  - id: look
                    when: { classifier: toxicity, category: hate, at_least: 0.8, languages: [en, fr] }
                    then: { verdict: review, severity: 2 }
                  - id: act
                    when: { classifier: toxicity, category: hate, at_least: 0.9, languages: [en, fr] }
                    then: { verdict: restrict, severity: 3, actions: [ { kind: visibility.removed, scope: [WORLD] } ] }
                """);
        return switch (PolicyLoader.load(directory, Set.of("toxicity"), Set.of("en", "de", "fr"))) {
            case Loaded.Compiled(var policies) -> policies;
            case Loaded.Rejected(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    @Test
    void aScoreDoesWhatItsEvidenceAllows() throws IOException {
        var rules = new ScoreRules(policies(), MODEL);
        assertThat(rules.outcome(Map.of(Category.HATE, 0.49), "en")).isEqualTo(Outcome.NOTHING);
        assertThat(rules.outcome(Map.of(Category.SPAM, 1.0), "en")).isEqualTo(Outcome.NOTHING);
        assertThat(rules.outcome(Map.of(Category.HATE, 0.5), "en")).isEqualTo(Outcome.LABEL);
        assertThat(rules.outcome(Map.of(Category.HATE, 0.8), "en")).isEqualTo(Outcome.REVIEW);
        assertThat(rules.outcome(Map.of(Category.HATE, 0.99), "en")).isEqualTo(Outcome.REVIEW);
        assertThat(rules.outcome(Map.of(Category.HATE, 0.94), "fr")).isEqualTo(Outcome.REVIEW);
        assertThat(rules.outcome(Map.of(Category.HATE, 0.95), "fr")).isEqualTo(Outcome.RESTRICT);
        assertThat(rules.outcome(Map.of(Category.HATE, 0.99), "de")).isEqualTo(Outcome.NOTHING);
        assertThat(rules.outcome(Map.of(Category.HATE, 0.99), "und")).isEqualTo(Outcome.LABEL);
        assertThat(rules.outcome(Map.of(Category.HATE, 0.99), "pl")).isEqualTo(Outcome.NOTHING);
    }

    @Test
    void alarmsAreSharesOfInnocentTextsBySetAndLanguage() {
        var alarms = new Alarms();
        for (var outcome : Outcome.values()) {
            alarms.add(text("chat", "en", Optional.of(false)), outcome);
            alarms.add(text("chat", "en", Optional.of(true)), outcome);
            alarms.add(text("chat", "en", Optional.empty()), outcome);
        }
        alarms.add(text("chat", "fi", Optional.of(false)), Outcome.NOTHING);
        var rows = alarms.bySet();
        assertThat(rows).extracting(Alarms.OfSet::language).containsExactly("en", "fi");
        var english = rows.getFirst();
        assertThat(english.absent()).isEqualTo(4);
        assertThat(english.present()).isEqualTo(4);
        assertThat(english.found()).isEqualTo(3);
        assertThat(english.labelled().value()).isEqualTo(0.75);
        assertThat(english.reviewed().value()).isEqualTo(0.5);
        assertThat(english.restricted().value()).isEqualTo(0.25);
        // Found: 3 right, 3 wrong, 1 missed; not found: 1 right, 1 wrong, 3 missed.
        assertThat(english.macroF1()).isEqualTo((0.6 + 1 / 3.0) / 2);
        assertThat(english.macroF1OfMajority()).isEqualTo(1 / 3.0);
    }

    private static LabelledText text(String set, String language, Optional<Boolean> toxic) {
        return new LabelledText("1", set, "words", language, Set.of(), toxic, "", List.of());
    }
}
