package io.gatehouse.residency.cell;

/** What became of a {@link ContentEdit}. */
public sealed interface EditOutcome {
    /**
     * Durable, together with its log entry at this index.
     *
     * @param revision its number; the content as it was first stored is 1
     */
    record Edited(long index, int revision) implements EditOutcome {}

    /** The same request was answered before. */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    record Repeated(String decisionId, byte[] answer, long index) implements EditOutcome {}

    /** The idempotency key came with another request before. */
    record KeyReused() implements EditOutcome {}

    /** Another decision stands by now, on this revision or on a later one. */
    record Superseded(String standingDecisionId) implements EditOutcome {}

    /** The content was deleted, or there is no such decision. */
    record Gone() implements EditOutcome {}

    /** The content has {@link ContentEdit#MAX_REVISIONS}. */
    record TooManyRevisions() implements EditOutcome {}

    /** The author is not at home there in that epoch. */
    record StaleHome(long currentEpoch, AccountState state) implements EditOutcome {}
}
