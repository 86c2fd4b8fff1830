package io.gatehouse.moderation.hash;

import io.gatehouse.moderation.hash.FrameHasher.Levels;
import java.lang.foreign.MemorySegment;

/** Without the vector module. */
final class PlainPlaneRows extends PlaneRows {
    @Override
    void weigh(MemorySegment plane, long stride, int firstRow, float[] weights, Levels levels, float[] sums) {
        weighPlainly(plane, stride, firstRow, weights, levels, sums, 0);
    }

    @Override
    void luma(MemorySegment plane, long from, float[] luma, int at, int width) {
        lumaPlainly(plane, from, luma, at, width, 0);
    }

    @Override
    void weigh(float[] rows, int firstRow, int held, float[] weights, float[] sums) {
        weighPlainly(rows, firstRow, held, weights, sums, 0);
    }
}
