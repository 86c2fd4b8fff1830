package io.gatehouse.residency.key;

import java.util.Arrays;

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

    /** Whether it is stored as these bytes. */
    public boolean hasBytes(byte[] stored) {
        return Arrays.equals(bytes, stored);
    }

    /** Whether it is stored as another is, whatever region key is said to open it. */
    public boolean isSameAs(WrappedKey other) {
        return Arrays.equals(bytes, other.bytes);
    }

    public byte[] bytes() {
        return bytes.clone();
    }
}
