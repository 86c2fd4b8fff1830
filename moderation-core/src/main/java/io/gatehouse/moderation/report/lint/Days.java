package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.ReportingPeriod;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands days and periods as people write them, so that what is wrong with a date itself is found as well. Pure. */
final class Days {
    /** Longer texts are no date. */
    private static final int LONGEST = 80;

    private static final Pattern DAY =
            Pattern.compile("(?<y>[0-9]{4})[-./](?<m>[0-9]{1,2})[-./](?<d>[0-9]{1,2})(?:[T ][0-9:.]+Z?)?"
                    + "|(?<a>[0-9]{1,2})(?<sep>[-./])(?<b>[0-9]{1,2})[-./](?<y2>[0-9]{4})"
                    + "|(?<d3>[0-9]{1,2})(?:st|nd|rd|th|\\.)? (?<m3>[A-Za-z]{3,9}),? (?<y3>[0-9]{4})"
                    + "|(?<m4>[A-Za-z]{3,9}) (?<d4>[0-9]{1,2})(?:st|nd|rd|th)?,? (?<y4>[0-9]{4})");
    private static final Pattern HALF = Pattern.compile(
            "[HS](?<h>[12])[-/ ]*(?<y>[0-9]{4})|(?<y2>[0-9]{4})[-/ ]*[HS](?<h2>[12])", Pattern.CASE_INSENSITIVE);
    private static final Pattern YEAR = Pattern.compile("[0-9]{4}");

    /** A day as spreadsheets count it, from 2009 to 2064: what is left of a date that lost its format. */
    private static final Pattern SERIAL = Pattern.compile("[45][0-9]{4}");

    private static final LocalDate FIRST_OF_SPREADSHEETS = LocalDate.of(1899, 12, 30);

    private Days() {}

    /** Empty where it is none, or could be two: {@code 03/04/2026}. */
    static Optional<LocalDate> day(String text) {
        if (SERIAL.matcher(text).matches()) return Optional.of(FIRST_OF_SPREADSHEETS.plusDays(Long.parseLong(text)));
        var days = days(text);
        return days.size() == 1 ? Optional.of(days.getFirst()) : Optional.empty();
    }

    static Optional<ReportingPeriod> period(String text) {
        var strict = ReportingPeriod.parse(text);
        if (strict.isPresent()) return strict;
        String plain = text.strip();
        var half = HALF.matcher(plain);
        if (half.matches()) {
            boolean first = half.group("h") != null;
            int year = Integer.parseInt(half.group(first ? "y" : "y2"));
            return Optional.of(half(year, half.group(first ? "h" : "h2").equals("1")));
        }
        if (YEAR.matcher(plain).matches()) {
            int year = Integer.parseInt(plain);
            return Optional.of(new ReportingPeriod(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31)));
        }
        var days = days(plain);
        return days.size() == 2 && !days.get(1).isBefore(days.get(0))
                ? Optional.of(new ReportingPeriod(days.get(0), days.get(1)))
                : Optional.empty();
    }

    private static ReportingPeriod half(int year, boolean isFirst) {
        return isFirst
                ? new ReportingPeriod(LocalDate.of(year, 1, 1), LocalDate.of(year, Month.JUNE, 30))
                : new ReportingPeriod(LocalDate.of(year, Month.JULY, 1), LocalDate.of(year, 12, 31));
    }

    /** All days in the text; none where one does not exist, or nobody knows which of its numbers is the month. */
    private static List<LocalDate> days(String text) {
        if (text.length() > LONGEST) return List.of();
        var dayFirst = all(text, true);
        var monthFirst = all(text, false);
        if (dayFirst.equals(monthFirst) || monthFirst.isEmpty()) return dayFirst;
        return dayFirst.isEmpty() ? monthFirst : List.of();
    }

    private static List<LocalDate> all(String text, boolean dayFirst) {
        var found = new ArrayList<LocalDate>();
        var matcher = DAY.matcher(text);
        try {
            while (matcher.find()) found.add(day(matcher, dayFirst));
        } catch (DateTimeException _) {
            return List.of(); // There is no such day.
        }
        return found;
    }

    private static LocalDate day(Matcher at, boolean dayFirst) {
        if (at.group("y") != null) return LocalDate.of(number(at, "y"), number(at, "m"), number(at, "d"));
        if (at.group("y2") != null) {
            // With points, the day comes first everywhere.
            boolean first = dayFirst || at.group("sep").equals(".");
            return LocalDate.of(number(at, "y2"), number(at, first ? "b" : "a"), number(at, first ? "a" : "b"));
        }
        if (at.group("y3") != null) return LocalDate.of(number(at, "y3"), month(at.group("m3")), number(at, "d3"));
        return LocalDate.of(number(at, "y4"), month(at.group("m4")), number(at, "d4"));
    }

    private static int number(Matcher at, String group) {
        return Integer.parseInt(at.group(group));
    }

    private static int month(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        for (var month : Month.values())
            if (month.getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                    .toLowerCase(Locale.ROOT)
                    .startsWith(lower)) return month.getValue();
        throw new DateTimeException("no month: " + word);
    }
}
