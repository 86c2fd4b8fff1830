package io.gatehouse.moderation.hash;

import java.util.Arrays;

/**
 * Sliding means along sequences that lie beside each other. Sums are taken in the reference's order in every
 * implementation, so that all give the same floats.
 */
abstract sealed class Boxes permits PlainBoxes, VectorBoxes {
    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    /** Six times as fast where the Java process was started with the vector module. */
    static Boxes fastest() {
        return hasVectors() ? new VectorBoxes() : new PlainBoxes();
    }

    static boolean hasVectors() {
        return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
    }

    /**
     * Means over a sliding window along each of {@code lanes} sequences; at both ends the window is shorter.
     *
     * @param length of each sequence; step {@code i} of all of them is at {@code i * lanes}
     */
    final void means(float[] in, float[] out, int length, int lanes, int window) {
        var sums = new float[lanes];
        int half = (window + 2) / 2;
        int full = window - half + 1;
        int after = Math.max(full, length - half + 1);
        for (int i = 0; i < full; i++) step(in, i, length, window, sums, out, i * lanes);
        slideAll(sums, in, window * lanes, 0, after - full, window, out, full * lanes);
        for (int i = after; i < length; i++) step(in, i, length, window, sums, out, i * lanes);
    }

    /**
     * One step of {@link #means}. Steps are taken in their order, from 0 on.
     *
     * @param sums of the window, one for each sequence; kept between steps
     * @param at where the first mean goes
     */
    final void step(float[] in, int i, int length, int window, float[] sums, float[] out, int at) {
        int lanes = sums.length;
        int half = (window + 2) / 2;
        if (i == 0) {
            Arrays.fill(sums, 0);
            for (int ahead = 0; ahead < half - 1; ahead++) add(sums, in, ahead * lanes);
        }
        int enters = i + half - 1;
        int leaves = enters - window;
        int size = Math.min(enters, length - 1) - Math.max(leaves, -1);
        if (enters < length && leaves >= 0) {
            slide(sums, in, enters * lanes, leaves * lanes, size, out, at);
            return;
        }
        if (enters < length) add(sums, in, enters * lanes);
        if (leaves >= 0) drop(sums, in, leaves * lanes);
        mean(sums, size, out, at);
    }

    /** Whether a division by it is a multiplication by a number that a float holds: the same to the bit, and much faster. */
    static boolean isPowerOfTwo(int size) {
        return (size & (size - 1)) == 0;
    }

    private static void add(float[] sums, float[] in, int at) {
        for (int i = 0; i < sums.length; i++) sums[i] += in[at + i];
    }

    private static void drop(float[] sums, float[] in, int at) {
        for (int i = 0; i < sums.length; i++) sums[i] -= in[at + i];
    }

    private static void mean(float[] sums, int size, float[] out, int at) {
        for (int i = 0; i < sums.length; i++) out[at + i] = sums[i] / size;
    }

    /** As {@link #slide} for many steps, one after the other. */
    abstract void slideAll(float[] sums, float[] in, int enters, int leaves, int steps, int size, float[] out, int at);

    /** One step of full windows, where nearly all the time goes: a value enters each sum, then one leaves it. */
    abstract void slide(float[] sums, float[] in, int enters, int leaves, int size, float[] out, int at);
}
