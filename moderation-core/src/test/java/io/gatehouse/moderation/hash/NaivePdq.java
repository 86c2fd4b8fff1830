package io.gatehouse.moderation.hash;

import java.util.Arrays;

/** PDQ as its authors describe it, step by step and one value at a time: what the fast one is held against. */
final class NaivePdq {
    private NaivePdq() {}

    static HashedPicture hash(Luma picture) {
        int width = picture.width();
        int height = picture.height();
        if (width < 5 || height < 5) return new HashedPicture(PdqHash.EMPTY, 0);
        var values = picture.values().clone();
        var small = new float[64][64];
        if (width == 64 && height == 64) {
            for (int i = 0; i < 64; i++) System.arraycopy(values, i * 64, small[i], 0, 64);
        } else {
            var other = new float[values.length];
            for (int pass = 0; pass < 2; pass++) {
                for (int row = 0; row < height; row++) box(values, other, row * width, width, 1, (width + 127) / 128);
                for (int column = 0; column < width; column++)
                    box(other, values, column, height, width, (height + 127) / 128);
            }
            for (int i = 0; i < 64; i++)
                for (int j = 0; j < 64; j++)
                    small[i][j] = values[(int) ((i + 0.5) * height / 64) * width + (int) ((j + 0.5) * width / 64)];
        }
        return new HashedPicture(bits(transform(small)), quality(small));
    }

    private static void box(float[] in, float[] out, int start, int length, int stride, int window) {
        int half = (window + 2) / 2;
        float sum = 0;
        for (int written = 0, read = 0; written < length; written++) {
            // The window reaches from `half - 1` after the value to `window - half` before it.
            int size = 0;
            for (; read < Math.min(length, written + half); read++) {
                sum += in[start + read * stride];
                if (read >= window) sum -= in[start + (read - window) * stride];
            }
            int leaving = written + half - 1 - window;
            if (written + half > length && leaving >= 0) sum -= in[start + leaving * stride];
            for (int i = written - (window - half); i < written + half; i++) if (i >= 0 && i < length) size++;
            out[start + written * stride] = sum / size;
        }
    }

    private static int quality(float[][] small) {
        int sum = 0;
        for (int i = 0; i < 64; i++) {
            for (int j = 0; j < 64; j++) {
                if (i < 63) sum += Math.abs((int) ((small[i][j] - small[i + 1][j]) * 100 / 255));
                if (j < 63) sum += Math.abs((int) ((small[i][j] - small[i][j + 1]) * 100 / 255));
            }
        }
        return Math.min(100, sum / 90);
    }

    private static float[][] transform(float[][] small) {
        var matrix = new float[16][64];
        for (int i = 0; i < 16; i++)
            for (int j = 0; j < 64; j++)
                matrix[i][j] = (float)
                        ((float) Math.sqrt(2.0 / 64) * StrictMath.cos((Math.PI / 2.0 / 64) * (i + 1) * (2 * j + 1)));
        var half = new float[16][64];
        for (int i = 0; i < 16; i++)
            for (int j = 0; j < 64; j++) for (int k = 0; k < 64; k++) half[i][j] += matrix[i][k] * small[k][j];
        var result = new float[16][16];
        for (int i = 0; i < 16; i++)
            for (int j = 0; j < 16; j++) for (int k = 0; k < 64; k++) result[i][j] += half[i][k] * matrix[j][k];
        return result;
    }

    private static PdqHash bits(float[][] frequencies) {
        var all = new float[256];
        for (int i = 0; i < 256; i++) all[i] = frequencies[i / 16][i % 16];
        var sorted = all.clone();
        Arrays.sort(sorted);
        var hex = new StringBuilder();
        for (int digit = 63; digit >= 0; digit--) {
            int value = 0;
            for (int bit = 3; bit >= 0; bit--) value = value * 2 + (all[digit * 4 + bit] > sorted[127] ? 1 : 0);
            hex.append(Character.forDigit(value, 16));
        }
        return PdqHash.parse(hex.toString());
    }
}
