package io.gatehouse.residency.log;

import io.gatehouse.residency.region.RegionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One reading of a whole log, entry by entry, against a checkpoint whose signature is right. */
final class LogReading {
    /** Clocks of several nodes differ, and a retried write is late; more than this is worth a remark. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

    private static final int REMARKS_LIMIT = 100;

    private final LogSource source;
    private final Checkpoint checkpoint;
    private final Optional<Checkpoint> earlier;
    private final TreeBuilder tree = new TreeBuilder();
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final List<String> remarks = new ArrayList<>();
    private Instant latest = Instant.EPOCH;

    LogReading(LogSource source, Checkpoint checkpoint, Optional<Checkpoint> earlier) {
        this.source = source;
        this.checkpoint = checkpoint;
        this.earlier = earlier;
    }

    LogReport report() {
        try {
            if (earlier.isPresent() && earlier.get().size() > checkpoint.size())
                throw new LogFault("the log was cut: the earlier checkpoint covers "
                        + earlier.get().size() + " entries, this one " + checkpoint.size());
            var region = region();
            compareWithEarlier();
            for (var bundle : TilePath.ofEntries(checkpoint.size())) read(bundle, region);
            compareTiles(tree.edge());
            if (!tree.root().equals(checkpoint.root()))
                throw new LogFault("the entries lead to the root " + tree.root() + ", but the checkpoint signs "
                        + checkpoint.root());
            return report(null);
        } catch (LogFault e) {
            return report(e.getMessage());
        }
    }

    private LogReport report(@org.jspecify.annotations.Nullable String fault) {
        return new LogReport(
                checkpoint.origin(), checkpoint.size(), checkpoint.root().hex(), counts, remarks, fault);
    }

    private RegionId region() throws LogFault {
        var origin = checkpoint.origin();
        try {
            return new RegionId(origin.substring(origin.lastIndexOf('/') + 1));
        } catch (IllegalArgumentException e) {
            throw new LogFault("the log's name " + origin + " does not end with a region");
        }
    }

    private void read(TilePath path, RegionId region) throws LogFault {
        var entries = bundle(path);
        var hashes = leafTile(path);
        for (int i = 0; i < entries.size(); i++) {
            long index = path.n() * TilePath.FULL + i;
            var leaf = TreeHash.leaf(entries.get(i));
            if (!leaf.equals(TreeHash.in(hashes, i)))
                throw new LogFault("entry " + index + " was changed: it does not have the hash that "
                        + leafPath(path).format() + " holds");
            check(index, entries.get(i), region);
            tree.add(leaf);
            compareWithEarlier();
        }
        compareTiles(tree.takeFull());
    }

    private List<byte[]> bundle(TilePath path) throws LogFault {
        var bytes = source.tile(path).orElseThrow(() -> new LogFault(path.format() + " is missing"));
        List<byte[]> entries;
        try {
            entries = EntryBundle.read(bytes);
        } catch (IllegalArgumentException e) {
            throw new LogFault(path.format() + " " + e.getMessage());
        }
        if (entries.size() != path.width())
            throw new LogFault(path.format() + " has " + entries.size() + " entries, must have " + path.width());
        return entries;
    }

    private static TilePath leafPath(TilePath bundle) {
        return new TilePath(0, bundle.n(), bundle.width());
    }

    private byte[] leafTile(TilePath bundle) throws LogFault {
        return tile(leafPath(bundle));
    }

    private byte[] tile(TilePath path) throws LogFault {
        var bytes = source.tile(path).orElseThrow(() -> new LogFault(path.format() + " is missing"));
        if (bytes.length != path.width() * TreeHash.SIZE_BYTES)
            throw new LogFault(
                    path.format() + " has " + bytes.length + " bytes, must have " + path.width() * TreeHash.SIZE_BYTES);
        return bytes;
    }

    /** Tiles of leaves are compared hash by hash already; here those above too. */
    private void compareTiles(Map<TilePath, byte[]> expected) throws LogFault {
        for (var each : expected.entrySet()) {
            var path = each.getKey();
            if (!Arrays.equals(tile(path), each.getValue()))
                throw new LogFault(path.format() + " does not follow from the entries");
        }
    }

    private void compareWithEarlier() throws LogFault {
        if (earlier.isEmpty() || earlier.get().size() != tree.size()) return;
        if (!earlier.get().root().equals(tree.root()))
            throw new LogFault("history was rewritten: the first " + tree.size()
                    + " entries are not those that the earlier checkpoint signs");
    }

    private void check(long index, byte[] encoded, RegionId region) throws LogFault {
        LogEntry entry;
        try {
            entry = LogEntry.parse(encoded);
        } catch (IllegalArgumentException e) {
            throw new LogFault("entry " + index + " " + e.getMessage());
        }
        if (!entry.region().equals(region))
            throw new LogFault("entry " + index + " is of region " + entry.region() + ", the log of " + region);
        if (!ids.add(entry.id())) throw new LogFault("entry " + index + " repeats the id " + entry.id());
        if (entry.time().isBefore(latest.minus(CLOCK_TOLERANCE)) && remarks.size() < REMARKS_LIMIT)
            remarks.add("entry " + index + " is dated " + entry.time() + ", after one dated " + latest);
        if (entry.time().isAfter(latest)) latest = entry.time();
        counts.merge(entry.kind(), 1L, Long::sum);
    }
}
