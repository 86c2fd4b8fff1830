package io.gatehouse.jobs.rescan;

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
import java.util.concurrent.atomic.AtomicReference;

/** The simplest encoding that serves: the text as content, the verdict and kinds of action as record. */
public class PlainContents implements StoredContents {
    public static final Permissions ALL = new Permissions(EnumSet.allOf(Purpose.class), List.of(), List.of());
    public static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    /** What was held back when something was decided again last. */
    static final AtomicReference<Overrides> HELD_WHEN_REDECIDED = new AtomicReference<>(Overrides.NONE);

    static Content content(String text) {
        return new Content(new ContentId("c"), Surface.COMMENT, NOW, "IE", null, List.of(new Part.Text(text)));
    }

    /** As the door would. */
    public static Verdict judge(String text, Moderator moderator) {
        var content = content(text);
        return moderator
                .conclude(content, moderator.observe(content, ALL, Deadline.NONE), Facts.NONE)
                .verdict();
    }

    public static Payload payload(String text, Verdict verdict) {
        return new Payload(text.getBytes(StandardCharsets.UTF_8), record(verdict), new byte[0]);
    }

    public static ReportFacts report(Verdict verdict, Moderator moderator) {
        return new ReportFacts(
                "comment",
                verdict.wireName(),
                List.of(),
                "en",
                moderator.policies().digest(),
                false,
                NOW);
    }

    static byte[] record(Verdict verdict) {
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
        return read(payload);
    }

    public static Opened read(Payload payload) {
        String text = new String(payload.content(), StandardCharsets.UTF_8);
        if (text.isEmpty()) return new Opened.Unreadable("content_not_kept");
        String[] words = new String(payload.record(), StandardCharsets.UTF_8).split(" ");
        Verdict verdict = switch (words[0]) {
            case "allow" -> new Verdict.Allow();
            case "hold" -> new Verdict.Review(true);
            case "review" -> new Verdict.Review(false);
            default -> new Verdict.Restrict(List.of(new EnforcementAction(words[1], List.of("EU"), null)));
        };
        return new Opened.Judgeable(content(text), ALL, Facts.NONE, verdict);
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
        HELD_WHEN_REDECIDED.set(overrides);
        return new Redecision(
                decisionId,
                superseded.decisionId(),
                new Payload(new byte[0], record(judgement.verdict()), new byte[0]),
                report(judgement.verdict(), judgedBy),
                new EntryFacts(Map.of("verdict", judgement.verdict().wireName())),
                List.of());
    }
}
