package io.gatehouse.moderation.hash;

import io.gatehouse.moderation.hash.FrameHasher.Levels;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** With vector instructions: some columns at a time, down all rows of the mean, their sums in a register. */
final class VectorPlaneRows extends PlaneRows {
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_64;
    private static final VectorSpecies<Byte> MORE_BYTES = ByteVector.SPECIES_128;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_256;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;

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
    void differences(
            MemorySegment cb, MemorySegment cr, long from, HalvedColours colours, int[] red, int[] green, int[] blue) {
        int step = 2 * INTS.length();
        int whole = red.length - red.length % step;
        for (int x = 0; x < whole; x += step) {
            var bluish = bytes(cb, from + x / 2);
            var reddish = bytes(cr, from + x / 2);
            twice(difference(high(reddish, colours.redOfCr), colours.scale, colours.red), red, x);
            twice(difference(high(bluish, colours.blueOfCb), colours.scale, colours.blue), blue, x);
            var both = high(bluish, colours.greenOfCb).add(high(reddish, colours.greenOfCr));
            twice(difference(both, colours.scale, colours.green), green, x);
        }
        differencesPlainly(cb, cr, from, colours, red, green, blue, whole);
    }

    private static IntVector bytes(MemorySegment plane, long at) {
        return (IntVector) ByteVector.fromMemorySegment(BYTES, plane, at, ByteOrder.nativeOrder())
                .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
    }

    private static IntVector high(IntVector colour, int coefficient) {
        return colour.mul(coefficient).lanewise(VectorOperators.ASHR, 16);
    }

    private static IntVector difference(IntVector colour, int scale, int added) {
        return colour.mul(scale).add(added);
    }

    private static void twice(IntVector values, int[] into, int at) {
        values.rearrange(FIRST_TWICE).intoArray(into, at);
        values.rearrange(LAST_TWICE).intoArray(into, at + INTS.length());
    }

    @Override
    void luma(
            MemorySegment plane,
            long from,
            HalvedColours colours,
            int[] red,
            int[] green,
            int[] blue,
            float[] luma,
            int at) {
        int whole = INTS.loopBound(red.length);
        for (int x = 0; x < whole; x += INTS.length()) {
            var bright = bytes(plane, from + x).mul(colours.scale);
            var r = channel(bright, red, x).mul(0.299f);
            var g = channel(bright, green, x).mul(0.587f);
            var b = channel(bright, blue, x).mul(0.114f);
            // In the order of the plain sum, and not fused.
            r.add(g).add(b).intoArray(luma, at + x);
        }
        lumaPlainly(plane, from, colours, red, green, blue, luma, at, whole);
    }

    private static FloatVector channel(IntVector bright, int[] differences, int x) {
        var colour = bright.add(IntVector.fromArray(INTS, differences, x)).lanewise(VectorOperators.ASHR, 16);
        return floats(colour.max(0).min(255));
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
        int whole = MORE_BYTES.loopBound(sums.length);
        for (int x = 0; x < whole; x += MORE_BYTES.length()) {
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
        weighPlainly(plane, stride, firstRow, counts, unit, levels, sums, whole);
    }

    private static FloatVector half(ShortVector sums, int part) {
        return floats((IntVector) sums.convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, part));
    }

    @Override
    void narrow(float[] tile, TentWeights across, float scale, float[] small, int firstRow) {
        var means = new float[LANES];
        for (int column = 0; column < TentFilter.SIDE; column++) {
            var sum = FloatVector.zero(FLOATS);
            int at = across.first(column) * LANES;
            for (float weight : across.weights(column)) {
                sum = sum.add(FloatVector.fromArray(FLOATS, tile, at).mul(weight));
                at += LANES;
            }
            sum.mul(scale).intoArray(means, 0);
            for (int lane = 0; lane < LANES; lane++) small[(firstRow + lane) * TentFilter.SIDE + column] = means[lane];
        }
    }
}
