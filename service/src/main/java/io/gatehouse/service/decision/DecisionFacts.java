package io.gatehouse.service.decision;

import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.verdict.EnforcementAction;
import io.gatehouse.moderation.verdict.Verdict;
import io.gatehouse.residency.cell.Effect;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.ReportFacts;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.service.judging.Judged;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What leaves a decision unsealed: facts that are about nobody, for the log and for reports; and what is to be done. */
public final class DecisionFacts {
    /**
     * An effect of this kind waits, durable, until a consumer is configured that carries it out (webhooks, Kafka:
     * later issues). Until then its row stays pending in its cell, and nothing claims to have delivered it.
     */
    public static final String RESTRICTED = "decision.restricted";

    /** An effect of this kind undoes what a superseded decision asked for. */
    public static final String LIFTED = "decision.restriction_lifted";

    /** What screening keeps for; see the legal uses of services.yaml. */
    private static final String SAFETY = "safety";

    private DecisionFacts() {}

    public static ReportFacts report(Judged judged) {
        Judgement judgement = judged.judgement();
        return new ReportFacts(
                judged.content().surface().wireName(),
                judgement.verdict().wireName(),
                categories(judgement),
                judgement.language().code(),
                judged.versions().policyDigest(),
                !judgement.degraded().isEmpty(),
                judged.judgedAt());
    }

    /**
     * @param services say whose content it is, by its surface and the day on which it was written: every record knows its service and what
     *     it is kept for (DMA Art. 5(2))
     */
    public static EntryFacts evidence(Judged judged, ServiceRules services) {
        var day = LocalDate.ofInstant(judged.content().createdAt(), ZoneOffset.UTC);
        String surface = judged.content().surface().wireName();
        var facts = new LinkedHashMap<String, Object>(evidence(judged).facts());
        facts.put(
                "service",
                services.ofSurface(surface, day)
                        .map(service -> service.id().value())
                        .orElse(ServiceRules.UNASSIGNED));
        facts.put("kept_for", SAFETY);
        return new EntryFacts(facts);
    }

    /**
     * Of a decision that a person made.
     *
     * @param origin what brought it to the person, and codes that reports count
     */
    public static EntryFacts evidence(Judged judged, ServiceRules services, Map<String, Object> origin) {
        var facts = new LinkedHashMap<String, Object>(evidence(judged, services).facts());
        facts.put("automated", false);
        facts.putAll(origin);
        return new EntryFacts(facts);
    }

    public static EntryFacts evidence(Judged judged) {
        Judgement judgement = judged.judgement();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("surface", judged.content().surface().wireName());
        facts.put("verdict", judgement.verdict().wireName());
        facts.put("categories", categories(judgement));
        facts.put(
                "rules",
                judgement.rules().stream().map(m -> m.rule().id().value()).toList());
        facts.put(
                "actions",
                actions(judgement).stream().map(EnforcementAction::kind).toList());
        facts.put("automated", true);
        facts.put("language", judgement.language().code());
        facts.put("policy", judged.versions().policyDigest());
        facts.put("models", judged.versions().modelDigests());
        facts.put("bases", judgement.permissions().bases());
        facts.put("degraded", !judgement.degraded().isEmpty());
        facts.put("statement", statement(judgement));
        return new EntryFacts(facts);
    }

    /** One for each decision that restricts; nothing is to be done about the others. */
    public static List<Effect> effects(Judged judged, String decisionId) {
        List<EnforcementAction> actions = actions(judged.judgement());
        if (actions.isEmpty()) return List.of();
        byte[] payload = JsonBytes.object(json -> {
            json.writeStringProperty("decision_id", decisionId);
            json.writeStringProperty("content_id", judged.content().id().value());
            Answer.actions(json, "actions", actions, judged.judgedAt());
        });
        return List.of(new Effect(RESTRICTED, payload));
    }

    /** Says that what a decision asked for holds no more. */
    public static Effect lifted(String decisionId, String superseded, String contentId) {
        return new Effect(LIFTED, JsonBytes.object(json -> {
            json.writeStringProperty("decision_id", decisionId);
            json.writeStringProperty("supersedes", superseded);
            json.writeStringProperty("content_id", contentId);
        }));
    }

    public static Payload payload(Judged judged, byte[] content, byte[] answer) {
        return new Payload(content, DecisionRecord.write(judged), answer);
    }

    private static List<String> categories(Judgement judgement) {
        return judgement.labels().stream()
                .map(label -> label.category().wireName())
                .toList();
    }

    private static List<EnforcementAction> actions(Judgement judgement) {
        return judgement.verdict() instanceof Verdict.Restrict(var actions) ? actions : List.of();
    }

    private static String statement(Judgement judgement) {
        if (judgement.statement() != null) return "given";
        String exemption = judgement.statementExemption();
        return exemption == null ? "none" : exemption;
    }
}
