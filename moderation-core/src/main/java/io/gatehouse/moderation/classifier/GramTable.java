package io.gatehouse.moderation.classifier;

import java.nio.ByteBuffer;

/**
 * The weights of sixteen categories, a byte each, side by side in two longs a row. Rows are added up eight bytes at once: a weight
 * is kept as an unsigned byte, and four of them are summed in the four quarters of a long, which hold 257 of them.
 */
final class GramTable {
    static final int LANES = 16;

    /** What a stored byte is above its weight. */
    private static final int ZERO = 128;

    private static final long QUARTERS = 0x00FF00FF00FF00FFL;

    /** 65,535 / 255: more rows could overflow a quarter. */
    private static final int MOST_ROWS = 257;

    private final long[] rows;

    private GramTable(long[] rows) {
        this.rows = rows;
    }

    /** @param weights lane by lane within rows, in [-127, 127] */
    static GramTable of(ByteBuffer weights) {
        var rows = new long[weights.remaining() / Long.BYTES];
        for (int i = 0; i < rows.length; i++) {
            long packed = 0;
            for (int lane = 0; lane < Long.BYTES; lane++)
                packed |= (long) (weights.get(weights.position() + i * Long.BYTES + lane) + ZERO) << (Byte.SIZE * lane);
            rows[i] = packed;
        }
        return new GramTable(rows);
    }

    int rowCount() {
        return rows.length / 2;
    }

    /**
     * Adds the weights of some rows to sums.
     *
     * @param indices of the rows, the first {@code count} of them
     * @param sums of each lane; added to
     */
    void sum(int[] indices, int count, int[] sums) {
        for (int from = 0; from < count; from += MOST_ROWS) sum(indices, from, Math.min(count, from + MOST_ROWS), sums);
        for (int lane = 0; lane < LANES; lane++) sums[lane] -= ZERO * count;
    }

    private void sum(int[] indices, int from, int to, int[] sums) {
        long even0 = 0;
        long odd0 = 0;
        long even1 = 0;
        long odd1 = 0;
        for (int i = from; i < to; i++) {
            int at = indices[i] * 2;
            long first = rows[at];
            long second = rows[at + 1];
            even0 += first & QUARTERS;
            odd0 += (first >>> Byte.SIZE) & QUARTERS;
            even1 += second & QUARTERS;
            odd1 += (second >>> Byte.SIZE) & QUARTERS;
        }
        for (int quarter = 0; quarter < 4; quarter++) {
            int bits = Short.SIZE * quarter;
            sums[2 * quarter] += (int) (even0 >>> bits) & 0xFFFF;
            sums[2 * quarter + 1] += (int) (odd0 >>> bits) & 0xFFFF;
            sums[8 + 2 * quarter] += (int) (even1 >>> bits) & 0xFFFF;
            sums[8 + 2 * quarter + 1] += (int) (odd1 >>> bits) & 0xFFFF;
        }
    }
}
