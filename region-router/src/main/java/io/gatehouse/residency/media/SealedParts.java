package io.gatehouse.residency.media;

import io.gatehouse.residency.cell.Uploads.Part;
import io.gatehouse.residency.key.KeyRefusedException;
import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.residency.store.RegionStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts of an upload, each sealed under its owner's key and bound to its place, and the whole that they are. */
public final class SealedParts {
    /** Held in memory, plain and sealed, for each upload that is being written or read. */
    public static final int PART_BYTES = 2 * 1024 * 1024;

    /** A part that was acknowledged is not there any more, or is not what was stored: no retry brings it back. */
    public static final class LostPartException extends IOException {
        private static final long serialVersionUID = 1;

        private LostPartException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private final RegionStore store;
    private final PersonKey key;
    private final String uploadId;

    public SealedParts(RegionStore store, PersonKey key, String uploadId) {
        this.store = store;
        this.key = key;
        this.uploadId = uploadId;
    }

    /**
     * Seals and stores a part; durable when it returns.
     *
     * @throws RegionStore.StoreUnavailableException nothing was stored
     */
    public Part put(long start, byte[] plain, ObjectKey object) {
        byte[] sealed = key.seal(plain, context(start));
        try {
            store.put(object, new ByteArrayInputStream(sealed), sealed.length);
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory can be read", impossible);
        }
        return new Part(start, plain.length, object.value());
    }

    /** All of them as one stream, a part in memory at a time. A part that is not there or does not open is a {@link LostPartException}. */
    public InputStream whole(List<Part> parts) {
        var left = parts.iterator();
        return new InputStream() {
            private byte[] plain = new byte[0];
            private int at;

            @Override
            public int read() throws IOException {
                return fill(left) ? plain[at++] & 0xff : -1;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (length == 0) return 0;
                if (!fill(left)) return -1;
                int read = Math.min(length, plain.length - at);
                System.arraycopy(plain, at, target, offset, read);
                at += read;
                return read;
            }

            private boolean fill(Iterator<Part> parts) throws IOException {
                while (at == plain.length) {
                    if (!parts.hasNext()) return false;
                    plain = open(parts.next());
                    at = 0;
                }
                return true;
            }
        };
    }

    /** A part as it was sent; empty when its object is gone, for example because the upload ended meanwhile. */
    public Optional<byte[]> find(Part part) throws IOException {
        var object = store.get(new ObjectKey(part.objectKey()));
        return object.isEmpty() ? Optional.empty() : Optional.of(open(part, object.get()));
    }

    private byte[] open(Part part) throws IOException {
        var object = store.get(new ObjectKey(part.objectKey()))
                .orElseThrow(() -> new LostPartException("a part of " + uploadId + " is not in its store", null));
        return open(part, object);
    }

    private byte[] open(Part part, InputStream object) throws IOException {
        try (object) {
            byte[] plain = key.open(object.readAllBytes(), context(part.start()));
            if (plain.length == part.sizeBytes()) return plain;
            throw new LostPartException("a part of " + uploadId + " is not as long as was noted", null);
        } catch (KeyRefusedException e) {
            throw new LostPartException("a part of " + uploadId + " does not open", e);
        }
    }

    private byte[] context(long start) {
        return ("upload/" + uploadId + "/" + start).getBytes(StandardCharsets.UTF_8);
    }
}
