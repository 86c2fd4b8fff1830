package io.gatehouse.residency.key;

/** One person's unwrapped key: seals, opens and commits to what is that person's. Thread-safe. */
public interface PersonKey {
    /**
     * Encrypts (AES-256-GCM).
     *
     * @param context where the bytes will stand (region, table, row id): bound to the result, so that sealed bytes
     *     moved elsewhere do not open
     */
    byte[] seal(byte[] plain, byte[] context);

    /** @throws KeyRefusedException when the bytes, the context or the key is not the one it was sealed with */
    byte[] open(byte[] sealed, byte[] context);

    /** A keyed digest (HMAC-SHA-256, 32 bytes) that says nothing once the key is destroyed. */
    byte[] commit(byte[] plain);

    /**
     * The key of a single record.
     *
     * @param salt random, kept where it can be deleted
     */
    RecordKey record(byte[] salt);
}
