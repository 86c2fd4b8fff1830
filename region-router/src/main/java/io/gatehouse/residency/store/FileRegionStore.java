package io.gatehouse.residency.store;

import io.gatehouse.residency.region.RegionId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;

/**
 * Objects as files below one directory: the embedded default. A put writes to {@code incoming/}, forces the file, gives it
 * its name in {@code objects/} in one step, and forces the directory. A crash leaves at most files in {@code incoming/}, which
 * the next start removes; one process at a time may open the directory.
 *
 * <p>It enforces nothing by itself, see {@link #statement}: residency in earnest needs a store that does.
 *
 * <p>An object {@code a/b} is the file {@code objects/a/b~}: the tilde, which no key contains, lets {@code a} and {@code a/b}
 * both exist.
 */
public final class FileRegionStore implements RegionStore {
    private static final int BUFFER_BYTES = 64 * 1024;
    /** Each takes a connection of the cell's pool and the names of a directory. */
    private static final int MOST_LISTINGS = 4;

    private final RegionId region;
    private final Path incoming;
    private final Durability durability;
    private final ObjectTree tree;

    private FileRegionStore(RegionId region, Path root, Durability durability) {
        this.region = region;
        this.incoming = root.resolve("incoming");
        this.durability = durability;
        this.tree = new ObjectTree(root.resolve("objects"), durability);
    }

    /** Opens the directory, creating it where needed and clearing what a crash left. */
    public static FileRegionStore open(RegionId region, Path root) throws IOException {
        return open(region, root, Durability.fsync());
    }

    static FileRegionStore open(RegionId region, Path root, Durability durability) throws IOException {
        var store = new FileRegionStore(region, root, durability);
        Files.createDirectories(root.resolve("objects"));
        Files.createDirectories(store.incoming);
        durability.syncDirectory(root);
        try (var leftovers = Files.newDirectoryStream(store.incoming)) {
            for (var leftover : leftovers) Files.delete(leftover);
        }
        return store;
    }

    @Override
    public RegionId region() {
        return region;
    }

    @Override
    public StoreStatement statement() {
        return FileStatement.OF_FILES;
    }

    @Override
    public Optional<ObjectLocks> locks() {
        return Optional.empty();
    }

    @Override
    public Receipt put(ObjectKey key, InputStream bytes) throws IOException {
        return put(key, Incoming.ofUnknownSize(bytes));
    }

    @Override
    public Receipt put(ObjectKey key, InputStream bytes, long sizeBytes) throws IOException {
        return put(key, Incoming.ofSize(bytes, sizeBytes));
    }

    @Override
    public PutIfAbsent putIfAbsent(ObjectKey key, InputStream bytes) throws IOException {
        return putIfAbsent(key, Incoming.ofUnknownSize(bytes));
    }

    @Override
    public PutIfAbsent putIfAbsent(ObjectKey key, InputStream bytes, long sizeBytes) throws IOException {
        return putIfAbsent(key, Incoming.ofSize(bytes, sizeBytes));
    }

    private Receipt put(ObjectKey key, Incoming bytes) throws IOException {
        var temporary = write(bytes);
        try {
            Files.move(temporary, tree.fileFor(key), StandardCopyOption.ATOMIC_MOVE);
            tree.syncDirectoryOf(key);
            return bytes.receipt();
        } catch (IOException e) {
            throw unavailable("stored", key, e);
        } finally {
            discard(temporary);
        }
    }

    private PutIfAbsent putIfAbsent(ObjectKey key, Incoming bytes) throws IOException {
        if (head(key).isPresent()) return new PutIfAbsent.AlreadyThere();
        var temporary = write(bytes);
        try {
            // A hard link, unlike a rename, fails when the name is taken.
            Files.createLink(tree.fileFor(key), temporary);
            tree.syncDirectoryOf(key);
            return new PutIfAbsent.Stored(bytes.receipt());
        } catch (FileAlreadyExistsException e) {
            return new PutIfAbsent.AlreadyThere();
        } catch (IOException e) {
            throw unavailable("stored", key, e);
        } finally {
            discard(temporary);
        }
    }

