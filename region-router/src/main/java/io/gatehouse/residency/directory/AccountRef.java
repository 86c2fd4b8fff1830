package io.gatehouse.residency.directory;

import java.util.Arrays;
import java.util.HexFormat;

/** A keyed digest (HMAC-SHA-256, 32 bytes) that stands for an account wherever its id must not be. */
@SuppressWarnings("ArrayRecordComponent") // Copied in and out, compared by content.
public record AccountRef(byte[] digest) {
    private static final int SIZE_BYTES = 32;

    public AccountRef {
        if (digest.length != SIZE_BYTES) throw new IllegalArgumentException("not 32 bytes: " + digest.length);
        digest = digest.clone();
    }

    @Override
    public byte[] digest() {
        return digest.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccountRef(byte[] theirs) && Arrays.equals(digest, theirs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(digest);
    }
}
