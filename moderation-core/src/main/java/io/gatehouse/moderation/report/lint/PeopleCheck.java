package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.moderation.report.lint.ValueCheck.Read;
import java.math.BigDecimal;
import java.util.List;

/** Sheets 9 and 10: who moderates, and how many are there to be moderated. */
final class PeopleCheck extends IndicatorCheck {
    /** Each average may be rounded by half a person up or down. */
    private static final BigDecimal ROUNDING = BigDecimal.valueOf(28);

    private final boolean ofRecipients;

    PeopleCheck(
            ReportTemplate template, Findings findings, String sheet, List<IndicatorRow> rows, boolean ofRecipients) {
        super(template, findings, sheet, rows);
        this.ofRecipients = ofRecipients;
    }

    @Override
    void check() {
        if (ofRecipients) recipients();
        else staff();
    }

    private void staff() {
        var linguistic = row("linguistic", TOTAL_NUMBER);
        var all = sum(List.of(value("internal", TOTAL_NUMBER), value("external", TOTAL_NUMBER)));
        if (linguistic.isPresent() && all.isPresent())
            noMoreThan(
                    Rule.STAFF_LINGUISTIC,
                    linguistic.get(),
                    Read.of(all.get()),
                    "moderators with linguistic expertise");
        var total = linguistic.map(IndicatorRow::value).orElse(Read.UNREADABLE);
        var languages = rows.stream()
                .filter(row -> row.template().id().equals("linguistic")
                        && template.languages().contains(row.scope()))
                .toList();
        for (var row : languages) noMoreThan(Rule.STAFF_LANGUAGE, row, total, "moderators of " + row.scope());
        var sum = sum(languages.stream().map(IndicatorRow::value).toList());
        if (linguistic.isPresent()
                && total.number() != null
                && sum.isPresent()
                && languages.size() == template.languages().size()
                && sum.get().compareTo(total.orZero()) < 0)
            fault(
                    Rule.STAFF_LANGUAGES,
                    linguistic.get().number(),
                    total.orZero().toPlainString() + " moderators with linguistic expertise, but "
                            + sum.get().toPlainString() + " of all languages together",
                    "everybody counted in each of their languages");
    }

    private void recipients() {
        for (var row : rows)
            if (row.value().blank())
                fault(Rule.AMAR_BLANK, row.number(), "no number, scope " + row.scope(), "a number, or 0");
        var union = row("recipients", ReportTemplate.TOTAL);
        if (union.isEmpty()) return;
        var states = rows.stream()
                .filter(row -> template.memberStates().contains(row.scope()))
                .toList();
        for (var row : states) noMoreThan(Rule.AMAR_STATE, row, union.get().value(), "recipients in " + row.scope());
        var sum = sum(states.stream().map(IndicatorRow::value).toList());
        if (sum.isEmpty()
                || union.get().value().number() == null
                || states.size() != template.memberStates().size()) return;
        if (sum.get().subtract(union.get().value().orZero()).abs().compareTo(ROUNDING) > 0)
            fault(
                    Rule.AMAR_SUM,
                    union.get().number(),
                    union.get().value().orZero().toPlainString() + " recipients, but the Member States add up to "
                            + sum.get().toPlainString(),
                    sum.get().toPlainString() + ", or other numbers below");
    }
}
