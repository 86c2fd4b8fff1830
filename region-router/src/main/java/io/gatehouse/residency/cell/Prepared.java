package io.gatehouse.residency.cell;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A caller's work on its way through a commit. Prepared by the caller's thread, decided by the committer's.
 *
 * @param <O> what becomes of it
 */
abstract sealed class Prepared<O>
        permits PreparedContent,
                PreparedRedecision,
                PreparedEvent,
                PreparedAccount,
                PreparedNotes,
                PreparedMedia,
                PreparedGuest,
                PreparedCopy,
                PreparedEdit {
    private @Nullable O outcome;

    /** Set before the commit; told to the caller only after it. A retried batch decides again. */
    final void decide(O decided) {
        outcome = decided;
    }

    /** Before each attempt: what an attempt that failed decided must not be told. */
    final void reset() {
        outcome = null;
    }

    final O outcome() {
        return Objects.requireNonNull(outcome, "committed without an outcome");
    }
}
