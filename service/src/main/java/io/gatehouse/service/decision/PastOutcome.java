package io.gatehouse.service.decision;

import io.gatehouse.moderation.comparison.Compared.Outcome;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.verdict.Verdict;
import io.gatehouse.residency.cell.Payload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a decision was and what it was told, read back in one go from {@link DecisionRecord} and {@link Answer}. Scores are
 * not among it: the record keeps the strongest of each category over classifiers <em>and</em> rules, from which a
 * classifier's own cannot be told.
 *
 * @param content as it was judged
 * @param permitted the purposes that were permitted to look then
 * @param facts as told then
 * @param overrides as held back then
 */
public record PastOutcome(Content content, Set<Purpose> permitted, Facts facts, Overrides overrides, Outcome outcome) {
    /** @param payload of which the answer may be empty where the verdict was to allow */
    public static PastOutcome read(Payload payload) {
        JsonNode record = RecordFields.toldAndConcluded(payload.record());
        var rules = new HashSet<String>();
        for (JsonNode match : record.required("trace").values())
            rules.add(match.required("rule").stringValue());
        List<String> unknown = new ArrayList<>();
        for (JsonNode failed : record.required("failed").values())
            unknown.add(failed.required("signal").stringValue());
        Verdict verdict =
                payload.answer().length == 0 ? new Verdict.Allow() : RecordedDecision.verdictOf(payload, record);
        return new PastOutcome(
                RecordedDecision.contentOf(payload, record),
                RecordedDecision.permittedIn(record),
                DecisionRecord.factsOf(record),
                DecisionRecord.overridesOf(record),
                new Outcome(verdict, rules, unknown));
    }
}
