package io.gatehouse.residency.bank;

import java.time.Instant;

/**
 * Who does something to a bank, and when.
 *
 * @param eventId of its log entry, random and new: repeating an act with it repeats no entry
 * @param byKey id of an API key, never a person
 */
public record Act(String eventId, String byKey, Instant at) {}
