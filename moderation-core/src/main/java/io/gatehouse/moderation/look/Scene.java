package io.gatehouse.moderation.look;

/**
 * A stretch of a video or an animation between two cuts.
 *
 * @param endMillis exclusive; the video's end for the last one
 * @param evidenceFrame the number of a frame that shows it, among the decoded ones, from 0
 */
public record Scene(long startMillis, long endMillis, int evidenceFrame, long evidenceMillis) {
    public Scene {
        if (startMillis < 0 || endMillis < startMillis || evidenceFrame < 0)
            throw new IllegalArgumentException("not a scene: " + startMillis + " to " + endMillis + " ms");
        if (evidenceMillis < startMillis || evidenceMillis > endMillis)
            throw new IllegalArgumentException("a scene's evidence lies in it, not at " + evidenceMillis + " ms");
    }
}
