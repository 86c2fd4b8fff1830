package io.gatehouse.service.decision;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/** Times as {@link Instant#toString} writes them. Jobs read several a message, and a formatter takes ten times as long. */
final class StoredTime {
    /** {@code 2026-11-30T10:00:00} */
    private static final int SECONDS_END = 19;

    private static final int MAX_DIGITS = 9;

    private StoredTime() {}

    /** As {@link Instant#parse}. */
    static Instant parse(String text) {
        int end = text.length() - 1;
        if (!isPlain(text, end)) return Instant.parse(text);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, SECONDS_END);
        if (hour > 23 || minute > 59 || second > 59) return Instant.parse(text);
        try {
            long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                    .toEpochDay();
            return Instant.ofEpochSecond(day * 86_400 + hour * 3_600L + minute * 60L + second, nanos(text, end));
        } catch (DateTimeException noSuchDay) {
            return Instant.parse(text);
        }
    }

    private static boolean isPlain(String text, int end) {
        if (end < SECONDS_END || end > SECONDS_END + 1 + MAX_DIGITS || text.charAt(end) != 'Z') return false;
        for (int i = 0; i < end; i++) {
            char expected = switch (i) {
                case 4, 7 -> '-';
                case 10 -> 'T';
                case 13, 16 -> ':';
                case SECONDS_END -> '.';
                default -> '0';
            };
            char c = text.charAt(i);
            if (expected == '0' ? c < '0' || c > '9' : c != expected) return false;
        }
        return end != SECONDS_END + 1;
    }

    private static int nanos(String text, int end) {
        int nanos = 0;
        for (int i = SECONDS_END + 1; i <= SECONDS_END + MAX_DIGITS; i++)
            nanos = 10 * nanos + (i < end ? text.charAt(i) - '0' : 0);
        return nanos;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) number = 10 * number + text.charAt(i) - '0';
        return number;
    }
}
