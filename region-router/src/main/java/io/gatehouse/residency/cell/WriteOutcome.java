package io.gatehouse.residency.cell;

/** What became of a {@link CellWrite}. Only {@link Written} and {@link Repeated} may be acknowledged. */
public sealed interface WriteOutcome {
    /** Durable, together with its log entry at this index. */
    record Written(long index) implements WriteOutcome {}

    /** The same request was decided before: this is what was answered then. */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    record Repeated(String decisionId, byte[] answer, long index) implements WriteOutcome {}

    /** The idempotency key was used with another body (409). */
    record KeyReused() implements WriteOutcome {}

    /** The client has a content of this id already (409); it was screened as {@code screeningId}. */
    record ContentExists(String screeningId) implements WriteOutcome {}

    /** The account's home is another by now; ask the directory again. */
    record StaleHome(long currentEpoch, AccountState state) implements WriteOutcome {}
}
