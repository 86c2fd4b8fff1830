package io.gatehouse.moderation.law;

import io.gatehouse.moderation.content.Surface;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of the calendar: on these dates, in these territories, this purpose may look at these private surfaces.
 *
 * @param id names the row in decisions and reports
 * @param territories ISO 3166-1 codes, {@code EU}, {@code EEA}, or {@code *} for all
 * @param from first day, inclusive; null is since ever
 * @param to last day, inclusive; null is without end
 * @param basis the provision or agreement
 * @param confirmed whether the fact was checked; a row that was not is only in force when enabled by name
 * @param enabled whether the operator relies on it
 */
public record LegalBasis(
        String id,
        Purpose purpose,
        Set<Surface> surfaces,
        Set<String> territories,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        String basis,
        String source,
        boolean confirmed,
        boolean enabled) {
    public LegalBasis {
        surfaces = Set.copyOf(surfaces);
        territories = Set.copyOf(territories);
    }

    /** @param where every code that names the place: its own, and the unions that it belongs to on that date */
    boolean permits(Surface surface, Set<String> where, LocalDate date) {
        return enabled
                && surfaces.contains(surface)
                && (territories.contains("*") || where.stream().anyMatch(territories::contains))
                && (from == null || !date.isBefore(from))
                && (to == null || !date.isAfter(to));
    }
}
