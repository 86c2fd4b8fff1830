package io.gatehouse.moderation.hash;

import io.gatehouse.moderation.hash.FrameHasher.Levels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Weighted sums of a plane's rows. */
abstract sealed class PlaneRows permits PlainPlaneRows, VectorPlaneRows {
    /** Rows that are narrowed at once; 64 is a multiple of it. */
    static final int LANES = 8;

    static PlaneRows fastest() {
        return Boxes.hasVectors() ? new VectorPlaneRows() : new PlainPlaneRows();
    }

    /**
     * Each value is taken between black and white, and from black.
     *
     * @param sums filled with one value for each column
     */
    abstract void weigh(MemorySegment plane, long stride, int firstRow, float[] weights, Levels levels, float[] sums);

    /**
     * As {@link #weigh(MemorySegment, long, int, float[], Levels, float[])}, with weights that are whole numbers of a unit: their
     * sums are exact, and half as dear.
     */
    abstract void weigh(
            MemorySegment plane, long stride, int firstRow, short[] counts, float unit, Levels levels, float[] sums);

    /** Columns from {@code from} on, one by one. */
    static void weighPlainly(
            MemorySegment plane,
            long stride,
            int firstRow,
            short[] counts,
            float unit,
            Levels levels,
            float[] sums,
            int from) {
        for (int x = from; x < sums.length; x++) {
            int sum = 0;
            for (int r = 0; r < counts.length; r++) {
                int value = plane.get(ValueLayout.JAVA_BYTE, (firstRow + r) * stride + x) & 0xff;
                sum += counts[r] * (Math.clamp(value, levels.black, levels.white) - levels.black);
            }
            sums[x] = sum * unit;
        }
    }

    /** Columns from {@code from} on, one by one. */
    static void weighPlainly(
            MemorySegment plane, long stride, int firstRow, float[] weights, Levels levels, float[] sums, int from) {
        for (int x = from; x < sums.length; x++) sums[x] = 0;
        for (int r = 0; r < weights.length; r++) {
            long row = (firstRow + r) * stride;
            for (int x = from; x < sums.length; x++) {
                int value = plane.get(ValueLayout.JAVA_BYTE, row + x) & 0xff;
                sums[x] += weights[r] * (Math.clamp(value, levels.black, levels.white) - levels.black);
            }
        }
    }

    /**
     * The brightness of a row of pixels of red, green, blue and one byte more, as the reference sums it.
     *
     * @param from the row's first byte
     * @param at where the first value goes
     */
    abstract void luma(MemorySegment plane, long from, float[] luma, int at, int width);

    /**
     * Differences of a row of pixels whose colours lie in rows of half the width.
     *
     * @param from the first byte of both rows
     * @param red one value for each pixel, like {@code green} and {@code blue}; of an even number
     */
    abstract void differences(
            MemorySegment cb, MemorySegment cr, long from, HalvedColours colours, int[] red, int[] green, int[] blue);

    /**
     * The brightness of a row of pixels as the reference sums it from red, green and blue.
     *
     * @param from the row's first byte
     * @param at where the first value goes
     */
    abstract void luma(
            MemorySegment plane,
            long from,
            HalvedColours colours,
            int[] red,
            int[] green,
            int[] blue,
            float[] luma,
            int at);

    /** Columns from {@code from} on, two at a time. */
    static void differencesPlainly(
            MemorySegment cb,
            MemorySegment cr,
            long row,
            HalvedColours colours,
            int[] red,
            int[] green,
            int[] blue,
            int from) {
        for (int x = from; x < red.length; x += 2) {
            int bluish = cb.get(ValueLayout.JAVA_BYTE, row + x / 2) & 0xff;
            int reddish = cr.get(ValueLayout.JAVA_BYTE, row + x / 2) & 0xff;
            red[x] = red[x + 1] = colours.red(reddish);
            green[x] = green[x + 1] = colours.green(bluish, reddish);
            blue[x] = blue[x + 1] = colours.blue(bluish);
        }
    }

    /** Columns from {@code from} on, one by one. */
    static void lumaPlainly(
            MemorySegment plane,
            long row,
            HalvedColours colours,
            int[] red,
            int[] green,
            int[] blue,
            float[] luma,
            int at,
            int from) {
        for (int x = from; x < red.length; x++) {
            int y = plane.get(ValueLayout.JAVA_BYTE, row + x) & 0xff;
            luma[at + x] =
                    Luma.of(colours.channel(y, red[x]), colours.channel(y, green[x]), colours.channel(y, blue[x]));
        }
    }

    /**
     * Weighted sums of rows that are held in turn: row {@code r} is the {@code r % held}th. Products are added one after the
     * other, as the reference does, so that every implementation gives the same floats.
     */
    abstract void weigh(float[] rows, int firstRow, int held, float[] weights, float[] sums);

    /** Columns from {@code from} on, one by one. */
    static void lumaPlainly(MemorySegment plane, long row, float[] luma, int at, int width, int from) {
        for (int x = from; x < width; x++) {
            int pixel = plane.get(LITTLE_INT, row + 4L * x);
            luma[at + x] = Luma.of(pixel & 0xff, pixel >> 8 & 0xff, pixel >> 16 & 0xff);
        }
    }

    /** Columns from {@code from} on, one by one. */
    static void weighPlainly(float[] rows, int firstRow, int held, float[] weights, float[] sums, int from) {
        for (int x = from; x < sums.length; x++) {
            float sum = 0;
            for (int i = 0; i < weights.length; i++) sum += weights[i] * rows[(firstRow + i) % held * sums.length + x];
            sums[x] = sum;
        }
    }

    /**
     * Takes the weighted means across {@link #LANES} rows, in the order in which {@link TentWeights#mean} sums them.
     *
     * @param tile of each column, one value of each row
     * @param small 64 rows of 64, of which those from {@code firstRow} on are written
     */
    abstract void narrow(float[] tile, TentWeights across, float scale, float[] small, int firstRow);

    private static final ValueLayout.OfInt LITTLE_INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN);
}
