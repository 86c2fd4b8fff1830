package io.gatehouse.service.command;

import io.gatehouse.moderation.report.PageStyle;
import io.gatehouse.moderation.report.lint.Finding;
import io.gatehouse.moderation.report.lint.LintReport;
import io.gatehouse.moderation.report.lint.Rule;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was found in a transparency report as one page that people read. Pure. */
final class LintPage {
    private static final String STYLE = PageStyle.COLOURS + """
            table { border-collapse: collapse; margin: 1rem 0 2rem } th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--line) }
            th { text-align: left } td { vertical-align: top; max-width: 32rem; overflow-wrap: anywhere }
            .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
            .error { color: #b91c1c; font-weight: 600 } .warning { color: #92400e; font-weight: 600 } .note { color: #475569 }
            @media screen and (prefers-color-scheme: dark) { .error { color: #fca5a5 } .warning { color: #fcd34d } .note { color: #94a3b8 } }
            """;

    private LintPage() {}

    /** @param findings all, or as they are told */
    static String of(String name, LintReport lint, List<Finding> findings) {
        String title = "Check of the transparency report " + name;
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + PageStyle.VIEWPORT + "<title>"
                + escaped(title) + "</title><style>\n" + STYLE + "</style></head><body>\n<h1>" + escaped(title)
                + "</h1>\n<p>" + escaped(LintText.summary(lint, findings)) + ".</p>\n");
        if (lint.findings().isEmpty())
            return page.append("<p>Nothing was found.</p>\n</body></html>\n").toString();
        rules(findings, page);
        page.append("<h2>Findings</h2>\n<table><thead><tr><th>Sheet</th><th class=\"number\">Row</th><th>Column</th>")
                .append(
                        "<th>Severity</th><th>What is there</th><th>What would be right</th><th>Source</th></tr></thead><tbody>\n");
        for (var finding : findings) finding(finding, page);
        return page.append("</tbody></table>\n</body></html>\n").toString();
    }

    private static void rules(List<Finding> findings, StringBuilder page) {
        Map<Rule, Long> counts = new LinkedHashMap<>();
        for (var finding : findings) counts.merge(finding.rule(), (long) finding.times(), Long::sum);
        page.append("<h2>Rules</h2>\n<table><thead><tr><th>Rule</th><th>In a right report</th><th>Severity</th>")
                .append("<th class=\"number\">Places</th></tr></thead><tbody>\n");
        counts.entrySet().stream()
                .sorted(Comparator.comparing(
                                (Map.Entry<Rule, Long> one) -> one.getKey().severity())
                        .thenComparing(Map.Entry.<Rule, Long>comparingByValue().reversed()))
                .forEach(one -> page.append(String.format(
                        Locale.ROOT,
                        "<tr><td>%s</td><td>%s</td><td class=\"%4$s\">%4$s</td><td class=\"number\">%3$,d</td></tr>%n",
                        one.getKey().id(),
                        escaped(one.getKey().words()),
                        one.getValue(),
                        one.getKey().severity().wireName())));
        page.append("</tbody></table>\n");
    }

    private static void finding(Finding finding, StringBuilder page) {
        String severity = finding.rule().severity().wireName();
        page.append(String.format(
                Locale.ROOT,
                "<tr><td>%s</td><td class=\"number\">%s</td><td>%s</td><td class=\"%4$s\">%4$s</td><td>%5$s</td><td>%6$s</td><td>%7$s</td></tr>%n",
                escaped(finding.sheet()),
                finding.rows(),
                escaped(finding.column()),
                severity,
                escaped(finding.wrong()),
                escaped(finding.right()),
                escaped(finding.source())));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
