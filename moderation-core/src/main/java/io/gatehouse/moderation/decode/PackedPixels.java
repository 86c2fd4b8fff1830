package io.gatehouse.moderation.decode;

import io.gatehouse.moderation.hash.Luma;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Pixels whose colours lie beside each other. Transparent ones are shown on white. */
final class PackedPixels extends Pixels {
    private final MemorySegment plane;
    private final long stride;
    private final Layout layout;

    /**
     * Where the colours of a pixel lie, in bytes; of 16-bit colours, where their upper byte does.
     *
     * @param alpha -1 without one
     */
    record Layout(int step, int red, int green, int blue, int alpha) {}

    PackedPixels(int width, int height, MemorySegment plane, long stride, Layout layout) {
        super(width, height);
        this.plane = plane;
        this.stride = stride;
        this.layout = layout;
    }

    @Override
    void read(int row, int[] columns, float[] luma, int at) {
        long start = row * stride;
        for (int column : columns) {
            long pixel = start + (long) column * layout.step;
            int alpha = layout.alpha < 0 ? 255 : value(pixel + layout.alpha);
            luma[at++] = Luma.of(
                    onWhite(value(pixel + layout.red), alpha),
                    onWhite(value(pixel + layout.green), alpha),
                    onWhite(value(pixel + layout.blue), alpha));
        }
    }

    private int value(long at) {
        return plane.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }

    static int onWhite(int value, int alpha) {
        return alpha == 255 ? value : (value * alpha + 255 * (255 - alpha) + 127) / 255;
    }
}
