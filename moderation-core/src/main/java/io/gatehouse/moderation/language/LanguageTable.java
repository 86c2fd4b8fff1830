package io.gatehouse.moderation.language;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What pieces of words say about languages: of each piece of one to five letters how much likelier than almost never it is in each, in
 * steps of {@link #STEP} of a natural logarithm. Whole words stand between {@link #EDGE}s. Immutable and thread-safe.
 */
public final class LanguageTable {
    /** The longest piece inside of words. */
    public static final int LONGEST = 5;

    /** The longest whole word. */
    public static final int LONGEST_WORD = 12;

    /** Stands before and after a whole word. */
    public static final char EDGE = '^';

    /** Of a logarithm, for each unit of a weight. */
    public static final double STEP = 1 / 16.0;

    private static final int FORMAT = 1;
    private static final long SEED = 0xCBF29CE484222325L;

    /** What a weight is multiplied by when a word counts whole; {@link #ONCE} for one that counts half. */
    static final int TWICE = 2;

    static final int ONCE = 1;

    /** Of a logarithm, for each unit that {@link #add} adds to a score. */
    static final double UNIT = STEP / TWICE;

    /** Of a slot the bits that say how many entries a piece has; those below its check say where they begin. */
    private static final int COUNT_BITS = 6;

    /** Instead of a count: the piece has a row, of all languages. */
    private static final int ROW = (1 << COUNT_BITS) - 1;

    /** Of 64 bits in a row, known here so that the loop over them is none. */
    static final int ROW_LONGS = 5;

    private static final int MOST_LANGUAGES = ROW_LONGS * Long.BYTES;

    /** With more entries than this a piece has a row: adding one costs what some eight entries do. */
    private static final int MOST_IN_ENTRIES = 8;

    private static final int MOST_ENTRIES = 1 << (Integer.SIZE - COUNT_BITS);

    private final List<String> languages;
    private final int mask;

    /**
     * A piece each: 32 bits of its key, where its entries begin, how many it has. In one array, because a piece is mostly not in any
     * cache, and then costs one look at the memory instead of three. 0 is an empty slot.
     */
    private final long[] slots;

    /** Of pieces that few languages know: the weight above the column of its language. */
    private final char[] entries;

    private int filled;

    /** Of the others: a byte for each language. */
    private long[] rows = new long[1 << 10];

    private int rowsFilled;

    private LanguageTable(List<String> languages, int pieces, int entries) {
        if (languages.size() > MOST_LANGUAGES)
            throw new IllegalArgumentException("a table holds " + MOST_LANGUAGES + " languages: " + languages.size());
        if (entries >= MOST_ENTRIES)
            throw new IllegalArgumentException("a table holds fewer than " + MOST_ENTRIES + " weights: " + entries);
        this.languages = List.copyOf(languages);
        int capacity = Integer.highestOneBit(Math.max(1, pieces) * 2) * 2;
        mask = capacity - 1;
        slots = new long[capacity];
        this.entries = new char[entries];
    }

    /**
     * @param languages ISO 639-1, in the order of the weights
     * @param pieces to their weights by language, each 0 (never) to 255
     */
    public static LanguageTable of(List<String> languages, SortedMap<String, int[]> pieces) {
        var table = new LanguageTable(languages, pieces.size(), entries(pieces));
        pieces.forEach((piece, of) -> {
            boolean row = table.begin(piece, nonZero(of));
            for (int i = 0; i < of.length; i++) if (of[i] > 0) table.put(row, i, of[i]);
        });
        return table;
    }

    private static int entries(SortedMap<String, int[]> pieces) {
        return pieces.values().stream().mapToInt(LanguageTable::nonZero).sum();
    }

    /** @return whether it has a row */
    private boolean begin(String piece, int entries) {
        long key = key(piece);
        boolean row = entries > MOST_IN_ENTRIES;
        int begin = filled;
        if (row) {
            if (rowsFilled + ROW_LONGS > rows.length) rows = Arrays.copyOf(rows, 2 * rows.length);
            begin = rowsFilled;
            rowsFilled += ROW_LONGS;
        }
        slots[freeSlot(key)] = key << Integer.SIZE | (long) begin << COUNT_BITS | (row ? ROW : entries);
        return row;
    }

    private void put(boolean row, int language, int weight) {
        if (row) {
            int at = rowsFilled - ROW_LONGS + language / Long.BYTES;
            rows[at] |= (long) weight << language % Long.BYTES * Byte.SIZE;
        } else {
            entries[filled++] = (char) (weight << Byte.SIZE | language);
        }
    }

    private static int nonZero(int[] weights) {
        int count = 0;
        for (int weight : weights) {
            if (weight < 0 || weight > 255) throw new IllegalArgumentException("a weight is 0 to 255: " + weight);
            if (weight > 0) count++;
        }
        return count;
    }

    public List<String> languages() {
        return languages;
    }

    private static long key(String piece) {
        long hash = SEED;
        for (int i = 0; i < piece.length(); i++) hash = more(hash, piece.charAt(i));
        return done(hash);
    }

    private static long more(long hash, char c) {
        return (hash ^ c) * 0x9E3779B97F4A7C15L;
    }

    /** Odd, so that no piece looks like an empty slot. */
    private static long done(long hash) {
        return (hash ^ (hash >>> 29)) | 1;
    }

    private int freeSlot(long key) {
        int slot = slotOf(key);
        while (slots[slot] != 0) slot = (slot + 1) & mask;
        return slot;
    }

    private int slotOf(long key) {
        return (int) (key >>> 33) & mask;
    }

    /**
     * Adds what a word says.
     *
     * @param times {@link #TWICE} or {@link #ONCE}: how much it counts
     * @return how many of its pieces are known
     */
    int add(char[] chars, int from, int to, int times, LanguageSums sums) {
        sums.counting(times);
        int known = 0;
        long[] found = sums.found();
        for (int start = from; start < to; start++) {
            long hash = SEED;
            int pieces = Math.min(to - start, LONGEST);
            // All are looked for before any is added: what has to come from memory comes together.
            for (int i = 0; i < pieces; i++) {
                hash = more(hash, chars[start + i]);
                found[i] = find(done(hash));
            }
            for (int i = 0; i < pieces; i++) known += add(found[i], times, sums);
        }
        if (to - from <= LONGEST_WORD) {
            long hash = more(SEED, EDGE);
            for (int at = from; at < to; at++) hash = more(hash, chars[at]);
            known += add(find(done(more(hash, EDGE))), times, sums);
        }
        return known;
    }

    /** @return the piece's slot, 0 when it is not known */
    private long find(long key) {
        for (int slot = slotOf(key); ; slot = (slot + 1) & mask) {
            long found = slots[slot];
            if (found == 0 || (int) (found >>> Integer.SIZE) == (int) key) return found;
        }
    }

    private int add(long found, int times, LanguageSums sums) {
        if (found == 0) return 0;
        int begin = (int) found >>> COUNT_BITS;
        int count = (int) found & ROW;
        if (count == ROW) {
            sums.addRow(rows, begin);
        } else {
            for (int i = begin; i < begin + count; i++) sums.add(entries[i] & 0xff, times * (entries[i] >>> Byte.SIZE));
        }
        return 1;
    }

    /** Writes languages and pieces, sorted, each without the beginning that it shares with the one before; compressed. */
    public static void write(List<String> languages, SortedMap<String, int[]> pieces, OutputStream to)
            throws IOException {
        try (var out = new DataOutputStream(new BufferedOutputStream(new GZIPOutputStream(to), 1 << 16))) {
            out.writeByte(FORMAT);
            out.writeByte(languages.size());
            for (String language : languages) out.writeUTF(language);
            out.writeInt(pieces.size());
            out.writeInt(entries(pieces));
            String before = "";
            for (var piece : pieces.entrySet()) {
                int shared = shared(before, piece.getKey());
                byte[] rest = piece.getKey().substring(shared).getBytes(StandardCharsets.UTF_8);
                out.writeByte(shared);
                out.writeByte(rest.length);
                out.write(rest);
                out.writeByte(nonZero(piece.getValue()));
                for (int i = 0; i < piece.getValue().length; i++) {
                    if (piece.getValue()[i] == 0) continue;
                    out.writeByte(i);
                    out.writeByte(piece.getValue()[i]);
                }
                before = piece.getKey();
            }
        }
    }

    private static int shared(String a, String b) {
        int most = Math.min(Math.min(a.length(), b.length()), 255);
        int shared = 0;
        while (shared < most && a.charAt(shared) == b.charAt(shared)) shared++;
        return shared;
    }

    /** @throws IOException when these bytes were not written by {@link #write} */
    public static LanguageTable read(InputStream from) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(from), 1 << 16))) {
            if (in.readByte() != FORMAT) throw new IOException("another format of a table of languages");
            var languages = new ArrayList<String>();
            for (int i = in.readUnsignedByte(); i > 0; i--) languages.add(in.readUTF());
            int pieces = in.readInt();
            var table = new LanguageTable(languages, pieces, in.readInt());
            String before = "";
            for (int left = pieces; left > 0; left--) {
                int shared = in.readUnsignedByte();
                byte[] rest = in.readNBytes(in.readUnsignedByte());
                String piece = before.substring(0, shared) + new String(rest, StandardCharsets.UTF_8);
                int entries = in.readUnsignedByte();
                boolean row = table.begin(piece, entries);
                for (int i = entries; i > 0; i--) table.put(row, in.readUnsignedByte(), in.readUnsignedByte());
                before = piece;
            }
            return table;
        }
    }
}
