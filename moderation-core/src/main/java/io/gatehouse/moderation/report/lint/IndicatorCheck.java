package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.moderation.report.lint.ValueCheck.Read;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What the checks of single sheets by indicator share: finding a number, and saying that two do not fit. */
abstract class IndicatorCheck {
    static final String TOTAL_NUMBER = "Total number";
    private static final String VALUE = "Value";

    final ReportTemplate template;
    final Findings findings;
    final String sheet;
    final List<IndicatorRow> rows;

    IndicatorCheck(ReportTemplate template, Findings findings, String sheet, List<IndicatorRow> rows) {
        this.template = template;
        this.findings = findings;
        this.sheet = sheet;
        this.rows = List.copyOf(rows);
    }

    abstract void check();

    /** The first, where there are several: that there are is a finding of its own. */
    final Optional<IndicatorRow> row(String id, String scope) {
        return rows.stream().filter(row -> row.is(id, scope)).findFirst();
    }

    final Read value(String id, String scope) {
        return row(id, scope).map(IndicatorRow::value).orElse(Read.UNREADABLE);
    }

    /** The sum, or nothing when a number is missing or cannot be read; blanks are zeros. */
    final Optional<BigDecimal> sum(List<Read> reads) {
        var sum = BigDecimal.ZERO;
        for (var read : reads) {
            if (!read.isReadable()) return Optional.empty();
            sum = sum.add(read.orZero());
        }
        return Optional.of(sum);
    }

    final void noMoreThan(Rule rule, IndicatorRow part, Read most, String words) {
        if (part.value().number() == null || most.number() == null) return;
        if (part.value().orZero().compareTo(most.orZero()) > 0)
            fault(
                    rule,
                    part.number(),
                    part.value().orZero().toPlainString() + " " + words + ", but only "
                            + most.orZero().toPlainString() + " in all",
                    "at most " + most.orZero().toPlainString());
    }

    final void fault(Rule rule, int row, String wrong, String right) {
        findings.add(rule, sheet, row, VALUE, wrong, right);
    }
}
