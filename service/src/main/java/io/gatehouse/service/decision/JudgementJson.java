package io.gatehouse.service.decision;

import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.MatchedRule;
import io.gatehouse.moderation.law.SkippedPurpose;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.moderation.signal.Signal;
import io.gatehouse.moderation.signal.Span;
import io.gatehouse.moderation.statement.StatementOfReasons;
import io.gatehouse.moderation.verdict.EnforcementAction;
import io.gatehouse.moderation.verdict.Label;
import io.gatehouse.moderation.verdict.Verdict;
import io.gatehouse.service.json.LookJson;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes a judgement field by field, in the contract's order and names; no reflection, this is the hot path. */
public final class JudgementJson {
    /** Scores carry four digits: more is noise, and would make answers longer. */
    private static final double SCORE_SCALE = 10_000;

    private JudgementJson() {}

    /** {@code verdict, labels, signals, rules, language, degraded} into an object already begun. */
    public static void writeFindings(JsonGenerator json, Judgement judgement) {
        writeVerdict(json, judgement.verdict());
        writeLabels(json, judgement.labels());
        writeSignals(json, judgement.signals());
        writeRules(json, judgement.rules());
        writeLanguage(json, judgement);
        writeDegraded(json, judgement.degraded());
    }

    /** {@code verdict}, and {@code hold} for a review. */
    public static void writeVerdict(JsonGenerator json, Verdict verdict) {
        json.writeStringProperty("verdict", verdict.wireName());
        if (verdict instanceof Verdict.Review(boolean hold)) json.writeBooleanProperty("hold", hold);
    }

    /** @param from when the restrictions start, to which durations are added */
    public static void writeActions(JsonGenerator json, List<EnforcementAction> actions, Instant from) {
        json.writeArrayPropertyStart("actions");
        for (EnforcementAction action : actions) {
            json.writeStartObject();
            json.writeStringProperty("kind", action.kind());
            writeStrings(json, "scope", action.scope());
            var duration = action.duration();
            if (duration == null) json.writeNullProperty("until");
            else json.writeStringProperty("until", from.plus(duration).toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    public static void writeLabels(JsonGenerator json, List<Label> labels) {
        json.writeArrayPropertyStart("labels");
        for (Label label : labels) {
            json.writeStartObject();
            json.writeStringProperty("category", label.category().wireName());
            json.writeNumberProperty("severity", label.severity());
            json.writeNumberProperty("score", rounded(label.score()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    public static void writeSignals(JsonGenerator json, List<Signal> signals) {
        json.writeArrayPropertyStart("signals");
        for (Signal signal : signals) {
            json.writeStartObject();
            json.writeStringProperty("type", signal.type().wireName());
            json.writeStringProperty("name", signal.name());
            json.writeStringProperty("category", signal.category().wireName());
            json.writeNumberProperty("score", rounded(signal.score()));
            json.writeArrayPropertyStart("spans");
            for (Span span : signal.spans()) {
                json.writeStartObject();
                json.writeNumberProperty("part", span.part());
                json.writeNumberProperty("start", span.start());
                json.writeNumberProperty("end", span.end());
                if (span.place() != null) LookJson.place(json, span.place());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    public static void writeRules(JsonGenerator json, List<MatchedRule> rules) {
        json.writeArrayPropertyStart("rules");
        for (MatchedRule match : rules) {
            json.writeStartObject();
            json.writeStringProperty("id", match.rule().id().value());
            json.writeStringProperty("clause", match.rule().clause());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    public static void writeLanguage(JsonGenerator json, Judgement judgement) {
        json.writeObjectPropertyStart("language");
        json.writeStringProperty("code", judgement.language().code());
        json.writeNumberProperty("confidence", rounded(judgement.language().confidence()));
        json.writeEndObject();
    }

    public static void writeSkipped(JsonGenerator json, List<SkippedPurpose> skipped) {
        json.writeArrayPropertyStart("skipped");
        for (SkippedPurpose purpose : skipped) {
            json.writeStartObject();
            json.writeStringProperty("purpose", purpose.purpose().wireName());
            json.writeStringProperty("reason", purpose.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    public static void writeDegraded(JsonGenerator json, List<FailedSignal> degraded) {
        json.writeArrayPropertyStart("degraded");
        for (FailedSignal failed : degraded) {
            json.writeStartObject();
            json.writeStringProperty("signal", failed.signal());
            json.writeStringProperty("reason", failed.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The object's fields, into an object already begun. */
    public static void writeStatement(JsonGenerator json, StatementOfReasons statement, Instant decidedAt) {
        json.writeStringProperty("language", statement.language());
        writeActions(json, statement.restrictions(), decidedAt);
        json.writeStringProperty("facts", statement.facts());
        json.writeStringProperty("source", "own_initiative");
        json.writeBooleanProperty("automated_detection", statement.automatedDetection());
        json.writeBooleanProperty("automated_decision", statement.automatedDecision());
        json.writeArrayPropertyStart("grounds");
        for (var ground : statement.grounds()) {
            json.writeStartObject();
            json.writeStringProperty("kind", ground.illegal() ? "illegal_content" : "incompatible_content");
            json.writeStringProperty("reference", ground.reference());
            json.writeStringProperty("explanation", ground.explanation());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringProperty("category", statement.category());
        writeStrings(json, "keywords", statement.keywords());
        writeStrings(json, "redress", statement.redress());
    }

    private static void writeStrings(JsonGenerator json, String name, List<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
    }

    private static double rounded(double score) {
        return Math.round(score * SCORE_SCALE) / SCORE_SCALE;
    }
}
