package io.gatehouse.residency.cell;

import java.time.Instant;
import java.util.Arrays;

/**
 * A media row, opened, on its way from one cell to another.
 *
 * @param sha256 of the plain bytes
 * @param objectKey the same in both cells: it says nothing about either
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by content.
public record CarriedMedia(
        String mediaId, String objectKey, byte[] sha256, long sizeBytes, byte[] description, Instant storedAt) {
    public static CarriedMedia of(StoredMedia stored) {
        return new CarriedMedia(
                stored.mediaId(),
                stored.objectKey(),
                stored.sha256(),
                stored.sizeBytes(),
                stored.description(),
                stored.storedAt());
    }

    byte[] encode() {
        return new Frames()
                .text("media")
                .text(mediaId)
                .text(objectKey)
                .bytes(sha256)
                .number(sizeBytes)
                .bytes(description)
                .text(storedAt.toString())
                .toBytes();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CarriedMedia media && Arrays.equals(encode(), media.encode());
    }

    @Override
    public int hashCode() {
        return mediaId.hashCode();
    }
}
