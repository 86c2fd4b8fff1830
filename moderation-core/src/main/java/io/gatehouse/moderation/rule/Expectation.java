package io.gatehouse.moderation.rule;

import java.time.Duration;

/**
 * How often a rule's author expects it to match. Outside the band something is wrong with the rule, or with the world.
 *
 * @param lowest share of the content judged, in [0, 1]
 * @param highest share of the content judged, in [lowest, 1]
 * @param per how far back is counted
 * @param atLeast contents judged before anything is concluded: of few, no rate can be told
 * @param otherwise what happens outside the band
 */
public record Expectation(double lowest, double highest, Duration per, long atLeast, Otherwise otherwise) {
    /** What happens when the rate leaves its band. */
    public enum Otherwise {
        /** The rule goes on matching, and its consequence is no longer acted on. */
        DEMOTE,
        /** The policy version before this one becomes active again. */
        ROLLBACK
    }

    public Expectation {
        // Negated so that NaN, which fails every comparison, is refused too.
        if (!(lowest >= 0 && lowest <= highest && highest <= 1))
            throw new IllegalArgumentException("not a band of rates: " + lowest + " to " + highest);
        if (per.isNegative() || per.isZero() || atLeast < 1)
            throw new IllegalArgumentException("not an expectation: at least " + atLeast + " per " + per);
    }

    /** Whether this many matches can no longer be what the author meant. */
    public boolean isBrokenBy(long matched, long judged) {
        if (judged < atLeast) return false;
        double rate = (double) matched / judged;
        return rate < lowest || rate > highest;
    }
}
