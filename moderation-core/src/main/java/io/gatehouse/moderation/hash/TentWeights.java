package io.gatehouse.moderation.hash;

/** For each of 64 parts of a length: which values two box filters, one after the other, mix into it, and how much of each. */
final class TentWeights {
    private final int[] first = new int[TentFilter.SIDE];
    private final float[][] weights = new float[TentFilter.SIDE][];

    private TentWeights() {}

    static TentWeights of(int length) {
        int window = (length + 2 * TentFilter.SIDE - 1) / (2 * TentFilter.SIDE);
        int half = (window + 2) / 2;
        var all = new TentWeights();
        for (int i = 0; i < TentFilter.SIDE; i++) {
            int centre = (int) ((i + 0.5) * length / TentFilter.SIDE);
            int from = Math.max(0, centre + half - window);
            int to = Math.min(length - 1, centre + half - 1);
            all.first[i] = Math.max(0, from + half - window);
            var mixed = new double[Math.min(length - 1, to + half - 1) - all.first[i] + 1];
            for (int p = from; p <= to; p++) {
                int begin = Math.max(0, p + half - window);
                int end = Math.min(length - 1, p + half - 1);
                for (int q = begin; q <= end; q++) mixed[q - all.first[i]] += 1.0 / (to - from + 1) / (end - begin + 1);
            }
            all.weights[i] = new float[mixed.length];
            for (int q = 0; q < mixed.length; q++) all.weights[i][q] = (float) mixed[q];
        }
        return all;
    }

    int first(int part) {
        return first[part];
    }

    float[] weights(int part) {
        return weights[part];
    }

    /** How many values the longest mean is of. */
    int longest() {
        int longest = 0;
        for (var one : weights) longest = Math.max(longest, one.length);
        return longest;
    }

    float mean(float[] values, int part) {
        float sum = 0;
        int from = first[part];
        var weight = weights[part];
        for (int i = 0; i < weight.length; i++) sum += weight[i] * values[from + i];
        return sum;
    }
}
