package io.gatehouse.residency.region;

import java.time.LocalDate;
import java.util.Optional;

/** Inclusive date ranges whose open ends are empty. */
public final class Dates {
    private Dates() {}

    public static boolean covers(Optional<LocalDate> from, Optional<LocalDate> to, LocalDate date) {
        return from.map(f -> !date.isBefore(f)).orElse(true)
                && to.map(t -> !date.isAfter(t)).orElse(true);
    }

    static boolean overlap(
            Optional<LocalDate> from,
            Optional<LocalDate> to,
            Optional<LocalDate> otherFrom,
            Optional<LocalDate> otherTo) {
        return !to.orElse(LocalDate.MAX).isBefore(otherFrom.orElse(LocalDate.MIN))
                && !otherTo.orElse(LocalDate.MAX).isBefore(from.orElse(LocalDate.MIN));
    }
}
