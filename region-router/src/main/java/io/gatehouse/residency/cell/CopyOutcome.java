package io.gatehouse.residency.cell;

/** What became of a {@link CopyWrite}. */
public sealed interface CopyOutcome {
    record Stored(long index) implements CopyOutcome {}

    /** It was stored before; nothing was written. */
    record AlreadyThere() implements CopyOutcome {}

    /** The author's home is another by now, or the author is erased or at home here. */
    record StaleHome(long currentEpoch, AccountState state) implements CopyOutcome {}
}
