package io.gatehouse.residency.bank;

/**
 * One change of a region's hashes.
 *
 * @param position ascending in the order of commits
 * @param present false when the entry was removed
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record HashChange(long position, long entryId, byte[] hash, boolean present) {}
