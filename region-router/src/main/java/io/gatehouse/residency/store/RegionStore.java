package io.gatehouse.residency.store;

import io.gatehouse.residency.region.RegionId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The objects of one region. A put that returns is durable; one that throws has left nothing visible, so every call may be
 * repeated. Implementations are thread-safe.
 *
 * <p>Streams passed in are read to their end and not closed. {@link IOException} is thrown only for them: when reading one
 * fails, or when it is shorter or longer than announced.
 */
public interface RegionStore extends AutoCloseable {
    /** Keys in one page of a listing; S3's own limit. */
    int MAX_PAGE_SIZE = 1_000;

    RegionId region();

    /** What the store enforces by itself, and what it does not; found out when it was opened. */
    StoreStatement statement();

    /** Retention and legal holds of single objects; empty when the store enforces neither. */
    Optional<ObjectLocks> locks();

    /** Stores under the key, replacing what was there. */
    Receipt put(ObjectKey key, InputStream bytes) throws IOException;

    /** @param sizeBytes the exact length of the stream */
    Receipt put(ObjectKey key, InputStream bytes, long sizeBytes) throws IOException;

    /** Stores unless the key is taken; of concurrent calls exactly one stores. */
    PutIfAbsent putIfAbsent(ObjectKey key, InputStream bytes) throws IOException;

    /** @param sizeBytes the exact length of the stream */
    PutIfAbsent putIfAbsent(ObjectKey key, InputStream bytes, long sizeBytes) throws IOException;

    /** The whole object, to be closed by the caller; empty when there is none. */
    Optional<InputStream> get(ObjectKey key);

    /**
     * A part of the object, to be closed by the caller; shorter, or without bytes, where the object ends first. Empty when
     * there is no object.
     *
     * @param offset of the first byte, from 0
     * @param lengthBytes at least 1
     */
    Optional<InputStream> getRange(ObjectKey key, long offset, long lengthBytes);

    Optional<StoredObject> head(ObjectKey key);

    /**
     * Removes the object durably, with every older version that the store keeps; no matter whether it was there.
     *
     * @throws ObjectLockedException when a retention or a legal hold protects it
     */
    void delete(ObjectKey key);

    /**
     * Objects whose key starts with the prefix, in order of key.
     *
     * @param prefix any beginning of a key; empty for all
     * @param limit from 1 to {@link #MAX_PAGE_SIZE}
     */
    Page list(String prefix, int limit);

    /** The page that follows {@code after}, which is the last key of the page before. */
    Page list(String prefix, ObjectKey after, int limit);

    /**
     * All objects whose key starts with the prefix, in order of key, read as they are asked for. What is stored or deleted
     * meanwhile may or may not be among them.
     *
     * @throws StoreUnavailableException also from the iterator, when the store goes away
     */
    default Iterator<StoredObject> all(String prefix) {
        return all(prefix, Optional.empty(), Optional.empty());
    }

    /**
     * A part of {@link #all(String)}.
     *
     * @param after keys from just behind this one
     * @param to up to and with this one
     */
    default Iterator<StoredObject> all(String prefix, Optional<ObjectKey> after, Optional<ObjectKey> to) {
        return new ListedObjects(this, prefix, after, to);
    }

    /** Parts of the keys that are best listed at once: more than one where every page is a question over a network. */
    default int listingsAtOnce() {
        return 1;
    }

    @Override
    void close();

    /** @param sha256 of the bytes stored, 64 lower-case hexadecimal digits */
    record Receipt(String sha256, long sizeBytes) {}

    sealed interface PutIfAbsent {
        record Stored(Receipt receipt) implements PutIfAbsent {}

        /** The key was taken; nothing was changed. */
        record AlreadyThere() implements PutIfAbsent {}
    }

    /** @param storedAt by the store's clock */
    record StoredObject(ObjectKey key, long sizeBytes, Instant storedAt) {}

    /** @param more whether keys follow the last one here */
    record Page(List<StoredObject> objects, boolean more) {
        public Page {
            objects = List.copyOf(objects);
        }
    }

    /** A retention or a legal hold protects the object: nothing was deleted. A retry helps only once the lock is gone. */
    final class ObjectLockedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public ObjectLockedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The store cannot be reached, is full or is overloaded. A retry is safe and may help. */
    final class StoreUnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public StoreUnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The store refuses us: wrong credentials, no such bucket, a bucket in another place. A retry cannot help. */
    final class StoreRefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public StoreRefusedException(String message) {
            super(message);
        }

        public StoreRefusedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
