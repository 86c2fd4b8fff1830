package io.gatehouse.jobs.report.table;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as a PDF: headers on every page, numbers to the right and as the reader's language writes them, charts as bars. */
public final class FigurePdf {
    private static final float TEXT = 9;
    private static final float CELL = 8;
    private static final float GAP = 6;
    private static final float NARROWEST = 40;
    /** Of the page, as long as a bar may be. */
    private static final float LONGEST_BAR = 340;

    private static final float LABELS = 240;

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
            var pdf = new FigurePdf(paper, reader);
            paper.paragraph(report.title(), 16);
            paper.paragraph(
                    report.about() + ". " + report.source() + ". Made " + FigureText.madeAt(report) + ".", TEXT);
            for (String note : report.notes()) paper.paragraph(note, TEXT);
            for (var table : report.tables()) pdf.table(table);
            paper.save(report.title() + " · " + report.about(), out);
        }
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
        float[] widths = widths(table.columns(), header, shown);
        row(header, table.columns(), widths);
        for (var row : shown) {
            if (!paper.has(height(row, widths))) {
                paper.turn();
                row(header, table.columns(), widths);
            }
            row(row, table.columns(), widths);
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

    /** As wide as what is in them, and all of them as wide as the page at most: texts give way, numbers do not. */
    private float[] widths(List<Column> columns, List<String> header, List<List<String>> rows) throws IOException {
        float[] widths = new float[columns.size()];
        float numbers = 0;
        float texts = 0;
        for (int i = 0; i < widths.length; i++) {
            for (var row : rows) widths[i] = Math.max(widths[i], paper.width(row.get(i), CELL));
            float word = 0;
            for (String each : header.get(i).split(" ", -1)) word = Math.max(word, paper.width(each, CELL));
            widths[i] = Math.max(Math.max(widths[i], word), NARROWEST) + GAP;
            if (columns.get(i).kind().isNumber()) numbers += widths[i];
            else texts += widths[i];
        }
        float left = PdfPaper.WIDTH - numbers;
        for (int i = 0; i < widths.length; i++)
            if (numbers + texts > PdfPaper.WIDTH)
                widths[i] = left < texts / 4
                        ? widths[i] * PdfPaper.WIDTH / (numbers + texts)
                        : columns.get(i).kind().isNumber() ? widths[i] : widths[i] * left / texts;
        return widths;
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

    private void row(List<String> cells, List<Column> columns, float[] widths) throws IOException {
        float x = 0;
        for (int i = 0; i < cells.size(); i++) {
            boolean isRight = columns.get(i).kind().isNumber();
            int n = 0;
            for (String line : lines(cells.get(i), widths[i]))
                paper.write(line, x, CELL, n++, isRight, widths[i] - GAP);
            x += widths[i];
        }
        paper.down(height(cells, widths));
        paper.rule(0, x - GAP);
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
