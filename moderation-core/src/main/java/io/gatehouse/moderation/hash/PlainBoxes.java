package io.gatehouse.moderation.hash;

/** Without the vector module. */
final class PlainBoxes extends Boxes {
    @Override
    void slide(float[] sums, float[] in, int enters, int leaves, int size, float[] out, int at) {
        for (int i = 0; i < sums.length; i++) {
            float sum = sums[i] + in[enters + i] - in[leaves + i];
            sums[i] = sum;
            out[at + i] = sum / size;
        }
    }

    @Override
    void slideAll(float[] sums, float[] in, int enters, int leaves, int steps, int size, float[] out, int at) {
        for (int i = 0, moved = 0; i < steps; i++, moved += sums.length)
            slide(sums, in, enters + moved, leaves + moved, size, out, at + moved);
    }
}
