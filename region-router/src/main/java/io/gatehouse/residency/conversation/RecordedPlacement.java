package io.gatehouse.residency.conversation;

import io.gatehouse.residency.region.RegionId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where a conversation has been placed before: it is never placed under a laxer law again, also when the member left who
 * made it strict.
 *
 * @param since messages before this lie where they were written
 */
public record RecordedPlacement(PlacementRule rule, RegionId region, Instant since) {
    public RecordedPlacement {
        // As a cell keeps it, so that what is told at once and what is told later agree.
        since = since.truncatedTo(ChronoUnit.MICROS);
    }
}
