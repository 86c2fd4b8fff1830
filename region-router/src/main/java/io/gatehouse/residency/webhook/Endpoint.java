package io.gatehouse.residency.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An address that is told of a client's decisions.
 *
 * @param client whose decisions; of others it is told nothing
 * @param events names of the events it wants
 * @param disabledBecause why nothing is sent; empty while it is enabled
 * @param rotatesUntil until when the secret before the present one signs too
 * @param createdAt decisions of before are not told
 */
public record Endpoint(
        String id,
        String client,
        URI url,
        SortedSet<String> events,
        Optional<String> disabledBecause,
        Optional<Instant> rotatesUntil,
        Instant createdAt,
        String createdBy) {
    public Endpoint {
        events = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(events));
    }

    public boolean isEnabled() {
        return disabledBecause.isEmpty();
    }
}
