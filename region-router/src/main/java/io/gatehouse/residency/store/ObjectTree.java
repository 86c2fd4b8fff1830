package io.gatehouse.residency.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.residency.store.RegionStore.Page;
import io.gatehouse.residency.store.RegionStore.StoreUnavailableException;
import io.gatehouse.residency.store.RegionStore.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The directories of {@link FileRegionStore}: which file an object is, and which objects there are. */
final class ObjectTree {
    private static final String FILE_END = "~";
    /** Known to be durable; forgetting one costs a sync. A path has some 200 bytes, so 20 MB at most. */
    private static final int MAX_DURABLE_DIRECTORIES = 100_000;

    private final Path objects;
    private final Durability durability;
    private final Cache<Path, Boolean> durableDirectories =
            Caffeine.newBuilder().maximumSize(MAX_DURABLE_DIRECTORIES).build();

    ObjectTree(Path objects, Durability durability) {
        this.objects = objects;
        this.durability = durability;
    }

    Path path(ObjectKey key) {
        return objects.resolve(key.value() + FILE_END);
    }

    /** The file to be, in a directory that exists and is durable. */
    Path fileFor(ObjectKey key) throws IOException {
        var file = path(key);
        makeDurable(directoryOf(file));
        return file;
    }

    void syncDirectoryOf(ObjectKey key) throws IOException {
        durability.syncDirectory(directoryOf(path(key)));
    }

    private Path directoryOf(Path file) {
        var parent = file.getParent();
        return parent == null ? objects : parent;
    }

    /** Every directory down to here is named in its parent on disk, also when another thread has just created it. */
    private void makeDurable(Path directory) throws IOException {
        if (directory.equals(objects) || durableDirectories.getIfPresent(directory) != null) return;
        var parent = directoryOf(directory);
        makeDurable(parent);
        Files.createDirectories(directory);
        durability.syncDirectory(parent);
        durableDirectories.put(directory, true);
    }

    /** @param after only keys behind this one; empty for all */
    Page list(String prefix, String after, int limit) {
        if (limit < 1 || limit > RegionStore.MAX_PAGE_SIZE)
            throw new IllegalArgumentException("a page has 1 to " + RegionStore.MAX_PAGE_SIZE + " objects: " + limit);
        var walk = new Walk(prefix, after, "", limit);
        try {
            walk.directory(objects, "");
        } catch (IOException e) {
            throw new StoreUnavailableException("objects could not be listed", e);
        }
        return walk.page();
    }

    /**
     * Each directory is read once, when it is come to; its names are in memory until they are gone through.
     *
     * @param after only keys behind this one; empty for all
     * @param to only keys up to and with this one; empty for all
     */
    Iterator<StoredObject> all(String prefix, String after, String to) {
        return new Iterator<>() {
            private final Walk walk = new Walk(prefix, after, to, Integer.MAX_VALUE);
            private final Deque<Iterator<Entry>> open = new ArrayDeque<>(List.of(names(objects, "")));
            private @Nullable StoredObject ahead = advance();

            private Iterator<Entry> names(Path directory, String base) {
                try {
                    return walk.entries(directory, base).iterator();
                } catch (NoSuchFileException _) {
                    return List.<Entry>of().iterator(); // Removed since its name was read.
                } catch (IOException e) {
                    throw new StoreUnavailableException("objects could not be listed", e);
                }
            }

            private @Nullable StoredObject advance() {
                while (!open.isEmpty()) {
                    if (!open.element().hasNext()) {
                        open.remove();
                        continue;
                    }
                    var entry = open.element().next();
                    if (entry.isDirectory()) open.push(names(entry.path(), entry.key()));
                    else {
                        var object = attributes(entry);
                        if (object != null) return object;
                    }
                }
                return null;
            }

            @Override
            public boolean hasNext() {
                return ahead != null;
            }

            @Override
            public StoredObject next() {
                var object = ahead;
                if (object == null) throw new NoSuchElementException();
                ahead = advance();
                return object;
            }
        };
    }

    private static @Nullable StoredObject attributes(Entry entry) {
        try {
            var attributes = Files.readAttributes(entry.path(), BasicFileAttributes.class);
            return new StoredObject(
                    new ObjectKey(entry.key()),
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant());
        } catch (NoSuchFileException _) {
            return null; // Deleted since the directory was read: no longer there to be listed.
        } catch (IOException e) {
            throw new StoreUnavailableException("objects could not be listed", e);
        }
    }

    /** A name in a directory: a file's key, or a directory's with the slash that its keys go on with. */
    private record Entry(String key, Path path) {
        boolean isDirectory() {
            return key.endsWith("/");
        }
    }

    private static final class Walk {
        private final String prefix;
        private final String after;
        private final String to;
        private final int limit;
        private final List<StoredObject> found = new ArrayList<>();

        Walk(String prefix, String after, String to, int limit) {
            this.prefix = prefix;
            this.after = after;
            this.to = to;
            this.limit = limit;
        }

        /** One object more than asked for tells whether there is more. */
        Page page() {
            boolean more = found.size() > limit;
            return new Page(more ? found.subList(0, limit) : found, more);
        }

        void directory(Path directory, String base) throws IOException {
            for (var entry : entries(directory, base)) {
                if (found.size() > limit) return;
                if (entry.isDirectory()) directory(entry.path(), entry.key());
                else add(entry);
            }
        }

        private List<Entry> entries(Path directory, String base) throws IOException {
            var entries = new ArrayList<Entry>();
            try (var names = Files.newDirectoryStream(directory)) {
                for (var path : names) {
                    var name = String.valueOf(path.getFileName());
                    boolean isObject = name.endsWith(FILE_END);
                    var key = base + (isObject ? name.substring(0, name.length() - FILE_END.length()) : name + "/");
                    if (isObject ? isWanted(key) : mayHoldWanted(key)) entries.add(new Entry(key, path));
                }
            }
            // With the slash, directories sort exactly where their keys do: "a-b" before "a/b" before "a0".
            entries.sort(Comparator.comparing(Entry::key));
            return entries;
        }

        private boolean isWanted(String key) {
            return key.startsWith(prefix) && key.compareTo(after) > 0 && isBefore(key);
        }

        private boolean mayHoldWanted(String directoryKey) {
            boolean touchesPrefix = directoryKey.startsWith(prefix) || prefix.startsWith(directoryKey);
            return touchesPrefix
                    && (after.startsWith(directoryKey) || directoryKey.compareTo(after) > 0)
                    && isBefore(directoryKey);
        }

        /** A directory sorts before all keys in it, so that one behind the last key has none. */
        private boolean isBefore(String key) {
            return to.isEmpty() || key.compareTo(to) <= 0;
        }

        private void add(Entry entry) {
            var object = attributes(entry);
            if (object != null) found.add(object);
        }
    }
}
