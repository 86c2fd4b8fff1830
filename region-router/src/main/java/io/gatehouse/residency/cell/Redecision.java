package io.gatehouse.residency.cell;

import io.gatehouse.residency.log.EntryFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A new decision on stored content, for example by a rescan.
 *
 * @param supersedes the decision that stands now; if another stands, nothing is written
 * @param payload its content is ignored: the stored one stays
 * @param notes what changes of what is noted about the author; null for nothing
 */
public record Redecision(
        String decisionId,
        String supersedes,
        Payload payload,
        ReportFacts report,
        EntryFacts evidence,
        List<Effect> effects,
        @Nullable NotesChange notes) {
    public Redecision {
        effects = List.copyOf(effects);
    }

    /** A decision that notes nothing. */
    public Redecision(
            String decisionId,
            String supersedes,
            Payload payload,
            ReportFacts report,
            EntryFacts evidence,
            List<Effect> effects) {
        this(decisionId, supersedes, payload, report, evidence, effects, null);
    }
}
