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
        int quality) {}
