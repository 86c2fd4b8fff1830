package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.Measure;
import io.gatehouse.moderation.report.ReportTemplate;
import java.math.BigDecimal;
import java.util.List;

/** Sheet 7: complaints, disputes, suspensions. */
final class AppealsCheck extends IndicatorCheck {
    private static final String OMITTED = "Decision omitted";
    private static final String SHARE = "Percentage of outcomes implemented";
    private static final List<String> DECISIONS =
            List.of("Decisions upheld", "Decisions partially reversed", "Decisions reversed");
    private static final List<String> KINDS = List.of(
            "complaints_visibility",
            "complaints_service",
            "complaints_account",
            "complaints_monetary",
            "complaints_notice",
            "complaints_trusted_notice");

    AppealsCheck(ReportTemplate template, Findings findings, String sheet, List<IndicatorRow> rows) {
        super(template, findings, sheet, rows);
    }

    @Override
    void check() {
        outcomes("complaints");
        outcomes("disputes");
        for (String kind : KINDS) kind(kind);
        kinds();
        for (var row : rows) if (row.template().measureOf(row.scope()) == Measure.HOURS) median(row);
        share();
    }

    private void outcomes(String id) {
        var total = row(id, TOTAL_NUMBER);
        if (total.isEmpty() || total.get().value().number() == null) return;
        // Who tells none of the outcomes has no mechanism to tell of, or is not asked.
        boolean told = DECISIONS.stream().anyMatch(scope -> value(id, scope).number() != null);
        var decided = sum(List.of(
                value(id, DECISIONS.get(0)),
                value(id, DECISIONS.get(1)),
                value(id, DECISIONS.get(2)),
                value(id, OMITTED)));
        if (!told || decided.isEmpty()) return;
        int difference = decided.get().compareTo(total.get().value().orZero());
        if (difference == 0) return;
        boolean disputes = id.equals("disputes");
        // A dispute may be open still at the end of the period; a complaint without decision is omitted.
        fault(
                disputes ? (difference > 0 ? Rule.DISPUTES_OUTCOMES : Rule.DISPUTES_OPEN) : Rule.COMPLAINTS_IDENTITY,
                total.get().number(),
                total.get().value().orZero().toPlainString() + " " + id + ", but "
                        + decided.get().toPlainString() + " upheld, partially reversed, reversed and omitted together",
                decided.get().toPlainString() + ", or other numbers below");
    }

    private void kind(String id) {
        for (var row : rows) {
            if (!row.template().id().equals(id) || row.template().measureOf(row.scope()) == Measure.HOURS) continue;
            noMoreThan(
                    Rule.COMPLAINTS_KIND,
                    row,
                    value("complaints", row.scope()),
                    "of one kind, scope '" + row.scope() + "'");
        }
        var total = row(id, TOTAL_NUMBER);
        var decided = sum(DECISIONS.stream().map(scope -> value(id, scope)).toList());
        if (total.isEmpty() || total.get().value().number() == null || decided.isEmpty()) return;
        if (decided.get().compareTo(total.get().value().orZero()) > 0)
            fault(
                    Rule.COMPLAINTS_OUTCOMES,
                    total.get().number(),
                    total.get().value().orZero().toPlainString() + " complaints of a kind, but "
                            + decided.get().toPlainString() + " decisions on them",
                    "at least " + decided.get().toPlainString());
    }

    /** Whether trusted flaggers' notices count among the notices is open, so both count here; one complaint may be of two kinds. */
    private void kinds() {
        var total = row("complaints", TOTAL_NUMBER);
        var kinds = sum(KINDS.stream().map(kind -> value(kind, TOTAL_NUMBER)).toList());
        if (total.isEmpty() || total.get().value().number() == null || kinds.isEmpty()) return;
        if (kinds.get().compareTo(total.get().value().orZero()) < 0)
            fault(
                    Rule.COMPLAINTS_KINDS,
                    total.get().number(),
                    total.get().value().orZero().toPlainString() + " complaints, but "
                            + kinds.get().toPlainString() + " of all kinds together",
                    "a kind for each complaint");
    }

    private void median(IndicatorRow row) {
        String id = row.template().id();
        var decided = sum(DECISIONS.stream().map(scope -> value(id, scope)).toList());
        if (decided.isEmpty()) return;
        boolean some = decided.get().signum() > 0;
        if (some && row.value().blank())
            fault(
                    Rule.MEDIAN_MISSING,
                    row.number(),
                    "no median, but " + decided.get().toPlainString() + " decisions",
                    "hours");
        if (!some && row.value().isPositive())
            fault(Rule.MEDIAN_OF_NOTHING, row.number(), "a median, but no decision was made", "nothing");
    }

    private void share() {
        var share = row("disputes", SHARE);
        var reversed = sum(List.of(value("disputes", DECISIONS.get(1)), value("disputes", DECISIONS.get(2))));
        if (share.isEmpty() || reversed.isEmpty()) return;
        boolean some = reversed.get().compareTo(BigDecimal.ZERO) > 0;
        if (some && share.get().value().blank())
            fault(
                    Rule.OUTCOMES_OF_NOTHING,
                    share.get().number(),
                    "no share, but " + reversed.get().toPlainString() + " decisions were reversed",
                    "the share of these that was implemented");
        if (!some && share.get().value().isPositive())
            fault(Rule.OUTCOMES_OF_NOTHING, share.get().number(), "a share, but nothing was reversed", "nothing");
    }
}
