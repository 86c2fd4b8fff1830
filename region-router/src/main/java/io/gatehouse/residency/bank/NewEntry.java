package io.gatehouse.residency.bank;

import java.time.Instant;
import java.util.Optional;

/**
 * A hash to be added to a bank.
 *
 * @param hash 32 bytes, not to be changed; of a digest, its place
 * @param provenance who said so, and where
 * @param video of which it is a frame; by this name the bank knows the others
 * @param digest of a whole file; empty for the hash of a picture
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record NewEntry(
        byte[] hash,
        int quality,
        String provenance,
        String notes,
        Optional<Instant> disableUntil,
        Optional<String> video,
        Optional<FileDigest> digest) {
    /** Of a picture. */
    public NewEntry(byte[] hash, int quality, String provenance, String notes, Optional<Instant> disableUntil) {
        this(hash, quality, provenance, notes, disableUntil, Optional.empty());
    }

    /** Of a picture, or of a frame. */
    public NewEntry(
            byte[] hash,
            int quality,
            String provenance,
            String notes,
            Optional<Instant> disableUntil,
            Optional<String> video) {
        this(hash, quality, provenance, notes, disableUntil, video, Optional.empty());
    }

    /** Of a whole file. */
    public static NewEntry of(FileDigest digest, String provenance, String notes, Optional<Instant> disableUntil) {
        return new NewEntry(
                digest.place(), 100, provenance, notes, disableUntil, Optional.empty(), Optional.of(digest));
    }
}
