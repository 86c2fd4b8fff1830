package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.Category;
import io.gatehouse.moderation.report.ReportTemplate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/** The second sheet: labels, names and codes of categories, and what the provider says about each. */
final class NamesCheck {
    /** Categories up to this one are in every report; 15 to 17 may be told in their sheets only. */
    private static final int ALWAYS = 14;

    private record Named(String name, String code) {}

    private final ReportTemplate template;
    private final Findings findings;
    private final Grid grid;

    NamesCheck(ReportTemplate template, Findings findings, Grid grid) {
        this.template = template;
        this.findings = findings;
        this.grid = grid;
    }

    void check() {
        Map<String, Named> byLabel = new HashMap<>();
        for (var category : template.categories()) {
            byLabel.put(Names.plain(category.label()), new Named(category.name(), category.code()));
            for (var sub : category.subs()) byLabel.put(Names.plain(sub.label()), new Named(sub.name(), sub.code()));
        }
        var texts = new TextCheck(template, findings);
        var seen = new HashSet<String>();
        var keys = grid.template().keys();
        for (var row : grid.rows()) {
            var value = grid.template().values().getFirst();
            texts.free(grid, row, value.name(), grid.cell(row, value));
            String label = grid.key(row, keys.get(0));
            var named = byLabel.get(Names.plain(label));
            if (named == null) {
                add(
                        Rule.CATEGORY_UNKNOWN,
                        row,
                        keys.get(0),
                        label.isEmpty() ? "no label" : Findings.shown(label) + " is no category",
                        "labels from Category 1 to Category 17");
                continue;
            }
            if (!seen.add(Names.plain(label)))
                add(Rule.CATEGORY_TWICE, row, keys.get(0), label + " is there again", "one row");
            String code = grid.key(row, keys.get(2));
            if (!code.equals(named.code()))
                add(
                        code.isEmpty() || isCode(code) ? Rule.NAME_MISMATCH : Rule.CATEGORY_UNKNOWN,
                        row,
                        keys.get(2),
                        (code.isEmpty() ? "no code" : Findings.shown(code)) + " for " + label,
                        named.code());
        }
        for (var category : template.categories())
            if (category.number() <= ALWAYS
                    && !seen.contains(Names.plain(category.label()))
                    && !grid.rows().isEmpty())
                findings.sheet(
                        Rule.CATEGORY_MISSING, grid.name(), "no row " + category.label(), "a row for each category");
    }

    private boolean isCode(String code) {
        return template.categories().stream()
                .anyMatch(category -> category.code().equals(code)
                        || category.subs().stream().map(Category.Sub::code).anyMatch(code::equals));
    }

    private void add(Rule rule, RawSheet.Row row, String column, String wrong, String right) {
        findings.add(rule, grid.name(), row.number(), column, wrong, right);
    }
}
