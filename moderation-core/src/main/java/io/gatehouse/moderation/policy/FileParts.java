package io.gatehouse.moderation.policy;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Content files that were read and checked, by what is in them: of a policy of which one rule changed, one file is read
 * anew. Shared by the loads of one process, to be handed to {@link PolicyLoader}. Thread-safe.
 */
public final class FileParts {
    /** Bytes of files: three policies of 100,000 rules that have nothing in common, or a hundred that have nearly all. */
    static final long MAX_BYTES = 64L * 1024 * 1024;

    // Guarded by itself; the least recently used first.
    private final Map<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long keptBytes;

    /** @param known what the file was checked against beside itself */
    record Key(String name, String sha256, Known known) {}

    private record Kept(FilePart part, int sizeBytes) {}

    FilePart of(byte[] bytes, Key key) {
        synchronized (kept) {
            var there = kept.get(key);
            if (there != null) return there.part();
        }
        // Two loads may read a file at once, and come to the same.
        var part = FilePart.read(bytes, key.name(), key.known());
        keep(key, new Kept(part, bytes.length));
        return part;
    }

    private void keep(Key key, Kept part) {
        synchronized (kept) {
            var before = kept.put(key, part);
            keptBytes += part.sizeBytes() - (before == null ? 0 : before.sizeBytes());
            var eldest = kept.values().iterator();
            while (keptBytes > MAX_BYTES && eldest.hasNext()) {
                keptBytes -= eldest.next().sizeBytes();
                eldest.remove();
            }
        }
    }

    long keptBytes() {
        synchronized (kept) {
            return keptBytes;
        }
    }
}
