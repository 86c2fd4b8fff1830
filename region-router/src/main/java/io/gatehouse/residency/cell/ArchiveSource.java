package io.gatehouse.residency.cell;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.residency.archive.ArchivedContent;
import io.gatehouse.residency.archive.SegmentReader;
import io.gatehouse.residency.archive.SegmentRefusedException;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.key.KeyRefusedException;
import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.residency.store.RegionStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Reads archived contents back out of their segments. Thread-safe. */
final class ArchiveSource {
    /** From so many contents of a segment on, reading all of it is one question instead of many. */
    private static final int WHOLE_FROM = 8;

    /** Segments that jobs go through just now, each in several pages; a dozen of the usual size. */
    private static final long REMEMBERED_BYTES = 48L << 20;

    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(1);
    /** Names of objects never change. */
    private static final long REMEMBERED_NAMES = 100_000;

    private final RegionId region;
    private final Database database;
    private volatile @Nullable RegionStore attached;

    private final Cache<Long, byte[]> segments = Caffeine.newBuilder()
            .maximumWeight(REMEMBERED_BYTES)
            .weigher((Long _, byte[] bytes) -> bytes.length)
            .expireAfterAccess(REMEMBERED_FOR)
            .build();
    private final Cache<Long, ObjectKey> names =
            Caffeine.newBuilder().maximumSize(REMEMBERED_NAMES).build();

    ArchiveSource(RegionId region, Database database) {
        this.region = region;
        this.database = database;
    }

    void attach(RegionStore store) {
        attached = store;
    }

    RegionStore store() {
        var store = attached;
        if (store == null) throw new IllegalStateException("the cell " + region + " was given no store to archive in");
        return store;
    }

    /** A content to be read, and whose it is. */
    record Wanted(ArchivePlace place, PersonKey key) {}

    /**
     * Reads one after the other where they cannot be read together, so that what is broken keeps nothing else from being read.
     *
     * @param unreadable told of the contents whose bytes are there and do not open, or are not there and must be
     * @return by content index; what does not open any more is left out
     */
    Map<Long, ArchivedContent> read(Collection<Wanted> wanted, LongConsumer unreadable) {
        try {
            return read(wanted);
        } catch (KeyRefusedException | SegmentRefusedException | IllegalStateException | UncheckedIOException broken) {
            if (wanted.size() == 1) {
                unreadable.accept(wanted.iterator().next().place().contentIndex());
                return Map.of();
            }
            var found = new HashMap<Long, ArchivedContent>();
            for (var each : wanted) found.putAll(read(List.of(each), unreadable));
            return found;
        }
    }

    /** @return by content index; what does not open any more is left out */
    Map<Long, ArchivedContent> read(Collection<Wanted> wanted) {
        Map<Long, List<Wanted>> bySegment = new TreeMap<>();
        for (var each : wanted)
            bySegment
                    .computeIfAbsent(each.place().segment(), _ -> new ArrayList<>())
                    .add(each);
        var found = new HashMap<Long, ArchivedContent>();
        bySegment.forEach((segment, some) -> {
            byte[] whole = some.size() < WHOLE_FROM ? segments.getIfPresent(segment) : whole(segment);
            for (var each : some)
                open(each, whole == null ? part(each.place()) : cut(whole, each.place()))
                        .ifPresent(content -> found.put(content.index(), content));
        });
        return found;
    }

    Optional<ArchivedContent> read(Wanted wanted) {
        return Optional.ofNullable(read(List.of(wanted)).get(wanted.place().contentIndex()));
    }

    private Optional<ArchivedContent> open(Wanted wanted, byte[] sealed) {
        var place = wanted.place();
        return SegmentReader.open(
                region, place.contentIndex(), sealed, place.contentLength(), place.opening(wanted.key()));
    }

    private static byte[] cut(byte[] whole, ArchivePlace place) {
        int from = Math.toIntExact(place.offset());
        return Arrays.copyOfRange(whole, from, from + place.length());
    }

    private byte[] whole(long segment) {
        return segments.get(segment, this::fetch);
    }

    private byte[] fetch(long segment) {
        var key = name(segment);
        return bytes(key, store().get(key));
    }

    private byte[] part(ArchivePlace place) {
        var key = name(place.segment());
        return bytes(key, store().getRange(key, place.offset(), place.length()));
    }

    private byte[] bytes(ObjectKey key, Optional<InputStream> found) {
        // Fails, and is never "nothing was said": what a row names must be there.
        try (var in = found.orElseThrow(() -> new IllegalStateException(
                "the segment " + key + " of " + region + " is not in its store; the sweep says since when"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the segment " + key + " cannot be read", e);
        }
    }

    private ObjectKey name(long segment) {
        return names.get(
                segment,
                number -> database
                        .read(connection -> Bulk.query(
                                connection,
                                "SELECT object_key FROM archive_segment WHERE segment = ANY (?)",
                                row -> new ObjectKey(row.getString(1)),
                                Bulk.longs(List.of(number), Long::longValue)))
                        .stream()
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("a content of " + region + " lies in the segment "
                                + number + ", which is not listed")));
    }
}
