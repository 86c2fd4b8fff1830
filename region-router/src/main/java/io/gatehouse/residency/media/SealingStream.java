package io.gatehouse.residency.media;

import io.gatehouse.residency.key.PersonKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Seals a stream under a person's key while it is read, chunk by chunk, so that no whole video is ever in memory or,
 * unsealed, on a disk. Sealed form: for each chunk its sealed length (4 bytes, big-endian) and the sealed chunk. Each
 * chunk is bound to the media, its position and whether it is the last, so that none can be moved, dropped or cut off.
 * Not thread-safe.
 */
public final class SealingStream extends InputStream {
    /** Large enough that sealing costs little more than reading, small enough to hold for each upload. */
    public static final int CHUNK_BYTES = 1024 * 1024;

    private final InputStream plain;
    private final long maxBytes;
    private final PersonKey key;
    private final String mediaId;
    private final MessageDigest digest;

    private ByteBuffer sealed = ByteBuffer.allocate(0);
    private byte[] ahead;
    private int chunk;
    private long sizeBytes;
    private boolean ended;

    /** @param maxBytes of the plain stream; one more ends it with {@link TooLargeException} */
    public SealingStream(InputStream plain, long maxBytes, PersonKey key, String mediaId) throws IOException {
        this.plain = plain;
        this.maxBytes = maxBytes;
        this.key = key;
        this.mediaId = mediaId;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
        this.ahead = readChunk();
    }

    /** The plain stream is larger than allowed. */
    public static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Of the plain bytes read so far. */
    public byte[] sha256() {
        try {
            return ((MessageDigest) digest.clone()).digest();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("SHA-256 can be cloned in every JDK", impossible);
        }
    }

    /** Of the plain bytes read so far. */
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public int read() throws IOException {
        return fill() ? sealed.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) return 0;
        if (!fill()) return -1;
        int read = Math.min(length, sealed.remaining());
        sealed.get(target, offset, read);
        return read;
    }

    private boolean fill() throws IOException {
        if (sealed.hasRemaining()) return true;
        if (ended) return false;
        byte[] now = ahead;
        // Read one chunk ahead: only then is it known whether this one is the last.
        ahead = now.length < CHUNK_BYTES ? new byte[0] : readChunk();
        ended = ahead.length == 0;
        byte[] bytes = key.seal(now, context(mediaId, chunk, ended));
        chunk++;
        sealed = ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .flip();
        return true;
    }

    private byte[] readChunk() throws IOException {
        byte[] read = plain.readNBytes(CHUNK_BYTES);
        sizeBytes += read.length;
        if (sizeBytes > maxBytes) throw new TooLargeException();
        digest.update(read);
        return read;
    }

    /** What a chunk is bound to. */
    static byte[] context(String mediaId, int chunk, boolean last) {
        return ("media/" + mediaId + "/" + chunk + (last ? "/last" : "")).getBytes(StandardCharsets.UTF_8);
    }
}
