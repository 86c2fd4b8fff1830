package io.gatehouse.moderation.verdict;

import io.gatehouse.moderation.signal.Category;

/**
 * A category found over its threshold.
 *
 * @param severity 1 (mild) to 4 (gravest), as the policy says
 * @param score strength in [0, 1] of the strongest signal behind it
 */
public record Label(Category category, int severity, double score) {
    public Label {
        if (severity < 1 || severity > 4) throw new IllegalArgumentException("severity must be 1 to 4: " + severity);
        if (!(score >= 0 && score <= 1)) throw new IllegalArgumentException("score must be in [0, 1]: " + score);
    }
}
