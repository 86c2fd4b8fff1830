package io.gatehouse.residency.media;

import io.gatehouse.residency.key.KeyRefusedException;
import io.gatehouse.residency.key.PersonKey;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Opens while it is read what a {@link SealingStream} sealed, a chunk in memory at a time. A chunk that was changed, moved,
 * dropped or cut off is an {@link IOException}. Not thread-safe; closes the stream it reads from.
 */
public final class OpeningStream extends InputStream {
    /** What a sealed chunk has more than its plain bytes: far less than this. */
    private static final int SEALED_MORE_BYTES = 1024;

    private final InputStream sealed;
    private final PersonKey key;
    private final String mediaId;
    private ByteBuffer plain = ByteBuffer.allocate(0);
    private int chunk;
    private int nextLength;

    public OpeningStream(InputStream sealed, PersonKey key, String mediaId) throws IOException {
        this.sealed = sealed;
        this.key = key;
        this.mediaId = mediaId;
        this.nextLength = readLength();
    }

    /** Of the chunk that follows; -1 when none does. */
    private int readLength() throws IOException {
        byte[] length = sealed.readNBytes(Integer.BYTES);
        if (length.length == 0) return -1;
        if (length.length < Integer.BYTES) throw new EOFException("sealed media are cut off");
        int bytes = ByteBuffer.wrap(length).getInt();
        if (bytes < 0 || bytes > SealingStream.CHUNK_BYTES + SEALED_MORE_BYTES)
            throw new IOException("sealed media have a chunk of " + bytes + " bytes");
        return bytes;
    }

    @Override
    public int read() throws IOException {
        return fill() ? plain.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) return 0;
        if (!fill()) return -1;
        int read = Math.min(length, plain.remaining());
        plain.get(target, offset, read);
        return read;
    }

    private boolean fill() throws IOException {
        while (!plain.hasRemaining()) {
            if (nextLength < 0) return false;
            byte[] bytes = sealed.readNBytes(nextLength);
            if (bytes.length < nextLength) throw new EOFException("sealed media are cut off");
            nextLength = readLength();
            try {
                plain = ByteBuffer.wrap(key.open(bytes, SealingStream.context(mediaId, chunk, nextLength < 0)));
            } catch (KeyRefusedException e) {
                throw new IOException("a chunk of sealed media does not open", e);
            }
            chunk++;
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        sealed.close();
    }
}
