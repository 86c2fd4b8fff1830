package io.gatehouse.service.command;

import io.gatehouse.moderation.report.CellValue;
import io.gatehouse.moderation.report.ReportCsv;
import io.gatehouse.moderation.report.ReportingPeriod;
import io.gatehouse.moderation.report.lint.Finding;
import io.gatehouse.moderation.report.lint.LintReport;
import io.gatehouse.moderation.report.lint.Rule;
import io.gatehouse.moderation.report.lint.Severity;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What was found in a transparency report, for people and for programs. Pure. */
final class LintText {
    private LintText() {}

    /** @param told the findings that follow */
    static String summary(LintReport lint, List<Finding> told) {
        long places = told.stream().mapToLong(Finding::times).sum();
        return String.format(
                Locale.ROOT,
                "%s, %s, %s%s in %s and %,d rows; period %s; held to what a %s reports%s",
                counted(Severity.ERROR, told, "error"),
                counted(Severity.WARNING, told, "warning"),
                counted(Severity.NOTE, told, "note"),
                places == told.size() ? "" : String.format(Locale.ROOT, ", at %,d places,", places),
                counted(lint.sheets(), "sheet"),
                lint.rows(),
                lint.period().map(ReportingPeriod::toString).orElse("unknown"),
                lint.provider().wireName(),
                lint.guessed() ? ", as the report seems to be of one (say --class)" : "");
    }

    private static String counted(Severity severity, List<Finding> told, String what) {
        return counted(
                told.stream().filter(one -> one.rule().severity() == severity).count(), what);
    }

    private static String counted(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    /** @param findings all, or as they are told */
    static String table(String name, LintReport lint, List<Finding> findings) {
        var text = new StringBuilder(name + ": " + summary(lint, findings) + "\n");
        String sheet = "\u0000";
        var told = EnumSet.noneOf(Rule.class);
        for (var finding : findings) {
            if (!finding.sheet().equals(sheet)) {
                sheet = finding.sheet();
                told.clear();
                text.append('\n')
                        .append(sheet.isEmpty() ? "the report as a whole" : sheet)
                        .append('\n');
            }
            String first = String.format(
                    Locale.ROOT,
                    "  %-7s  %-26s  %s",
                    finding.rule().severity().wireName(),
                    finding.rule().id(),
                    where(finding));
            text.append(first.stripTrailing()).append('\n');
            line(text, "is", finding.wrong());
            line(text, "right", finding.right());
            // Once for each sheet: hundreds of the same mistake are read more easily.
            if (!told.add(finding.rule())) continue;
            line(text, "rule", finding.rule().words());
            line(text, "source", finding.source());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String what, String words) {
        if (!words.isEmpty()) text.append(String.format(Locale.ROOT, "           %-7s %s%n", what, words));
    }

    static String where(Finding finding) {
        String rows =
                finding.rows().isEmpty() ? "" : (finding.rows().contains("-") ? "rows " : "row ") + finding.rows();
        if (finding.column().isEmpty()) return rows;
        return rows.isEmpty() ? finding.column() : rows + ", " + finding.column();
    }

    /** RFC 4180; no cell is a formula, whatever the report had in it. */
    static String csv(LintReport lint) {
        var text = new StringBuilder();
        ReportCsv.line(
                List.of(
                        "severity",
                        "rule",
                        "sheet",
                        "row",
                        "to_row",
                        "column",
                        "wrong",
                        "right",
                        "words",
                        "source",
                        "times"),
                text);
        for (var finding : lint.findings())
            ReportCsv.line(
                    List.of(
                            finding.rule().severity().wireName(),
                            finding.rule().id(),
                            CellValue.harmless(finding.sheet()),
                            finding.row() == 0 ? "" : Integer.toString(finding.row()),
                            finding.row() == 0 ? "" : Integer.toString(finding.toRow()),
                            CellValue.harmless(finding.column()),
                            CellValue.harmless(finding.wrong()),
                            CellValue.harmless(finding.right()),
                            finding.rule().words(),
                            finding.source(),
                            Integer.toString(finding.times())),
                    text);
        return text.toString();
    }

    static String json(String name, LintReport lint) {
        var json = JsonMapper.shared().createObjectNode();
        json.put("report", name);
        json.put("class", lint.provider().wireName());
        json.put("class_guessed", lint.guessed());
        lint.period().ifPresentOrElse(period -> json.put("period", period.toString()), () -> json.putNull("period"));
        json.put("sheets", lint.sheets());
        json.put("rows", lint.rows());
        json.put("errors", lint.count(Severity.ERROR));
        json.put("warnings", lint.count(Severity.WARNING));
        json.put("notes", lint.count(Severity.NOTE));
        var findings = json.putArray("findings");
        for (var finding : lint.findings()) one(finding, findings.addObject());
        return ReportText.json(json);
    }

    private static void one(Finding finding, ObjectNode json) {
        json.put("severity", finding.rule().severity().wireName());
        json.put("rule", finding.rule().id());
        json.put("family", finding.rule().family());
        json.put("sheet", finding.sheet());
        json.put("row", finding.row());
        json.put("to_row", finding.toRow());
        json.put("column", finding.column());
        json.put("wrong", finding.wrong());
        json.put("right", finding.right());
        json.put("words", finding.rule().words());
        json.put("source", finding.source());
        json.put("times", finding.times());
    }
}
