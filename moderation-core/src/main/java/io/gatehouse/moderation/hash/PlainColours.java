package io.gatehouse.moderation.hash;

import java.lang.foreign.MemorySegment;

/** Without the vector module. */
final class PlainColours extends Colours {
    @Override
    public void luma(int[] bright, int[] blue, int[] red, float[] luma, int at) {
        lumaPlainly(bright, blue, red, luma, at, 0);
    }

    @Override
    void mixBytes(MemorySegment plane, long near, long far, int width, int rounding, int shift, int[] mixed) {
        mixBytesPlainly(plane, near, far, width, rounding, shift, mixed, 0);
    }

    @Override
    public void everySecond(MemorySegment plane, long from, int[] bytes) {
        everySecondPlainly(plane, from, bytes, 0);
    }

    @Override
    public void mixNeighbours(int[] values, int rounding, int shift, int[] mixed) {
        mixNeighboursPlainly(values, rounding, shift, mixed, 0);
    }

    @Override
    public void mixPairs(int[] blue, int[] red, int left, int right, int shift, int[] pairs) {
        mixPairsPlainly(blue, red, left, right, shift, pairs, 0);
    }

    @Override
    public void pairs(MemorySegment plane, long from, int width, int[] pairs) {
        pairsPlainly(plane, from, width, pairs, 0);
    }

    @Override
    public void luma(int[] bright, int[] colours, int[] pair, int[] bits, float[] luma, int at) {
        lumaPlainly(bright, colours, pair, bits, luma, at, 0);
    }
}
