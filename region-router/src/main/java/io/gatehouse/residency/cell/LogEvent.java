package io.gatehouse.residency.cell;

import io.gatehouse.residency.log.EntryFacts;
import java.time.Instant;

/**
 * Something that happened in the region and is no decision: it leaves a log entry only.
 *
 * @param id random and new; repeating it never appends twice
 * @param kind for example {@code rescan}
 */
public record LogEvent(String id, String kind, Instant at, EntryFacts evidence) {}
