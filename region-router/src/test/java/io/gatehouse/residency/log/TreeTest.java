package io.gatehouse.residency.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TreeTest {
    /** Crosses full tiles of two levels. */
    private static final int LARGE = 70_000;

    @Test
    void hashesAsRfc6962Does() {
        assertThat(TreeHash.EMPTY.hex()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(TreeHash.leaf(new byte[0]).hex())
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        var tree = new TreeBuilder();
        Stream.of("a", "b", "c")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .map(TreeHash::leaf)
                .forEach(tree::add);
        assertThat(tree.root().hex()).isEqualTo("36642e73c2540ab121e3a6bf9545b0a24982cd830eb13d3cd19de3ce6c021ec1");
    }

    /** The definition of RFC 6962 section 2.1, word for word. */
    private static TreeHash definition(List<TreeHash> leaves) {
        if (leaves.isEmpty()) return TreeHash.EMPTY;
        if (leaves.size() == 1) return leaves.getFirst();
        int half = Integer.highestOneBit(leaves.size() - 1);
        return TreeHash.node(definition(leaves.subList(0, half)), definition(leaves.subList(half, leaves.size())));
    }

    private static List<TreeHash> leaves(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> TreeHash.leaf(Integer.toString(n).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    @Test
    void growsTheTreeOfTheDefinitionFromAnySize() {
        var leaves = leaves(1_100);
        var tiles = new HashMap<TilePath, byte[]>();
        var tree = new TreeBuilder();
        for (int size = 1; size <= leaves.size(); size++) {
            tree.add(leaves.get(size - 1));
            tiles.putAll(tree.takeFull());
            tiles.putAll(tree.edge());
            if (size % 61 != 0 && size % 256 > 1) continue;
            assertThat(tree.root()).isEqualTo(definition(leaves.subList(0, size)));
            // A restart at any size goes on with the same tree.
            tree = new TreeBuilder(size, path -> Optional.ofNullable(tiles.get(path)));
            assertThat(tree.root()).isEqualTo(definition(leaves.subList(0, size)));
        }
    }

    private static TileTree tree(List<TreeHash> leaves) {
        var builder = new TreeBuilder();
        leaves.forEach(builder::add);
        Map<TilePath, byte[]> tiles = new HashMap<>(builder.takeFull());
        tiles.putAll(builder.edge());
        assertThat(tiles.keySet()).isEqualTo(new java.util.HashSet<>(TilePath.ofTree(leaves.size())));
        return new TileTree(path -> Optional.ofNullable(tiles.get(path)), leaves.size());
    }

    @Test
    void provesInclusionAndConsistency() {
        var leaves = leaves(LARGE);
        var tree = tree(leaves);
        for (long size : new long[] {1, 2, 3, 255, 256, 257, 65_535, 65_536, 65_537, LARGE}) {
            var root = tree.root(size);
            assertThat(root).isEqualTo(definition(leaves.subList(0, (int) size)));
            for (long index : new long[] {0, size / 3, size - 1})
                assertThat(rootFromInclusion(index, size, leaves.get((int) index), tree.inclusionProof(index, size)))
                        .isEqualTo(root);
            for (long earlier : new long[] {1, (size + 1) / 2, Math.max(1, size - 1), size})
                assertThat(isConsistent(earlier, size, tree.root(earlier), root, tree.consistencyProof(earlier, size)))
                        .as("%s in %s", earlier, size)
                        .isTrue();
        }
        assertThatThrownBy(() -> tree.inclusionProof(3, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.root(LARGE + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** RFC 9162 section 2.1.3.2. */
    private static TreeHash rootFromInclusion(long index, long size, TreeHash leaf, List<TreeHash> proof) {
        long fn = index;
        long sn = size - 1;
        var root = leaf;
        for (var each : proof) {
            if (fn % 2 == 1 || fn == sn) {
                root = TreeHash.node(each, root);
                while (fn % 2 == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                root = TreeHash.node(root, each);
            }
            fn >>= 1;
            sn >>= 1;
        }
        assertThat(sn).isZero();
        return root;
    }

    /** RFC 9162 section 2.1.4.2. */
    private static boolean isConsistent(
            long first, long second, TreeHash firstRoot, TreeHash secondRoot, List<TreeHash> proof) {
        if (first == second) return proof.isEmpty() && firstRoot.equals(secondRoot);
        var path = new ArrayList<>(proof);
        if (Long.bitCount(first) == 1) path.addFirst(firstRoot);
        long fn = first - 1;
        long sn = second - 1;
        while (fn % 2 == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        var fr = path.getFirst();
        var sr = path.getFirst();
        for (var each : path.subList(1, path.size())) {
            if (fn % 2 == 1 || fn == sn) {
                fr = TreeHash.node(each, fr);
                sr = TreeHash.node(each, sr);
                while (fn % 2 == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = TreeHash.node(sr, each);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return fr.equals(firstRoot) && sr.equals(secondRoot) && sn == 0;
    }

    @Test
    void namesTilesAsTheSpecificationDoes() {
        assertThat(new TilePath(0, 1_234_067, 256).format()).isEqualTo("tile/0/x001/x234/067");
        assertThat(new TilePath(TilePath.ENTRIES, 273, 17).format()).isEqualTo("tile/entries/273.p/17");
        for (var path : List.of("tile/0/000", "tile/5/x001/234.p/1", "tile/entries/x999/999", "tile/63/000.p/255"))
            assertThat(TilePath.parse(path).format()).isEqualTo(path);
        for (var path : List.of(
                "",
                "tile/0/0",
                "tile/00/000",
                "tile/0/x000/001",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/01",
                "tile/64/000",
                "tile/-1/000",
                "tile/0/../000",
                "tile/0/001/002",
                "tile/0/000.p",
                "tile/0/000/",
                "/tile/0/000",
                "tile/0/x9223372/x036854/775808"))
            assertThatThrownBy(() -> TilePath.parse(path)).as(path).isInstanceOf(IllegalArgumentException.class);
    }
}
