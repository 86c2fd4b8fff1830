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
    private int[] red = new int[0];
    private int[] green = red;
    private int[] blue = red;
    private int coloursOf = -1;
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
        if (width < PdqHasher.MIN_SIDE || height < PdqHasher.MIN_SIDE) return new HashedPicture(PdqHash.EMPTY, 0);
        float scale = 255f / (levels.white - levels.black);
        for (int row = 0; row < SIDE; row++) {
            var counts = down.counts(row);
            if (counts.length > 0) rows.weigh(plane, stride, down.first(row), counts, down.unit(row), levels, sums);
            else rows.weigh(plane, stride, down.first(row), down.weights(row), levels, sums);
            narrow(row, scale);
        }
        return PdqHasher.ofSmall(small, form);
    }

    /**
     * Of a frame in red, green, blue and one byte more, by the very sums of the reference.
     *
     * @param stride bytes from one row's begin to the next one's; the plane holds {@code stride * height} bytes, or more
     */
    public HashedPicture hashRgba(MemorySegment plane, long stride) {
        return hashRows((row, at) -> rows.luma(plane, row * stride, luma, at, width));
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
        var colours = HalvedColours.of(levels);
        if (red.length == 0) {
            red = new int[width];
            green = new int[width];
            blue = new int[width];
        }
        coloursOf = -1;
        return hashRows((row, at) -> {
            // Rows come in their order, some left out: two of them share their colours.
            if (row / 2 != coloursOf) rows.differences(cb, cr, row / 2 * halvedStride, colours, red, green, blue);
            coloursOf = row / 2;
            rows.luma(plane, row * stride, colours, red, green, blue, luma, at);
        });
    }

    /** Where the brightness of a frame's rows comes from. */
    @FunctionalInterface
    private interface Rows {
        void luma(int row, int at);
    }

    private HashedPicture hashRows(Rows source) {
        if (width < PdqHasher.MIN_SIDE || height < PdqHasher.MIN_SIDE) return new HashedPicture(PdqHash.EMPTY, 0);
        int held = down.longest();
        if (luma.length == 0) luma = new float[held * width];
        int done = 0;
        for (int row = 0; row < SIDE; row++) {
            var weights = down.weights(row);
            int first = down.first(row);
            // Most rows count twice; their brightness is taken once, and kept until the last window has left them.
            for (done = Math.max(done, first); done < first + weights.length; done++)
                source.luma(done, done % held * width);
            rows.weigh(luma, first, held, weights, sums);
            narrow(row, 1);
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
