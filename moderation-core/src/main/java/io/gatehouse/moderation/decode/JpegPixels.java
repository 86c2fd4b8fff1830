package io.gatehouse.moderation.decode;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A JPEG's brightness and its coarser colours. Colours between are mixed, and turned to red, green and blue, with the whole
 * numbers of the Independent JPEG Group's decoder ("fancy upsampling"), so that each pixel is the one that tools built on that
 * decoder see.
 */
final class JpegPixels extends Pixels {
    private static final int ONE = 1 << 16;
    private static final int HALF = ONE / 2;
    private static final int[] RED_OF_CR = table(1.40200, HALF);
    private static final int[] BLUE_OF_CB = table(1.77200, HALF);
    private static final int[] GREEN_OF_CR = table(-0.71414, 0);
    private static final int[] GREEN_OF_CB = table(-0.34414, HALF);

    private final Plane brightness;
    private final Plane blue;
    private final Plane red;
    private final int shiftX;
    private final int shiftY;

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
    }

    private static int[] table(double factor, int rounding) {
        int scaled = ((int) (Math.abs(factor) * ONE + 0.5)) * (factor < 0 ? -1 : 1);
        var table = new int[256];
        for (int i = 0; i < 256; i++) table[i] = scaled * (i - 128) + rounding;
        return table;
    }

    @Override
    void read(int row, int[] columns, byte[] rgb, int at) {
        var y = brightness.row(row);
        var cb = rowOf(blue, row);
        var cr = rowOf(red, row);
        for (int column : columns) {
            int bright = y[column] & 0xff;
            int blueness = across(cb, column);
            int redness = across(cr, column);
            rgb[at++] = byteOf(bright + (RED_OF_CR[redness] >> 16));
            rgb[at++] = byteOf(bright + ((GREEN_OF_CB[blueness] + GREEN_OF_CR[redness]) >> 16));
            rgb[at++] = byteOf(bright + (BLUE_OF_CB[blueness] >> 16));
        }
    }

    /** Three parts of the coarse row that covers a row, one part of the next nearest; four times the value when rows are coarse. */
    private short[] rowOf(Plane plane, int row) {
        int y = row >> shiftY;
        var near = plane.row(y);
        var mixed = new short[near.length];
        if (shiftY == 0) {
            for (int x = 0; x < mixed.length; x++) mixed[x] = (short) (near[x] & 0xff);
            return mixed;
        }
        var far = plane.row(neighbour(y, row, (height() + 1) / 2));
        // Between columns that are not coarse the mean is taken here, with the decoder's own rounding.
        if (shiftX == 0)
            for (int x = 0; x < mixed.length; x++)
                mixed[x] = (short) ((3 * (near[x] & 0xff) + (far[x] & 0xff) + 1 + (row & 1)) >> 2);
        else for (int x = 0; x < mixed.length; x++) mixed[x] = (short) (3 * (near[x] & 0xff) + (far[x] & 0xff));
        return mixed;
    }

    private int across(short[] mixed, int column) {
        if (shiftX == 0) return mixed[column];
        int x = column >> 1;
        int near = mixed[x];
        int other = (column & 1) == 0 ? Math.max(x - 1, 0) : Math.min(x + 1, mixed.length - 1);
        if (shiftY == 1) return (3 * near + mixed[other] + 8 - (column & 1)) >> 4;
        return other == x ? near : (3 * near + mixed[other] + 1 + (column & 1)) >> 2;
    }

    /** The begin and the end repeat themselves. */
    private static int neighbour(int at, int pixel, int count) {
        return Math.clamp((pixel & 1) == 0 ? at - 1 : at + 1, 0, count - 1);
    }

    private static byte byteOf(int value) {
        return (byte) Math.clamp(value, 0, 255);
    }
}
