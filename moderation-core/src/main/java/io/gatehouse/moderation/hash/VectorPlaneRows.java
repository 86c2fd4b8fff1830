package io.gatehouse.moderation.hash;

import io.gatehouse.moderation.hash.FrameHasher.Levels;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** With vector instructions: some columns at a time, down all rows of the mean, their sums in a register. */
final class VectorPlaneRows extends PlaneRows {
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_64;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;

    @Override
    void weigh(MemorySegment plane, long stride, int firstRow, float[] weights, Levels levels, float[] sums) {
        int whole = BYTES.loopBound(sums.length);
        for (int x = 0; x < whole; x += BYTES.length()) {
            var sum = FloatVector.zero(FLOATS);
            long at = firstRow * stride + x;
            for (float one : weights) {
                var weight = FloatVector.broadcast(FLOATS, one);
                var value = (IntVector) ByteVector.fromMemorySegment(BYTES, plane, at, ByteOrder.nativeOrder())
                        .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
                var shown = value.max(levels.black).min(levels.white).sub(levels.black);
                sum = ((FloatVector) shown.convertShape(VectorOperators.I2F, FLOATS, 0)).fma(weight, sum);
                at += stride;
            }
            sum.intoArray(sums, x);
        }
        weighPlainly(plane, stride, firstRow, weights, levels, sums, whole);
    }

    @Override
    void luma(MemorySegment plane, long from, float[] luma, int at, int width) {
        int whole = INTS.loopBound(width);
        for (int x = 0; x < whole; x += INTS.length()) {
            var pixels = IntVector.fromMemorySegment(INTS, plane, from + 4L * x, ByteOrder.LITTLE_ENDIAN);
            var red = floats(pixels.and(0xff)).mul(0.299f);
            var green =
                    floats(pixels.lanewise(VectorOperators.LSHR, 8).and(0xff)).mul(0.587f);
            var blue =
                    floats(pixels.lanewise(VectorOperators.LSHR, 16).and(0xff)).mul(0.114f);
            red.add(green).add(blue).intoArray(luma, at + x);
        }
        lumaPlainly(plane, from, luma, at, width, whole);
    }

    private static FloatVector floats(IntVector values) {
        return (FloatVector) values.convertShape(VectorOperators.I2F, FLOATS, 0);
    }

    @Override
    void weigh(float[] rows, int firstRow, int held, float[] weights, float[] sums) {
        int whole = FLOATS.loopBound(sums.length);
        for (int x = 0; x < whole; x += FLOATS.length()) {
            var sum = FloatVector.zero(FLOATS);
            int row = firstRow % held;
            for (float weight : weights) {
                // Not fused: the product is rounded before it is added, as everywhere else.
                sum = sum.add(FloatVector.fromArray(FLOATS, rows, row * sums.length + x)
                        .mul(weight));
                row = row + 1 == held ? 0 : row + 1;
            }
            sum.intoArray(sums, x);
        }
        weighPlainly(rows, firstRow, held, weights, sums, whole);
    }
}
