package io.gatehouse.residency.casework;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decision that waits for a person, or that a person made.
 *
 * @param decisionId what stands, and is looked at; while the case is open it follows what takes the decision's place
 * @param appealId of an {@link Kind#APPEAL}
 * @param priority 0 to 100, lower first
 * @param barred people who may not decide it, because they decided before
 * @param resolution once somebody decided
 */
public record ReviewCase(
        String id,
        Kind kind,
        State state,
        String decisionId,
        @Nullable String appealId,
        String surface,
        List<String> categories,
        String language,
        int priority,
        Instant openedAt,
        List<String> barred,
        @Nullable Lease lease,
        @Nullable Resolution resolution) {
    public ReviewCase {
        categories = List.copyOf(categories);
        barred = List.copyOf(barred);
    }

    /** Why somebody has to look. */
    public enum Kind {
        /** The rules concluded that a person decides. */
        REVIEW,
        /** Somebody reported it (DSA Art. 16), whatever the rules concluded. */
        NOTICE,
        /** Somebody complains about the decision (DSA Art. 20). */
        APPEAL
    }

    /** How far it is. */
    public enum State {
        OPEN,
        /** A person decided; the decision is being written. */
        DECIDING,
        RESOLVED,
        /** Another decision took the place of the one that waited, and nobody had reported it. */
        SUPERSEDED,
        /** What it was about was deleted, erased, or moved to another region, which has a case of its own then. */
        GONE
    }

    /** Who looks at it; nobody else decides until it ends. It ends with its time, or when another decision stands. */
    public record Lease(String person, Instant until) {
        boolean holdsAt(Instant now) {
            return until.isAfter(now);
        }
    }

    /**
     * Who decided: a pseudonym of the staff register, and what the register said of the person on that day.
     *
     * @param language in which they looked at it (ISO 639-1)
     * @param country where they sit (ISO 3166-1)
     * @param employment {@code internal} or {@code external}
     */
    public record Resolver(String person, String language, String country, String employment) {}

    /**
     * What was decided.
     *
     * @param outcome {@code allow} or {@code restrict}; of an appeal {@code upheld}, {@code partially_reversed}, {@code
     *     reversed} or {@code omitted}
     * @param newDecisionId null when what stood stands
     * @param unfounded whether notice or appeal was manifestly unfounded (DSA Art. 23(2))
     * @param facts codes for log and reports: category, keywords, actions; never anything personal
     */
    public record Resolution(
            String outcome,
            @Nullable String newDecisionId,
            Resolver by,
            boolean unfounded,
            Map<String, Object> facts,
            Instant at) {
        public Resolution {
            facts = Map.copyOf(facts);
        }
    }
}
