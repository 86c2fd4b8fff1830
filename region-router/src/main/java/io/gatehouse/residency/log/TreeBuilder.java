package io.gatehouse.residency.log;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Grows a tree leaf by leaf, keeping of each level only the tile at the right edge. Tiles that were
 * filled are collected until {@link #takeFull}. Not thread-safe.
 */
final class TreeBuilder {
    private final List<ByteArrayOutputStream> edge = new ArrayList<>();
    private final Map<TilePath, byte[]> full = new LinkedHashMap<>();
    private long size;

    /** An empty tree. */
    TreeBuilder() {}

    /** Goes on where a tree of this size ended. */
    TreeBuilder(long size, TileTree.TileReader tiles) {
        this.size = size;
        int level = 0;
        for (long hashes = size; hashes > 0; hashes /= TilePath.FULL, level++) {
            int width = (int) (hashes % TilePath.FULL);
            var bytes = new ByteArrayOutputStream();
            if (width > 0) {
                var path = new TilePath(level, hashes / TilePath.FULL, width);
                bytes.writeBytes(
                        tiles.tile(path).orElseThrow(() -> new IllegalStateException(path.format() + " is missing")));
            }
            edge.add(bytes);
        }
    }

    void add(TreeHash leaf) {
        size++;
        add(0, leaf);
    }

    private void add(int level, TreeHash hash) {
        if (edge.size() == level) edge.add(new ByteArrayOutputStream());
        var tile = edge.get(level);
        tile.writeBytes(hash.bytes());
        if (tile.size() < TilePath.FULL * TreeHash.SIZE_BYTES) return;
        var bytes = tile.toByteArray();
        full.put(new TilePath(level, (size >>> (8 * level)) / TilePath.FULL - 1, TilePath.FULL), bytes);
        tile.reset();
        add(level + 1, TileTree.ofHashes(bytes, 0, TilePath.FULL));
    }

    /** Tiles filled since the last call, in the order they were. */
    Map<TilePath, byte[]> takeFull() {
        var taken = new LinkedHashMap<>(full);
        full.clear();
        return taken;
    }

    /** The partial tiles of the right edge, lowest level first. */
    Map<TilePath, byte[]> edge() {
        var tiles = new LinkedHashMap<TilePath, byte[]>();
        for (int level = 0; level < edge.size(); level++) {
            var bytes = edge.get(level).toByteArray();
            int width = bytes.length / TreeHash.SIZE_BYTES;
            if (width > 0) tiles.put(new TilePath(level, (size >>> (8 * level)) / TilePath.FULL, width), bytes);
        }
        return tiles;
    }

    long size() {
        return size;
    }

    TreeHash root() {
        return size == 0 ? TreeHash.EMPTY : edgeRoot();
    }

    /** Combines what no full tile above covers, from the right edge upward. */
    private TreeHash edgeRoot() {
        var parts = new ArrayList<TreeHash>(); // From the left (largest) to the right (smallest).
        for (int level = edge.size() - 1; level >= 0; level--) {
            var tile = edge.get(level).toByteArray();
            int width = tile.length / TreeHash.SIZE_BYTES;
            int first = 0;
            for (int count = TilePath.FULL / 2; count > 0; count /= 2) {
                if ((width & count) == 0) continue;
                parts.add(TileTree.ofHashes(tile, first, count));
                first += count;
            }
        }
        var root = parts.removeLast();
        while (!parts.isEmpty()) root = TreeHash.node(parts.removeLast(), root);
        return root;
    }
}
