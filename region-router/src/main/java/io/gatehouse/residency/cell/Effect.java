package io.gatehouse.residency.cell;

/**
 * Something to do after the commit, idempotent by (decision, position in the list).
 *
 * @param kind for example {@code webhook}; not personal
 * @param payload sealed under the author's key
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record Effect(String kind, byte[] payload) {}
