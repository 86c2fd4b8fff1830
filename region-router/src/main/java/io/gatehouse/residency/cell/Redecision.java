package io.gatehouse.residency.cell;

import io.gatehouse.residency.log.EntryFacts;
import java.util.List;

/**
 * A new decision on stored content, for example by a rescan.
 *
 * @param supersedes the decision that stands now; if another stands, nothing is written
 * @param payload its content is ignored: the stored one stays
 */
public record Redecision(
        String decisionId,
        String supersedes,
        Payload payload,
        ReportFacts report,
        EntryFacts evidence,
        List<Effect> effects) {
    public Redecision {
        effects = List.copyOf(effects);
    }
}
