package io.gatehouse.residency.rights;

import java.time.Instant;
import java.util.Optional;

/**
 * What forbids that a person's data are erased.
 *
 * @param basis a row of {@code law/holds.yaml}
 * @param until the moment from which it no longer holds; empty until it is lifted
 */
public record LegalHold(
        String id,
        String basis,
        Instant placedAt,
        Optional<Instant> until,
        String placedBy,
        Optional<Instant> liftedAt) {
    public boolean holdsAt(Instant now) {
        return liftedAt.isEmpty() && until.map(now::isBefore).orElse(true);
    }
}
