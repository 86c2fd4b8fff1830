package io.gatehouse.residency.cell;

/** What became of a {@link MediaWrite}. */
public sealed interface MediaOutcome {
    record Stored() implements MediaOutcome {}

    /** The account's home is another by now; ask the directory again. */
    record StaleHome(long currentEpoch, AccountState state) implements MediaOutcome {}
}
