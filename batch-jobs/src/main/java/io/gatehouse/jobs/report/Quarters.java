package io.gatehouse.jobs.report;

import io.gatehouse.moderation.report.ReportingPeriod;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The calendar quarters that a period is made of: the smallest time that tables of few people are told for. Pure. */
final class Quarters {
    private static final int MONTHS = 3;

    /** Longer than anything is kept, and each is counted by itself. */
    private static final int MOST = 24;

    private Quarters() {}

    /** Empty where the period is not made of whole ones, or of too many. */
    static List<Span> of(ReportingPeriod period, ZoneId zone, Instant asOf) {
        var quarters = new ArrayList<Span>();
        var start = period.start();
        if (!isStart(start) || !isStart(period.end().plusDays(1))) return List.of();
        while (!start.isAfter(period.end())) {
            if (quarters.size() == MOST) return List.of();
            var next = start.plusMonths(MONTHS);
            quarters.add(Span.of(new ReportingPeriod(start, next.minusDays(1)), zone, asOf));
            start = next;
        }
        return quarters;
    }

    private static boolean isStart(LocalDate day) {
        return day.getDayOfMonth() == 1 && (day.getMonthValue() - 1) % MONTHS == 0;
    }
}
