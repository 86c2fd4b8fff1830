package io.gatehouse.examples.spark;

import io.gatehouse.jobs.rescan.StoredContents;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Deadline;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.verdict.EnforcementAction;
import io.gatehouse.moderation.verdict.Verdict;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.Redecision;
import io.gatehouse.residency.cell.ReportFacts;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.log.EntryFacts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** The text as content, the verdict and its first action as record. */
final class PlainWords implements StoredContents {
    private static final Permissions ALL = new Permissions(EnumSet.allOf(Purpose.class), List.of(), List.of());

    private static Content content(String text, Instant at) {
        return new Content(new ContentId("c"), Surface.COMMENT, at, "IE", null, List.of(new Part.Text(text)));
    }

    static Verdict judge(String text, Instant at, Moderator moderator) {
        var content = content(text, at);
        return moderator
                .conclude(content, moderator.observe(content, ALL, Deadline.NONE), Facts.NONE)
                .verdict();
    }

    static Payload payload(String text, Verdict verdict) {
        return new Payload(text.getBytes(StandardCharsets.UTF_8), record(verdict), new byte[] {1});
    }

    static ReportFacts report(Verdict verdict, Moderator moderator, Instant at) {
        return new ReportFacts(
                "comment",
                verdict.wireName(),
                List.of(),
                "en",
                moderator.policies().digest(),
                false,
                at);
    }

    private static byte[] record(Verdict verdict) {
        String words = switch (verdict) {
            case Verdict.Allow() -> "allow";
            case Verdict.Review(boolean hold) -> hold ? "hold" : "review";
            case Verdict.Restrict(var actions) ->
                "restrict " + actions.getFirst().kind();
        };
        return words.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Opened open(StoredDecision decision, Payload payload) {
        String[] words = new String(payload.record(), StandardCharsets.UTF_8).split(" ");
        Verdict verdict = switch (words[0]) {
            case "allow" -> new Verdict.Allow();
            case "hold" -> new Verdict.Review(true);
            case "review" -> new Verdict.Review(false);
            default -> new Verdict.Restrict(List.of(new EnforcementAction(words[1], List.of("EU"), null)));
        };
        String text = new String(payload.content(), StandardCharsets.UTF_8);
        return new Opened.Judgeable(content(text, decision.report().decidedAt()), ALL, Facts.NONE, verdict);
    }

    @Override
    public Redecision redecide(
            String decisionId,
            StoredDecision superseded,
            Opened.Judgeable opened,
            Moderator judgedBy,
            Judgement judgement,
            Overrides overrides,
            Instant decidedAt) {
        return new Redecision(
                decisionId,
                superseded.decisionId(),
                new Payload(new byte[0], record(judgement.verdict()), new byte[] {1}),
                report(judgement.verdict(), judgedBy, decidedAt),
                new EntryFacts(Map.of("verdict", judgement.verdict().wireName())),
                List.of());
    }
}
