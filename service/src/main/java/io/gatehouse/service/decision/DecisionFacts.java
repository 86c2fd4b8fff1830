package io.gatehouse.service.decision;

import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.MatchedRule;
import io.gatehouse.moderation.rule.Ground;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.verdict.EnforcementAction;
import io.gatehouse.moderation.verdict.Verdict;
import io.gatehouse.residency.cell.Effect;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.ReportFacts;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.service.judging.Judged;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What leaves a decision unsealed: facts that are about nobody, for the log and for reports; and what is to be done. */
public final class DecisionFacts {
    /**
     * An effect of this kind waits, durable, until somebody wants to be told: webhooks. Until then its row stays pending in its
     * cell, and nothing claims to have delivered it.
     */
    public static final String RESTRICTED = "decision.restricted";

    /** An effect of this kind undoes what a superseded decision asked for. */
    public static final String LIFTED = "decision.restriction_lifted";

    /** An effect of this kind tells that media were looked at and the decision is not provisional any more. */
    public static final String COMPLETED = "screening.completed";

    /** An effect of this kind waits until the media were looked at, or its time is up; then the content is judged again. */
    public static final String MEDIA_PENDING = "media.pending";

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
        facts.putAll(norm(judgement));
        return new EntryFacts(facts);
    }

    /** What a restriction rests on, as reports sort it: category, keywords, and whether the law or the terms. */
    private static Map<String, Object> norm(Judgement judgement) {
        var statement = judgement.statement();
        if (statement != null)
            return Map.of(
                    "dsa_category",
                    statement.category(),
                    "dsa_keywords",
                    statement.keywords(),
                    "ground",
                    ground(statement.grounds().getFirst().illegal()));
        if (!(judgement.verdict() instanceof Verdict.Restrict)) return Map.of();
        // No statement is owed where every restricting rule is about spam; what a person names is put over this.
        return judgement.rules().stream()
                .map(MatchedRule::rule)
                .filter(rule -> rule.category() == Category.SPAM)
                .min(Comparator.comparingInt(Rule::severity).reversed().thenComparing(Rule::id))
                .map(rule -> Map.<String, Object>of(
                        "dsa_category",
                        rule.ground().dsaCategory(),
                        "dsa_keywords",
                        rule.ground().keywords(),
                        "ground",
                        ground(rule.ground().basis() instanceof Ground.Basis.Illegal)))
                .orElse(Map.of());
    }

    /** As the log and reports call it. */
    static String ground(boolean illegal) {
        return illegal ? "illegal_content" : "incompatible_content";
    }

    /**
     * With what the decision took the place of. Restricting the same way again is not another measure: reports count
     * it where it was made first.
     */
    public static EntryFacts superseding(EntryFacts facts, Verdict before, String superseded, Judgement now) {
        var all = new LinkedHashMap<String, Object>(facts.facts());
        all.put("supersedes", superseded);
        if (before instanceof Verdict.Restrict(var actions) && kinds(actions).equals(kinds(actions(now))))
            all.put("again", true);
        return new EntryFacts(all);
    }

    private static Set<String> kinds(List<EnforcementAction> actions) {
        return actions.stream().map(EnforcementAction::kind).collect(Collectors.toSet());
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

    /** What a provisional decision leaves to do; none when all media were looked at. */
    public static List<Effect> pending(Judged judged, Duration patience) {
        var unseen = judged.facts().media().unseen();
        if (unseen.isEmpty()) return List.of();
        byte[] payload = JsonBytes.object(json -> JsonBytes.strings(json, "media", unseen));
        return List.of(new Effect(MEDIA_PENDING, payload, judged.judgedAt().plus(patience)));
    }

    /** What follows from another decision on the same content, besides its own {@link #effects}. */
    public static List<Effect> replacing(Verdict before, String superseded, Judged judged, String decisionId) {
        var effects = new ArrayList<Effect>();
        if (before instanceof Verdict.Restrict)
            effects.add(new Effect(LIFTED, JsonBytes.object(json -> {
                json.writeStringProperty("decision_id", decisionId);
                json.writeStringProperty("supersedes", superseded);
                json.writeStringProperty("content_id", judged.content().id().value());
            })));
        effects.addAll(effects(judged, decisionId));
        return effects;
    }

    /** That the decision is not provisional any more. */
    public static Effect completed(String decisionId, String superseded) {
        return new Effect(COMPLETED, JsonBytes.object(json -> {
            json.writeStringProperty("decision_id", decisionId);
            json.writeStringProperty("supersedes", superseded);
        }));
    }

    /** @param content empty for a decision on what is stored already */
    public static Payload payload(Judged judged, byte[] content, byte[] answer) {
        return new Payload(content, DecisionRecord.write(judged, content.length == 0), answer);
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
