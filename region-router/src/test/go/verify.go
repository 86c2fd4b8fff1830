// Checks a log exported by Gatehouse with Go's checksum database code, which shares nothing with it:
// the signature with sumdb/note, the tree with sumdb/tlog. Prints "size root" or says what is wrong.
package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func fail(format string, arguments ...any) {
	check(fmt.Errorf(format, arguments...))
}

func read(path string) []byte {
	bytes, err := os.ReadFile(path)
	check(err)
	return bytes
}

// open returns the tree that a signed checkpoint promises.
func open(file string, verifier note.Verifier) tlog.Tree {
	signed, err := note.Open(read(file), note.VerifierList(verifier))
	check(err)
	lines := strings.Split(signed.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() || lines[3] != "" {
		fail("%s: not a checkpoint of %s", file, verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	return tlog.Tree{N: size, Hash: root}
}

// name is a tile's file; x/mod writes the height into the path, C2SP does not.
func name(directory string, tile tlog.Tile) string {
	return filepath.Join(directory, strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
}

type tiles struct{ directory string }

func (t tiles) Height() int { return 8 }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(wanted))
	for i, tile := range wanted {
		bytes, err := os.ReadFile(name(t.directory, tile))
		if err != nil && tile.W < 256 {
			return nil, err
		}
		check(err)
		found[i] = bytes
	}
	return found, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func main() {
	directory := os.Args[1]
	verifier, err := note.NewVerifier(strings.TrimSpace(string(read(filepath.Join(directory, "key")))))
	check(err)
	tree := open(filepath.Join(directory, "checkpoint"), verifier)

	// The tree from the entries alone.
	var hashes []tlog.Hash
	stored := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			found[i] = hashes[index]
		}
		return found, nil
	})
	for n := int64(0); n < tree.N; {
		width := tree.N - n
		if width > 256 {
			width = 256
		}
		path := strings.Replace(name(directory, tlog.Tile{H: 8, L: 0, N: n / 256, W: int(width)}), "tile/0/", "tile/entries/", 1)
		bundle := read(path)
		for i := int64(0); i < width; i++ {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				fail("%s: cut short", path)
			}
			length := 2 + int(binary.BigEndian.Uint16(bundle))
			added, err := tlog.StoredHashes(n, bundle[2:length], stored)
			check(err)
			hashes = append(hashes, added...)
			bundle = bundle[length:]
			n++
		}
		if len(bundle) != 0 {
			fail("%s: too long", path)
		}
	}
	root, err := tlog.TreeHash(tree.N, stored)
	check(err)
	if root != tree.Hash {
		fail("the entries lead to the root %v, the checkpoint signs %v", root, tree.Hash)
	}

	// The tiles lead to the same tree: TileHashReader authenticates each tile against the root. Go asks for no tile of an
	// empty tree.
	reader := tlog.TileHashReader(tree, tiles{directory})
	for n := int64(0); n < tree.N; n++ {
		found, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
		check(err)
		if found[0] != hashes[tlog.StoredHashIndex(0, n)] {
			fail("the tiles do not hold entry %d", n)
		}
		if n%97 == 0 {
			proof, err := tlog.ProveRecord(tree.N, n, reader)
			check(err)
			check(tlog.CheckRecord(proof, tree.N, tree.Hash, n, found[0]))
		}
	}

	// The earlier checkpoint is a beginning of this one.
	previous := filepath.Join(directory, "checkpoint.previous")
	if _, err := os.Stat(previous); err == nil {
		earlier := open(previous, verifier)
		if earlier.N > 0 {
			proof, err := tlog.ProveTree(tree.N, earlier.N, reader)
			check(err)
			check(tlog.CheckTree(proof, tree.N, tree.Hash, earlier.N, earlier.Hash))
		}
	}
	fmt.Println(tree.N, tree.Hash)
}
