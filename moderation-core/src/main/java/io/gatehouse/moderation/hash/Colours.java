package io.gatehouse.moderation.hash;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Turns brightness and colour differences to brightness as PDQ sums it, by way of red, green and blue, with the whole numbers of the
 * Independent JPEG Group's decoder. Every implementation gives the same floats.
 */
public abstract sealed class Colours permits PlainColours, VectorColours {
    /** The colours' weights in 65536ths. */
    static final int RED_OF_CR = 91_881;

    static final int BLUE_OF_CB = 116_130;
    static final int GREEN_OF_CR = -46_802;
    static final int GREEN_OF_CB = -22_554;
    static final int HALF = 1 << 15;

    /** Colour differences of nothing. */
    static final int GREY = 128;

    public static Colours fastest() {
        return Boxes.hasVectors() ? new VectorColours() : new PlainColours();
    }

    /**
     * @param bright 0 to 255, like {@code blue} and {@code red}, as long as each of them
     * @param at where the first value goes
     */
    public abstract void luma(int[] bright, int[] blue, int[] red, float[] luma, int at);

    /**
     * Mixes three parts of one row of a coarse plane with one part of another, and rounds.
     *
     * @param near where the row begins in the plane, like {@code far}
     * @param mixed filled from 1 to {@code width}; the first and the last value stand there twice
     */
    public final void mixRows(
            MemorySegment plane, long near, long far, int width, int rounding, int shift, int[] mixed) {
        mixBytes(plane, near, far, width, rounding, shift, mixed);
        mixed[0] = mixed[1];
        mixed[width + 1] = mixed[width];
    }

    abstract void mixBytes(MemorySegment plane, long near, long far, int width, int rounding, int shift, int[] mixed);

    /**
     * Every second byte of a plane.
     *
     * @param from the first of them
     */
    public abstract void everySecond(MemorySegment plane, long from, int[] bytes);

    /**
     * The colours of every second pixel from the first on, of a row whose colours lie in rows of half its width: three parts of one value
     * are mixed with one part of its neighbour, and rounded, which is the decoder's "fancy upsampling".
     *
     * @param values as {@link #mixRows} gave them
     */
    public abstract void mixNeighbours(int[] values, int rounding, int shift, int[] mixed);

    /**
     * The colours of both pixels that lie in each column of a coarse row, mixed with its neighbours: the byte of blue of the left one
     * and of the right one, then those of red.
     *
     * @param blue as {@link #mixRows} gave it, like {@code red}
     * @param left rounds the left pixel, and {@code right} the right one
     */
    public abstract void mixPairs(int[] blue, int[] red, int left, int right, int shift, int[] pairs);

    /**
     * Brightness by twos: the byte of the left pixel of each pair, then that of the right one.
     *
     * @param width in pixels; of an odd one the last pixel is alone
     */
    public abstract void pairs(MemorySegment plane, long from, int width, int[] pairs);

    /**
     * As {@link #luma(int[], int[], int[], float[], int)}, of some pixels of a row that is held by twos.
     *
     * @param bright of {@link #pairs}
     * @param colours of {@link #mixPairs}
     * @param pair in which each pixel lies
     * @param bits 0 for the left one of its pair, 8 for the right one
     */
    public abstract void luma(int[] bright, int[] colours, int[] pair, int[] bits, float[] luma, int at);

    /** Pairs from {@code from} on, one by one. */
    static void mixPairsPlainly(int[] blue, int[] red, int left, int right, int shift, int[] pairs, int from) {
        for (int i = from; i < pairs.length; i++)
            pairs[i] = pairOf(blue, i + 1, left, right, shift) | pairOf(red, i + 1, left, right, shift) << 16;
    }

    private static int pairOf(int[] values, int at, int left, int right, int shift) {
        int three = 3 * values[at];
        return (three + values[at - 1] + left) >> shift | (three + values[at + 1] + right) >> shift << 8;
    }

    /** Pairs from {@code first} on, one by one. */
    static void pairsPlainly(MemorySegment plane, long from, int width, int[] pairs, int first) {
        for (int i = first; i < pairs.length; i++) {
            int left = plane.get(ValueLayout.JAVA_BYTE, from + 2L * i) & 0xff;
            int right = 2 * i + 1 < width ? plane.get(ValueLayout.JAVA_BYTE, from + 2L * i + 1) & 0xff : 0;
            pairs[i] = left | right << 8;
        }
    }

    /** Columns from {@code from} on, one by one. */
    static void lumaPlainly(int[] bright, int[] colours, int[] pair, int[] bits, float[] luma, int at, int from) {
        for (int i = from; i < pair.length; i++) {
            int colour = colours[pair[i]] >>> bits[i];
            luma[at + i] = lumaOf(bright[pair[i]] >>> bits[i] & 0xff, colour & 0xff, colour >>> 16 & 0xff);
        }
    }

    private static float lumaOf(int bright, int blue, int red) {
        int cb = blue - GREY;
        int cr = red - GREY;
        int r = bright + ((RED_OF_CR * cr + HALF) >> 16);
        int g = bright + ((GREEN_OF_CB * cb + GREEN_OF_CR * cr + HALF) >> 16);
        int b = bright + ((BLUE_OF_CB * cb + HALF) >> 16);
        return Luma.of(clamped(r), clamped(g), clamped(b));
    }

    /** Columns from {@code from} on, one by one. */
    static void mixBytesPlainly(
            MemorySegment plane, long near, long far, int width, int rounding, int shift, int[] mixed, int from) {
        for (int x = from; x < width; x++) {
            int one = plane.get(ValueLayout.JAVA_BYTE, near + x) & 0xff;
            int other = plane.get(ValueLayout.JAVA_BYTE, far + x) & 0xff;
            mixed[x + 1] = (3 * one + other + rounding) >> shift;
        }
    }

    /** Bytes from {@code first} on, one by one. */
    static void everySecondPlainly(MemorySegment plane, long from, int[] bytes, int first) {
        for (int i = first; i < bytes.length; i++) bytes[i] = plane.get(ValueLayout.JAVA_BYTE, from + 2L * i) & 0xff;
    }

    /** Columns from {@code from} on, one by one. */
    static void mixNeighboursPlainly(int[] values, int rounding, int shift, int[] mixed, int from) {
        for (int i = from; i < mixed.length; i++) mixed[i] = (3 * values[i + 1] + values[i] + rounding) >> shift;
    }

    /** Columns from {@code from} on, one by one. */
    static void lumaPlainly(int[] bright, int[] blue, int[] red, float[] luma, int at, int from) {
        for (int i = from; i < bright.length; i++) luma[at + i] = lumaOf(bright[i], blue[i], red[i]);
    }

    private static int clamped(int value) {
        return Math.min(255, Math.max(0, value));
    }
}
