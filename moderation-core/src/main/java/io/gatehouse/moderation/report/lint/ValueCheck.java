package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.Measure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the value of a cell, says what is wrong with its form, and makes of it what can be made, so that sums go on. */
final class ValueCheck {
    private static final Pattern WHOLE = Pattern.compile("[0-9]+");
    private static final Pattern PLAIN = Pattern.compile("[0-9]+(\\.[0-9]+)?|\\.[0-9]+");
    private static final Pattern NEGATIVE = Pattern.compile("[-\u2212][0-9][0-9.,]*");
    private static final Pattern GROUPED = Pattern.compile("[0-9]{1,3}([.,' \\u00a0\\u2009\\u202f\u2019][0-9]{3})+");
    private static final Pattern GROUPED_FRACTION =
            Pattern.compile("[0-9]{1,3}([, '\\u00a0\\u2009\\u202f\\u2019][0-9]{3})+\\.[0-9]+"
                    + "|[0-9]{1,3}([. '\\u00a0\\u2009\\u202f\\u2019][0-9]{3})+,[0-9]+");
    private static final Pattern FRACTION = Pattern.compile("[0-9]+[.,][0-9]+");
    private static final Pattern PERCENT = Pattern.compile("([0-9]+([.,][0-9]+)?)\\s*%");
    /** A power of three digits says nothing that a report could; written out, one of nine fills the memory. */
    private static final Pattern SCIENTIFIC = Pattern.compile("[0-9]+([.,][0-9]+)?[eE][-+]?[0-9]{1,2}");

    private static final Pattern BOUND =
            Pattern.compile("[<>~\u2264\u2265\u00b1\u2248=]+\\s*[0-9][0-9., ]*.*|[0-9][0-9., ]*\\+");
    private static final Pattern RANGE =
            Pattern.compile("[0-9][0-9., ]*\\s*(-|\u2013|\u2014|to|\\.\\.)\\s*[0-9][0-9., ]*");
    private static final Pattern WITH_WORDS =
            Pattern.compile("\\(?([0-9]+([.,][0-9]+)?)\\)?[^0-9]+|[^0-9]+([0-9]+)[^0-9]*");
    private static final Pattern OF_UNITS =
            Pattern.compile("([0-9]+([.,][0-9]+)?\\s*[a-z]+[\\s,]*){2,4}", Pattern.CASE_INSENSITIVE);
    private static final Pattern TIME =
            Pattern.compile("[0-9]+:[0-9]{2}(:[0-9]{2})?|P(T?[0-9].*)", Pattern.CASE_INSENSITIVE);

    /** What people write where they should write nothing. */
    private static final Set<String> NOTHING = Set.of(
            "-",
            "--",
            "\u2013",
            "\u2014",
            ".",
            "/",
            "n/a",
            "n.a.",
            "n.a",
            "na",
            "nan",
            "null",
            "none",
            "nil",
            "not applicable",
            "not available",
            "unknown",
            "x",
            "tbd",
            "blank",
            "empty",
            "?",
            "inf",
            "infinity",
            "undefined",
            "#n/a");

    /** A year and a day: longer than any period, and than any time within one that is told in hours. */
    private static final BigDecimal LONGEST_HOURS = BigDecimal.valueOf(367L * 24);

    /** No number is longer; long texts are not compared with every form of one. */
    private static final int LONGEST_NUMBER = 64;

    private final Findings findings;

    ValueCheck(Findings findings) {
        this.findings = findings;
    }

    /**
     * What a cell says.
     *
     * @param blank whether nothing stands there
     * @param number null when blank, or when nobody can tell
     */
    record Read(boolean blank, @Nullable BigDecimal number) {
        static final Read BLANK = new Read(true, null);
        static final Read UNREADABLE = new Read(false, null);

        static Read of(BigDecimal number) {
            return new Read(false, number);
        }

        boolean isReadable() {
            return blank || number != null;
        }

        BigDecimal orZero() {
            return number == null ? BigDecimal.ZERO : number;
        }

        boolean isPositive() {
            return number != null && number.signum() > 0;
        }
    }

    /** Where a cell stands, for its findings. */
    record Place(String sheet, int row, String column) {}

