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
    private final int[] blueRow;
    private final int[] redRow;
    private final byte[] brightRow;
    private boolean takesEverySecond;
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
    record Plane(MemorySegment bytes, long stride, int width) {}

    /** @param shiftX 1 when a colour covers two columns, 0 when one */
    JpegPixels(int width, int height, Plane brightness, Plane blue, Plane red, int shiftX, int shiftY) {
        super(width, height);
        this.brightness = brightness;
        this.blue = blue;
        this.red = red;
        this.shiftX = shiftX;
        this.shiftY = shiftY;
        shift = shiftX == 1 && shiftY == 1 ? 4 : 2;
        blueRow = new int[blue.width + 2];
        redRow = new int[red.width + 2];
        brightRow = new byte[brightness.width];
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // The caller asks for one array of columns again and again.
    void read(int row, int[] columns, float[] luma, int at) {
        if (columns != prepared) prepare(columns);
        mixRows(blue, row, blueRow);
        mixRows(red, row, redRow);
        long from = row * brightness.stride;
        if (takesEverySecond) {
            colours.everySecond(brightness.bytes, from, bright);
            colours.mixNeighbours(blueRow, rounding[0], shift, blueness);
            colours.mixNeighbours(redRow, rounding[0], shift, redness);
        } else {
            MemorySegment.copy(brightness.bytes, ValueLayout.JAVA_BYTE, from, brightRow, 0, brightness.width);
            for (int i = 0; i < columns.length; i++) bright[i] = brightRow[columns[i]] & 0xff;
            colours.mix(blueRow, near, far, rounding, shift, blueness);
            colours.mix(redRow, near, far, rounding, shift, redness);
        }
        colours.luma(bright, blueness, redness, luma, at);
    }

    /** Where the colours of each column lie, once for all rows. */
    private void prepare(int[] columns) {
        prepared = columns;
        takesEverySecond = shiftX == 1;
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
            takesEverySecond &= columns[i] == 2 * i;
        }
    }

    /**
     * Three parts of the coarse row that covers a row, one part of the next nearest: four times the value when both directions are
     * coarse, the value itself otherwise.
     */
    private void mixRows(Plane plane, int row, int[] mixed) {
        int y = row >> shiftY;
        int next = shiftY == 0 ? y : neighbour(y, row, (height() + 1) / 2);
        int down = shiftY == 1 && shiftX == 1 ? 0 : 2;
        // Where columns are not coarse too, the mean is taken here, with the decoder's own rounding.
        int rounded = shiftY == 1 && shiftX == 0 ? 1 + (row & 1) : 0;
        colours.mixRows(plane.bytes, y * plane.stride, next * plane.stride, plane.width, rounded, down, mixed);
    }

    /** The begin and the end repeat themselves. */
    private static int neighbour(int at, int pixel, int count) {
        return Math.clamp((pixel & 1) == 0 ? at - 1 : at + 1, 0, count - 1);
    }
}
