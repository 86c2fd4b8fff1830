package io.gatehouse.moderation.hash;

import java.lang.foreign.MemorySegment;

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
    private final Dihedral form;
    private final TentWeights across;
    private final TentWeights down;
    private final PlaneRows rows;
    private final float[] sums;
    private final float[] tile;
    private float[] luma = new float[0];
    private int lumaRows;
    private final float[] small = new float[SIDE * SIDE];

    /** @param width in pixels, of every frame that this one hashes */
    public FrameHasher(int width, int height) {
        this(width, height, Dihedral.ORIGINAL);
    }

    /** @param form how each frame is turned and mirrored before it is shown */
    public FrameHasher(int width, int height, Dihedral form) {
        this.width = width;
        this.height = height;
        this.form = form;
        across = TentWeights.of(width, form.mirrorsColumns());
        down = TentWeights.of(height, form.mirrorsRows());
        rows = PlaneRows.fastest();
        sums = new float[width];
        tile = new float[width * PlaneRows.LANES];
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
        float scale = 255f / (levels.white - levels.black);
        return hashSums(
                row -> {
                    var counts = down.counts(row);
                    if (counts.length > 0)
                        rows.weigh(plane, stride, down.first(row), counts, down.unit(row), levels, sums);
                    else rows.weigh(plane, stride, down.first(row), down.weights(row), levels, sums);
                },
                scale);
    }

    /**
     * Of a frame in red, green, blue and one byte more, by the very sums of the reference.
     *
     * @param stride bytes from one row's begin to the next one's; the plane holds {@code stride * height} bytes, or more
     */
    public HashedPicture hashRgba(MemorySegment plane, long stride) {
        int held = down.longest();
        if (luma.length == 0) luma = new float[held * width];
        lumaRows = 0;
        return hashSums(
                row -> {
                    var weights = down.weights(row);
                    int first = down.first(row);
                    // Some rows count twice; their brightness is taken once, and kept until the last window has left
                    // them.
                    for (lumaRows = Math.max(lumaRows, first); lumaRows < first + weights.length; lumaRows++)
                        rows.luma(plane, lumaRows * stride, luma, lumaRows % held * width, width);
                    rows.weigh(luma, first, held, weights, sums);
                },
                1);
    }

    /** Whether {@link #hashHalved} takes frames of this size. */
    public boolean takesHalved() {
        return width % 2 == 0 && height % 2 == 0;
    }

    /**
     * As {@link #hashRgba} of the same frame after the FFmpeg library's plain code has turned it to red, green and blue, to the bit.
     *
     * @param stride bytes from one row's begin to the next one's
     * @param cb of half the width and height, like {@code cr}
     * @param halvedStride of both
     */
    public HashedPicture hashHalved(
            MemorySegment plane, long stride, MemorySegment cb, MemorySegment cr, long halvedStride, Levels levels) {
        if (!takesHalved()) throw new IllegalArgumentException("colours of half of " + width + "x" + height);
        var frame = new HalvedFrame(plane, stride, cb, cr, halvedStride, HalvedColours.of(levels));
        return hashSums(row -> rows.weigh(frame, down.first(row), down.weights(row), sums), 1);
    }

    /** Fills {@link #sums} for one of 64 rows, which come in their order. */
    @FunctionalInterface
    private interface Sums {
        void take(int row);
    }

    private HashedPicture hashSums(Sums source, float scale) {
        if (width < PdqHasher.MIN_SIDE || height < PdqHasher.MIN_SIDE) return new HashedPicture(PdqHash.EMPTY, 0);
        for (int row = 0; row < SIDE; row++) {
            source.take(row);
            narrow(row, scale);
        }
        return PdqHasher.ofSmall(small, form);
    }

    /** Rows are narrowed some at once, which suits vector instructions. */
    private void narrow(int row, float scale) {
        int lane = row % PlaneRows.LANES;
        for (int x = 0; x < width; x++) tile[x * PlaneRows.LANES + lane] = sums[x];
        if (lane == PlaneRows.LANES - 1) rows.narrow(tile, across, scale, small, row - lane);
    }
}
