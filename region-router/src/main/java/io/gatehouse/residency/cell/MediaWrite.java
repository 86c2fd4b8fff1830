package io.gatehouse.residency.cell;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Media whose object is already durable in the cell's object store.
 *
 * @param mediaId random and new; carries the region where they were sent to
 * @param sha256 of the plain bytes; stored sealed, and as a keyed digest for exact lookups inside the cell
 * @param objectKey where the sealed object lies
 * @param description what else the caller keeps about it (JSON); sealed
 * @param work how long looking at it will take, roughly
 * @param placed why they lie here when their owner is at home elsewhere; null at home
 * @param copyOf screening id of the copy that shows them; null for media of contents
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record MediaWrite(
        String mediaId,
        Author author,
        String objectKey,
        byte[] sha256,
        long sizeBytes,
        byte[] description,
        Instant storedAt,
        MediaWork work,
        @Nullable Placed placed,
        @Nullable String copyOf) {
    public MediaWrite {
        if ((placed == null) != (author.guestOf() == null))
            throw new IllegalArgumentException("media of a guest, and only those, say why they are here");
    }

    /** Media of somebody at home, of which nobody estimated the work. */
    public MediaWrite(
            String mediaId,
            Author author,
            String objectKey,
            byte[] sha256,
            long sizeBytes,
            byte[] description,
            Instant storedAt) {
        this(mediaId, author, objectKey, sha256, sizeBytes, description, storedAt, MediaWork.UNKNOWN, null, null);
    }

    /** The same media as they came from another cell. */
    public static MediaWrite of(CarriedMedia media, Author author, @Nullable Placed placed, @Nullable String copyOf) {
        return new MediaWrite(
                media.mediaId(),
                author,
                media.objectKey(),
                media.sha256(),
                media.sizeBytes(),
                media.description(),
                media.storedAt(),
                MediaWork.UNKNOWN,
                placed,
                copyOf);
    }
}
