package io.gatehouse.service.command;

import io.gatehouse.moderation.evaluation.Evaluation;
import io.gatehouse.moderation.evaluation.EvaluationReport;
import io.gatehouse.moderation.evaluation.Quality;
import io.gatehouse.service.terminal.Table;
import java.util.Locale;

/** An evaluation as a table for a terminal: a row a category and language, 95 % intervals in brackets. */
final class QualityTable {
    private QualityTable() {}

    static Table of(EvaluationReport report) {
        return of(report, true, true);
    }

    /**
     * @param byCategory whether each category has rows of its own, or only all together
     * @param byLanguage likewise
     */
    static Table of(EvaluationReport report, boolean byCategory, boolean byLanguage) {
        var table = new Table(
                "category / language",
                "texts",
                "present",
                "precision",
                "recall",
                "F1",
                "avg. prec.",
                "cal. error",
                "false alarms",
                "tp/fp/fn/tn");
        for (Quality q : report.qualities()) {
            if (!byCategory && !q.category().equals(Evaluation.ANY)) continue;
            if (!byLanguage && !q.language().equals(Evaluation.ALL)) continue;
            table.row(
                    q.category() + " / " + q.language(),
                    String.format(Locale.ROOT, "%,d", q.positives() + q.negatives()),
                    String.format(Locale.ROOT, "%,d", q.positives()),
                    interval(
                            q.precision().value(),
                            q.precision().low(),
                            q.precision().high()),
                    interval(q.recall().value(), q.recall().low(), q.recall().high()),
                    interval(q.f1().value(), q.f1().low(), q.f1().high()),
                    interval(
                            q.averagePrecision().value(),
                            q.averagePrecision().low(),
                            q.averagePrecision().high()),
                    number(q.calibrationError()),
                    interval(
                            q.falseAlarms().value(),
                            q.falseAlarms().low(),
                            q.falseAlarms().high()),
                    q.truePositives() + "/" + q.falsePositives() + "/" + q.falseNegatives() + "/" + q.trueNegatives());
        }
        return table;
    }

    private static String interval(double value, double low, double high) {
        return number(value) + " [" + number(low) + ", " + number(high) + "]";
    }

    /** Not a number where nothing could be counted: shown as a dash, not as nought. */
    static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
    }
}
