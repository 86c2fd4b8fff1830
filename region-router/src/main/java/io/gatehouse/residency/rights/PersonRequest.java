package io.gatehouse.residency.rights;

import io.gatehouse.residency.directory.AccountRef;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/**
 * A person's request, as its home cell keeps it.
 *
 * @param account empty once the request has ended
 * @param step of an erasure, the next one; empty for other requests
 * @param progress what an erasure has to remember between steps (JSON)
 * @param extendedBecause why the deadline was moved by two months; a code or an id, no free text
 * @param certificate of an erasure that is done: a signed statement
 */
public record PersonRequest(
        String id,
        RequestKind kind,
        State state,
        Optional<AccountRef> account,
        long homeEpoch,
        Optional<ErasureStep> step,
        String progress,
        Instant receivedAt,
        LocalDate dueOn,
        Optional<String> extendedBecause,
        String askedBy,
        Optional<Instant> endedAt,
        Optional<Long> logIndex,
        Optional<String> certificate) {
    /** How far it is. */
    public enum State {
        RUNNING,
        /** Waits for legal holds to end; the account is closed meanwhile. */
        HELD,
        DONE,
        REFUSED;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean isOpen() {
            return this == RUNNING || this == HELD;
        }
    }
}
