package io.gatehouse.service.media;

import io.gatehouse.moderation.cage.MediaBytes;
import io.gatehouse.residency.cell.StoredMedia;
import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.media.OpeningStream;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.service.region.ServedRegion;
import java.io.EOFException;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Media as they lie in their region's store, opened piece by piece in memory: nothing is written anywhere. Small ones are held as
 * a whole; larger ones are read from the begin again when the decoder goes back.
 */
final class SealedMedia implements MediaBytes, AutoCloseable {
    /** What is held: every picture that is decoded at all. */
    private static final long HELD_BYTES = 32L << 20;

    /** How often a decoder may go back: files with their table of contents at the end do so two or three times. */
    private static final int MAX_RETURNS = 16;

    private final ServedRegion region;
    private final StoredMedia media;
    private final PersonKey key;
    private byte[] held = new byte[0];
    private OpeningStream stream;
    private long position;
    private int returns;

    private SealedMedia(ServedRegion region, StoredMedia media, PersonKey key) throws IOException {
        this.region = region;
        this.media = media;
        this.key = key;
        this.stream = openStream();
    }

    /** @throws IOException when the object is not there, or does not open */
    static SealedMedia open(ServedRegion region, StoredMedia media, PersonKey key) throws IOException {
        return new SealedMedia(region, media, key);
    }

    private OpeningStream openStream() throws IOException {
        var object = region.store()
                .get(new ObjectKey(media.objectKey()))
                .orElseThrow(() -> new IOException("the object of " + media.mediaId() + " is not in its store"));
        return new OpeningStream(object, key, media.mediaId());
    }

    @Override
    public long sizeBytes() {
        return media.sizeBytes();
    }

    /** Reads everything once. */
    byte[] md5() throws IOException {
        var digest = md5Digest();
        if (media.sizeBytes() <= HELD_BYTES) {
            held = stream.readNBytes((int) media.sizeBytes());
            if (held.length < media.sizeBytes()) throw new EOFException("media are shorter than was noted");
            return digest.digest(held);
        }
        var buffer = new byte[1 << 16];
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) digest.update(buffer, 0, read);
        restart();
        return digest.digest();
    }

    private void restart() throws IOException {
        stream.close();
        stream = openStream();
        position = 0;
    }

    @Override
    public int read(long at, byte[] into, int length) throws IOException {
        if (held.length > 0) {
            int count = Math.clamp(held.length - at, 0, length);
            System.arraycopy(held, (int) Math.min(at, held.length), into, 0, count);
            return count;
        }
        if (at < position) {
            if (++returns > MAX_RETURNS) throw new IOException("the decoder goes back too often");
            restart();
        }
        stream.skipNBytes(Math.min(at, media.sizeBytes()) - position);
        position = Math.min(at, media.sizeBytes());
        int read = stream.readNBytes(into, 0, length);
        position += read;
        return read;
    }

    private static MessageDigest md5Digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
