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
    void weigh(HalvedFrame frame, int firstRow, float[] weights, float[] sums) {
        weighPlainly(frame, firstRow, weights, sums);
    }

    @Override
    void weigh(float[] rows, int firstRow, int held, float[] weights, float[] sums) {
        weighPlainly(rows, firstRow, held, weights, sums, 0);
    }

    @Override
    void weigh(
            MemorySegment plane, long stride, int firstRow, short[] counts, float unit, Levels levels, float[] sums) {
        weighPlainly(plane, stride, firstRow, counts, unit, levels, sums, 0);
    }

    @Override
    void narrow(float[] tile, TentWeights across, float scale, float[] small, int firstRow) {
        for (int column = 0; column < TentFilter.SIDE; column++) {
            var weights = across.weights(column);
            for (int lane = 0; lane < LANES; lane++) {
                float sum = 0;
                for (int i = 0; i < weights.length; i++)
                    sum += weights[i] * tile[(across.first(column) + i) * LANES + lane];
                small[(firstRow + lane) * TentFilter.SIDE + column] = scale * sum;
            }
        }
    }
}
