package io.gatehouse.moderation.hash;

import io.gatehouse.moderation.hash.FrameHasher.Levels;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** With vector instructions: some columns at a time, down all rows of the mean, their sums in a register. */
final class VectorPlaneRows extends PlaneRows {
    /** Sixteen floats where the processor has such registers, eight otherwise; what comes out is the same. */
    private static final VectorShape SHAPE =
            VectorShape.preferredShape() == VectorShape.S_512_BIT ? VectorShape.S_512_BIT : VectorShape.S_256_BIT;

    private static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, SHAPE);
    static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
    static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);
    static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Byte.SIZE * INTS.length()));
    private static final VectorSpecies<Byte> MORE_BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Byte.SIZE * SHORTS.length()));

    /** One float of each of the rows that are narrowed at once. */
    private static final VectorSpecies<Float> LANE_FLOATS = FloatVector.SPECIES_256;

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
    void weigh(HalvedFrame frame, int firstRow, float[] weights, float[] sums) {
        VectorHalvedRows.weigh(frame, firstRow, weights, sums);
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

    @Override
    void weigh(
            MemorySegment plane, long stride, int firstRow, short[] counts, float unit, Levels levels, float[] sums) {
        int all = 0;
        for (short count : counts) all += count;
        // Black is taken off once. The sum fits sixteen bits when it is whole, whatever runs over on the way.
        var begin = ShortVector.broadcast(SHORTS, (short) (-all * levels.black));
        if (sums.length < MORE_BYTES.length()) {
            weighPlainly(plane, stride, firstRow, counts, unit, levels, sums, 0);
            return;
        }
        for (int block = 0; block < sums.length; block += MORE_BYTES.length()) {
            int x = Math.min(block, sums.length - MORE_BYTES.length());
            var sum = begin;
            long at = firstRow * stride + x;
            for (short count : counts) {
                var value = (ShortVector) ByteVector.fromMemorySegment(MORE_BYTES, plane, at, ByteOrder.nativeOrder())
                        .convertShape(VectorOperators.ZERO_EXTEND_B2S, SHORTS, 0);
                sum = sum.add(value.max((short) levels.black)
                        .min((short) levels.white)
                        .mul(count));
                at += stride;
            }
            half(sum, 0).mul(unit).intoArray(sums, x);
            half(sum, 1).mul(unit).intoArray(sums, x + FLOATS.length());
        }
    }

    private static FloatVector half(ShortVector sums, int part) {
        return floats((IntVector) sums.convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, part));
    }

    @Override
    void narrow(float[] tile, TentWeights across, float scale, float[] small, int firstRow) {
        var means = new float[LANES];
        for (int column = 0; column < TentFilter.SIDE; column++) {
            var sum = FloatVector.zero(LANE_FLOATS);
            int at = across.first(column) * LANES;
            for (float weight : across.weights(column)) {
                sum = sum.add(FloatVector.fromArray(LANE_FLOATS, tile, at).mul(weight));
                at += LANES;
            }
            sum.mul(scale).intoArray(means, 0);
            for (int lane = 0; lane < LANES; lane++) small[(firstRow + lane) * TentFilter.SIDE + column] = means[lane];
        }
    }
}
