package io.gatehouse.tuning;

/**
 * How layers are learned. All of it together with the texts decides the file.
 *
 * @param epochs how often each text is read
 * @param batch texts a step
 * @param rate of the layers, at its highest: it rises from nought over {@link #WARM_UP} of the steps, and falls to nought
 * @param topRate the same of what stands on top and is thrown away afterwards
 * @param decay of matrices
 * @param dropout share of numbers left out
 */
record Recipe(int epochs, int batch, double rate, double topRate, float decay, float dropout, long seed) {
    private static final double WARM_UP = 0.06;

    /** Longest gradient of all numbers together; longer ones are shortened. */
    static final double LONGEST_GRADIENT = 1;

    /** The highest rate's share at a step. */
    static double share(int step, int steps) {
        double done = (step + 1.0) / steps;
        return done < WARM_UP ? done / WARM_UP : Math.max(0, (1 - done) / (1 - WARM_UP));
    }
}
