package io.gatehouse.service.decision;

import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.MatchedRule;
import io.gatehouse.moderation.judge.ShadowedRule;
import io.gatehouse.moderation.signal.Signal;
import io.gatehouse.moderation.signal.SignalType;
import io.gatehouse.moderation.signal.Span;
import io.gatehouse.moderation.statement.StatementOfReasons;
import io.gatehouse.moderation.verdict.EnforcementAction;
import io.gatehouse.moderation.verdict.Verdict;
import io.gatehouse.residency.cell.Placed;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.json.LookJson;
import io.gatehouse.service.judging.Judged;
import io.gatehouse.service.judging.Versions;
import io.gatehouse.service.placement.Told;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The decision as the client gets it. It is stored before its place in the log is known, and completed when read. */
public final class Answer {
    // No string in JSON can hold this: its quotes would be escaped there.
    private static final byte[] OPEN =
            "\"evidence\":null,\"statement_of_reasons\":".getBytes(StandardCharsets.US_ASCII);

    private static final String STATE = "state";

    /** Likewise. */
    private static final byte[] PENDING = "\"state\":\"pending\"".getBytes(StandardCharsets.US_ASCII);

    /** How much of {@link #OPEN} the evidence replaces. */
    private static final int REPLACED = "\"evidence\":null".length();

    private static final String DECIDED_BY = "decided_by";

    private static final byte[] OF_PERSON = (",\"" + DECIDED_BY + "\":{").getBytes(StandardCharsets.US_ASCII);

    private static final JsonMapper JSON = JsonMapper.shared();

    private Answer() {}

    /** Without its place in the log, for storing. */
    public static byte[] write(Judged judged, String screeningId, String decisionId, RegionId home) {
        return write(judged, screeningId, decisionId, home, null);
    }

    /** @param placement null when the content is at home and nobody else's home mattered */
    public static byte[] write(
            Judged judged, String screeningId, String decisionId, RegionId home, @Nullable Told placement) {
        return write(judged, screeningId, decisionId, home, 1, json -> {
            if (placement != null) placement(json, placement);
        });
    }

    /**
     * Of a content that was edited, as it lies where it lay.
     *
     * @param before the answer that stood, which says why it lies there
     * @param placed the transfer by which this revision came there; null at home
     */
    public static byte[] ofRevision(
            Judged judged,
            String screeningId,
            String decisionId,
            RegionId home,
            int revision,
            byte[] before,
            @Nullable Placed placed) {
        JsonNode placement = JSON.readTree(before).get("placement");
        return write(judged, screeningId, decisionId, home, revision, json -> {
            if (!(placement instanceof ObjectNode told)) return;
            if (placed != null) told.put("transfer_id", placed.transferId());
            json.writeName("placement");
            json.writeRawValue(told.toString());
        });
    }

    /**
     * Of a content on which a person decided.
     *
     * @param before the answer that stood, which says why the content lies where it lies
     * @param decidedBy what brought it to the person: codes and ids, never who the person is
     */
    public static byte[] ofPerson(
            Judged judged,
            String screeningId,
            String decisionId,
            RegionId home,
            int revision,
            byte[] before,
            Map<String, String> decidedBy) {
        JsonNode placement = JSON.readTree(before).get("placement");
        return write(judged, screeningId, decisionId, home, revision, json -> {
            if (placement instanceof ObjectNode told) {
                json.writeName("placement");
                json.writeRawValue(told.toString());
            }
            json.writeObjectPropertyStart(DECIDED_BY);
            decidedBy.forEach(json::writeStringProperty);
            json.writeEndObject();
        });
    }

