package io.gatehouse.residency.bank;

import java.time.Instant;
import java.util.Optional;

/**
 * A hash to be added to a bank.
 *
 * @param hash 32 bytes, not to be changed
 * @param provenance who said so, and where
 * @param video of which it is a frame; by this name the bank knows the others
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record NewEntry(
        byte[] hash,
        int quality,
        String provenance,
        String notes,
        Optional<Instant> disableUntil,
        Optional<String> video) {
    /** Of a picture. */
    public NewEntry(byte[] hash, int quality, String provenance, String notes, Optional<Instant> disableUntil) {
        this(hash, quality, provenance, notes, disableUntil, Optional.empty());
    }
}
