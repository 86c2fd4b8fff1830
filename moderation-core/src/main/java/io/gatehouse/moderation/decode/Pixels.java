package io.gatehouse.moderation.decode;

import io.gatehouse.moderation.hash.Luma;

/** A decoded picture, of which only the pixels that a hash reads are turned into red, green and blue. */
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

    /** Writes red, green and blue of some columns of one row, in the order in which the columns are named. */
    abstract void read(int row, int[] columns, byte[] rgb, int at);

    /** What PDQ hashes: the picture as it is shown, by the pixels that the reference picks. */
    final Luma toLuma(Orientation shown) {
        boolean large = width > MAX_SIDE || height > MAX_SIDE;
        int[] columns = picked(width, large ? MAX_SIDE : width, shown.fromRight());
        int[] rows = picked(height, large ? MAX_SIDE : height, shown.fromBottom());
        var rgb = new byte[3 * columns.length * rows.length];
        for (int i = 0; i < rows.length; i++) read(rows[i], columns, rgb, 3 * columns.length * i);
        return shown.transposes()
                ? Luma.ofRgb(rows.length, columns.length, transposed(rgb, columns.length, rows.length))
                : Luma.ofRgb(columns.length, rows.length, rgb);
    }

    private static int[] picked(int length, int count, boolean fromEnd) {
        var picked = new int[count];
        for (int i = 0; i < count; i++) {
            int at = (int) ((long) i * length / count);
            picked[i] = fromEnd ? length - 1 - at : at;
        }
        return picked;
    }

    private static byte[] transposed(byte[] rgb, int width, int height) {
        var turned = new byte[rgb.length];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) System.arraycopy(rgb, 3 * (y * width + x), turned, 3 * (x * height + y), 3);
        return turned;
    }
}
