package io.gatehouse.service.decision;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.verdict.Verdict;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.StoredDecision;
import java.time.Instant;
import java.util.Set;

/**
 * What judging a stored content again needs, read back in one go.
 *
 * @param permitted the purposes that were permitted to look then
 * @param facts as told then; what was noted on the content since is seen, as an edit would see it
 * @param verdict that stands
 */
public record StoredJudgement(Content content, Set<Purpose> permitted, Facts facts, Verdict verdict) {
    private static final String ALLOW = new Verdict.Allow().wireName();

    /**
     * @param payload of the decision
     * @param now labels that have expired by then are not told again
     */
    public static StoredJudgement read(StoredDecision decision, Payload payload, Instant now) {
        var record = RecordFields.told(payload.record());
        var facts = DecisionRecord.factsOf(record)
                .with(DecisionRecord.contentLabelsOf(record).asOf(now));
        return new StoredJudgement(
                RecordedDecision.contentOf(payload, record),
                RecordedDecision.permittedIn(record),
                facts,
                // Both columns and answer say the verdict; only other verdicts have more to say.
                decision.report().verdict().equals(ALLOW)
                        ? new Verdict.Allow()
                        : RecordedDecision.verdictOf(payload, record));
    }
}
