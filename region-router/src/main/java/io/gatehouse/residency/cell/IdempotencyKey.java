package io.gatehouse.residency.cell;

/**
 * A client's promise that a repeat is the same request.
 *
 * @param bodyDigest of the request's body: the same key with another digest is refused
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record IdempotencyKey(String client, String key, byte[] bodyDigest) {
    public IdempotencyKey {
        if (client.isEmpty() || key.isEmpty()) throw new IllegalArgumentException("client and key must not be empty");
    }
}
