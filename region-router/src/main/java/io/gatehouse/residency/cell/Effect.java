package io.gatehouse.residency.cell;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something to do after the commit, idempotent by (decision, position in the list).
 *
 * @param kind for example {@code decision.restricted}; not personal
 * @param payload sealed under the author's key
 * @param dueAt when it is to be done, or given up, as its consumer sees it; null for at once
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record Effect(String kind, byte[] payload, @Nullable Instant dueAt) {
    /** To be done at once. */
    public Effect(String kind, byte[] payload) {
        this(kind, payload, null);
    }
}
