package io.gatehouse.moderation.hash;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** With vector instructions, some columns at a time. */
final class VectorColours extends Colours {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;

    @Override
    public void mix(int[] values, int[] near, int[] far, int[] rounding, int shift, int[] mixed) {
        int whole = INTS.loopBound(mixed.length);
        for (int i = 0; i < whole; i += INTS.length()) {
            var next = IntVector.fromArray(INTS, values, 0, near, i).mul(3);
            next.add(IntVector.fromArray(INTS, values, 0, far, i))
                    .add(IntVector.fromArray(INTS, rounding, i))
                    .lanewise(VectorOperators.ASHR, shift)
                    .intoArray(mixed, i);
        }
        mixPlainly(values, near, far, rounding, shift, mixed, whole);
    }

    @Override
    public void luma(int[] bright, int[] blue, int[] red, float[] luma, int at) {
        int whole = INTS.loopBound(bright.length);
        for (int i = 0; i < whole; i += INTS.length()) {
            var y = IntVector.fromArray(INTS, bright, i);
            var cb = IntVector.fromArray(INTS, blue, i).sub(GREY);
            var cr = IntVector.fromArray(INTS, red, i).sub(GREY);
            var r = shown(y, cr.mul(RED_OF_CR)).mul(0.299f);
            var g = shown(y, cb.mul(GREEN_OF_CB).add(cr.mul(GREEN_OF_CR))).mul(0.587f);
            var b = shown(y, cb.mul(BLUE_OF_CB)).mul(0.114f);
            // In the order of the plain sum, and not fused.
            r.add(g).add(b).intoArray(luma, at + i);
        }
        lumaPlainly(bright, blue, red, luma, at, whole);
    }

    private static FloatVector shown(IntVector y, IntVector difference) {
        var colour = difference.add(HALF).lanewise(VectorOperators.ASHR, 16).add(y);
        return (FloatVector) colour.max(0).min(255).convertShape(VectorOperators.I2F, FLOATS, 0);
    }
}
