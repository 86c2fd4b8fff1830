package io.gatehouse.service.command;

import io.gatehouse.moderation.evaluation.Evaluation;
import io.gatehouse.moderation.evaluation.EvaluationReport;
import io.gatehouse.moderation.evaluation.Proportion;
import io.gatehouse.moderation.evaluation.Quality;
import io.gatehouse.service.terminal.Table;
import java.util.Locale;

/** An evaluation as a table for a terminal: a row a category and language, 95 % intervals in brackets. */
final class QualityTable {
    /** Stands where nothing could be counted. */
    private static final String NOTHING = "–";

    private QualityTable() {}

    static Table of(EvaluationReport report) {
        return of(report, true, true);
    }

    /**
     * @param byCategory whether each category has rows of its own, or only all together
     * @param byLanguage likewise
     */
    static Table of(EvaluationReport report, boolean byCategory, boolean byLanguage) {
        var table = header("category / language");
        for (Quality q : report.qualities()) {
            if (!byCategory && !q.category().equals(Evaluation.ANY)) continue;
            if (!byLanguage && !q.language().equals(Evaluation.ALL)) continue;
            row(table, q, q.category() + " / " + q.language());
        }
        return table;
    }

    static Table byLength(EvaluationReport report, boolean byCategory) {
        var table = header("category / code points");
        for (Quality q : report.byLength())
            if (byCategory || q.category().equals(Evaluation.ANY)) row(table, q, q.category() + " / " + q.length());
        return table;
    }

    private static Table header(String first) {
        return new Table(
                first,
                "texts",
                "present",
                "precision",
                "recall",
                "F1",
                "avg. prec.",
                "cal. error",
                "false alarms",
                "tp/fp/fn/tn");
    }

    private static void row(Table table, Quality q, String name) {
        table.row(
                name,
                String.format(Locale.ROOT, "%,d", q.positives() + q.negatives()),
                String.format(Locale.ROOT, "%,d", q.positives()),
                interval(q.precision()),
                interval(q.recall()),
                // Where nothing is to be found, they say nothing.
                q.positives() == 0 ? NOTHING : interval(q.f1().value(), q.f1().low(), q.f1().high()),
                q.positives() == 0
                        ? NOTHING
                        : interval(
                                q.averagePrecision().value(),
                                q.averagePrecision().low(),
                                q.averagePrecision().high()),
                number(q.calibrationError()),
                interval(q.falseAlarms()),
                q.truePositives() + "/" + q.falsePositives() + "/" + q.falseNegatives() + "/" + q.trueNegatives());
    }

    static Table robustness(Measured measured) {
        var table = new Table("written", "harmful", "found", "innocent", "false alarms");
        for (var disguised : measured.robustness())
            table.row(
                    disguised.evasion(),
                    String.format(Locale.ROOT, "%,d", disguised.recall().of()),
                    interval(disguised.recall()),
                    String.format(Locale.ROOT, "%,d", disguised.falseAlarms().of()),
                    interval(disguised.falseAlarms()));
        return table;
    }

    static Table fairness(Measured measured) {
        var table = new Table("language / group", "innocent", "false alarms", "against all groups");
        for (var group : measured.fairness())
            table.row(
                    group.language() + " / " + group.group(),
                    String.format(Locale.ROOT, "%,d", group.falseAlarms().of()),
                    interval(group.falseAlarms()),
                    String.format(Locale.ROOT, "%+.3f", group.change()));
        return table;
    }

    static Table drift(Measured measured) {
        var table = new Table("what", "stability index", "before", "after", "clear");
        for (var shift : measured.drift())
            table.row(
                    shift.what(),
                    number(shift.stability()),
                    interval(shift.foundBefore()),
                    interval(shift.foundAfter()),
                    shift.isClear() ? "yes" : "no");
        return table;
    }

    private static String interval(Proportion share) {
        return share.of() == 0 ? NOTHING : interval(share.value(), share.low(), share.high());
    }

    private static String interval(double value, double low, double high) {
        return number(value) + " [" + number(low) + ", " + number(high) + "]";
    }

    /** Not a number where nothing could be counted: shown as a dash, not as nought. */
    static String number(double value) {
        return Double.isNaN(value) ? NOTHING : String.format(Locale.ROOT, "%.3f", value);
    }
}
