package io.gatehouse.moderation.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/** What stands in one cell. */
public sealed interface CellValue {
    /** The practice cannot occur on the service, or there is nothing to tell: an empty cell, which is not a zero. */
    record Blank() implements CellValue {}

    record Count(long count) implements CellValue {
        public Count {
            if (count < 0) throw new IllegalArgumentException("a count is not negative: " + count);
        }
    }

    /** Hours, a share or full-time equivalents. */
    record Decimal(BigDecimal value) implements CellValue {
        public Decimal {
            if (value.signum() < 0)
                throw new IllegalArgumentException("nothing that is reported is negative: " + value);
            value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        }
    }

    /** @param text as somebody wrote it; writers make it harmless */
    record Text(String text) implements CellValue {}

    /** A ten-thousandth of an hour is a third of a second. */
    int DECIMALS = 4;

    /** As the files have it: no separators, a point before fractions. */
    default String written() {
        return switch (this) {
            case Blank _ -> "";
            case Count(long count) -> Long.toString(count);
            case Decimal(var value) -> value.toPlainString();
            case Text(var text) -> harmless(text);
        };
    }

    static CellValue text(String text) {
        return text.isBlank() ? new Blank() : new Text(text);
    }

    /** The median of the times themselves: the middle one, or the mean of the two in the middle; blank of none. */
    static CellValue medianHours(long[] seconds) {
        if (seconds.length == 0) return new Blank();
        long[] sorted = seconds.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        var twice = BigDecimal.valueOf(sorted[middle]).add(BigDecimal.valueOf(sorted[(sorted.length - 1) / 2]));
        return new Decimal(twice.divide(BigDecimal.valueOf(2 * 3600), DECIMALS, RoundingMode.HALF_EVEN));
    }

    /** Blank of nothing: a share of nothing is no number. */
    static CellValue share(long part, long whole) {
        if (whole == 0) return new Blank();
        return new Decimal(
                BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), DECIMALS, RoundingMode.HALF_EVEN));
    }

    /**
     * Text that no spreadsheet takes for a formula: an apostrophe before what would begin one, also behind white space
     * (OWASP, CSV Injection).
     */
    static String harmless(String text) {
        return beginsFormula(text) ? "'" + text : text;
    }

    static boolean beginsFormula(String text) {
        String stripped = text.strip();
        return !stripped.isEmpty() && "=+-@".indexOf(stripped.charAt(0)) >= 0
                || !text.isEmpty() && (text.charAt(0) == '\t' || text.charAt(0) == '\r');
    }
}
