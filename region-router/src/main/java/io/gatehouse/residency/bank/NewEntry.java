package io.gatehouse.residency.bank;

import java.time.Instant;
import java.util.Optional;

/**
 * A hash to be added to a bank.
 *
 * @param hash 32 bytes, not to be changed
 * @param provenance who said so, and where
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record NewEntry(byte[] hash, int quality, String provenance, String notes, Optional<Instant> disableUntil) {}