    private static byte[] write(
            Judged judged,
            String screeningId,
            String decisionId,
            RegionId home,
            int revision,
            Consumer<JsonGenerator> placement) {
        Judgement judgement = judged.judgement();
        return JsonBytes.object(json -> {
            json.writeStringProperty("screening_id", screeningId);
            json.writeStringProperty("decision_id", decisionId);
            if (revision > 1) json.writeNumberProperty("revision", revision);
            state(json, judged);
            verdict(json, judgement.verdict(), judged.judgedAt());
            JsonBytes.objects(json, "labels", judgement.labels(), (out, label) -> {
                out.writeStringProperty("category", label.category().wireName());
                out.writeNumberProperty("severity", label.severity());
                JsonBytes.score(out, "score", label.score());
            });
            JsonBytes.objects(json, "signals", judgement.signals(), (out, signal) -> signal(out, signal, judged));
            JsonBytes.objects(json, "rules", judgement.rules(), Answer::rule);
            if (!judgement.shadowed().isEmpty())
                JsonBytes.objects(json, "shadowed", judgement.shadowed(), Answer::shadowed);
            Segments.write(json, judged);
            language(json, judgement);
            versions(json, judged.versions());
            json.writeStringProperty("home_region", home.value());
            placement.accept(json);
            json.writeNullProperty("evidence");
            statement(json, judgement, judged.judgedAt());
            JsonBytes.objects(json, "skipped", judgement.permissions().skipped(), (out, skipped) -> {
                out.writeStringProperty("purpose", skipped.purpose().wireName());
                out.writeStringProperty("reason", skipped.reason());
            });
            JsonBytes.objects(json, "degraded", judgement.degraded(), (out, failed) -> {
                out.writeStringProperty("signal", failed.signal());
                out.writeStringProperty("reason", failed.reason());
            });
        });
    }

    /** Only of contents with media: whoever looks at those is not always done when the client is answered. */
    private static void state(JsonGenerator json, Judged judged) {
        if (judged.content().parts().stream().noneMatch(Part.Media.class::isInstance)) return;
        boolean pending = !judged.facts().media().unseen().isEmpty();
        json.writeStringProperty(STATE, pending ? "pending" : "done");
    }

    /** Whether media are still to be looked at, so that the decision is provisional. */
    public static boolean isPending(byte[] answer) {
        return indexOf(answer, PENDING) >= 0;
    }

    public static String screeningIdOf(byte[] answer) {
        return JSON.readTree(answer).required("screening_id").stringValue();
    }

    /** A pending answer with how far looking has come. */
    public static byte[] withProgress(byte[] complete, int media, int lookedAt, Duration ahead) {
        byte[] progress = (",\"progress\":{\"media\":" + media + ",\"looked_at\":" + lookedAt + ",\"seconds_ahead\":"
                        + ahead.toSeconds() + "}")
                .getBytes(StandardCharsets.US_ASCII);
        int at = indexOf(complete, PENDING) + PENDING.length;
        var whole = Arrays.copyOf(complete, complete.length + progress.length);
        System.arraycopy(progress, 0, whole, at, progress.length);
        System.arraycopy(complete, at, whole, at + progress.length, complete.length - at);
        return whole;
    }

    private static void placement(JsonGenerator json, Told told) {
        json.writeObjectPropertyStart("placement");
        json.writeStringProperty("region", told.region());
        json.writeStringProperty("reason", told.reason());
        JsonBytes.stringOrNull(json, "rule", told.rule());
        JsonBytes.stringOrNull(json, "transfer_id", told.transferId());
        JsonBytes.strings(json, "copies", told.copies());
        JsonBytes.objects(json, "refused", told.refused(), (out, closed) -> {
            out.writeStringProperty("region", closed.region());
            JsonBytes.stringOrNull(out, "transfer_id", closed.transferId());
            JsonBytes.strings(out, "reasons", closed.codes());
        });
        json.writeNumberProperty("unknown_participants", told.unknown());
        JsonBytes.stringOrNull(json, "since", told.since());
        JsonBytes.strings(json, "explanation", told.explanation());
        json.writeEndObject();
    }

    /** With its place in the log: what the client reads, now and later. */
    public static byte[] complete(byte[] stored, RegionId log, long index) {
        int at = indexOf(stored, OPEN);
        if (at < 0) throw new IllegalArgumentException("a stored answer has no open place for its evidence");
        byte[] evidence = ("\"evidence\":{\"log\":\"" + log.value() + "\",\"index\":" + index + "}")
                .getBytes(StandardCharsets.US_ASCII);
        var whole = new byte[stored.length - REPLACED + evidence.length];
        System.arraycopy(stored, 0, whole, 0, at);
        System.arraycopy(evidence, 0, whole, at, evidence.length);
        int rest = at + REPLACED;
        System.arraycopy(stored, rest, whole, at + evidence.length, stored.length - rest);
        return whole;
    }

    /** Looked for as bytes: a rescan asks it of every decision. */
    static boolean isOfPerson(byte[] stored) {
        return indexOf(stored, OF_PERSON) >= 0;
    }

    /** @return -1 where it is not; the last place otherwise */
    private static int indexOf(byte[] stored, byte[] wanted) {
        for (int at = stored.length - wanted.length; at >= 0; at--) {
            int matched = 0;
            while (matched < wanted.length && stored[at + matched] == wanted[matched]) matched++;
            if (matched == wanted.length) return at;
        }
        return -1;
    }

