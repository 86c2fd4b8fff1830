package io.gatehouse.residency.cell;

import java.time.Instant;

/**
 * A copy for members of a conversation, in the cell where they are at home. Leaves a log entry of kind {@code copy-stored}.
 *
 * @param eventId random and new, of the log entry
 * @param author of the original: a guest here
 * @param screeningId of the original; a copy of it is stored once, and replaced by one of a later revision
 * @param content as the original's cell encodes it
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record CopyWrite(
        String eventId, Author author, String screeningId, int revision, byte[] content, Placed placed, Instant at) {
    public CopyWrite {
        if (author.guestOf() == null) throw new IllegalArgumentException("a copy is of an author at home elsewhere");
    }
}
