package io.gatehouse.residency.cell;

import java.time.Instant;

/**
 * A change of what is noted about a person that no decision causes. Leaves a log entry with commitments to the person and
 * to what is noted from then on, unless it changes nothing.
 *
 * @param eventId random and new, of the log entry
 * @param kind of the log entry, for example {@code account-labelled}
 */
public record NotesWrite(String eventId, Author author, String kind, NotesChange change, Instant at) {}