    static void verdict(JsonGenerator json, Verdict verdict, Instant decidedAt) {
        json.writeStringProperty("verdict", verdict.wireName());
        switch (verdict) {
            case Verdict.Allow() -> actions(json, "actions", List.of(), decidedAt);
            case Verdict.Review(boolean hold) -> {
                json.writeBooleanProperty("hold", hold);
                actions(json, "actions", List.of(), decidedAt);
            }
            case Verdict.Restrict(var actions) -> actions(json, "actions", actions, decidedAt);
        }
    }

    static void actions(JsonGenerator json, String name, List<EnforcementAction> actions, Instant decidedAt) {
        JsonBytes.objects(json, name, actions, (out, action) -> {
            out.writeStringProperty("kind", action.kind());
            JsonBytes.strings(out, "scope", action.scope());
            var duration = action.duration();
            JsonBytes.stringOrNull(
                    out,
                    "until",
                    duration == null ? null : decidedAt.plus(duration).toString());
        });
    }

    private static void signal(JsonGenerator json, Signal signal, Judged judged) {
        json.writeStringProperty("type", signal.type().wireName());
        json.writeStringProperty("name", signal.name());
        json.writeStringProperty("category", signal.category().wireName());
        JsonBytes.score(json, "score", signal.score());
        JsonBytes.objects(json, "spans", signal.spans(), Answer::span);
        if (signal.type() != SignalType.HASH) return;
        for (var known : judged.facts().media().known()) {
            if (!known.bank().equals(signal.name())) continue;
            json.writeNumberProperty("distance", known.distance());
            json.writeStringProperty("effect", known.stands() ? "match" : "review");
            JsonBytes.strings(json, "match_ids", known.matchIds());
        }
    }

    private static void span(JsonGenerator json, Span span) {
        json.writeNumberProperty("part", span.part());
        json.writeNumberProperty("start", span.start());
        json.writeNumberProperty("end", span.end());
        if (span.place() != null) LookJson.place(json, span.place());
    }

    private static void rule(JsonGenerator json, MatchedRule matched) {
        json.writeStringProperty("id", matched.rule().id().value());
        json.writeStringProperty("clause", matched.rule().clause());
    }

    private static void shadowed(JsonGenerator json, ShadowedRule shadowed) {
        json.writeStringProperty("id", shadowed.match().rule().id().value());
        json.writeStringProperty("reason", shadowed.reason());
    }

    private static void language(JsonGenerator json, Judgement judgement) {
        json.writeObjectPropertyStart("language");
        json.writeStringProperty("code", judgement.language().code());
        JsonBytes.score(json, "confidence", judgement.language().confidence());
        json.writeEndObject();
    }

    static void versions(JsonGenerator json, Versions versions) {
        json.writeObjectPropertyStart("policy");
        json.writeStringProperty("version", versions.policyVersion());
        json.writeStringProperty("digest", versions.policyDigest());
        json.writeEndObject();
        JsonBytes.objects(json, "models", versions.models(), (out, model) -> {
            out.writeStringProperty("name", model.name());
            out.writeStringProperty("digest", model.digest());
        });
    }

    private static void statement(JsonGenerator json, Judgement judgement, Instant decidedAt) {
        StatementOfReasons statement = judgement.statement();
        if (statement == null) {
            json.writeNullProperty("statement_of_reasons");
        } else {
            json.writeObjectPropertyStart("statement_of_reasons");
            actions(json, "restrictions", statement.restrictions(), decidedAt);
            json.writeStringProperty("facts", statement.facts());
            json.writeBooleanProperty("automated_detection", statement.automatedDetection());
            json.writeBooleanProperty("automated_decision", statement.automatedDecision());
            JsonBytes.objects(json, "grounds", statement.grounds(), (out, ground) -> {
                out.writeBooleanProperty("illegal", ground.illegal());
                out.writeStringProperty("reference", ground.reference());
                out.writeStringProperty("explanation", ground.explanation());
            });
            json.writeStringProperty("category", statement.category());
            JsonBytes.strings(json, "keywords", statement.keywords());
            JsonBytes.strings(json, "redress", statement.redress());
            json.writeStringProperty("language", statement.language());
            json.writeEndObject();
        }
        JsonBytes.stringOrNull(json, "statement_exemption", judgement.statementExemption());
    }
}
