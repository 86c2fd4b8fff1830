package io.gatehouse.residency.log;

import io.gatehouse.residency.region.RegionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A log made of nothing but entries and a key; also a forger's workshop. */
final class MemoryLog implements LogSource {
    final List<byte[]> entries = new ArrayList<>();
    final Map<String, byte[]> files = new HashMap<>();
    private final LogKey key;

    MemoryLog(LogKey key) {
        this.key = key;
    }

    static byte[] entry(int n) {
        return new LogEntry(
                        "eu-west-1.d." + n,
                        n % 7 == 0 ? "rescan" : "decision",
                        new RegionId("eu-west-1"),
                        Instant.parse("2026-11-22T10:00:00Z").plusSeconds(n),
                        new byte[32],
                        null,
                        new EntryFacts(Map.of("n", n)))
                .encode();
    }

    MemoryLog fill(int count) {
        while (entries.size() < count) entries.add(entry(entries.size()));
        return publish();
    }

    /** Builds tiles and signs, whatever the entries are. */
    MemoryLog publish() {
        files.clear();
        var tree = new TreeBuilder();
        for (var entry : entries) tree.add(TreeHash.leaf(entry));
        tree.takeFull().forEach((path, bytes) -> files.put(path.format(), bytes));
        tree.edge().forEach((path, bytes) -> files.put(path.format(), bytes));
        for (var path : TilePath.ofEntries(entries.size())) {
            int from = (int) path.n() * TilePath.FULL;
            files.put(path.format(), EntryBundle.write(entries.subList(from, from + path.width())));
        }
        files.put("checkpoint", key.sign(new Checkpoint(key.name(), entries.size(), tree.root())));
        return this;
    }

    @Override
    public Optional<byte[]> checkpoint() {
        return Optional.ofNullable(files.get("checkpoint"));
    }

    @Override
    public Optional<byte[]> tile(TilePath path) {
        return Optional.ofNullable(files.get(path.format()));
    }
}
