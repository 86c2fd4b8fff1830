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
}
