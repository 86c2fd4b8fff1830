package io.gatehouse.residency.cell;

/** What became of an {@link AccountWrite}. */
public sealed interface AccountOutcome {
    record Created(long index) implements AccountOutcome {}

    record Updated(long index) implements AccountOutcome {}

    /** The same profile was there already; nothing was written. */
    record Unchanged() implements AccountOutcome {}

    /** The account's home is another by now; ask the directory again. */
    record StaleHome(long currentEpoch, AccountState state) implements AccountOutcome {}
}
