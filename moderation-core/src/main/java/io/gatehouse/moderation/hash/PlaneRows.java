package io.gatehouse.moderation.hash;

import io.gatehouse.moderation.hash.FrameHasher.Levels;
import java.lang.foreign.MemorySegment;

/** Weighted sums of a plane's rows. */
abstract sealed class PlaneRows permits PlainPlaneRows, VectorPlaneRows {
    static PlaneRows fastest() {
        return Boxes.hasVectors() ? new VectorPlaneRows() : new PlainPlaneRows();
    }

    /**
     * Each value is taken between black and white, and from black.
     *
     * @param sums filled with one value for each column
     */
    abstract void weigh(MemorySegment plane, long stride, int firstRow, float[] weights, Levels levels, float[] sums);

    /** Columns from {@code from} on, one by one. */
    static void weighPlainly(
            MemorySegment plane, long stride, int firstRow, float[] weights, Levels levels, float[] sums, int from) {
        for (int x = from; x < sums.length; x++) sums[x] = 0;
        for (int r = 0; r < weights.length; r++) {
            long row = (firstRow + r) * stride;
            for (int x = from; x < sums.length; x++) {
                int value = plane.get(java.lang.foreign.ValueLayout.JAVA_BYTE, row + x) & 0xff;
                sums[x] += weights[r] * (Math.clamp(value, levels.black, levels.white) - levels.black);
            }
        }
    }
}