    /** Writes and forces a file that no reader sees. */
    private Path write(Incoming bytes) throws IOException {
        var temporary = incoming.resolve(UUID.randomUUID().toString());
        boolean complete = false;
        try (var channel = create(temporary)) {
            var buffer = bytes.buffer(BUFFER_BYTES);
            for (int count = buffer.length; count == buffer.length; ) {
                count = bytes.fill(buffer);
                append(channel, ByteBuffer.wrap(buffer, 0, count));
            }
            sync(channel);
            complete = true;
        } finally {
            if (!complete) discard(temporary);
        }
        return temporary;
    }

    // Each of these three turns the disk's exceptions into ours where they arise; what is left is the caller's
    // stream's.

    private static FileChannel create(Path temporary) {
        try {
            return FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StoreUnavailableException("no file could be created for an object", e);
        }
    }

    private static void append(FileChannel channel, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) channel.write(bytes);
        } catch (IOException e) {
            throw new StoreUnavailableException("an object could not be written", e);
        }
    }

    private void sync(FileChannel channel) {
        try {
            durability.syncFile(channel);
        } catch (IOException e) {
            throw new StoreUnavailableException("an object could not be forced onto the disk", e);
        }
    }

    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException _) {
            // Invisible to readers, and the next start clears it; failing a put that is durable would be worse.
        }
    }

    @Override
    public Optional<InputStream> get(ObjectKey key) {
        return open(key, 0, Long.MAX_VALUE);
    }

    @Override
    public Optional<InputStream> getRange(ObjectKey key, long offset, long lengthBytes) {
        if (offset < 0 || lengthBytes < 1)
            throw new IllegalArgumentException("not a range: offset " + offset + ", length " + lengthBytes);
        return open(key, offset, lengthBytes);
    }

    private Optional<InputStream> open(ObjectKey key, long offset, long lengthBytes) {
        try {
            var channel = FileChannel.open(tree.path(key), StandardOpenOption.READ);
            channel.position(offset);
            return Optional.of(new BoundedStream(Channels.newInputStream(channel), lengthBytes));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw unavailable("read", key, e);
        }
    }

    @Override
    public Optional<StoredObject> head(ObjectKey key) {
        try {
            var attributes = Files.readAttributes(tree.path(key), BasicFileAttributes.class);
            return Optional.of(new StoredObject(
                    key, attributes.size(), attributes.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw unavailable("looked up", key, e);
        }
    }

    @Override
    public void delete(ObjectKey key) {
        try {
            // Also forced when nothing was there: an earlier delete may have crashed before its own sync.
            Files.deleteIfExists(tree.path(key));
            tree.syncDirectoryOf(key);
        } catch (NoSuchFileException _) {
            // Not even the directory exists.
        } catch (IOException e) {
            throw unavailable("deleted", key, e);
        }
    }

    @Override
    public Page list(String prefix, int limit) {
        return tree.list(prefix, "", limit);
    }

    @Override
    public Page list(String prefix, ObjectKey after, int limit) {
        return tree.list(prefix, after.value(), limit);
    }

    @Override
    public Iterator<StoredObject> all(String prefix, Optional<ObjectKey> after, Optional<ObjectKey> to) {
        return tree.all(
                prefix,
                after.map(ObjectKey::value).orElse(""),
                to.map(ObjectKey::value).orElse(""));
    }

    /** Most of the time goes into asking the kernel about each file, which other processors can do too. */
    @Override
    public int listingsAtOnce() {
        return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_LISTINGS);
    }

    @Override
    public void close() {
        // Holds nothing open.
    }

    private StoreUnavailableException unavailable(String what, ObjectKey key, IOException cause) {
        return new StoreUnavailableException("object " + key + " of " + region + " could not be " + what, cause);
    }
}
