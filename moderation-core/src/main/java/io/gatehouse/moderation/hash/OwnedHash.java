package io.gatehouse.moderation.hash;

import java.util.Comparator;

/**
 * One entry of an index.
 *
 * @param owner what the caller calls the entry: a row of a bank, a frame of a video
 */
public record OwnedHash(PdqHash hash, long owner) {
    static final Comparator<OwnedHash> ORDER =
            Comparator.comparing(OwnedHash::hash).thenComparingLong(OwnedHash::owner);
}
