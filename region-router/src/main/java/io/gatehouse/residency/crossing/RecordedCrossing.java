package io.gatehouse.residency.crossing;

import io.gatehouse.residency.region.RegionId;
import java.time.Instant;

/**
 * A crossing read back from the book.
 *
 * @param facts as in the log's entry, as JSON
 * @param index of the log entry
 */
public record RecordedCrossing(String transferId, RegionId region, Instant at, String facts, long index) {}
