package io.gatehouse.moderation.fact;

/**
 * A stretch of a video or an animation in which something is seen.
 *
 * @param endMillis exclusive; as far as frames were looked at
 * @param evidenceMillis the time of the frame that shows it best
 */
public record Sighting(String mediaId, long startMillis, long endMillis, long evidenceMillis) {
    public Sighting {
        if (startMillis < 0 || endMillis < startMillis)
            throw new IllegalArgumentException("not a stretch: " + startMillis + " to " + endMillis + " ms");
        if (evidenceMillis < startMillis || evidenceMillis > endMillis)
            throw new IllegalArgumentException("its evidence lies in a stretch, not at " + evidenceMillis + " ms");
    }
}
