package io.gatehouse.moderation.hash;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Hashes video frames from their brightness plane alone, as large as they are, at a tenth of the cost of decoding them. The
 * reference turns each frame to red, green and blue first and back to brightness then; weights are the same, so what is left
 * out is rounding, and clipping of colours that no screen can show. PDQ's two box filters are taken as one weighted mean,
 * which differs from the reference's sliding sums in the last places only. Keeps its arrays: use one in each thread.
 */
public final class FrameHasher {
    private static final int SIDE = TentFilter.SIDE;

    private final int width;
    private final int height;
    private final TentWeights across;
    private final TentWeights down;
    private final PlaneRows rows;
    private final float[] sums;
    private final float[] small = new float[SIDE * SIDE];

    /** @param width in pixels, of every frame that this one hashes */
    public FrameHasher(int width, int height) {
        this.width = width;
        this.height = height;
        across = TentWeights.of(width);
        down = TentWeights.of(height);
        rows = PlaneRows.fastest();
        sums = new float[width];
    }

    /** What the numbers of a brightness plane mean. */
    public enum Levels {
        /** 0 is black, 255 is white. */
        FULL(0, 255),
        /** 16 is black, 235 is white, as in most videos. */
        VIDEO(16, 235);

        final int black;
        final int white;

        Levels(int black, int white) {
            this.black = black;
            this.white = white;
        }
    }

    /** @param stride bytes from one row's begin to the next one's; the plane holds {@code stride * height} bytes, or more */
    public HashedPicture hash(MemorySegment plane, long stride, Levels levels) {
        if (width < PdqHasher.MIN_SIDE || height < PdqHasher.MIN_SIDE) return new HashedPicture(PdqHash.EMPTY, 0);
        float scale = 255f / (levels.white - levels.black);
        for (int row = 0; row < SIDE; row++) {
            rows.weigh(plane, stride, down.first(row), down.weights(row), levels, sums);
            narrow(row, scale);
        }
        return PdqHasher.ofSmall(small);
    }

    /**
     * Of a frame in red, green and blue, which costs as much as decoding it.
     *
     * @param stride bytes from one row's begin to the next one's; the plane holds {@code stride * height} bytes, or more
     */
    public HashedPicture hashRgb(MemorySegment plane, long stride) {
        if (width < PdqHasher.MIN_SIDE || height < PdqHasher.MIN_SIDE) return new HashedPicture(PdqHash.EMPTY, 0);
        var rgb = new byte[3 * width];
        for (int row = 0; row < SIDE; row++) {
            Arrays.fill(sums, 0);
            var weights = down.weights(row);
            for (int i = 0; i < weights.length; i++) {
                MemorySegment.copy(plane, ValueLayout.JAVA_BYTE, (down.first(row) + i) * stride, rgb, 0, rgb.length);
                for (int x = 0, at = 0; x < width; x++, at += 3)
                    sums[x] += weights[i] * Luma.of(rgb[at] & 0xff, rgb[at + 1] & 0xff, rgb[at + 2] & 0xff);
            }
            narrow(row, 1);
        }
        return PdqHasher.ofSmall(small);
    }

    private void narrow(int row, float scale) {
        for (int column = 0; column < SIDE; column++) small[row * SIDE + column] = scale * across.mean(sums, column);
    }
}
