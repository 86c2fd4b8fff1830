package io.gatehouse.residency.cell;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which of a cell's contents to look back at.
 *
 * @param from contents first decided at this time or later; null for all
 * @param to contents first decided before; null for all
 * @param share of them, in (0, 1], drawn by lot: the same for the same seed
 */
public record PastTraffic(@Nullable Instant from, @Nullable Instant to, double share, long seed) {
    public static final PastTraffic ALL = new PastTraffic(null, null, 1, 0);

    public PastTraffic {
        // Negated so that NaN, which fails every comparison, is refused too.
        if (!(share > 0 && share <= 1)) throw new IllegalArgumentException("not a share: " + share);
    }
}
