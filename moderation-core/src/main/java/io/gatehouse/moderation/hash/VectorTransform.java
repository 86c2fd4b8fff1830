package io.gatehouse.moderation.hash;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The same sums in the same order as {@link CosineTransform}, some at a time and each in a register. */
final class VectorTransform {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;

    private static final int SIDE = CosineTransform.SIDE;
    private static final int FROM = CosineTransform.FROM;

    private VectorTransform() {}

    /**
     * @param matrix 16 rows of 64
     * @param transposed 64 rows of 16
     */
    static float[] apply(float[] small, float[] matrix, float[] transposed) {
        var half = new float[SIDE * FROM];
        multiply(matrix, small, FROM, half);
        var result = new float[SIDE * SIDE];
        multiply(half, transposed, SIDE, result);
        return result;
    }

    /** 16 rows of 64 times 64 rows of {@code width}. */
    private static void multiply(float[] left, float[] right, int width, float[] product) {
        for (int i = 0; i < SIDE; i++)
            for (int j = 0; j < width; j += FLOATS.length()) {
                var sum = FloatVector.zero(FLOATS);
                // Products are rounded before they are added, as the reference does it.
                for (int k = 0; k < FROM; k++)
                    sum = sum.add(
                            FloatVector.fromArray(FLOATS, right, k * width + j).mul(left[i * FROM + k]));
                sum.intoArray(product, i * width + j);
            }
    }
}
