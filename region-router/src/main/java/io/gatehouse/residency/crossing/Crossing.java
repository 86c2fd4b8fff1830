package io.gatehouse.residency.crossing;

import io.gatehouse.residency.region.RegionId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A wish to read or copy personal data across the border of its cell.
 *
 * @param from the data's home
 * @param subjects how many people's data at most; counted against the caps of the basis
 * @param approver fit for logs, as the actor's pseudonym; null when nobody approved
 * @param at the moment asked about: law is dated
 * @param expires when the passage closes at the latest
 */
public record Crossing(
        Purpose purpose,
        Set<DataKind> data,
        RegionId from,
        Destination to,
        Actor actor,
        LegalBasisClaim basis,
        long subjects,
        @Nullable String approver,
        Instant at,
        Instant expires) {
    public Crossing {
        data = Set.copyOf(data);
        if (data.isEmpty()) throw new IllegalArgumentException("a crossing names the kinds of data that cross");
        if (subjects < 1) throw new IllegalArgumentException("a crossing is about at least one person: " + subjects);
        if (!expires.isAfter(at)) throw new IllegalArgumentException("a crossing ends after it begins");
    }
}
