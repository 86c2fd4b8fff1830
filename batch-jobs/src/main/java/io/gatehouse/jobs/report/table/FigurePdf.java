package io.gatehouse.jobs.report.table;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A report as a PDF: headers on every page, numbers to the right and as the reader's language writes them (in digits that the font
 * has), charts as bars. A row that is higher than a page goes on on the next.
 */
public final class FigurePdf {
    private static final float TEXT = 9;
    static final float CELL = 8;
    static final float GAP = 6;
    /** Of the page, as long as a bar may be. */
    private static final float LONGEST_BAR = 340;

    private static final float LABELS = 240;

    /** Of a row, as many lines stand below a header, or the header turns the page with it. */
    private static final int FIRST_LINES = 5;

    /** Longer tables are for machines: some hundred pages. */
    private static final int MOST_ROWS = 5_000;

    private final PdfPaper paper;
    private final Locale reader;

    private FigurePdf(PdfPaper paper, Locale reader) {
        this.paper = paper;
        this.reader = reader;
    }

    /** @param out is written to and left open */
    public static void write(Figures report, Locale reader, OutputStream out) throws IOException {
        try (var paper = new PdfPaper(report.title())) {
            var pdf = new FigurePdf(paper, inLatinDigits(reader));
            paper.paragraph(report.title(), 16);
            paper.paragraph(
                    report.about() + ". " + report.source() + ". Made " + FigureText.madeAt(report) + ".", TEXT);
            for (String note : report.notes()) paper.paragraph(note, TEXT);
            for (var table : report.tables()) pdf.table(table);
            if (paper.lacksLetters())
                paper.paragraph(
                        PdfPaper.LACKING + " stands for a letter that this file's font lacks; the page and the workbook"
                                + " have it.",
                        TEXT);
            paper.save(report.title() + " · " + report.about(), out);
        }
    }

    /** The font has no others: an Arabic reader's number would be boxes. */
    private static Locale inLatinDigits(Locale reader) {
        return new Locale.Builder()
                .setLocale(reader.stripExtensions())
                .setUnicodeLocaleKeyword("nu", "latn")
                .build();
    }

    private void table(FigureTable table) throws IOException {
        if (!paper.has(5 * paper.lineOf(TEXT))) paper.turn();
        paper.down(TEXT);
        paper.paragraph(table.title(), 12);
        if (table.chart().isPresent()) chart(Bars.of(table, table.chart().get(), reader));
        if (table.rows().isEmpty()) paper.paragraph("Nothing in this time.", TEXT);
        else rows(table);
        paper.paragraph("How to count it again: " + table.query(), 7);
    }

    private void rows(FigureTable table) throws IOException {
        var shown = table.rows().stream()
                .limit(MOST_ROWS)
                .map(row -> shown(row, table.columns()))
                .toList();
        var header = table.columns().stream().map(Column::title).toList();
        float[] widths = PdfColumns.widths(paper, table.columns(), header, shown);
        // No header stands alone at the end of a page.
        float first = Math.min(height(shown.getFirst(), widths), FIRST_LINES * paper.lineOf(CELL));
        if (!paper.has(height(header, widths) + first)) paper.turn();
        row(header, table.columns(), widths, true);
        for (int i = 0; i < shown.size(); i++) {
            if (!paper.has(height(shown.get(i), widths))) {
                paper.turn();
                row(header, table.columns(), widths, true);
            }
            row(
                    shown.get(i),
                    table.columns(),
                    widths,
                    FigureTable.isTotal(table.rows().get(i)));
        }
        paper.down(GAP);
        if (table.rows().size() > shown.size())
            paper.paragraph(
                    "And " + (table.rows().size() - shown.size()) + " rows more, in the files for machines.", TEXT);
    }

    private List<String> shown(List<Figure> row, List<Column> columns) {
        var shown = new ArrayList<String>();
        for (int i = 0; i < row.size(); i++) shown.add(FigureText.shown(row.get(i), columns.get(i), reader));
        return shown;
    }

    private float height(List<String> cells, float[] widths) throws IOException {
        int most = 1;
        for (int i = 0; i < cells.size(); i++)
            most = Math.max(most, lines(cells.get(i), widths[i]).size());
        return most * paper.lineOf(CELL) + 4;
    }

    private List<String> lines(String cell, float width) throws IOException {
        return paper.wrapped(cell, CELL, Math.max(CELL, width - GAP));
    }

    private void row(List<String> cells, List<Column> columns, float[] widths, boolean isShaded) throws IOException {
        var lines = new ArrayList<List<String>>();
        int most = 1;
        for (int i = 0; i < cells.size(); i++) {
            lines.add(lines(cells.get(i), widths[i]));
            most = Math.max(most, lines.getLast().size());
        }
        for (int from = 0; from < most; ) {
            if (from > 0) paper.turn();
            int to = Math.min(most, from + Math.max(1, paper.linesLeft(CELL)));
            part(lines, from, to, columns, widths, isShaded);
            from = to;
        }
    }

    /** Some lines of a row: all of them, but for one that is higher than the page. */
    private void part(
            List<List<String>> lines, int from, int to, List<Column> columns, float[] widths, boolean isShaded)
            throws IOException {
        float width = 0;
        for (float each : widths) width += each;
        float height = (to - from) * paper.lineOf(CELL) + 4;
        if (isShaded) paper.shade(width - GAP, height);
        float x = 0;
        for (int i = 0; i < lines.size(); i++) {
            boolean isRight = columns.get(i).kind().isNumber();
            for (int n = from; n < Math.min(to, lines.get(i).size()); n++)
                paper.write(lines.get(i).get(n), x, CELL, n - from, isRight, widths[i] - GAP);
            x += widths[i];
        }
        paper.down(height);
        paper.rule(0, width - GAP);
        paper.down(2);
    }

    private void chart(Bars bars) throws IOException {
        if (bars.bars().isEmpty()) return;
        paper.paragraph(bars.title(), TEXT);
        float line = paper.lineOf(TEXT) + 3;
        for (var bar : bars.bars()) {
            if (!paper.has(line)) paper.turn();
            float length = (float) bar.length() * LONGEST_BAR;
            paper.write(FigurePage.cut(bar.label()), 0, CELL, 0, true, LABELS - GAP);
            paper.bar(LABELS, length, TEXT);
            paper.write(bar.shown(), LABELS + length + GAP, CELL, 0, false, 0);
            paper.down(line);
        }
        if (bars.left() > 0) paper.paragraph("And " + bars.left() + " smaller ones.", TEXT);
        paper.down(GAP);
    }
}
