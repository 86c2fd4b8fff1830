package io.gatehouse.residency.archive;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A content with all its decisions, opened, as a segment holds it.
 *
 * @param index numbers the content: the log index of its first decision
 * @param client who asked
 * @param standing log index of the decision that stood when it was archived
 * @param revisions what was said, oldest first; empty once the author deleted it
 * @param decisions in the order of the log, at least one
 */
public record ArchivedContent(
        long index,
        String screeningId,
        String client,
        long standing,
        List<Revision> revisions,
        List<Decision> decisions) {
    public ArchivedContent {
        revisions = List.copyOf(revisions);
        decisions = List.copyOf(decisions);
        if (decisions.isEmpty()) throw new IllegalArgumentException("a content without a decision: " + screeningId);
    }

    /** @param content what was submitted, as the program encodes it */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    public record Revision(int number, byte[] content) {}

    /**
     * @param supersedes log index of the decision that it replaced; null for the first
     * @param revision which it is about
     * @param record what replay needs; null when it was gone before
     * @param answer what the client was answered; null when it was gone before
     */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    public record Decision(
            String decisionId,
            long logIndex,
            @Nullable Long supersedes,
            int revision,
            String surface,
            String verdict,
            List<String> categories,
            String language,
            String policyDigest,
            boolean degraded,
            Instant decidedAt,
            byte @Nullable [] record,
            byte @Nullable [] answer) {
        public Decision {
            categories = List.copyOf(categories);
        }

        /** With other bytes: a decision is read from its row sealed, and then opened. */
        public Decision with(byte @Nullable [] otherRecord, byte @Nullable [] otherAnswer) {
            return new Decision(
                    decisionId,
                    logIndex,
                    supersedes,
                    revision,
                    surface,
                    verdict,
                    categories,
                    language,
                    policyDigest,
                    degraded,
                    decidedAt,
                    otherRecord,
                    otherAnswer);
        }
    }

    public Optional<Decision> decision(String decisionId) {
        return decisions.stream()
                .filter(each -> each.decisionId().equals(decisionId))
                .findFirst();
    }

    /** The decision that stood when it was archived; later ones are in the cell's rows. */
    public Decision standingDecision() {
        return decisions.stream()
                .filter(each -> each.logIndex() == standing)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(screeningId + " without the decision that stands"));
    }

    /** What a decision was about; empty once the author deleted it. */
    public Optional<byte[]> contentOf(Decision decision) {
        return revisions.stream()
                .filter(each -> each.number() == decision.revision())
                .findFirst()
                .map(Revision::content);
    }
}
