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

    /** @param stride bytes from one row to the next */
    record Plane(MemorySegment bytes, long stride) {
        int at(int x, int y) {
            return bytes.get(ValueLayout.JAVA_BYTE, y * stride + x) & 0xff;
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
        for (int column : columns) {
            int y = brightness.at(column, row);
            int cb = colour(blue, column, row);
            int cr = colour(red, column, row);
            rgb[at++] = byteOf(y + (RED_OF_CR[cr] >> 16));
            rgb[at++] = byteOf(y + ((GREEN_OF_CB[cb] + GREEN_OF_CR[cr]) >> 16));
            rgb[at++] = byteOf(y + (BLUE_OF_CB[cb] >> 16));
        }
    }

    /** Three parts of the colour that covers the pixel, one part of the next nearest, in each direction that is coarser. */
    private int colour(Plane plane, int column, int row) {
        int x = column >> shiftX;
        int y = row >> shiftY;
        int otherX = shiftX == 0 ? x : neighbour(x, column, (width() + 1) / 2);
        int otherY = shiftY == 0 ? y : neighbour(y, row, (height() + 1) / 2);
        if (shiftX == 0 && shiftY == 0) return plane.at(x, y);
        if (shiftY == 0)
            return x == otherX ? plane.at(x, y) : (3 * plane.at(x, y) + plane.at(otherX, y) + 1 + (column & 1)) >> 2;
        if (shiftX == 0) return (3 * plane.at(x, y) + plane.at(x, otherY) + 1 + (row & 1)) >> 2;
        int near = 3 * plane.at(x, y) + plane.at(x, otherY);
        int far = x == otherX ? near : 3 * plane.at(otherX, y) + plane.at(otherX, otherY);
        return (3 * near + far + 8 - (column & 1)) >> 4;
    }

    /** The begin and the end repeat themselves. */
    private static int neighbour(int at, int pixel, int count) {
        return Math.clamp((pixel & 1) == 0 ? at - 1 : at + 1, 0, count - 1);
    }

    private static byte byteOf(int value) {
        return (byte) Math.clamp(value, 0, 255);
    }
}
