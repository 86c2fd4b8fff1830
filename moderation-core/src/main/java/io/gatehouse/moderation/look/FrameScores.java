package io.gatehouse.moderation.look;

import io.gatehouse.moderation.signal.Category;
import java.util.Map;

/**
 * What a classifier of pictures says of a picture, or of one frame.
 *
 * @param frame among the decoded ones, from 0
 * @param scores each in [0, 1]
 */
public record FrameScores(String classifier, int frame, long millis, Map<Category, Double> scores) {
    public FrameScores {
        if (frame < 0 || millis < 0) throw new IllegalArgumentException("frames are counted from 0");
        scores = Map.copyOf(scores);
        scores.forEach((category, score) -> {
            if (!(score >= 0 && score <= 1))
                throw new IllegalArgumentException(category + " must be in [0, 1]: " + score);
        });
    }
}
