package io.gatehouse.moderation.judge;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.policy.Loaded;
import io.gatehouse.moderation.policy.PolicyLoader;
import io.gatehouse.moderation.policy.PolicySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A directory of policies with a single norm, for tests of what its rules make of a classifier's scores. */
public final class OneNorm {
    private static final Permissions EVERY_PURPOSE =
            new Permissions(EnumSet.allOf(Purpose.class), List.of(), List.of());

    private OneNorm() {}

    /**
     * Writes the directory but for its models, and compiles it. A failure of a signal sends comments to review.
     *
     * @param classifier the only one that rules may name; in English and French
     * @param rules the end of the norm's file, from {@code banks:} or {@code rules:} on
     */
    public static PolicySet of(Path directory, String classifier, String rules) throws IOException {
        Files.createDirectories(directory.resolve("content"));
        Files.writeString(directory.resolve("VERSION"), "test.1\n");
        Files.writeString(directory.resolve("surfaces.yaml"), """
                surfaces:
                  comment: { on_failure: review, deadline: 500ms }
                """);
        Files.writeString(directory.resolve("content/test.yaml"), """
                policy: test
                title: Test norm
                clause: Rules 1
                category: harassment
                purpose: terms
                ground:
                  incompatible: "Rules 1: be kind"
                  dsa_category: STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH
                  keywords: [KEYWORD_HATE_SPEECH]
                """ + rules);
        return switch (PolicyLoader.load(directory, Set.of(classifier), Set.of("en", "fr"))) {
            case Loaded.Compiled(PolicySet compiled) -> compiled;
            case Loaded.Rejected(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    /** Of a comment with this text, from somebody of whom nothing is known. */
    public static Judgement judge(Moderator moderator, String text) {
        var content = new Content(
                new ContentId("c-1"), Surface.COMMENT, Instant.EPOCH, "IE", null, List.of(new Part.Text(text)));
        var seen = moderator.observe(content, EVERY_PURPOSE, Deadline.NONE);
        return moderator.conclude(content, seen, Facts.still(seen.wantedFacts(), 1));
    }
}
