package io.gatehouse.residency.cell;

/** What became of a {@link NotesWrite}. */
public sealed interface NotesOutcome {
    record Noted(long index) implements NotesOutcome {}

    /** It was so already; nothing was written. */
    record Unchanged() implements NotesOutcome {}

    /** The account's home is another by now; ask the directory again. */
    record StaleHome(long currentEpoch, AccountState state) implements NotesOutcome {}
}
