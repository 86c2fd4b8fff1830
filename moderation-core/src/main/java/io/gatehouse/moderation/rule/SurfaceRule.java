package io.gatehouse.moderation.rule;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a surface asks of judging.
 *
 * @param onFailure what happens when a signal could not be asked
 * @param deadline after which signals still outstanding count as failed
 */
public record SurfaceRule(OnFailure onFailure, Duration deadline) {
    /** For a surface that declares nothing: a person looks, and no answer takes longer than a sender waits. */
    public static final SurfaceRule DEFAULT = new SurfaceRule(OnFailure.REVIEW, Duration.ofMillis(500));

    public SurfaceRule {
        if (deadline.isNegative() || deadline.isZero())
            throw new IllegalArgumentException("deadline must be positive: " + deadline);
    }

    /** What happens when a signal could not be asked. */
    public enum OnFailure {
        /** The other signals decide. */
        ALLOW,
        /** A person looks, delivery goes on. */
        REVIEW,
        /** A person looks, delivery waits. */
        HOLD;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<OnFailure> ofWireName(String name) {
            return Arrays.stream(values())
                    .filter(f -> f.wireName().equals(name))
                    .findFirst();
        }
    }
}
