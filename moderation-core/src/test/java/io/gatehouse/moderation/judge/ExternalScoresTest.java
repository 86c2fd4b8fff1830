package io.gatehouse.moderation.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatehouse.moderation.comparison.PastJudge;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.external.ExternalModel;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.fact.ToldScores;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.policy.Loaded;
import io.gatehouse.moderation.policy.PolicyLoader;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.moderation.signal.Signal;
import io.gatehouse.moderation.signal.SignalType;
import io.gatehouse.moderation.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classifiers that run elsewhere: what is asked, and what follows from what they say or do not say. */
class ExternalScoresTest {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final Permissions ALL = new Permissions(EnumSet.allOf(Purpose.class), List.of(), List.of());

    private static final List<ExternalModel> MODELS = List.of(
            new ExternalModel("elsewhere", "sha256:1", Set.of("en", "de"), Set.of(Category.HATE)),
            new ExternalModel("doubts", "sha256:2", Set.of("en"), Set.of(Category.HATE)));

    @TempDir
    Path directory;

    private PolicySet policies;

    @BeforeEach
    void load() throws IOException {
        Files.createDirectories(directory.resolve("content"));
        Files.writeString(directory.resolve("VERSION"), "test.1\n");
        Files.writeString(
                directory.resolve("surfaces.yaml"), "surfaces:\n  comment: { on_failure: review, deadline: 500ms }\n");
        Files.writeString(directory.resolve("content/test.yaml"), """
                policy: test
                title: Test norm
                clause: Rules 1
                category: hate
                purpose: terms
                ground:
                  incompatible: "Rules 1: be kind"
                  dsa_category: STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH
                  keywords: [KEYWORD_HATE_SPEECH]
                banks:
                  - { id: doubted, severity: 1, provenance: "a test", words: [flurbish] }
                rules:
                  - id: test.elsewhere
                    surfaces: [comment]
                    when: { classifier: elsewhere, category: hate, at_least: 0.8 }
                    then: { verdict: review, hold: true, severity: 2 }
                  - id: test.doubted
                    surfaces: [comment, profile]
                    when: { bank: doubted, if: "score('doubts', 'hate') >= 0.5", on_unknown: review }
                    then: { verdict: review, hold: true, severity: 2 }
                    examples: { match: [ "one flurbish" ], no_match: [ "none" ] }
                """);
        policies = switch (PolicyLoader.load(directory, Set.of("elsewhere", "doubts"), Set.of("en", "de", "fr"))) {
            case Loaded.Compiled(PolicySet compiled) -> compiled;
            case Loaded.Rejected(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private Moderator in(String language) {
        return new Moderator(policies, _ -> new LanguageGuess(language, 0.99), List.of(), Set.of(), MODELS);
    }

    private static Content content(Surface surface, String... texts) {
        var parts = List.of(texts).stream().<Part>map(Part.Text::new).toList();
        return new Content(new ContentId("c"), surface, NOW, "IE", null, parts);
    }

    private WantedScores wanted(String language, Surface surface, String... texts) {
        return in(language).observe(content(surface, texts), ALL, Deadline.NONE).wantedScores();
    }

    private Judgement judged(ToldScores told, String text) {
        var content = content(Surface.COMMENT, text);
        var seen = in("en").observe(content, ALL, Deadline.NONE);
        return in("en").conclude(content, seen, Facts.NONE.with(told));
    }

    private static ToldScores said(String classifier, double score) {
        return new ToldScores(Map.of(classifier, Map.of(Category.HATE, score)), List.of());
    }

    @Test
    void asksOnlyWhereARuleWouldBelieveTheAnswer() {
        assertThat(wanted("en", Surface.COMMENT, "hello", "there"))
                .isEqualTo(new WantedScores(Set.of("elsewhere"), List.of("hello", "there"), "en"));
        assertThat(wanted("fr", Surface.COMMENT, "hello").classifiers())
                .as("in a language that it does not know")
                .isEmpty();
        assertThat(wanted("und", Surface.COMMENT, "hello").classifiers())
                .as("where the language cannot be told, rules believe it")
                .containsExactly("elsewhere");
        assertThat(wanted("en", Surface.PROFILE, "hello").classifiers())
                .as("on a surface without a rule of it")
                .isEmpty();
    }

    @Test
    void aGuardsClassifierIsAskedOnceItsTextMatched() {
        assertThat(wanted("en", Surface.PROFILE, "a flurbish").classifiers()).containsExactly("doubts");
        assertThat(wanted("en", Surface.COMMENT, "a flurbish").classifiers())
                .containsExactlyInAnyOrder("elsewhere", "doubts");
    }

    @Test
    void withoutPermissionNothingIsAsked() {
        var none = new Permissions(Set.of(), List.of(), List.of());
        assertThat(in("en").observe(content(Surface.COMMENT, "a flurbish"), none, Deadline.NONE)
                        .wantedScores())
                .isEqualTo(WantedScores.NONE);
    }

    @Test
    void whatItSaysIsAScoreAsAnyOther() {
        var judged = judged(said("elsewhere", 0.9), "hello");
        assertThat(judged.verdict()).isEqualTo(new Verdict.Review(true));
        assertThat(judged.signals())
                .containsExactly(new Signal(SignalType.CLASSIFIER, "elsewhere", Category.HATE, 0.9, List.of()));
        assertThat(judged.scores()).containsEntry(Category.HATE, 0.9);
        assertThat(judged.degraded()).isEmpty();
        assertThat(judged(said("elsewhere", 0.2), "hello").verdict()).isInstanceOf(Verdict.Allow.class);
    }

    @Test
    void oneThatCouldNotBeAskedIsAFailureAndNotSilence() {
        var failure = new FailedSignal("elsewhere", "unavailable: no answer in 150 ms");
        var judged = judged(new ToldScores(Map.of(), List.of(failure)), "hello");
        assertThat(judged.degraded()).containsExactly(failure);
        assertThat(judged.verdict()).isEqualTo(new Verdict.Review(false));
        assertThat(judged(ToldScores.NONE, "hello").degraded())
                .as("one of which nobody told anything")
                .containsExactly(new FailedSignal("elsewhere", "unavailable"));
    }

    @Test
    void guardsDecideByItAndWhereItIsUnknownByTheirOwnWord() {
        var both = new ToldScores(
                Map.of("elsewhere", Map.of(Category.HATE, 0.0), "doubts", Map.of(Category.HATE, 0.6)), List.of());
        assertThat(judged(both, "a flurbish").rules()).hasSize(1);
        assertThat(judged(both, "a flurbish").verdict()).isEqualTo(new Verdict.Review(true));
        var harmless = new ToldScores(
                Map.of("elsewhere", Map.of(Category.HATE, 0.0), "doubts", Map.of(Category.HATE, 0.1)), List.of());
        assertThat(judged(harmless, "a flurbish").verdict()).isInstanceOf(Verdict.Allow.class);
        assertThat(judged(said("elsewhere", 0), "a flurbish").undecided()).hasSize(1);
    }

    @Test
    void aScoreOfAClassifierThatWasNotAskedForIsNotBelieved() {
        var content = content(Surface.PROFILE, "hello");
        var moderator = in("en");
        var seen = moderator.observe(content, ALL, Deadline.NONE);
        var judged = moderator.conclude(content, seen, Facts.NONE.with(said("elsewhere", 0.9)));
        assertThat(judged.scores()).isEmpty();
    }

    @Test
    void aPolicyThatWantsOneWhichWasNotAskedThenLeavesItsRulesOut() {
        var judge = new PastJudge(in("en"));
        var content = content(Surface.COMMENT, "hello");
        var past = judge.judge(content, ALL, Facts.NONE, Overrides.NONE);
        assertThat(past.outcome().toString()).contains("test.elsewhere").contains("elsewhere");
        var told = judge.judge(content, ALL, Facts.NONE.with(said("elsewhere", 0.9)), Overrides.NONE);
        assertThat(told.outcome().toString()).contains("Review").doesNotContain("leftOut=[test");
    }

    @Test
    void aDescriptionSaysEverythingOrIsRefusedByName() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("models/external"));
        Files.writeString(
                folder.resolve("far.properties"),
                "languages=en, de\ncategories=hate,harassment/threatening\nprovenance=somebody\n");
        assertThat(ExternalModel.readAll(folder)).hasSize(1).first().satisfies(model -> {
            assertThat(model.name()).isEqualTo("far");
            assertThat(model.digest()).startsWith("sha256:").hasSize(71);
            assertThat(model.languages()).containsExactlyInAnyOrder("en", "de");
            assertThat(model.categories()).containsExactlyInAnyOrder(Category.HATE, Category.HARASSMENT_THREATENING);
        });
        assertThat(ExternalModel.readAll(directory.resolve("nowhere"))).isEmpty();
        for (String faulty : List.of(
                "languages=en\ncategories=hate\n",
                "languages=english\ncategories=hate\nprovenance=x\n",
                "languages=en\ncategories=rudeness\nprovenance=x\n",
                "languages=en\ncategories=hate\nprovenance=x\nurl=http://x\n")) {
            Files.writeString(folder.resolve("far.properties"), faulty);
            assertThatIllegalArgumentException()
                    .as(faulty)
                    .isThrownBy(() -> ExternalModel.readAll(folder))
                    .withMessageContaining("far.properties");
        }
    }

    @Test
    void scoresAreFromZeroToOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> said("x", Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> said("x", 1.01));
    }
}
