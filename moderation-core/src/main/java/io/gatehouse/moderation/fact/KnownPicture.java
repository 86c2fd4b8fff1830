package io.gatehouse.moderation.fact;

import io.gatehouse.moderation.signal.Category;

/**
 * A picture, or a frame of a video, that a hash bank knows.
 *
 * @param distance in bits of 256, of the nearest
 */
public record KnownPicture(String bank, Category category, int distance) {
    /** Of a PDQ hash. */
    private static final int BITS = 256;

    public KnownPicture {
        if (distance < 0 || distance > BITS)
            throw new IllegalArgumentException("a distance is 0 to " + BITS + " bits: " + distance);
    }

    /** The share of bits that are the same. */
    public double score() {
        return 1 - distance / (double) BITS;
    }
}
