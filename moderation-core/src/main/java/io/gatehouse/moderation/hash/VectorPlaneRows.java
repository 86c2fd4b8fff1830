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
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** With vector instructions: some columns at a time, down all rows of the mean, their sums in a register. */
final class VectorPlaneRows extends PlaneRows {
    /** Sixteen floats where the processor has such registers, eight otherwise; what comes out is the same. */
    private static final VectorShape SHAPE =
            VectorShape.preferredShape() == VectorShape.S_512_BIT ? VectorShape.S_512_BIT : VectorShape.S_256_BIT;

    private static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, SHAPE);
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
    private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Byte.SIZE * INTS.length()));
    private static final VectorSpecies<Byte> MORE_BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Byte.SIZE * SHORTS.length()));

    /** One float of each of the rows that are narrowed at once. */
    private static final VectorSpecies<Float> LANE_FLOATS = FloatVector.SPECIES_256;

    private static final VectorShuffle<Integer> FIRST_TWICE = INTS.shuffleFromOp(i -> i / 2);
    private static final VectorShuffle<Integer> LAST_TWICE = INTS.shuffleFromOp(i -> (i + INTS.length()) / 2);

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
        int step = 2 * INTS.length();
        if (sums.length < step) {
            weighPlainly(frame, firstRow, weights, sums);
            return;
        }
        var plane = frame.plane();
        var cb = frame.cb();
        var cr = frame.cr();
        long stride = frame.stride();
        var colours = frame.colours();
        int end = firstRow + weights.length;
        for (int block = 0; block < sums.length; block += step) {
            // The last columns are taken together with some of those before, once more.
            int x = Math.min(block, sums.length - step);
            var leftSum = FloatVector.zero(FLOATS);
            var rightSum = leftSum;
            for (int pair = firstRow & ~1; pair < end; pair += 2) {
                // Written out: the compiler puts no method into one as large as this, and hands vectors over as
                // objects.
                long colour = pair / 2 * frame.halvedStride() + x / 2;
                var bluish = (IntVector) ByteVector.fromMemorySegment(BYTES, cb, colour, ByteOrder.nativeOrder())
                        .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
                var reddish = (IntVector) ByteVector.fromMemorySegment(BYTES, cr, colour, ByteOrder.nativeOrder())
                        .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
                var red = reddish.mul(colours.redOfCr)
                        .lanewise(VectorOperators.ASHR, 16)
                        .mul(colours.scale)
                        .add(colours.red);
                var green = bluish.mul(colours.greenOfCb)
                        .lanewise(VectorOperators.ASHR, 16)
                        .add(reddish.mul(colours.greenOfCr).lanewise(VectorOperators.ASHR, 16))
                        .mul(colours.scale)
                        .add(colours.green);
                var blue = bluish.mul(colours.blueOfCb)
                        .lanewise(VectorOperators.ASHR, 16)
                        .mul(colours.scale)
                        .add(colours.blue);
                var redLeft = red.rearrange(FIRST_TWICE);
                var redRight = red.rearrange(LAST_TWICE);
                var greenLeft = green.rearrange(FIRST_TWICE);
                var greenRight = green.rearrange(LAST_TWICE);
                var blueLeft = blue.rearrange(FIRST_TWICE);
                var blueRight = blue.rearrange(LAST_TWICE);
                for (int row = Math.max(firstRow, pair); row < Math.min(end, pair + 2); row++) {
                    long bright = row * stride + x;
                    var left = ((IntVector) ByteVector.fromMemorySegment(BYTES, plane, bright, ByteOrder.nativeOrder())
                                    .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0))
                            .mul(colours.scale);
                    var leftRed = (FloatVector) left.add(redLeft)
                            .lanewise(VectorOperators.ASHR, 16)
                            .max(0)
                            .min(255)
                            .convertShape(VectorOperators.I2F, FLOATS, 0);
                    var leftGreen = (FloatVector) left.add(greenLeft)
                            .lanewise(VectorOperators.ASHR, 16)
                            .max(0)
                            .min(255)
                            .convertShape(VectorOperators.I2F, FLOATS, 0);
                    var leftBlue = (FloatVector) left.add(blueLeft)
                            .lanewise(VectorOperators.ASHR, 16)
                            .max(0)
                            .min(255)
                            .convertShape(VectorOperators.I2F, FLOATS, 0);
                    // In the order of the plain sums, and not fused.
                    leftSum = leftSum.add(leftRed.mul(0.299f)
                            .add(leftGreen.mul(0.587f))
                            .add(leftBlue.mul(0.114f))
                            .mul(weights[row - firstRow]));
                    var right = ((IntVector) ByteVector.fromMemorySegment(
                                            BYTES, plane, bright + INTS.length(), ByteOrder.nativeOrder())
                                    .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0))
                            .mul(colours.scale);
                    var rightRed = (FloatVector) right.add(redRight)
                            .lanewise(VectorOperators.ASHR, 16)
                            .max(0)
                            .min(255)
                            .convertShape(VectorOperators.I2F, FLOATS, 0);
                    var rightGreen = (FloatVector) right.add(greenRight)
                            .lanewise(VectorOperators.ASHR, 16)
                            .max(0)
                            .min(255)
                            .convertShape(VectorOperators.I2F, FLOATS, 0);
                    var rightBlue = (FloatVector) right.add(blueRight)
                            .lanewise(VectorOperators.ASHR, 16)
                            .max(0)
                            .min(255)
                            .convertShape(VectorOperators.I2F, FLOATS, 0);
                    // In the order of the plain sums, and not fused.
                    rightSum = rightSum.add(rightRed.mul(0.299f)
                            .add(rightGreen.mul(0.587f))
                            .add(rightBlue.mul(0.114f))
                            .mul(weights[row - firstRow]));
                }
            }
            leftSum.intoArray(sums, x);
            rightSum.intoArray(sums, x + FLOATS.length());
        }
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
