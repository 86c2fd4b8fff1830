package io.gatehouse.moderation.hash;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** With vector instructions: the compiler does not find them by itself, since three arrays could be the same one. */
final class VectorBoxes extends Boxes {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    @Override
    void slide(float[] sums, float[] in, int enters, int leaves, int size, float[] out, int at) {
        int whole = SPECIES.loopBound(sums.length);
        var divisor = FloatVector.broadcast(SPECIES, size);
        for (int i = 0; i < whole; i += SPECIES.length()) {
            var sum = FloatVector.fromArray(SPECIES, sums, i)
                    .add(FloatVector.fromArray(SPECIES, in, enters + i))
                    .sub(FloatVector.fromArray(SPECIES, in, leaves + i));
            sum.intoArray(sums, i);
            sum.div(divisor).intoArray(out, at + i);
        }
        for (int i = whole; i < sums.length; i++) {
            float sum = sums[i] + in[enters + i] - in[leaves + i];
            sums[i] = sum;
            out[at + i] = sum / size;
        }
    }
}
