package io.gatehouse.residency.bank;

import java.time.Instant;
import java.util.Optional;

/**
 * A bank as it is stored.
 *
 * @param severity 0 to 10, as its owner sees it
 * @param negative known to be innocent: its matches suppress those of other banks
 * @param enableRatio share of contents for which it is asked, 0 to 1
 * @param disableUntil it matches nothing before
 * @param distance bits, at most, 0 to 31
 * @param quality of what is asked about, at least; 0 to 100
 * @param purpose of the law for which it looks, by its wire name; without one it is asked on public surfaces only
 */
public record BankRow(
        String name,
        String owner,
        String category,
        int severity,
        String legalBasis,
        String notes,
        boolean negative,
        double enableRatio,
        Optional<Instant> disableUntil,
        int distance,
        int quality,
        Optional<String> purpose) {
    /** Of public surfaces only. */
    public BankRow(
            String name,
            String owner,
            String category,
            int severity,
            String legalBasis,
            String notes,
            boolean negative,
            double enableRatio,
            Optional<Instant> disableUntil,
            int distance,
            int quality) {
        this(
                name,
                owner,
                category,
                severity,
                legalBasis,
                notes,
                negative,
                enableRatio,
                disableUntil,
                distance,
                quality,
                Optional.empty());
    }

    /** That it may match what it did not match with these settings: media seen before must be asked about again. */
    boolean mayMatchMoreThan(BankRow before) {
        return distance > before.distance
                || quality < before.quality
                || enableRatio > before.enableRatio
                || negative != before.negative
                || !disableUntil.equals(before.disableUntil)
                || !category.equals(before.category);
    }
}
