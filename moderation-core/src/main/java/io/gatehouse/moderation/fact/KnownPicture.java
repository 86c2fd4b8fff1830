package io.gatehouse.moderation.fact;

import io.gatehouse.moderation.signal.Category;
import java.util.List;

/**
 * A picture, or a frame of a video, that a hash bank knows.
 *
 * @param severity 0 to 10, as the bank's owner sees it
 * @param distance in bits of 256, of the nearest
 * @param sightings in videos and animations, in order; empty where it is a still picture
 */
public record KnownPicture(String bank, Category category, int severity, int distance, List<Sighting> sightings) {
    /** Of a PDQ hash. */
    private static final int BITS = 256;

    public KnownPicture {
        if (distance < 0 || distance > BITS)
            throw new IllegalArgumentException("a distance is 0 to " + BITS + " bits: " + distance);
        sightings = List.copyOf(sightings);
    }

    /** A still picture of a bank without severity. */
    public KnownPicture(String bank, Category category, int distance) {
        this(bank, category, 0, distance, List.of());
    }

    /** The share of bits that are the same. */
    public double score() {
        return 1 - distance / (double) BITS;
    }
}
