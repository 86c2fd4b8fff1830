package io.gatehouse.moderation.hash;

/**
 * The eight ways to turn and mirror a picture. Turning a picture changes signs and order of its frequencies only, so all
 * eight hashes come from one transform.
 */
public enum Dihedral {
    ORIGINAL,
    ROTATE_90,
    ROTATE_180,
    ROTATE_270,
    FLIP_X,
    FLIP_Y,
    FLIP_PLUS_1,
    FLIP_MINUS_1;

    /**
     * @param frequencies 16 rows of 16
     * @return the same of the turned picture
     */
    float[] apply(float[] frequencies) {
        int side = CosineTransform.SIDE;
        var turned = new float[side * side];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                float value = frequencies[row * side + column];
                turned[transposes() ? column * side + row : row * side + column] =
                        negates(row % 2 == 1, column % 2 == 1) ? -value : value;
            }
        }
        return turned;
    }

    /** Whether the picture's columns are counted from the right. */
    boolean mirrorsColumns() {
        return negates(true, false);
    }

    /** Whether its rows are counted from the bottom. */
    boolean mirrorsRows() {
        return negates(false, true);
    }

    private boolean transposes() {
        return switch (this) {
            case ROTATE_90, ROTATE_270, FLIP_PLUS_1, FLIP_MINUS_1 -> true;
            case ORIGINAL, ROTATE_180, FLIP_X, FLIP_Y -> false;
        };
    }

    private boolean negates(boolean oddRow, boolean oddColumn) {
        return switch (this) {
            case ORIGINAL, FLIP_PLUS_1 -> false;
            case ROTATE_90, FLIP_Y -> !oddColumn;
            case ROTATE_180, FLIP_MINUS_1 -> oddRow != oddColumn;
            case ROTATE_270, FLIP_X -> !oddRow;
        };
    }
}
