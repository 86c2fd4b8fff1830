package io.gatehouse.moderation.report;

import java.time.LocalDate;
import java.time.Month;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The days a report is about, both included. */
public record ReportingPeriod(LocalDate start, LocalDate end) {
    public ReportingPeriod {
        if (end.isBefore(start))
            throw new IllegalArgumentException("a period ends before it starts: " + start + "/" + end);
    }

    /** As the files write it: {@code 2026-01-01/2026-06-30}. Empty for anything else, and for days that do not exist. */
    public static Optional<ReportingPeriod> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) return Optional.empty();
        try {
            return Optional.of(new ReportingPeriod(
                    LocalDate.parse(text.substring(0, slash)), LocalDate.parse(text.substring(slash + 1))));
        } catch (DateTimeParseException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The one that follows the provider's cycle and has the day in it. */
    public static ReportingPeriod around(LocalDate day, ProviderClass provider) {
        if (!provider.reportsEverySixMonths())
            return new ReportingPeriod(day.withDayOfYear(1), LocalDate.of(day.getYear(), Month.DECEMBER, 31));
        return day.getMonthValue() <= 6
                ? new ReportingPeriod(day.withDayOfYear(1), LocalDate.of(day.getYear(), Month.JUNE, 30))
                : new ReportingPeriod(
                        LocalDate.of(day.getYear(), Month.JULY, 1), LocalDate.of(day.getYear(), Month.DECEMBER, 31));
    }

    /** Whether it is a calendar half-year or, for those who report every year, a calendar year. */
    public boolean followsCycleOf(ProviderClass provider) {
        return equals(around(start, provider));
    }

    @Override
    public String toString() {
        return start + "/" + end;
    }
}
