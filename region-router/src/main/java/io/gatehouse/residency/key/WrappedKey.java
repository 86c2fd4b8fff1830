package io.gatehouse.residency.key;

/**
 * A person's key as it may be stored: opened only by the region key named. Deleting every copy of it erases what was
 * sealed under it. Immutable.
 */
public final class WrappedKey {
    private final String regionKeyId;
    private final byte[] bytes;

    public WrappedKey(String regionKeyId, byte[] bytes) {
        this.regionKeyId = regionKeyId;
        this.bytes = bytes.clone();
    }

    public String regionKeyId() {
        return regionKeyId;
    }

    public byte[] bytes() {
        return bytes.clone();
    }
}
