package io.gatehouse.moderation.bank;

import java.time.Instant;
import java.util.Optional;

/**
 * An entry of a bank, with what its bank asks for.
 *
 * @param negative of a bank of what is known to be innocent
 * @param enableRatio share of contents for which the bank is asked, 0 to 1
 * @param disabledUntil matches nothing before; the later one of entry and bank
 * @param distance bits, at most, 0 to 31
 * @param quality of what is asked about, at least, 0 to 100
 * @param toReview people look at its matches: it is disputed, or matched a flood
 */
public record KnownHash(
        long entryId,
        String bank,
        boolean negative,
        double enableRatio,
        Optional<Instant> disabledUntil,
        int distance,
        int quality,
        boolean toReview) {
    public KnownHash {
        // Negated so that NaN, which fails every comparison, is refused too.
        if (!(enableRatio >= 0 && enableRatio <= 1))
            throw new IllegalArgumentException("an enable ratio must be in [0, 1]: " + enableRatio);
    }
}
