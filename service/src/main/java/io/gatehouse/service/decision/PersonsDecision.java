package io.gatehouse.service.decision;

import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.fact.MediaFindings;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.statement.StatementOfReasons;
import io.gatehouse.moderation.statement.StatementWriter;
import io.gatehouse.moderation.verdict.Label;
import io.gatehouse.residency.cell.Effect;
import io.gatehouse.residency.cell.NotesChange;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.Redecision;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.judging.Judged;
import io.gatehouse.service.judging.Versions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A decision that a person makes on stored content. It keeps what the rules had seen and been told, with the versions that
 * had judged, so that whoever reads it can compare; the verdict, the statement and the marks are the person's.
 */
public final class PersonsDecision {
    private static final JsonMapper JSON = JsonMapper.shared();

    private PersonsDecision() {}

    /**
     * What brought a content to a person.
     *
     * @param source {@code own_initiative}, {@code notice}, {@code appeal} or {@code order}
     * @param automatedDetection whether automated means found it
     * @param ids shown to author and platform: of the case, the order
     * @param facts for the log besides: codes and pseudonyms
     */
    public record Origin(
            String source, boolean automatedDetection, Map<String, String> ids, Map<String, Object> facts) {
        public Origin {
            ids = Map.copyOf(ids);
            facts = Map.copyOf(facts);
        }
    }

    /**
     * @param superseded what stands, opened
     * @param notes what changes of what is noted about the author; null for nothing
     */
    public static Redecision of(
            String decisionId,
            StoredDecision superseded,
            Payload payload,
            RegionId region,
            Ruling ruling,
            Origin origin,
            ServiceRules services,
            @Nullable NotesChange notes,
            Instant at) {
        JsonNode before = JSON.readTree(payload.answer());
        var content = RecordedDecision.contentOf(payload);
        var judged = new Judged(
                content,
                settled(DecisionRecord.factsOf(payload.record())),
                judgement(before, payload, ruling, origin),
                Overrides.NONE,
                versions(before),
                at);
        var decidedBy = new LinkedHashMap<String, String>();
        decidedBy.put("source", origin.source());
        origin.ids().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(id -> decidedBy.put(id.getKey(), id.getValue()));
        byte[] answer = Answer.ofPerson(
                judged,
                superseded.screeningId(),
                decisionId,
                new RegionId(before.required("home_region").stringValue()),
                superseded.revision(),
                payload.answer(),
                decidedBy);
        return new Redecision(
                decisionId,
                superseded.decisionId(),
                DecisionFacts.payload(judged, new byte[0], answer),
                DecisionFacts.report(judged),
                DecisionFacts.superseding(
                        DecisionFacts.evidence(judged, services, facts(ruling, origin)),
                        RecordedDecision.verdictOf(payload),
                        superseded.decisionId(),
                        judged.judgement()),
                effects(decisionId, superseded, payload, judged),
                notes);
    }

    private static Map<String, Object> facts(Ruling ruling, Origin origin) {
        var facts = new LinkedHashMap<String, Object>(origin.facts());
        facts.putAll(origin.ids());
        facts.put("source", origin.source());
        facts.put("automated_detection", origin.automatedDetection());
        if (ruling instanceof Ruling.Restricted restricted) {
            facts.put("dsa_category", restricted.category());
            facts.put("dsa_keywords", restricted.keywords());
            facts.put("ground", DecisionFacts.ground(restricted.ground().illegal()));
        }
        return facts;
    }

    private static Judgement judgement(JsonNode before, Payload payload, Ruling ruling, Origin origin) {
        JsonNode language = before.required("language");
        var guess = new LanguageGuess(
                language.required("code").stringValue(),
                language.required("confidence").doubleValue());
        StatementOfReasons statement = null;
        String exemption = null;
        List<Label> labels = List.of();
        if (ruling instanceof Ruling.Restricted restricted) {
            labels = labels(before);
            exemption = restricted.exemption();
            if (exemption == null)
                statement = StatementWriter.ofPerson(
                        restricted.language(),
                        restricted.facts(),
                        origin.automatedDetection(),
                        restricted.actions(),
                        restricted.ground(),
                        restricted.category(),
                        restricted.keywords());
        }
        return new Judgement(
                ruling.verdict(),
                labels,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                guess,
                Map.of(),
                permissions(payload),
                List.of(),
                statement,
                exemption);
    }

    /** What the rules had found stays beside what a person restricts: reports count by it. */
    private static List<Label> labels(JsonNode before) {
        var labels = new ArrayList<Label>();
        for (JsonNode label : before.required("labels").values())
            labels.add(new Label(
                    Category.ofWireName(label.required("category").stringValue())
                            .orElseThrow(),
                    label.required("severity").intValue(),
                    label.required("score").doubleValue()));
        return labels;
    }

    private static Permissions permissions(Payload payload) {
        JsonNode record = JSON.readTree(payload.record());
        var permitted = EnumSet.noneOf(Purpose.class);
        permitted.addAll(RecordedDecision.permittedIn(payload.record()));
        var bases = record.path("bases").values().stream()
                .map(JsonNode::stringValue)
                .toList();
        return new Permissions(permitted, List.of(), bases);
    }

    private static Versions versions(JsonNode before) {
        JsonNode policy = before.required("policy");
        return new Versions(
                policy.required("version").stringValue(),
                policy.required("digest").stringValue(),
                before.required("models").values().stream()
                        .map(model -> new Versions.Model(
                                model.required("name").stringValue(),
                                model.required("digest").stringValue()))
                        .toList());
    }

    /** Nobody waits any more for media to be looked at: a machine would judge again then, over the person. */
    private static Facts settled(Facts facts) {
        var media = facts.media();
        return media.unseen().isEmpty() ? facts : facts.with(new MediaFindings(media.failed(), media.known()));
    }

    private static List<Effect> effects(String decisionId, StoredDecision superseded, Payload payload, Judged judged) {
        var effects = new ArrayList<Effect>(DecisionFacts.replacing(
                RecordedDecision.verdictOf(payload), superseded.decisionId(), judged, decisionId));
        if (Answer.isPending(payload.answer()))
            effects.add(DecisionFacts.completed(decisionId, superseded.decisionId()));
        return effects;
    }
}
