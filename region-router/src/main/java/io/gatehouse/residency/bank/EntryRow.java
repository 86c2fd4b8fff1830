package io.gatehouse.residency.bank;

import java.time.Instant;
import java.util.Optional;

/**
 * A hash of a bank as it is stored.
 *
 * @param quarantinedAt when it matched a flood; people look at its matches since
 * @param disputed somebody said that a match of it was wrong, and nobody confirmed one since
 * @param addedBy id of an API key
 */
public record EntryRow(
        long id,
        String bank,
        NewEntry entry,
        Optional<Instant> quarantinedAt,
        boolean disputed,
        Instant addedAt,
        String addedBy) {}
