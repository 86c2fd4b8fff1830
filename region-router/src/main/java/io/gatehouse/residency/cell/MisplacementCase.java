package io.gatehouse.residency.cell;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A misplacement on record.
 *
 * @param caseId the same however often it is found
 * @param logIndex of the entry that says that it was found
 */
public record MisplacementCase(
        String caseId, Misplacement misplacement, State state, Instant firstSeen, Instant lastSeen, long logIndex) {
    /** 72 hours, from becoming aware of a breach to telling the authority (GDPR Art. 33(1)). */
    public static final Duration NOTIFY_WITHIN = Duration.ofDays(3);

    /** What became of it. */
    public enum State {
        OPEN,
        /** The sweep put it right, which it does only where nothing can be lost by it. */
        REPAIRED,
        /** A later sweep did not find it any more. */
        GONE
    }

    /** When a breach must have been reported, if this is one; empty for what is none. */
    public Optional<Instant> notifyBy() {
        return misplacement.candidateBreach() ? Optional.of(firstSeen.plus(NOTIFY_WITHIN)) : Optional.empty();
    }
}
