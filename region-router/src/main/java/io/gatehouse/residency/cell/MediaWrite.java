package io.gatehouse.residency.cell;

import java.time.Instant;

/**
 * Media whose object is already durable in the cell's object store.
 *
 * @param mediaId random and new; carries the region
 * @param sha256 of the plain bytes; stored sealed, and as a keyed digest for exact lookups inside the cell
 * @param objectKey where the sealed object lies
 * @param description what else the caller keeps about it (JSON); sealed
 * @param workMillis how long looking at it will take, roughly
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
        int workMillis) {
    /** Of which nobody estimated the work. */
    public MediaWrite(
            String mediaId,
            Author author,
            String objectKey,
            byte[] sha256,
            long sizeBytes,
            byte[] description,
            Instant storedAt) {
        this(mediaId, author, objectKey, sha256, sizeBytes, description, storedAt, 0);
    }
}
