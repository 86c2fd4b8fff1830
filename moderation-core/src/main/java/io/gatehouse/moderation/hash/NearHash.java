package io.gatehouse.moderation.hash;

import java.util.Comparator;

/**
 * A known hash near the one asked for.
 *
 * @param distance bits that differ
 * @param owner whose hash it is; one hash may have several owners, each of which is found
 */
public record NearHash(PdqHash hash, int distance, long owner) {
    /** Nearest first; equal distances in an order that does not depend on how the index is laid out. */
    static final Comparator<NearHash> ORDER = Comparator.comparingInt(NearHash::distance)
            .thenComparing(NearHash::hash)
            .thenComparingLong(NearHash::owner);
}
