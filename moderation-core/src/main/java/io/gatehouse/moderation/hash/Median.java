package io.gatehouse.moderation.hash;

/** The lower median of a hash's frequencies, found without sorting them: by halving the range that it lies in. */
final class Median {
    private Median() {}

    /** @param values an even number of them, none of them NaN */
    static float lower(float[] values) {
        var keys = new int[values.length];
        for (int i = 0; i < keys.length; i++) keys[i] = key(values[i]);
        int low = Integer.MIN_VALUE;
        int high = Integer.MAX_VALUE;
        while (low < high) {
            int middle = (int) (((long) low + high) >> 1);
            int below = 0;
            for (int key : keys) below += key <= middle ? 1 : 0;
            if (below >= values.length / 2) high = middle;
            else low = middle + 1;
        }
        return Float.intBitsToFloat(low < 0 ? low ^ Integer.MAX_VALUE : low);
    }

    /** Whole numbers in the order of the floats. */
    private static int key(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
    }
}
