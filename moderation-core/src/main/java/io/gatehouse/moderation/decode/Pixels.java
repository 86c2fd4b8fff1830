package io.gatehouse.moderation.decode;

import io.gatehouse.moderation.hash.Luma;
import io.gatehouse.moderation.hash.LumaRows;

/** A decoded picture, of which only the pixels that a hash reads are looked at. */
abstract class Pixels {
    /** Pictures with a side above this are made smaller, to a square of this side, as the reference does. */
    static final int MAX_SIDE = 512;

    private final int width;
    private final int height;

    Pixels(int width, int height) {
        this.width = width;
        this.height = height;
    }

    final int width() {
        return width;
    }

    final int height() {
        return height;
    }

    /** Writes the brightness of some columns of one row, in the order in which the columns are named. */
    abstract void read(int row, int[] columns, float[] luma, int at);

    /** What PDQ hashes: the picture as it is shown, by the pixels that the reference picks. */
    final Luma toLuma(Orientation shown) {
        boolean large = width > MAX_SIDE || height > MAX_SIDE;
        int[] columns = picked(width, large ? MAX_SIDE : width, shown.fromRight());
        int[] rows = picked(height, large ? MAX_SIDE : height, shown.fromBottom());
        var luma = new float[columns.length * rows.length];
        for (int i = 0; i < rows.length; i++) read(rows[i], columns, luma, columns.length * i);
        return shown.transposes()
                ? new Luma(rows.length, columns.length, transposed(luma, columns.length, rows.length))
                : new Luma(columns.length, rows.length, luma);
    }

    /** Whether {@link #largeRows} has what PDQ hashes: of a large picture that does not lie on its side. */
    final boolean hasLargeRows(Orientation shown) {
        return !shown.transposes() && (width > MAX_SIDE || height > MAX_SIDE);
    }

    /** As {@link #toLuma}, row by row, so that most of a picture need not be kept. */
    final LumaRows largeRows(Orientation shown) {
        int[] columns = picked(width, MAX_SIDE, shown.fromRight());
        int[] rows = picked(height, MAX_SIDE, shown.fromBottom());
        return (row, luma, at) -> read(rows[row], columns, luma, at);
    }

    private static int[] picked(int length, int count, boolean fromEnd) {
        var picked = new int[count];
        for (int i = 0; i < count; i++) {
            int at = (int) ((long) i * length / count);
            picked[i] = fromEnd ? length - 1 - at : at;
        }
        return picked;
    }

    private static float[] transposed(float[] luma, int width, int height) {
        var turned = new float[luma.length];
        for (int y = 0; y < height; y++) for (int x = 0; x < width; x++) turned[x * height + y] = luma[y * width + x];
        return turned;
    }
}
