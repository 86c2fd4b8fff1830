package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.CellValue;
import io.gatehouse.moderation.report.ReportTemplate;
import java.util.Locale;
import java.util.regex.Pattern;

/** What is wrong with any text of a report. */
final class TextCheck {
    /** UTF-8 that was once read as Windows-1252, or could not be read at all. */
    private static final Pattern BROKEN = Pattern.compile("\u00c3[\u0080-\u00bf\u0192\u2030]|\u00e2\u20ac|\ufffd");

    private static final Pattern QUOTES = Pattern.compile("[\"'\u201c\u201d\u201e\u2018\u2019]");

    private final ReportTemplate template;
    private final Findings findings;

    TextCheck(ReportTemplate template, Findings findings) {
        this.template = template;
        this.findings = findings;
    }

    /** All cells of a sheet, whatever they are for. */
    void all(Grid grid) {
        var header = grid.template().header();
        for (var row : grid.rows())
            for (String column : header) {
                var cell = grid.cell(row, column);
                if (cell.isBlank()) continue;
                placeholder(grid, row, column, cell);
                if (isForeign(cell.text()) && BROKEN.matcher(cell.text()).find())
                    findings.add(
                            Rule.ENCODING_BROKEN,
                            grid.name(),
                            row.number(),
                            column,
                            "text was decoded wrongly: " + Findings.shown(cell.text()),
                            "the text as it was, in UTF-8");
            }
    }

    private static boolean isForeign(String text) {
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) > 0x7f) return true;
        return false;
    }

    private void placeholder(Grid grid, RawSheet.Row row, String column, RawCell cell) {
        for (String placeholder : template.placeholders())
            if (cell.text().length() >= placeholder.length() && holds(cell.text(), placeholder))
                findings.add(
                        Rule.PLACEHOLDER,
                        grid.name(),
                        row.number(),
                        column,
                        "the template's placeholder " + Findings.shown(cell.text()),
                        "what it stands for, or nothing");
    }

    /** In whatever quotes: the template has some around single words. */
    private static boolean holds(String text, String placeholder) {
        return QUOTES.matcher(text)
                .replaceAll("")
                .toLowerCase(Locale.ROOT)
                .contains(placeholder.toLowerCase(Locale.ROOT));
    }

    /** Text that people write. */
    void free(Grid grid, RawSheet.Row row, String column, RawCell cell) {
        if (cell.kind() == RawCell.Kind.FORMULA) {
            findings.add(Rule.CELL_FORMULA, grid.name(), row.number(), column, "a formula", "its text");
            return;
        }
        if (!CellValue.beginsFormula(cell.text())) return;
        boolean dash = cell.stripped().startsWith("-");
        findings.add(
                dash ? Rule.TEXT_DASH : Rule.TEXT_FORMULA,
                grid.name(),
                row.number(),
                column,
                "the text begins like a formula: " + Findings.shown(cell.text()),
                "an apostrophe, or another character, before it");
    }
}
