package io.gatehouse.moderation.cage;

import java.time.Duration;

/**
 * What one job may cost.
 *
 * @param maxPictureBytes of a picture's file, which is held in memory
 * @param maxPixels of a picture or a frame
 * @param maxFrames decoded, of a video or an animation
 * @param maxDuration of a video
 * @param maxTime on the clock, after which the decoder is killed
 * @param maxMemoryBytes of address space of the decoder, its Java machine included
 */
public record MediaLimits(
        long maxPictureBytes,
        long maxPixels,
        int maxFrames,
        Duration maxDuration,
        Duration maxTime,
        long maxMemoryBytes) {
    /**
     * 32 MiB and 64 million pixels: what telephones make, and beyond. 216,000 frames are an hour at 60 a second. An hour of
     * 1080p decodes in some 20 minutes on one core; half an hour is for busy machines. A Java machine with its libraries takes
     * 0.8 GiB of addresses, 64 million pixels of four bytes twice take 0.5 GiB.
     */
    public static final MediaLimits DEFAULT =
            new MediaLimits(32L << 20, 64_000_000, 216_000, Duration.ofHours(1), Duration.ofMinutes(30), 2L << 30);

    /** Less, and no decoder starts. */
    public static final long LEAST_MEMORY_BYTES = 1L << 30;

    public MediaLimits {
        if (maxPictureBytes < 1 || maxPixels < 1 || maxFrames < 1)
            throw new IllegalArgumentException("limits of media are positive");
        if (!maxDuration.isPositive() || !maxTime.isPositive())
            throw new IllegalArgumentException("durations of media are positive");
        if (maxMemoryBytes < LEAST_MEMORY_BYTES)
            throw new IllegalArgumentException("a decoder needs " + LEAST_MEMORY_BYTES + " bytes of address space");
    }
}
