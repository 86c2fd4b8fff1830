package io.gatehouse.moderation.hash;

import io.gatehouse.moderation.hash.FrameHasher.Levels;

/**
 * How the FFmpeg library's plain code turns brightness and colours of half the width and height (4:2:0) to red, green and blue: each
 * is {@code clamp((brightness * scale + difference) >> 16, 0, 255)}, with a difference for each pair of colours. Whole numbers, the
 * very ones of its tables ({@code yuv2rgb.c}), for the colours of ITU-R BT.601.
 */
final class HalvedColours {
    static final HalvedColours VIDEO = new HalvedColours(Levels.VIDEO);
    static final HalvedColours FULL = new HalvedColours(Levels.FULL);

    private static final long ONE = 1 << 16;
    private static final long HALF = 1 << 15;

    final int scale;
    final int redOfCr;
    final int greenOfCb;
    final int greenOfCr;
    final int blueOfCb;

    /** What is added to each channel's difference. */
    final int red;

    final int green;
    final int blue;

    private HalvedColours(Levels levels) {
        boolean full = levels == Levels.FULL;
        long cy = full ? ONE : ONE * 255 / 219;
        scale = (int) cy;
        redOfCr = scaled(104_597, cy, full);
        blueOfCb = scaled(132_201, cy, full);
        greenOfCb = scaled(-25_675, cy, full);
        greenOfCr = scaled(-53_279, cy, full);
        // Where the table begins, and black.
        long base = (full ? 384 : 326) * cy - (384 << 16) - (full ? 0 : 16 << 16) + HALF;
        red = (int) (base - (redOfCr >> 9) * cy);
        green = (int) (base - ((greenOfCb >> 9) + (greenOfCr >> 9)) * cy);
        blue = (int) (base - (blueOfCb >> 9) * cy);
    }

    /** Divisions round towards zero, in both languages. */
    private static int scaled(long coefficient, long cy, boolean full) {
        long ranged = full ? coefficient * 224 / 255 : coefficient;
        return (int) ((ranged * ONE + HALF) / cy);
    }

    static HalvedColours of(Levels levels) {
        return switch (levels) {
            case VIDEO -> VIDEO;
            case FULL -> FULL;
        };
    }

    int red(int cr) {
        return (cr * redOfCr >> 16) * scale + red;
    }

    int green(int cb, int cr) {
        return ((cb * greenOfCb >> 16) + (cr * greenOfCr >> 16)) * scale + green;
    }

    int blue(int cb) {
        return (cb * blueOfCb >> 16) * scale + blue;
    }

    /** @param difference of a channel */
    int channel(int brightness, int difference) {
        return Math.clamp((brightness * scale + difference) >> 16, 0, 255);
    }
}
