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

    private final List<String> languages;
    private final int mask;
    private final long[] keys;
    /** Slot to first entry; the piece's entries end where {@code counts} says. */
    private final int[] first;

    private final byte[] counts;
    private final byte[] columns;
    private final byte[] weights;

    private int filled;

    private LanguageTable(List<String> languages, int pieces, int entries) {
        this.languages = List.copyOf(languages);
        int capacity = Integer.highestOneBit(Math.max(1, pieces) * 2) * 2;
        mask = capacity - 1;
        keys = new long[capacity];
        first = new int[capacity];
        counts = new byte[capacity];
        columns = new byte[entries];
        weights = new byte[entries];
    }

    /**
     * @param languages ISO 639-1, in the order of the weights
     * @param pieces to their weights by language, each 0 (never) to 255
     */
    public static LanguageTable of(List<String> languages, SortedMap<String, int[]> pieces) {
        var table = new LanguageTable(languages, pieces.size(), entries(pieces));
        pieces.forEach((piece, of) -> {
            table.begin(piece, nonZero(of));
            for (int i = 0; i < of.length; i++) if (of[i] > 0) table.put(i, of[i]);
        });
        return table;
    }

    private static int entries(SortedMap<String, int[]> pieces) {
        return pieces.values().stream().mapToInt(LanguageTable::nonZero).sum();
    }

    private void begin(String piece, int entries) {
        long key = key(piece);
        int slot = freeSlot(key);
        keys[slot] = key;
        first[slot] = filled;
        counts[slot] = (byte) entries;
    }

    private void put(int language, int weight) {
        columns[filled] = (byte) language;
        weights[filled++] = (byte) weight;
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

    /** Never 0, which is an empty slot. */
    private static long done(long hash) {
        return (hash ^ (hash >>> 29)) | 1;
    }

    private int freeSlot(long key) {
        int slot = slotOf(key);
        while (keys[slot] != 0) slot = (slot + 1) & mask;
        return slot;
    }

    private int slotOf(long key) {
        return (int) (key >>> 33) & mask;
    }

    /**
     * Adds what a word says.
     *
     * @param times how much it counts
     * @return how many of its pieces are known
     */
    int add(char[] chars, int from, int to, double times, double[] scores) {
        int known = 0;
        for (int start = from; start < to; start++) {
            long hash = SEED;
            int end = Math.min(to, start + LONGEST);
            for (int at = start; at < end; at++) {
                hash = more(hash, chars[at]);
                known += addPiece(done(hash), times, scores);
            }
        }
        if (to - from <= LONGEST_WORD) {
            long hash = more(SEED, EDGE);
            for (int at = from; at < to; at++) hash = more(hash, chars[at]);
            known += addPiece(done(more(hash, EDGE)), times, scores);
        }
        return known;
    }

    private int addPiece(long key, double times, double[] scores) {
        for (int slot = slotOf(key); ; slot = (slot + 1) & mask) {
            if (keys[slot] == 0) return 0;
            if (keys[slot] != key) continue;
            int end = first[slot] + counts[slot];
            for (int i = first[slot]; i < end; i++) scores[columns[i]] += times * ((weights[i] & 0xff) * STEP);
            return 1;
        }
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
                table.begin(piece, entries);
                for (int i = entries; i > 0; i--) table.put(in.readUnsignedByte(), in.readUnsignedByte());
                before = piece;
            }
            return table;
        }
    }
}
