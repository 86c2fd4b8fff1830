package io.gatehouse.moderation.decode;

import io.gatehouse.moderation.hash.Luma;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Pixels that are numbers of colours. Transparent ones are shown on white. */
final class PalettePixels extends Pixels {
    private final MemorySegment plane;
    private final long stride;
    private final float[] colours = new float[256];

    /** @param palette 256 colours of four bytes: alpha in the highest, then red, green, blue */
    PalettePixels(int width, int height, MemorySegment plane, long stride, MemorySegment palette) {
        super(width, height);
        this.plane = plane;
        this.stride = stride;
        for (int i = 0; i < 256; i++) {
            int colour = palette.get(ValueLayout.JAVA_INT_UNALIGNED, 4L * i);
            int alpha = colour >>> 24;
            colours[i] = Luma.of(
                    PackedPixels.onWhite(colour >> 16 & 0xff, alpha),
                    PackedPixels.onWhite(colour >> 8 & 0xff, alpha),
                    PackedPixels.onWhite(colour & 0xff, alpha));
        }
    }

    @Override
    void read(int row, int[] columns, float[] luma, int at) {
        long start = row * stride;
        for (int column : columns) luma[at++] = colours[plane.get(ValueLayout.JAVA_BYTE, start + column) & 0xff];
    }
}
