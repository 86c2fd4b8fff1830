package io.gatehouse.jobs.report.table;

import io.gatehouse.moderation.report.PageStyle;
import java.util.List;
import java.util.Locale;

/** A report as one page that people read: numbers to the right and as their language writes them, charts as SVG, nothing loaded. Pure. */
public final class FigurePage {
    private static final String STYLE = PageStyle.COLOURS + """
            h1, h2, p, figure { max-width: 70rem; overflow-wrap: anywhere }
            table { border-collapse: collapse; margin: 1rem 0 } th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--line) }
            th { text-align: left; vertical-align: bottom; font-weight: 600 } td { vertical-align: top }
            th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
            td.short { white-space: nowrap } td.long { min-width: 10rem }
            tr.total td { font-weight: 600; background: var(--shade) } .wide { overflow-x: auto } code { white-space: pre-wrap; overflow-wrap: anywhere }
            figure { margin: 1rem 0; overflow-x: auto } figcaption { font-weight: 600 }
            """;

    /** As long as the longest name of a region, and a little more. */
    private static final int SHORT = 20;

    private static final int BAR_HEIGHT = 22;
    private static final int LABEL_WIDTH = 310;
    private static final int BAR_WIDTH = 400;
    private static final int WIDTH = 810;

    /** Longer labels are cut in pictures; the table has them whole. */
    private static final int MOST_LABEL = 40;

    private FigurePage() {}

    public static String of(Figures report, Locale reader) {
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + PageStyle.VIEWPORT + "<title>"
                + escaped(report.title()) + "</title><style>\n" + STYLE + "</style></head><body>\n<h1>"
                + escaped(report.title()) + "</h1>\n");
        paragraph(report.about() + ". " + report.source() + ". Made " + FigureText.madeAt(report) + ".", page);
        report.notes().forEach(note -> paragraph(note, page));
        for (var table : report.tables()) table(table, reader, page);
        return page.append("</body></html>\n").toString();
    }

    private static void table(FigureTable table, Locale reader, StringBuilder page) {
        page.append("<h2>").append(escaped(table.title())).append("</h2>\n");
        table.chart().ifPresent(chart -> chart(Bars.of(table, chart, reader), page));
        if (table.rows().isEmpty()) paragraph("Nothing in this time.", page);
        else rows(table, reader, page);
        page.append("<p>How to count it again: <code>")
                .append(escaped(table.query()))
                .append("</code></p>\n");
    }

    private static void rows(FigureTable table, Locale reader, StringBuilder page) {
        page.append("<div class=\"wide\"><table><thead><tr>");
        for (var column : table.columns())
            page.append(column.kind().isNumber() ? "<th class=\"number\" scope=\"col\">" : "<th scope=\"col\">")
                    .append(escaped(column.title()))
                    .append("</th>");
        page.append("</tr></thead><tbody>\n");
        for (var row : table.rows()) {
            page.append(FigureTable.isTotal(row) ? "<tr class=\"total\">" : "<tr>");
            cells(row, table.columns(), reader, page);
            page.append("</tr>\n");
        }
        page.append("</tbody></table></div>\n");
    }

    private static void cells(List<Figure> row, List<Column> columns, Locale reader, StringBuilder page) {
        for (int i = 0; i < row.size(); i++)
            cell(FigureText.shown(row.get(i), columns.get(i), reader), columns.get(i), page);
    }

    /** Codes and names of regions stay in one line, sentences do not. */
    private static void cell(String text, Column column, StringBuilder page) {
        boolean isShort = text.length() <= SHORT;
        page.append(
                        column.kind().isNumber()
                                ? "<td class=\"number\">"
                                : isShort ? "<td class=\"short\">" : "<td class=\"long\">")
                .append(escaped(text))
                .append("</td>");
    }

    private static void chart(Bars bars, StringBuilder page) {
        if (bars.bars().isEmpty()) return;
        int height = BAR_HEIGHT * bars.bars().size() + 4;
        page.append("<figure><figcaption>").append(escaped(bars.title())).append("</figcaption>\n");
        page.append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"" + WIDTH + "\" height=\"" + height
                + "\" viewBox=\"0 0 " + WIDTH + ' ' + height
                + "\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n");
        page.append("<title>").append(escaped(bars.title())).append("</title>\n");
        int y = 2;
        for (var bar : bars.bars()) {
            int length = (int) Math.round(bar.length() * BAR_WIDTH);
            page.append("<text x=\"" + (LABEL_WIDTH - 8) + "\" y=\"" + (y + 15)
                            + "\" text-anchor=\"end\" fill=\"currentColor\">")
                    .append(escaped(cut(bar.label())))
                    .append("</text><rect x=\"" + LABEL_WIDTH + "\" y=\"" + (y + 2) + "\" width=\""
                            + Math.max(1, length)
                            + "\" height=\"" + (BAR_HEIGHT - 6) + "\" fill=\"var(--bar)\"/><text x=\""
                            + (LABEL_WIDTH + length + 6) + "\" y=\"" + (y + 15) + "\" fill=\"currentColor\">")
                    .append(escaped(bar.shown()))
                    .append("</text>\n");
            y += BAR_HEIGHT;
        }
        page.append("</svg></figure>\n");
        if (bars.left() > 0) paragraph("And " + bars.left() + " smaller ones.", page);
    }

    static String cut(String label) {
        return label.codePointCount(0, label.length()) <= MOST_LABEL
                ? label
                : label.substring(0, label.offsetByCodePoints(0, MOST_LABEL - 1)) + "…";
    }

    private static void paragraph(String text, StringBuilder page) {
        page.append("<p>").append(escaped(text)).append("</p>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
