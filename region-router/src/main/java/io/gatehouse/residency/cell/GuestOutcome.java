package io.gatehouse.residency.cell;

/** What became of a {@link GuestWrite}. */
public sealed interface GuestOutcome {
    record Noted(long index) implements GuestOutcome {}

    /** It was so already; nothing was written. */
    record Unchanged() implements GuestOutcome {}

    /** The account's home is another by now; ask the directory again. */
    record StaleHome(long currentEpoch, AccountState state) implements GuestOutcome {}
}
