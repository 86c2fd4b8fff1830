package io.gatehouse.residency.conversation;

import io.gatehouse.residency.region.RegionId;
import java.time.Instant;

/**
 * Where a conversation has been placed before: it is never placed under a laxer law again, also when the member left who
 * made it strict.
 *
 * @param since messages before this lie where they were written
 */
public record RecordedPlacement(PlacementRule rule, RegionId region, Instant since) {}
