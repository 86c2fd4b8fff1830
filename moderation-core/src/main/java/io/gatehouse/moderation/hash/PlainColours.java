package io.gatehouse.moderation.hash;

/** Without the vector module. */
final class PlainColours extends Colours {
    @Override
    public void mix(int[] values, int[] near, int[] far, int[] rounding, int shift, int[] mixed) {
        mixPlainly(values, near, far, rounding, shift, mixed, 0);
    }

    @Override
    public void luma(int[] bright, int[] blue, int[] red, float[] luma, int at) {
        lumaPlainly(bright, blue, red, luma, at, 0);
    }
}
