package io.gatehouse.moderation.hash;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** With vector instructions, some columns at a time. */
final class VectorColours extends Colours {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_128;
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_64;
    private static final VectorSpecies<Byte> PAIRS = ByteVector.SPECIES_128;

    @Override
    public void luma(int[] bright, int[] blue, int[] red, float[] luma, int at) {
        int whole = INTS.loopBound(bright.length);
        for (int i = 0; i < whole; i += INTS.length()) {
            var y = IntVector.fromArray(INTS, bright, i);
            var cb = IntVector.fromArray(INTS, blue, i).sub(GREY);
            var cr = IntVector.fromArray(INTS, red, i).sub(GREY);
            // Written out: the compiler puts no method into one as large as this, and hands vectors over as objects.
            var r = cr.mul(RED_OF_CR).add(HALF).lanewise(VectorOperators.ASHR, 16);
            var g = cb.mul(GREEN_OF_CB).add(cr.mul(GREEN_OF_CR)).add(HALF).lanewise(VectorOperators.ASHR, 16);
            var b = cb.mul(BLUE_OF_CB).add(HALF).lanewise(VectorOperators.ASHR, 16);
            var shownRed = (FloatVector) r.add(y).max(0).min(255).convertShape(VectorOperators.I2F, FLOATS, 0);
            var shownGreen = (FloatVector) g.add(y).max(0).min(255).convertShape(VectorOperators.I2F, FLOATS, 0);
            var shownBlue = (FloatVector) b.add(y).max(0).min(255).convertShape(VectorOperators.I2F, FLOATS, 0);
            // In the order of the plain sum, and not fused.
            shownRed.mul(0.299f)
                    .add(shownGreen.mul(0.587f))
                    .add(shownBlue.mul(0.114f))
                    .intoArray(luma, at + i);
        }
        lumaPlainly(bright, blue, red, luma, at, whole);
    }

    @Override
    void mixBytes(MemorySegment plane, long near, long far, int width, int rounding, int shift, int[] mixed) {
        int whole = INTS.loopBound(width);
        for (int x = 0; x < whole; x += INTS.length()) {
            var one = (IntVector) ByteVector.fromMemorySegment(BYTES, plane, near + x, ByteOrder.nativeOrder())
                    .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
            var other = (IntVector) ByteVector.fromMemorySegment(BYTES, plane, far + x, ByteOrder.nativeOrder())
                    .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
            one.mul(3)
                    .add(other)
                    .add(rounding)
                    .lanewise(VectorOperators.ASHR, shift)
                    .intoArray(mixed, x + 1);
        }
        mixBytesPlainly(plane, near, far, width, rounding, shift, mixed, whole);
    }

    @Override
    public void everySecond(MemorySegment plane, long from, int[] bytes) {
        int whole = INTS.loopBound(bytes.length);
        for (int i = 0; i < whole; i += INTS.length()) {
            // Two bytes each, of which the first is wanted.
            var pairs = ByteVector.fromMemorySegment(PAIRS, plane, from + 2L * i, ByteOrder.LITTLE_ENDIAN)
                    .reinterpretAsShorts()
                    .and((short) 0xff);
            ((IntVector) pairs.convertShape(VectorOperators.S2I, INTS, 0)).intoArray(bytes, i);
        }
        everySecondPlainly(plane, from, bytes, whole);
    }

    @Override
    public void mixNeighbours(int[] values, int rounding, int shift, int[] mixed) {
        int whole = INTS.loopBound(mixed.length);
        for (int i = 0; i < whole; i += INTS.length())
            IntVector.fromArray(INTS, values, i + 1)
                    .mul(3)
                    .add(IntVector.fromArray(INTS, values, i))
                    .add(rounding)
                    .lanewise(VectorOperators.ASHR, shift)
                    .intoArray(mixed, i);
        mixNeighboursPlainly(values, rounding, shift, mixed, whole);
    }

    @Override
    public void mixPairs(int[] blue, int[] red, int left, int right, int shift, int[] pairs) {
        int whole = INTS.loopBound(pairs.length);
        for (int i = 0; i < whole; i += INTS.length()) {
            var blues = IntVector.fromArray(INTS, blue, i + 1).mul(3);
            var reds = IntVector.fromArray(INTS, red, i + 1).mul(3);
            var leftBlue = blues.add(IntVector.fromArray(INTS, blue, i)).add(left);
            var rightBlue = blues.add(IntVector.fromArray(INTS, blue, i + 2)).add(right);
            var leftRed = reds.add(IntVector.fromArray(INTS, red, i)).add(left);
            var rightRed = reds.add(IntVector.fromArray(INTS, red, i + 2)).add(right);
            leftBlue.lanewise(VectorOperators.LSHR, shift)
                    .or(rightBlue.lanewise(VectorOperators.LSHR, shift).lanewise(VectorOperators.LSHL, 8))
                    .or(leftRed.lanewise(VectorOperators.LSHR, shift).lanewise(VectorOperators.LSHL, 16))
                    .or(rightRed.lanewise(VectorOperators.LSHR, shift).lanewise(VectorOperators.LSHL, 24))
                    .intoArray(pairs, i);
        }
        mixPairsPlainly(blue, red, left, right, shift, pairs, whole);
    }

    @Override
    public void pairs(MemorySegment plane, long from, int width, int[] pairs) {
        int whole = INTS.loopBound(width / 2);
        for (int i = 0; i < whole; i += INTS.length()) {
            var both = ShortVector.fromMemorySegment(SHORTS, plane, from + 2L * i, ByteOrder.LITTLE_ENDIAN);
            ((IntVector) both.convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0)).intoArray(pairs, i);
        }
        pairsPlainly(plane, from, width, pairs, whole);
    }

    @Override
    public void luma(int[] bright, int[] colours, int[] pair, int[] bits, float[] luma, int at) {
        int whole = INTS.loopBound(pair.length);
        for (int i = 0; i < whole; i += INTS.length()) {
            var shift = IntVector.fromArray(INTS, bits, i);
            var y = IntVector.fromArray(INTS, bright, 0, pair, i)
                    .lanewise(VectorOperators.LSHR, shift)
                    .and(0xff);
            var colour = IntVector.fromArray(INTS, colours, 0, pair, i).lanewise(VectorOperators.LSHR, shift);
            var cb = colour.and(0xff).sub(GREY);
            var cr = colour.lanewise(VectorOperators.LSHR, 16).and(0xff).sub(GREY);
            // Written out, as above.
            var r = cr.mul(RED_OF_CR).add(HALF).lanewise(VectorOperators.ASHR, 16);
            var g = cb.mul(GREEN_OF_CB).add(cr.mul(GREEN_OF_CR)).add(HALF).lanewise(VectorOperators.ASHR, 16);
            var b = cb.mul(BLUE_OF_CB).add(HALF).lanewise(VectorOperators.ASHR, 16);
            var shownRed = (FloatVector) r.add(y).max(0).min(255).convertShape(VectorOperators.I2F, FLOATS, 0);
            var shownGreen = (FloatVector) g.add(y).max(0).min(255).convertShape(VectorOperators.I2F, FLOATS, 0);
            var shownBlue = (FloatVector) b.add(y).max(0).min(255).convertShape(VectorOperators.I2F, FLOATS, 0);
            shownRed.mul(0.299f)
                    .add(shownGreen.mul(0.587f))
                    .add(shownBlue.mul(0.114f))
                    .intoArray(luma, at + i);
        }
        lumaPlainly(bright, colours, pair, bits, luma, at, whole);
    }
}
