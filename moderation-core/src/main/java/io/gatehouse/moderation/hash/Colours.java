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
     * Mixes three parts of one value with one part of another, and rounds: the decoder's "fancy upsampling".
     *
     * @param near for each column where its value stands in {@code values}, and {@code far} where the next nearest does
     */
    public abstract void mix(int[] values, int[] near, int[] far, int[] rounding, int shift, int[] mixed);

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
     * As {@link #mix} for every second pixel from the first on, of a row whose colours lie in rows of half its width: neighbours are mixed.
     *
     * @param values as {@link #mixRows} gave them
     */
    public abstract void mixNeighbours(int[] values, int rounding, int shift, int[] mixed);

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
    static void mixPlainly(int[] values, int[] near, int[] far, int[] rounding, int shift, int[] mixed, int from) {
        for (int i = from; i < mixed.length; i++)
            mixed[i] = (3 * values[near[i]] + values[far[i]] + rounding[i]) >> shift;
    }

    /** Columns from {@code from} on, one by one. */
    static void lumaPlainly(int[] bright, int[] blue, int[] red, float[] luma, int at, int from) {
        for (int i = from; i < bright.length; i++) {
            int cb = blue[i] - GREY;
            int cr = red[i] - GREY;
            int r = bright[i] + ((RED_OF_CR * cr + HALF) >> 16);
            int g = bright[i] + ((GREEN_OF_CB * cb + GREEN_OF_CR * cr + HALF) >> 16);
            int b = bright[i] + ((BLUE_OF_CB * cb + HALF) >> 16);
            luma[at + i] = Luma.of(clamped(r), clamped(g), clamped(b));
        }
    }

    private static int clamped(int value) {
        return Math.min(255, Math.max(0, value));
    }
}
