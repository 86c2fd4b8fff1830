package io.gatehouse.residency.cell;

/**
 * The parts of a decision that are the author's: all are sealed under the author's key.
 *
 * @param content what was submitted, as the caller encodes it; empty for what is not kept
 * @param record what replay needs: facts, failed signals, trace
 * @param answer what the client was answered, without the log index (which is only known after the commit)
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record Payload(byte[] content, byte[] record, byte[] answer) {}
