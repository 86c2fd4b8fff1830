package io.gatehouse.residency.cell;

import java.time.Instant;

/**
 * An account's residence evidence and its explanation, new or replaced ({@code author.profile}). Leaves a log entry
 * of kind {@code account-created} or {@code account-updated}.
 *
 * @param eventId random and new, of the log entry
 */
public record AccountWrite(String eventId, Author author, Instant at) {}
