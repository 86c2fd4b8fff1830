package io.gatehouse.moderation.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.look.FrameScores;
import io.gatehouse.moderation.look.MediaLook;
import io.gatehouse.moderation.policy.Loaded;
import io.gatehouse.moderation.policy.PolicyLoader;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.moderation.signal.Place;
import io.gatehouse.moderation.signal.Signal;
import io.gatehouse.moderation.signal.Span;
import io.gatehouse.moderation.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesJudgedTest {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");

    @TempDir
    Path directory;

    @Test
    void aRuleHoldsWhenOneFrameDoesAndTheSignalSaysFromWhenToWhen() throws IOException {
        var judged = judged(media(0.1, 0.9, 0.95, 0.2));
        assertThat(judged.verdict()).isEqualTo(new Verdict.Review(true));
        assertThat(judged.signals())
                .containsExactly(new Signal(
                        io.gatehouse.moderation.signal.SignalType.CLASSIFIER,
                        "pictures",
                        Category.SPAM,
                        0.95,
                        List.of(Span.at(1, new Place(1, 1000, 3000, null)))));
        assertThat(judged.degraded()).isEmpty();
    }

    @Test
    void belowTheThresholdNothingHappens() throws IOException {
        assertThat(judged(media(0.1, 0.7)).verdict()).isInstanceOf(Verdict.Allow.class);
    }

    @Test
    void mediaThatWereNotScoredAreNotTakenForHarmless() throws IOException {
        var judged = judged(new Part.Media("m", "0".repeat(64), "image/png"));
        assertThat(judged.degraded()).containsExactly(new FailedSignal("pictures", "not asked: m"));
        assertThat(judged.verdict()).isEqualTo(new Verdict.Review(false));
    }

    @Test
    void textsMissNothing() throws IOException {
        assertThat(judged().degraded()).isEmpty();
    }

    private static Part media(double... scores) {
        var all = new java.util.ArrayList<FrameScores>();
        for (int i = 0; i < scores.length; i++)
            all.add(new FrameScores("pictures", i, 1000L * i, Map.of(Category.SPAM, scores[i])));
        return new Part.Media(
                "m", "0".repeat(64), "video/mp4", new MediaLook(false, List.of(), List.of(), all, List.of()));
    }

    private Judgement judged(Part... media) throws IOException {
        var parts = new java.util.ArrayList<Part>(List.of(new Part.Text("hello")));
        parts.addAll(List.of(media));
        var content = new Content(new ContentId("c"), Surface.COMMENT, NOW, "IE", null, parts);
        var moderator = new Moderator(policies(), _ -> new LanguageGuess("en", 0.99), List.of(), Set.of("pictures"));
        var all = new Permissions(EnumSet.allOf(Purpose.class), List.of(), List.of());
        return moderator.conclude(content, moderator.observe(content, all, Deadline.NONE), Facts.NONE);
    }

    private PolicySet policies() throws IOException {
        Files.createDirectories(directory.resolve("content"));
        Files.writeString(directory.resolve("VERSION"), "test.1\n");
        Files.writeString(
                directory.resolve("surfaces.yaml"), "surfaces:\n  comment: { on_failure: review, deadline: 500ms }\n");
        Files.writeString(directory.resolve("content/test.yaml"), """
                policy: test
                title: Test norm
                clause: Rules 1
                category: spam
                purpose: terms
                ground:
                  incompatible: "Rules 1: be kind"
                  dsa_category: STATEMENT_CATEGORY_SCAMS_AND_FRAUD
                  keywords: [KEYWORD_OTHER]
                rules:
                  - id: test.pictures
                    when: { classifier: pictures, category: spam, at_least: 0.8 }
                    then: { verdict: review, hold: true, severity: 2 }
                """);
        return switch (PolicyLoader.load(directory, Set.of("pictures"), Set.of("en"))) {
            case Loaded.Compiled(PolicySet compiled) -> compiled;
            case Loaded.Rejected(var problems) -> throw new AssertionError(problems.toString());
        };
    }
}
