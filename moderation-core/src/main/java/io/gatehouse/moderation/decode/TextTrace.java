package io.gatehouse.moderation.decode;

import java.util.Arrays;

/**
 * How many strong edges each part of a picture has: where they are few nothing is written, and where none has changed the same is
 * written as before. Costs a hundredth of reading.
 */
final class TextTrace {
    private static final int COLUMNS = 32;
    private static final int ROWS = 18;

    /** Between neighbours two pixels apart, of 255. */
    private static final int STRONG = 48;

    /** Every so many rows are looked at. */
    private static final int STEP = 3;

    /** Strong edges of the shortest word, in the rows that are looked at. */
    private static final int LEAST = 40;

    private final int[] edges = new int[COLUMNS * ROWS];
    private final int total;

    private TextTrace(GreyPicture picture) {
        int width = picture.width();
        var bytes = picture.bytes();
        int sum = 0;
        for (int y = 0; y < picture.height(); y += STEP) {
            int part = COLUMNS * (y * ROWS / picture.height());
            int row = y * width;
            for (int x = 2; x < width; x++) {
                if (Math.abs((bytes[row + x] & 0xff) - (bytes[row + x - 2] & 0xff)) < STRONG) continue;
                edges[part + (int) ((long) x * COLUMNS / width)]++;
                sum++;
            }
        }
        total = sum;
    }

    static TextTrace of(GreyPicture picture) {
        return new TextTrace(picture);
    }

    /** Whether anything can be written there. */
    boolean mayHoldText() {
        return total >= LEAST;
    }

    /** Whether some part differs by more than what moving and compression do. */
    boolean differsFrom(TextTrace before) {
        for (int i = 0; i < edges.length; i++) {
            int most = Math.max(edges[i], before.edges[i]);
            if (Math.abs(edges[i] - before.edges[i]) > 8 + most / 4) return true;
        }
        return false;
    }

    @Override
    public String toString() {
        return Arrays.toString(edges);
    }
}
