package io.gatehouse.residency.directory;

import java.nio.ByteBuffer;
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

    /**
     * A number for counting different accounts, in which the account cannot be told from others without trying them all.
     *
     * @param salt the same wherever numbers are to be compared
     */
    public long shortDigest(long salt) {
        long mixed = ByteBuffer.wrap(digest).getLong() ^ salt;
        // The finalizer of SplitMix64 (Steele et al., 2014), so that the salt reaches every bit.
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
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
