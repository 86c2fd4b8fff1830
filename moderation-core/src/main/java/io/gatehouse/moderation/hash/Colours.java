package io.gatehouse.moderation.hash;

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
