package io.gatehouse.residency.purpose;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * By what people are counted in a log that names nobody: an entry about the first act of its kind of a person in a month says the month.
 * Entries of one month that say so are of as many people; an entry that does not may be of anybody.
 */
public final class FirstInMonth {
    /** Of the log's entry. */
    public static final String FACT = "first_in_month";

    private FirstInMonth() {}

    /** @return for example {@code 2026-11}, in UTC */
    public static String of(Instant at) {
        return YearMonth.from(at.atOffset(ZoneOffset.UTC)).toString();
    }
}
