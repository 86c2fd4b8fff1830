package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import java.time.Instant;

/** A media row, opened. */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record StoredMedia(
        String mediaId,
        AccountRef account,
        String objectKey,
        byte[] sha256,
        long sizeBytes,
        byte[] description,
        Instant storedAt) {}
