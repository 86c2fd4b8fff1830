package io.gatehouse.jobs.report.table;

import io.gatehouse.moderation.report.CellValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** What stands in one cell. */
public sealed interface Figure {
    /** A ten-thousandth, of an hour a third of a second. */
    int DECIMALS = 4;

    /** Nothing to tell, which is no zero. */
    record Blank() implements Figure {}

    /** A number that would tell of single people: see {@link SmallCounts}. */
    record Hidden() implements Figure {}

    /** @param text as it is; writers make it harmless */
    record Words(String text) implements Figure {}

    record Count(long count) implements Figure {
        public Count {
            if (count < 0) throw new IllegalArgumentException("a count is not negative: " + count);
        }
    }

    /** A share from 0 to 1, hours, and the like. */
    record Amount(BigDecimal value) implements Figure {
        public Amount {
            value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        }
    }

    /** How a hidden number is written. */
    String HIDDEN = "hidden";

    static Figure of(String text) {
        return text.isBlank() ? new Blank() : new Words(text);
    }

    static Figure of(long count) {
        return new Count(count);
    }

    static Figure of(double value) {
        return new Amount(BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN));
    }

    static Figure hours(Duration time) {
        return new Amount(BigDecimal.valueOf(time.toSeconds())
                .divide(BigDecimal.valueOf(3600), DECIMALS, RoundingMode.HALF_EVEN));
    }

    /** Blank of nothing: a share of nothing is no number. */
    static Figure share(long part, long whole) {
        return whole == 0 ? new Blank() : of((double) part / whole);
    }

    /** As machines read it: no separators, a point before fractions, nothing that a spreadsheet takes for a formula. */
    default String written() {
        return switch (this) {
            case Blank() -> "";
            case Hidden() -> HIDDEN;
            case Words(var text) -> CellValue.harmless(text);
            case Count(long count) -> Long.toString(count);
            case Amount(var value) -> value.toPlainString();
        };
    }

    default boolean isNumber() {
        return this instanceof Count || this instanceof Amount || this instanceof Hidden;
    }
}
