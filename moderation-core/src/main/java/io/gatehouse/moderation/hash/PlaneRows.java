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
     * Weighted sums of rows' brightness as the reference takes it from red, green and blue. Products are added one after the other, as in
     * {@link #weigh(float[], int, int, float[], float[])}. Nothing is kept between rows: few of them count twice, and kept they would be
     * dearer to fetch than they are to make.
     *
     * @param sums filled with one value for each column, of an even number
     */
    abstract void weigh(HalvedFrame frame, int firstRow, float[] weights, float[] sums);

    /** All columns, one by one. */
    static void weighPlainly(HalvedFrame frame, int firstRow, float[] weights, float[] sums) {
        var colours = frame.colours();
        for (int x = 0; x < sums.length; x++) {
            float sum = 0;
            for (int i = 0; i < weights.length; i++) {
                int row = firstRow + i;
                int y = frame.plane().get(ValueLayout.JAVA_BYTE, row * frame.stride() + x) & 0xff;
                long at = row / 2 * frame.halvedStride() + x / 2;
                int cb = frame.cb().get(ValueLayout.JAVA_BYTE, at) & 0xff;
                int cr = frame.cr().get(ValueLayout.JAVA_BYTE, at) & 0xff;
                sum += weights[i]
                        * Luma.of(
                                colours.channel(y, colours.red(cr)),
                                colours.channel(y, colours.green(cb, cr)),
                                colours.channel(y, colours.blue(cb)));
            }
            sums[x] = sum;
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
