package io.gatehouse.moderation.report;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;

/**
 * The report as one page that people read: every sheet a table, numbers to the right and grouped as the reader's language
 * does. Context stands below its table, since most of it is empty. Pure.
 */
public final class ReportPage {
    private static final String STYLE = PageStyle.COLOURS + """
            table { border-collapse: collapse; margin: 1rem 0 2rem } th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--line) }
            th { text-align: left; vertical-align: bottom; font-weight: 600; max-width: 14rem } td { vertical-align: top; max-width: 40rem }
            th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
            th.number { white-space: normal } tr.total td { font-weight: 600; background: var(--shade) } tr.group td { font-weight: 600 }
            .wide { overflow-x: auto } .text { white-space: pre-wrap }
            """;

    private ReportPage() {}

    public static String of(TransparencyReport report, Locale reader) {
        return of(report, reader, List.of());
    }

    /** @param notes what the reader must know before all: that it is a draft, what a new version corrects */
    public static String of(TransparencyReport report, Locale reader, List<String> notes) {
        var subject = report.subject();
        String title = "Transparency report: " + subject.service() + ", " + subject.period();
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + PageStyle.VIEWPORT + "<title>" + escaped(title) + "</title><style>\n" + STYLE
                + "</style></head><body>\n<h1>" + escaped(title) + "</h1>\n");
        page.append("<p>")
                .append(escaped(subject.provider()))
                .append(", published ")
                .append(subject.published());
        page.append(
                ". An empty cell is a practice that cannot occur on the service, or has nothing to tell; 0 is one that did not.</p>\n");
        for (String note : notes)
            page.append("<p class=\"text\"><strong>").append(escaped(note)).append("</strong></p>\n");
        for (var table : report.tables()) sheet(table, reader, page);
        return page.append("</body></html>\n").toString();
    }

    private static void sheet(ReportTable table, Locale reader, StringBuilder page) {
        var sheet = table.sheet();
        page.append("<h2>").append(escaped(sheet.name())).append("</h2>\n");
        if (table.rows().isEmpty()) {
            page.append("<p>Not for providers of this kind.</p>\n");
            return;
        }
        int shown = sheet.keys().size() + sheet.values().size();
        page.append("<div class=\"wide\"><table><thead><tr>");
        for (int i = 0; i < shown; i++)
            page.append(isNumber(table, i) ? "<th class=\"number\">" : "<th>")
                    .append(escaped(sheet.header().get(i)))
                    .append("</th>");
        page.append("</tr></thead><tbody>\n");
        for (var row : table.rows()) {
            page.append("<tr").append(kind(row)).append('>');
            for (var cell : row.subList(0, shown)) cell(cell.value(), reader, page);
            page.append("</tr>\n");
        }
        page.append("</tbody></table></div>\n");
        contexts(table, shown, page);
    }

    private static boolean isNumber(ReportTable table, int column) {
        return column >= table.sheet().keys().size()
                && table.rows().stream()
                        .anyMatch(row -> row.get(column).value() instanceof CellValue.Count
                                || row.get(column).value() instanceof CellValue.Decimal);
    }

    private static String kind(List<ReportTable.Cell> row) {
        for (var cell : row.subList(0, Math.min(4, row.size()))) {
            String text = cell.value().written();
            if (text.equals(ReportTemplate.TOTAL)) return " class=\"total\"";
            if (text.startsWith("STATEMENT_CATEGORY")) return " class=\"group\"";
        }
        return "";
    }

    private static void cell(CellValue value, Locale reader, StringBuilder page) {
        switch (value) {
            case CellValue.Blank _ -> page.append("<td></td>");
            case CellValue.Count(long count) -> number(BigDecimal.valueOf(count), reader, page);
            case CellValue.Decimal(var number) -> number(number, reader, page);
            case CellValue.Text(var text) ->
                page.append("<td class=\"text\">").append(escaped(text)).append("</td>");
        }
    }

    private static void number(BigDecimal number, Locale reader, StringBuilder page) {
        var format = NumberFormat.getNumberInstance(reader);
        format.setMaximumFractionDigits(CellValue.DECIMALS);
        page.append("<td class=\"number\">")
                .append(escaped(format.format(number)))
                .append("</td>");
    }

    private static void contexts(ReportTable table, int shown, StringBuilder page) {
        for (int row = 0; row < table.rows().size(); row++) {
            var cells = table.rows().get(row);
            for (int column = shown; column < cells.size(); column++)
                if (cells.get(column).value() instanceof CellValue.Text(var text))
                    page.append("<p class=\"text\"><strong>")
                            .append(escaped(table.sheet().header().get(column)))
                            .append(":</strong> ")
                            .append(escaped(text))
                            .append("</p>\n");
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
