package io.gatehouse.moderation.hash;

/** For each of 64 parts of a length: which values two box filters, one after the other, mix into it, and how much of each. */
final class TentWeights {
    private final int[] first = new int[TentFilter.SIDE];
    private final float[][] weights = new float[TentFilter.SIDE][];
    private final short[][] counts = new short[TentFilter.SIDE][];
    private final float[] units = new float[TentFilter.SIDE];

    /** So many bytes have a sum of sixteen bits: enough for pictures of 2,048 rows. */
    private static final int MAX_COUNTS = 65_535 / 255;

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
            boolean whole = from >= window - half && to <= length - half && window * (to - from + 1) <= MAX_COUNTS;
            all.counts[i] = whole ? counts(mixed, window * (to - from + 1)) : new short[0];
            all.units[i] = 1f / (window * (to - from + 1));
        }
        return all;
    }

    /**
     * The same of a length that is counted from its end when it is shown, in the order in which it is stored. Parts do not lie evenly: a
     * turned frame has the hash of its turned copy by these only.
     */
    static TentWeights of(int length, boolean fromEnd) {
        var all = of(length);
        if (!fromEnd) return all;
        var turned = new TentWeights();
        for (int i = 0; i < TentFilter.SIDE; i++) {
            int other = TentFilter.SIDE - 1 - i;
            turned.first[i] = length - all.first[other] - all.weights[other].length;
            turned.weights[i] = new float[all.weights[other].length];
            for (int q = 0; q < turned.weights[i].length; q++)
                turned.weights[i][q] = all.weights[other][turned.weights[i].length - 1 - q];
            turned.counts[i] = new short[all.counts[other].length];
            for (int q = 0; q < turned.counts[i].length; q++)
                turned.counts[i][q] = all.counts[other][turned.counts[i].length - 1 - q];
            turned.units[i] = all.units[other];
        }
        return turned;
    }

    private static short[] counts(double[] mixed, int all) {
        var counts = new short[mixed.length];
        for (int i = 0; i < counts.length; i++) counts[i] = (short) Math.round(mixed[i] * all);
        return counts;
    }

    int first(int part) {
        return first[part];
    }

    float[] weights(int part) {
        return weights[part];
    }

    /** A part's weights as whole numbers of {@link #unit}; empty where they are none, at both ends, or would not fit a sum. */
    short[] counts(int part) {
        return counts[part];
    }

    float unit(int part) {
        return units[part];
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
