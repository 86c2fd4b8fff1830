package io.gatehouse.moderation.decode;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Pixels that are numbers of colours. Transparent ones are shown on white. */
final class PalettePixels extends Pixels {
    private final MemorySegment plane;
    private final long stride;
    private final byte[] colours = new byte[3 * 256];

    /** @param palette 256 colours of four bytes: alpha in the highest, then red, green, blue */
    PalettePixels(int width, int height, MemorySegment plane, long stride, MemorySegment palette) {
        super(width, height);
        this.plane = plane;
        this.stride = stride;
        for (int i = 0; i < 256; i++) {
            int colour = palette.get(ValueLayout.JAVA_INT_UNALIGNED, 4L * i);
            int alpha = colour >>> 24;
            for (int c = 0; c < 3; c++) colours[3 * i + c] = PackedPixels.onWhite(colour >> (16 - 8 * c) & 0xff, alpha);
        }
    }

    @Override
    void read(int row, int[] columns, byte[] rgb, int at) {
        long start = row * stride;
        for (int column : columns) {
            int colour = 3 * (plane.get(ValueLayout.JAVA_BYTE, start + column) & 0xff);
            rgb[at++] = colours[colour];
            rgb[at++] = colours[colour + 1];
            rgb[at++] = colours[colour + 2];
        }
    }
}
