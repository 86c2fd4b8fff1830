package io.gatehouse.jobs.report;

import io.gatehouse.moderation.report.ReportingPeriod;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The moments a report is about.
 *
 * @param from the first
 * @param to the one after the last
 * @param asOf what happened later is not known to the report
 */
public record Span(Instant from, Instant to, Instant asOf) {
    public Span {
        if (!from.isBefore(to)) throw new IllegalArgumentException("a span ends before it begins: " + from + ", " + to);
    }

    /** @param zone the controller's, in which days begin */
    public static Span of(ReportingPeriod period, ZoneId zone, Instant asOf) {
        return new Span(
                period.start().atStartOfDay(zone).toInstant(),
                period.end().plusDays(1).atStartOfDay(zone).toInstant(),
                asOf);
    }
}