    Read read(RawCell cell, Measure measure, Place place) {
        if (cell.isBlank() && cell.kind() != RawCell.Kind.FORMULA) return Read.BLANK;
        String text = cell.stripped();
        if (!text.equals(cell.text())) found(Rule.CELL_SPACES, place, "stray spaces around " + shown(text), text);
        switch (cell.kind()) {
            case FORMULA -> {
                found(Rule.CELL_FORMULA, place, "a formula", "its value");
                if (text.isEmpty()) return Read.UNREADABLE;
            }
            case ERROR -> {
                found(Rule.CELL_ERROR, place, "an error: " + shown(text), "a value, or nothing where it cannot occur");
                return Read.UNREADABLE;
            }
            case DATE -> {
                found(Rule.CELL_DATE, place, "a day or time: " + shown(text), "a number in a cell without a format");
                return Read.UNREADABLE;
            }
            case TEXT -> {
                if (PLAIN.matcher(text).matches())
                    found(Rule.CELL_AS_TEXT, place, "the number " + text + " as text", "a number");
            }
            case PLAIN, NUMBER -> {}
        }
        if (text.startsWith("#")
                && Set.of("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")
                        .contains(text.toUpperCase(Locale.ROOT))) {
            found(Rule.CELL_ERROR, place, "an error: " + shown(text), "a value, or nothing where it cannot occur");
            return Read.UNREADABLE;
        }
        if (text.length() > LONGEST_NUMBER && measure != Measure.TEXT && measure != Measure.DATE)
            return fault(textInstead(measure), place, text, "a number; words in the column of context");
        if (NOTHING.contains(text.toLowerCase(Locale.ROOT))) {
            found(Rule.BLANK_WORD, place, shown(text), "nothing where the practice cannot occur, else a number");
            return Read.UNREADABLE;
        }
        if (text.startsWith("=") && !BOUND.matcher(text).matches()) {
            found(Rule.CELL_FORMULA, place, "a formula: " + shown(text), "its value");
            return Read.UNREADABLE;
        }
        return switch (measure) {
            case COUNT -> count(text, place);
            case HOURS -> hours(text, place);
            case SHARE -> share(text, place);
            case NUMBER -> number(text, place);
            case TEXT, DATE -> Read.UNREADABLE;
        };
    }

    private static Rule textInstead(Measure measure) {
        return switch (measure) {
            case COUNT, TEXT, DATE -> Rule.COUNT_TEXT;
            case HOURS -> Rule.HOURS_TEXT;
            case SHARE -> Rule.SHARE_TEXT;
            case NUMBER -> Rule.NUMBER_FORM;
        };
    }

    private Read count(String text, Place place) {
        if (WHOLE.matcher(text).matches()) return Read.of(new BigDecimal(text));
        if (GROUPED.matcher(text).matches()) {
            String digits = text.replaceAll("[^0-9]", "");
            found(Rule.COUNT_SEPARATOR, place, shown(text), digits);
            return Read.of(new BigDecimal(digits));
        }
        if (GROUPED_FRACTION.matcher(text).matches()) {
            var value = number(text);
            boolean isWhole = value.stripTrailingZeros().scale() <= 0;
            found(
                    isWhole ? Rule.COUNT_SEPARATOR : Rule.COUNT_DECIMAL,
                    place,
                    shown(text),
                    isWhole ? value.setScale(0, RoundingMode.UNNECESSARY).toPlainString() : "a whole number");
            return Read.of(value);
        }
        if (FRACTION.matcher(text).matches()) {
            var value = new BigDecimal(text.replace(',', '.'));
            found(Rule.COUNT_DECIMAL, place, shown(text), "a whole number");
            return Read.of(value);
        }
        if (NEGATIVE.matcher(text).matches()) return fault(Rule.COUNT_NEGATIVE, place, text, "0 or more");
        if (text.contains("%")) return fault(Rule.COUNT_PERCENT, place, text, "how many there were");
        if (SCIENTIFIC.matcher(text).matches()) {
            var value = new BigDecimal(text.replace(',', '.'));
            // A spreadsheet rounds what it writes so: sums of it say nothing.
            found(
                    Rule.COUNT_SCIENTIFIC,
                    place,
                    shown(text),
                    value.toPlainString() + ", or what it was before rounding");
            return Read.UNREADABLE;
        }
        if (BOUND.matcher(text).matches() || RANGE.matcher(text).matches())
            return fault(Rule.COUNT_INEXACT, place, text, "one number");
        if (WITH_WORDS.matcher(text).matches()) return fault(Rule.COUNT_WORDS, place, text, "the number alone");
        return fault(Rule.COUNT_TEXT, place, text, "a number, or nothing where the practice cannot occur");
    }

