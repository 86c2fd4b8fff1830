package io.gatehouse.residency.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Merkle tree read through its tiles: roots of earlier sizes and the proofs of RFC 6962 sections 2.1.1 and 2.1.2.
 * Not thread-safe.
 */
public final class TileTree {
    private final TileReader tiles;
    private final long size;

    /** @param size entries in the tree, of which every tile must be there */
    public TileTree(TileReader tiles, long size) {
        this.tiles = tiles;
        this.size = size;
    }

    /** Reads tiles by path. */
    @FunctionalInterface
    public interface TileReader {
        Optional<byte[]> tile(TilePath path);
    }

    /** Root of the first {@code treeSize} entries. */
    public TreeHash root(long treeSize) {
        check(treeSize);
        return treeSize == 0 ? TreeHash.EMPTY : subtree(0, treeSize);
    }

    /** That entry {@code index} is in the tree of the first {@code treeSize}: siblings, lowest first. */
    public List<TreeHash> inclusionProof(long index, long treeSize) {
        check(treeSize);
        if (index < 0 || index >= treeSize) throw new IllegalArgumentException("no entry " + index + " in " + treeSize);
        var proof = new ArrayList<TreeHash>();
        inclusion(index, 0, treeSize, proof);
        return proof;
    }

    private void inclusion(long index, long from, long to, List<TreeHash> proof) {
        if (to - from == 1) return;
        long middle = from + Long.highestOneBit(to - from - 1);
        if (index < middle) {
            inclusion(index, from, middle, proof);
            proof.add(subtree(middle, to));
        } else {
            inclusion(index, middle, to, proof);
            proof.add(subtree(from, middle));
        }
    }

    /** That the tree of the first {@code earlierSize} is a beginning of the tree of the first {@code treeSize}. */
    public List<TreeHash> consistencyProof(long earlierSize, long treeSize) {
        check(treeSize);
        if (earlierSize < 1 || earlierSize > treeSize)
            throw new IllegalArgumentException("no proof from " + earlierSize + " to " + treeSize);
        var proof = new ArrayList<TreeHash>();
        consistency(earlierSize, 0, treeSize, true, proof);
        return proof;
    }

    private void consistency(long earlier, long from, long to, boolean known, List<TreeHash> proof) {
        if (earlier == to - from) {
            if (!known) proof.add(subtree(from, to));
            return;
        }
        long half = Long.highestOneBit(to - from - 1);
        if (earlier <= half) {
            consistency(earlier, from, from + half, known, proof);
            proof.add(subtree(from + half, to));
        } else {
            consistency(earlier - half, from + half, to, false, proof);
            proof.add(subtree(from, from + half));
        }
    }

    private void check(long treeSize) {
        if (treeSize < 0 || treeSize > size) throw new IllegalArgumentException("the tree has " + size + " entries");
    }

    /** Root of entries {@code [from, to)}, where {@code from} is a multiple of the next power of two of the length. */
    private TreeHash subtree(long from, long to) {
        long length = to - from;
        if (Long.bitCount(length) != 1) {
            long middle = from + Long.highestOneBit(length);
            return TreeHash.node(subtree(from, middle), subtree(middle, to));
        }
        int height = Long.numberOfTrailingZeros(length);
        int level = height / 8;
        int heightInTile = height % 8;
        long first = from >>> (8 * level);
        return inTile(level, first, 1 << heightInTile);
    }

    /** Root of {@code count} hashes of one level, all of one tile, because count is a power of two and first a multiple. */
    private TreeHash inTile(int level, long first, int count) {
        var tile = tile(level, first / TilePath.FULL);
        return ofHashes(tile, (int) (first % TilePath.FULL), count);
    }

    /** Root of {@code count} hashes, a power of two, of a tile's bytes. */
    static TreeHash ofHashes(byte[] tile, int first, int count) {
        if (count == 1) return TreeHash.in(tile, first);
        int half = count / 2;
        return TreeHash.node(ofHashes(tile, first, half), ofHashes(tile, first + half, half));
    }

    private byte[] tile(int level, long n) {
        long hashes = size >>> (8 * level);
        var path = new TilePath(level, n, (int) Math.min(TilePath.FULL, hashes - n * TilePath.FULL));
        return tiles.tile(path)
                .filter(bytes -> bytes.length == path.width() * TreeHash.SIZE_BYTES)
                .orElseThrow(() -> new IllegalStateException(path.format() + " is missing or of the wrong length"));
    }
}
