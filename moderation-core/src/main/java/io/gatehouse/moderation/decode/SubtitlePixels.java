package io.gatehouse.moderation.decode;

import io.gatehouse.moderation.hash.Luma;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** A subtitle kept as a picture, to be read: its bright letters black, what is dark or transparent white. */
final class SubtitlePixels extends Pixels {
    /** Of white around: the reader overlooks letters that touch an edge. */
    private static final int MARGIN = 12;

    private static final int COLOURS = 256;
    private static final int PALETTE_BYTES = 4 * COLOURS;

    private static final ValueLayout.OfInt COLOUR = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.nativeOrder());

    private final MemorySegment plane;
    private final long stride;
    private final int innerWidth;
    private final int innerHeight;
    private final float[] shades = new float[COLOURS];

    private SubtitlePixels(MemorySegment plane, long stride, int width, int height, MemorySegment palette) {
        super(width + 2 * MARGIN, height + 2 * MARGIN);
        this.plane = plane;
        this.stride = stride;
        innerWidth = width;
        innerHeight = height;
        for (int i = 0; i < COLOURS; i++) {
            int colour = palette.get(COLOUR, 4L * i);
            float bright = Luma.of(colour >> 16 & 0xff, colour >> 8 & 0xff, colour & 0xff);
            shades[i] = 255 - bright * (colour >>> 24) / 255;
        }
    }

    /**
     * @param plane where the library keeps a number of a colour for each pixel
     * @param palette where it keeps 256 colours
     */
    @SuppressWarnings("restricted") // Memory of the library, of a size that it names.
    static SubtitlePixels of(long plane, int stride, int width, int height, long palette) {
        return new SubtitlePixels(
                MemorySegment.ofAddress(plane).reinterpret((long) stride * (height - 1) + width),
                stride,
                width,
                height,
                MemorySegment.ofAddress(palette).reinterpret(PALETTE_BYTES));
    }

    @Override
    void read(int row, int[] columns, float[] luma, int at) {
        int y = row - MARGIN;
        for (int column : columns) {
            int x = column - MARGIN;
            boolean inside = x >= 0 && x < innerWidth && y >= 0 && y < innerHeight;
            luma[at++] = inside ? shades[plane.get(ValueLayout.JAVA_BYTE, y * stride + x) & 0xff] : 255;
        }
    }
}
