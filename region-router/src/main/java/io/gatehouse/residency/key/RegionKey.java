package io.gatehouse.residency.key;

/**
 * The key of one region, which wraps the keys of the people at home there. It never leaves the region.
 * Implementations are thread-safe.
 */
public interface RegionKey {
    /** Names its region and version, never a person; for example {@code eu-west-1/1}. */
    String keyId();

    /** @param context bound to the result: unwrapping with another context fails */
    byte[] wrap(byte[] personKey, byte[] context);

    /** @throws KeyRefusedException when the bytes, the context or the key is not the one it was wrapped with */
    byte[] unwrap(byte[] wrapped, byte[] context);
}
