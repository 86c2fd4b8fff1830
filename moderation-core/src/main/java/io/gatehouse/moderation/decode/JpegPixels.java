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
    private int[] bright = prepared;
    private int[] blueness = prepared;
    private int[] redness = prepared;
    /** Which pair of pixels each column is of, where one column of the colours covers two. */
    private int[] pair = prepared;
    /** Where in its pair: 0 or 8. */
    private int[] bits = prepared;

    private final int[] brightPairs;
    private final int[] colourPairs;

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
        brightPairs = new int[shiftX == 0 ? 0 : blue.width];
        colourPairs = new int[brightPairs.length];
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // The caller asks for one array of columns again and again.
    void read(int row, int[] columns, float[] luma, int at) {
        if (columns != prepared) prepare(columns);
        mixRows(blue, row, blueRow);
        mixRows(red, row, redRow);
        long from = row * brightness.stride;
        // Rounded up and down in turns.
        int left = shiftY == 0 ? 1 : 8;
        int right = shiftY == 0 ? 2 : 7;
        if (takesEverySecond) {
            colours.everySecond(brightness.bytes, from, bright);
            colours.mixNeighbours(blueRow, left, shift, blueness);
            colours.mixNeighbours(redRow, left, shift, redness);
            colours.luma(bright, blueness, redness, luma, at);
        } else if (shiftX == 1) {
            colours.pairs(brightness.bytes, from, brightness.width, brightPairs);
            colours.mixPairs(blueRow, redRow, left, right, shift, colourPairs);
            colours.luma(brightPairs, colourPairs, pair, bits, luma, at);
        } else {
            MemorySegment.copy(brightness.bytes, ValueLayout.JAVA_BYTE, from, brightRow, 0, brightness.width);
            for (int i = 0; i < columns.length; i++) {
                bright[i] = brightRow[columns[i]] & 0xff;
                blueness[i] = blueRow[columns[i] + 1];
                redness[i] = redRow[columns[i] + 1];
            }
            colours.luma(bright, blueness, redness, luma, at);
        }
    }

    /** Where the colours of each column lie, once for all rows. */
    private void prepare(int[] columns) {
        prepared = columns;
        takesEverySecond = shiftX == 1;
        bright = new int[columns.length];
        blueness = new int[columns.length];
        redness = new int[columns.length];
        pair = new int[columns.length];
        bits = new int[columns.length];
        for (int i = 0; i < columns.length; i++) {
            pair[i] = columns[i] >> 1;
            bits[i] = 8 * (columns[i] & 1);
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
