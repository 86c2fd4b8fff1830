package io.gatehouse.moderation.decode;

import io.gatehouse.moderation.hash.Colours;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A JPEG's brightness and its coarser colours. Colours between are mixed, and turned to red, green and blue, with the whole
 * numbers of the Independent JPEG Group's decoder ("fancy upsampling"), so that each pixel is the one that tools built on that
 * decoder see.
 */
final class JpegPixels extends Pixels {
    private final Colours colours = Colours.fastest();
    private final Plane brightness;
    private final Plane blue;
    private final Plane red;
    private final int shiftX;
    private final int shiftY;
    private final int shift;
    private int[] prepared = new int[0];
    private int[] near = prepared;
    private int[] far = prepared;
    private int[] rounding = prepared;
    private int[] bright = prepared;
    private int[] blueness = prepared;
    private int[] redness = prepared;

    /**
     * @param stride bytes from one row to the next
     * @param width of a row, of which the rest is padding
     */
    record Plane(MemorySegment bytes, long stride, int width) {
        byte[] row(int y) {
            var row = new byte[width];
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, y * stride, row, 0, width);
            return row;
        }
    }

    /** @param shiftX 1 when a colour covers two columns, 0 when one */
    JpegPixels(int width, int height, Plane brightness, Plane blue, Plane red, int shiftX, int shiftY) {
        super(width, height);
        this.brightness = brightness;
        this.blue = blue;
        this.red = red;
        this.shiftX = shiftX;
        this.shiftY = shiftY;
        shift = shiftX == 1 && shiftY == 1 ? 4 : 2;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // The caller asks for one array of columns again and again.
    void read(int row, int[] columns, float[] luma, int at) {
        if (columns != prepared) prepare(columns);
        var y = brightness.row(row);
        for (int i = 0; i < columns.length; i++) bright[i] = y[columns[i]] & 0xff;
        colours.mix(rowOf(blue, row), near, far, rounding, shift, blueness);
        colours.mix(rowOf(red, row), near, far, rounding, shift, redness);
        colours.luma(bright, blueness, redness, luma, at);
    }

    /** Where the colours of each column lie, once for all rows. */
    private void prepare(int[] columns) {
        prepared = columns;
        near = new int[columns.length];
        far = new int[columns.length];
        rounding = new int[columns.length];
        bright = new int[columns.length];
        blueness = new int[columns.length];
        redness = new int[columns.length];
        for (int i = 0; i < columns.length; i++) {
            int odd = columns[i] & shiftX;
            near[i] = (columns[i] >> shiftX) + 1;
            // The next nearest lies before an even column and behind an odd one.
            far[i] = near[i] - shiftX + 2 * odd;
            rounding[i] = shiftX == 0 ? 0 : shiftY == 0 ? 1 + odd : 8 - odd;
        }
    }

    /**
     * Three parts of the coarse row that covers a row, one part of the next nearest: four times the value when both directions are
     * coarse, the value itself otherwise. The first and the last value stand there twice.
     */
    private int[] rowOf(Plane plane, int row) {
        int y = row >> shiftY;
        var near = plane.row(y);
        var far = shiftY == 0 ? near : plane.row(neighbour(y, row, (height() + 1) / 2));
        int down = shiftY == 1 && shiftX == 1 ? 0 : 2;
        // Where columns are not coarse too, the mean is taken here, with the decoder's own rounding.
        int rounding = shiftY == 1 && shiftX == 0 ? 1 + (row & 1) : 0;
        var mixed = new int[near.length + 2];
        for (int x = 0; x < near.length; x++)
            mixed[x + 1] = (3 * (near[x] & 0xff) + (far[x] & 0xff) + rounding) >> down;
        mixed[0] = mixed[1];
        mixed[near.length + 1] = mixed[near.length];
        return mixed;
    }

    /** The begin and the end repeat themselves. */
    private static int neighbour(int at, int pixel, int count) {
        return Math.clamp((pixel & 1) == 0 ? at - 1 : at + 1, 0, count - 1);
    }
}
