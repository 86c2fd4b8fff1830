package io.gatehouse.residency.store;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A caller's stream on its way in: counts, digests and compares with the length announced. Its {@link IOException}s are the
 * caller's, unlike those of the store, so they are told apart by where they come from.
 */
final class Incoming {
    private static final long UNKNOWN = -1;

    private final InputStream bytes;
    private final long announcedBytes;
    private final MessageDigest digest = sha256();
    private long sizeBytes;

    private Incoming(InputStream bytes, long announcedBytes) {
        this.bytes = bytes;
        this.announcedBytes = announcedBytes;
    }

    static Incoming ofUnknownSize(InputStream bytes) {
        return new Incoming(bytes, UNKNOWN);
    }

    static Incoming ofSize(InputStream bytes, long sizeBytes) {
        if (sizeBytes < 0) throw new IllegalArgumentException("size must not be negative: " + sizeBytes);
        return new Incoming(bytes, sizeBytes);
    }

    /** A buffer that takes the whole stream, and shows that it has ended, if that needs no more than {@code maxBytes}. */
    byte[] buffer(int maxBytes) {
        boolean fits = announcedBytes != UNKNOWN && announcedBytes < maxBytes;
        return new byte[fits ? (int) announcedBytes + 1 : maxBytes];
    }

    /**
     * Fills the buffer as far as the stream goes; fewer bytes than the buffer holds mean that it has ended.
     *
     * @throws IOException when the stream fails, or is shorter or longer than announced
     */
    int fill(byte[] buffer) throws IOException {
        int count = bytes.readNBytes(buffer, 0, buffer.length);
        digest.update(buffer, 0, count);
        sizeBytes += count;
        boolean ended = count < buffer.length;
        if (announcedBytes != UNKNOWN && (sizeBytes > announcedBytes || (ended && sizeBytes < announcedBytes)))
            throw new IOException("the stream has " + (ended ? "only " : "at least ") + sizeBytes
                    + " bytes; announced were " + announcedBytes);
        return count;
    }

    /** What {@link #receipt} would say if the stream ended here. */
    byte[] digestSoFar() {
        try {
            return ((MessageDigest) digest.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
        }
    }

    /** To be called once, after the end. */
    RegionStore.Receipt receipt() {
        return new RegionStore.Receipt(HexFormat.of().formatHex(digest.digest()), sizeBytes);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
