package io.gatehouse.moderation.hash;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** With vector instructions: the compiler does not find them by itself, since three arrays could be the same one. */
final class VectorBoxes extends Boxes {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    @Override
    void slide(float[] sums, float[] in, int enters, int leaves, int size, float[] out, int at) {
        int whole = SPECIES.loopBound(sums.length);
        if (isPowerOfTwo(size)) {
            var part = FloatVector.broadcast(SPECIES, 1f / size);
            for (int i = 0; i < whole; i += SPECIES.length())
                slid(sums, in, enters + i, leaves + i, i).mul(part).intoArray(out, at + i);
        } else {
            var divisor = FloatVector.broadcast(SPECIES, size);
            for (int i = 0; i < whole; i += SPECIES.length())
                slid(sums, in, enters + i, leaves + i, i).div(divisor).intoArray(out, at + i);
        }
        for (int i = whole; i < sums.length; i++) {
            float sum = sums[i] + in[enters + i] - in[leaves + i];
            sums[i] = sum;
            out[at + i] = sum / size;
        }
    }

    private static FloatVector slid(float[] sums, float[] in, int enters, int leaves, int i) {
        var sum = FloatVector.fromArray(SPECIES, sums, i)
                .add(FloatVector.fromArray(SPECIES, in, enters))
                .sub(FloatVector.fromArray(SPECIES, in, leaves));
        sum.intoArray(sums, i);
        return sum;
    }

    /** Some sequences at a time, from their begin to their end: their sums stay in a register. */
    @Override
    void slideAll(float[] sums, float[] in, int enters, int leaves, int steps, int size, float[] out, int at) {
        int lanes = sums.length;
        if (lanes % SPECIES.length() != 0 || !isPowerOfTwo(size)) {
            for (int i = 0, moved = 0; i < steps; i++, moved += lanes)
                slide(sums, in, enters + moved, leaves + moved, size, out, at + moved);
            return;
        }
        var part = FloatVector.broadcast(SPECIES, 1f / size);
        int end = steps * lanes;
        for (int i = 0; i < lanes; i += SPECIES.length()) {
            var sum = FloatVector.fromArray(SPECIES, sums, i);
            for (int moved = i; moved < end; moved += lanes) {
                sum = sum.add(FloatVector.fromArray(SPECIES, in, enters + moved))
                        .sub(FloatVector.fromArray(SPECIES, in, leaves + moved));
                sum.mul(part).intoArray(out, at + moved);
            }
            sum.intoArray(sums, i);
        }
    }
}
