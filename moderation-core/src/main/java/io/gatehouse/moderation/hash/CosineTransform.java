package io.gatehouse.moderation.hash;

/** The 16 lowest frequencies (without the constant) of a 64 by 64 picture in each direction: B = D A transposed(D). */
final class CosineTransform {
    static final int SIDE = 16;
    static final int FROM = TentFilter.SIDE;

    /** 16 rows of 64. */
    private static final float[] MATRIX = matrix();

    private static final float[] TRANSPOSED = transposed();

    private static final boolean VECTORS = Boxes.hasVectors();

    private CosineTransform() {}

    private static float[] matrix() {
        float scale = (float) Math.sqrt(2.0 / FROM);
        var matrix = new float[SIDE * FROM];
        for (int i = 0; i < SIDE; i++)
            for (int j = 0; j < FROM; j++)
                matrix[i * FROM + j] = (float) (scale * StrictMath.cos((Math.PI / 2.0 / FROM) * (i + 1) * (2 * j + 1)));
        return matrix;
    }

    private static float[] transposed() {
        var turned = new float[FROM * SIDE];
        for (int i = 0; i < SIDE; i++) for (int j = 0; j < FROM; j++) turned[j * SIDE + i] = MATRIX[i * FROM + j];
        return turned;
    }

    /**
     * @param small 64 rows of 64
     * @return 16 rows of 16
     */
    static float[] apply(float[] small) {
        return VECTORS ? VectorTransform.apply(small, MATRIX, TRANSPOSED) : plainly(small);
    }

    static float[] plainly(float[] small) {
        var half = new float[SIDE * FROM];
        for (int i = 0; i < SIDE; i++)
            for (int k = 0; k < FROM; k++) addScaled(half, i * FROM, small, k * FROM, MATRIX[i * FROM + k], FROM);
        var result = new float[SIDE * SIDE];
        for (int i = 0; i < SIDE; i++)
            for (int k = 0; k < FROM; k++) addScaled(result, i * SIDE, TRANSPOSED, k * SIDE, half[i * FROM + k], SIDE);
        return result;
    }

    /** The terms of each sum arrive in the reference's order; different sums are taken at once. */
    private static void addScaled(float[] to, int at, float[] from, int start, float factor, int count) {
        for (int i = 0; i < count; i++) to[at + i] += factor * from[start + i];
    }
}
