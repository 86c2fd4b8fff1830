package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.OneNorm;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.verdict.Label;
import io.gatehouse.moderation.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules name an operator's own model as they name any classifier. */
class OwnModelRulesTest {
    @TempDir
    Path directory;

    private Moderator moderator;

    @BeforeEach
    void loadPolicies() throws IOException {
        var models = Files.createDirectories(directory.resolve("models"));
        byte[] model = TinyModel.of(new float[][] {{0}, {0}, {0}, {0}, {-9}, {9}, {0}, {Float.NaN}});
        Files.write(models.resolve("mine.onnx"), model);
        Files.writeString(models.resolve("mine.tokenizer.json"), TinyModel.TOKENIZER);
        Files.writeString(directory.resolve(Models.LIST), """
                models:
                  - name: mine
                    onnx:
                      file: mine.onnx
                      sha256: "%s"
                      tokenizer: mine.tokenizer.json
                      tokenizer_sha256: "%s"
                      languages: [en]
                      output: sigmoid
                      labels: { 0: harassment }
                      most_pieces: 32
                """.formatted(
                        digest(models.resolve("mine.onnx")), digest(models.resolve("mine.tokenizer.json"))));
        var policies = OneNorm.of(directory, "mine", """
                rules:
                  - id: test.label
                    when: { classifier: mine, category: harassment, at_least: 0.9 }
                    then: { verdict: label }
                  - id: test.restrict
                    when: { classifier: mine, category: harassment, at_least: 0.98 }
                    then:
                      verdict: restrict
                      severity: 3
                      actions: [ { kind: visibility.removed, scope: [EU], duration: P30D } ]
                """);
        var classifiers = Models.load(directory).all();
        moderator = new Moderator(
                policies, text -> new LanguageGuess(text.startsWith("bonjour") ? "fr" : "en", 0.9), classifiers);
    }

    private static String digest(Path file) throws IOException {
        return ModelContainer.digestOf(Files.readAllBytes(file)).substring("sha256:".length());
    }

    private Judgement judge(String text) {
        return OneNorm.judge(moderator, text);
    }

    @Test
    void aScoreLabels() {
        // [CLS] bad [SEP]: sigmoid(3) is 0.953.
        var judged = judge("bad");
        assertThat(judged.verdict()).isEqualTo(new Verdict.Allow());
        assertThat(judged.labels()).extracting(Label::category).containsExactly(Category.HARASSMENT);
        assertThat(judged.scores().get(Category.HARASSMENT)).isBetween(0.952, 0.954);
        assertThat(judge("good").labels()).isEmpty();
        assertThat(judge("bonjour bad").scores()).isEmpty();
    }

    @Test
    void withoutEvidenceItAsksForReviewWhereARuleWouldRestrict() {
        // [CLS] and bad four times and [SEP]: sigmoid(6) is 0.998.
        assertThat(judge("bad bad bad bad").verdict()).isEqualTo(new Verdict.Review(false));
    }

    @Test
    void aModelThatFailsIsToldAndTheSurfaceDecides() {
        var judged = judge("bad beyond");
        assertThat(judged.degraded()).singleElement().satisfies(failed -> {
            assertThat(failed.signal()).isEqualTo("mine");
            assertThat(failed.reason()).endsWith("ModelFailedException");
        });
        assertThat(judged.verdict()).isInstanceOf(Verdict.Review.class);
    }
}
