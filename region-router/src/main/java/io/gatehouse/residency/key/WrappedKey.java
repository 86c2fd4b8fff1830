package io.gatehouse.residency.key;

/**
 * A person's key as it may be stored: opened only by the region key named. Deleting every copy of it erases what was
 * sealed under it.
 */
public record WrappedKey(String regionKeyId, byte[] bytes) {
    public WrappedKey {
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }
}
