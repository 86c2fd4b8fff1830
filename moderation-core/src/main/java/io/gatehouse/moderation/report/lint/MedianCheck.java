package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.Measure;
import io.gatehouse.moderation.report.SheetTemplate.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Medians of a sheet by category. The median of many times lies between the medians of any parts they are divided into, so one
 * that lies outside was not computed from the times.
 */
final class MedianCheck {
    /** Published medians are rounded, to tenths of an hour or whole ones, each part on its own: half an hour. */
    private static final BigDecimal ROUNDING = new BigDecimal("0.5");

    /** As many distinct medians must be averaged exactly before it is taken for more than chance... */
    private static final int PARTS = 3;

    /** ...in as many categories of a column: whole hours meet by chance now and then. */
    private static final int CATEGORIES = 3;

    private final Findings findings;
    private final Grid grid;

    MedianCheck(Findings findings, Grid grid) {
        this.findings = findings;
        this.grid = grid;
    }

    /** @param rows of one block */
    void check(List<CategoryRow> rows) {
        for (var value : medians()) {
            for (var row : rows) present(row, value);
            int averaged = 0;
            var categories = rows.stream().filter(CategoryRow::isCategory).toList();
            for (var row : categories) {
                var subs = rows.stream()
                        .filter(each -> !each.isCategory()
                                && row.category() != null
                                && row.category().equals(each.category()))
                        .toList();
                within(row, subs, value, "sub-categories");
                if (isAverage(row, subs, value)) averaged++;
            }
            for (var row : rows) if (row.isTotal()) within(row, categories, value, "categories");
            if (averaged >= CATEGORIES)
                findings.add(
                        Rule.MEDIAN_AVERAGED,
                        grid.name(),
                        rows.getFirst().number(),
                        value.name(),
                        averaged + " medians are exactly the averages of those of their sub-categories",
                        "medians of the times themselves");
        }
    }

    /** @param parts which the times of the whole are divided into */
    void ofParts(CategoryRow whole, List<CategoryRow> parts, String what) {
        for (var value : medians()) within(whole, parts, value, what);
    }

    private List<Value> medians() {
        return grid.template().values().stream()
                .filter(value -> value.measure() == Measure.HOURS && grid.has(value))
                .toList();
    }

    private void present(CategoryRow row, Value value) {
        var median = row.value(value.id());
        boolean readable = true;
        boolean something = false;
        boolean told = false;
        for (String counted : value.of()) {
            var read = row.value(counted);
            readable &= read.isReadable();
            told |= !read.blank();
            something |= read.isPositive();
        }
        if (!readable || !told) return;
        if (something && median.blank()) {
            // What was ordered may have had no effect; what was received was acknowledged.
            boolean ofEffect = value.id().endsWith("_effect");
            findings.add(
                    ofEffect ? Rule.MEDIAN_MISSING_EFFECT : Rule.MEDIAN_MISSING,
                    grid.name(),
                    row.number(),
                    value.name(),
                    "no median, for " + row.name(),
                    "the median of the times, in hours");
        }
        if (!something && median.isPositive())
            findings.add(
                    Rule.MEDIAN_OF_NOTHING,
                    grid.name(),
                    row.number(),
                    value.name(),
                    "a median of " + median.orZero().toPlainString() + " hours, but nothing was counted",
                    "nothing");
    }

    private void within(CategoryRow whole, List<CategoryRow> parts, Value value, String what) {
        var said = whole.value(value.id());
        if (said.number() == null || parts.isEmpty()) return;
        BigDecimal least = null;
        BigDecimal most = null;
        for (var part : parts) {
            var read = part.value(value.id());
            if (!read.isReadable()) return;
            if (!counts(part, value)) continue;
            // A part without its median may hold any times.
            if (read.number() == null) return;
            least = least == null ? read.number() : least.min(read.number());
            most = most == null ? read.number() : most.max(read.number());
        }
        if (least == null || most == null) return;
        if (said.number().signum() == 0 && least.signum() > 0) {
            fault(
                    Rule.MEDIAN_ZERO,
                    whole,
                    value,
                    "a median of 0, but its " + what + " have medians from " + plain(least));
        } else if (said.number().compareTo(least.subtract(ROUNDING)) < 0
                || said.number().compareTo(most.add(ROUNDING)) > 0) {
            fault(
                    Rule.MEDIAN_OUTSIDE,
                    whole,
                    value,
                    "a median of " + plain(said.number()) + ", but its " + what + " have medians from " + plain(least)
                            + " to " + plain(most));
        }
    }

    /** Whether a part has times. Who writes 0 for the median of nothing has none; where no count is told, the median tells. */
    private static boolean counts(CategoryRow row, Value value) {
        boolean told = false;
        for (String id : value.of()) {
            if (row.value(id).isPositive()) return true;
            told |= row.value(id).number() != null;
        }
        return !told && row.value(value.id()).number() != null;
    }

    private static boolean isAverage(CategoryRow whole, List<CategoryRow> parts, Value value) {
        var said = whole.value(value.id()).number();
        var medians = new ArrayList<BigDecimal>();
        for (var part : parts) {
            var median = part.value(value.id()).number();
            if (median != null && median.signum() > 0) medians.add(median.stripTrailingZeros());
        }
        if (said == null || new HashSet<>(medians).size() < PARTS) return false;
        var mean = medians.stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(medians.size()), MathContext.DECIMAL64);
        boolean isOne = medians.stream().anyMatch(one -> one.compareTo(said) == 0);
        return !isOne
                && mean.setScale(Math.max(2, said.scale()), RoundingMode.HALF_UP)
                                .compareTo(said)
                        == 0;
    }

    private void fault(Rule rule, CategoryRow whole, Value value, String wrong) {
        findings.add(
                rule,
                grid.name(),
                whole.number(),
                value.name(),
                wrong + ", for " + whole.name() + (whole.scope().isEmpty() ? "" : ", scope " + whole.scope()),
                "the median of all times together");
    }

    private static String plain(BigDecimal number) {
        return number.toPlainString();
    }
}