    private Read hours(String text, Place place) {
        if (PLAIN.matcher(text).matches()) {
            var value = new BigDecimal(text);
            if (value.compareTo(LONGEST_HOURS) > 0)
                found(Rule.HOURS_LONG, place, text + " hours are more than a year", "hours, not minutes or seconds");
            return Read.of(value);
        }
        if (GROUPED.matcher(text).matches()
                || GROUPED_FRACTION.matcher(text).matches()
                || FRACTION.matcher(text).matches()) {
            found(Rule.HOURS_COMMA, place, shown(text), "a number such as 12.5");
            return Read.of(number(text));
        }
        if (SCIENTIFIC.matcher(text).matches()) return scientific(text, place);
        if (NEGATIVE.matcher(text).matches()) return fault(Rule.HOURS_NEGATIVE, place, text, "0 or more hours");
        boolean timed = TIME.matcher(text).matches()
                || WITH_WORDS.matcher(text).matches()
                || OF_UNITS.matcher(text).matches();
        return fault(timed ? Rule.HOURS_UNIT : Rule.HOURS_TEXT, place, text, "hours as a number, such as 12.5");
    }

    private Read share(String text, Place place) {
        if (PLAIN.matcher(text).matches()) return inRange(new BigDecimal(text), text, place);
        var percent = PERCENT.matcher(text);
        if (percent.matches()) {
            var value = number(percent.group(1)).movePointLeft(2).stripTrailingZeros();
            found(Rule.SHARE_PERCENT, place, shown(text), value.toPlainString());
            return Read.of(value);
        }
        if (FRACTION.matcher(text).matches()) {
            found(Rule.SHARE_COMMA, place, shown(text), text.replace(',', '.'));
            return inRange(number(text), text, place);
        }
        if (SCIENTIFIC.matcher(text).matches()) {
            var value = scientific(text, place).orZero();
            return inRange(value, text, place);
        }
        if (NEGATIVE.matcher(text).matches()) return fault(Rule.SHARE_NEGATIVE, place, text, "a number from 0 to 1");
        return fault(Rule.SHARE_TEXT, place, text, "a number from 0 to 1");
    }

    /** Small numbers of spreadsheets, such as 9.8E-05: understood. */
    private Read scientific(String text, Place place) {
        var value = new BigDecimal(text.replace(',', '.'));
        found(Rule.NUMBER_SCIENTIFIC, place, shown(text), value.toPlainString());
        return Read.of(value);
    }

    private Read inRange(BigDecimal value, String text, Place place) {
        if (value.compareTo(BigDecimal.ONE) <= 0) return Read.of(value);
        boolean percent = value.compareTo(BigDecimal.valueOf(100)) <= 0;
        return fault(
                Rule.SHARE_OVER_ONE,
                place,
                text,
                percent ? value.movePointLeft(2).stripTrailingZeros().toPlainString() : "a number from 0 to 1");
    }

    private Read number(String text, Place place) {
        if (PLAIN.matcher(text).matches()) return Read.of(new BigDecimal(text));
        return fault(Rule.NUMBER_FORM, place, text, "a number such as 12.5");
    }

    /** The last of points and commas is before the fraction, unless all stand before three digits. */
    private static BigDecimal number(String text) {
        if (FRACTION.matcher(text).matches()) return new BigDecimal(text.replace(',', '.'));
        int last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
        boolean fraction = GROUPED_FRACTION.matcher(text).matches();
        String whole = text.substring(0, fraction ? last : text.length()).replaceAll("[^0-9]", "");
        return new BigDecimal(fraction ? whole + "." + text.substring(last + 1) : whole);
    }

    private Read fault(Rule rule, Place place, String text, String right) {
        found(rule, place, shown(text), right);
        return Read.UNREADABLE;
    }

    private void found(Rule rule, Place place, String wrong, String right) {
        findings.add(rule, place.sheet(), place.row(), place.column(), wrong, right);
    }

    private static String shown(String text) {
        return Findings.shown(text);
    }
}
