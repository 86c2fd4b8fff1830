package io.gatehouse.jobs.report.table;

import java.io.IOException;
import java.io.OutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** A report as a workbook, a sheet a table; numbers are numbers, and nothing is a formula. */
public final class FigureWorkbook {
    /** No spreadsheet program shows more of a cell, has longer names of sheets, or more rows. */
    private static final int MAX_CELL_CHARS = 32_767;

    private static final int MAX_NAME_CHARS = 31;
    private static final int MAX_ROWS = 1_048_575;

    /** Letters that columns are wide; a header is of several words, and its lines break. */
    private static final int NARROWEST = 14;

    private static final int WIDEST = 60;
    /** The first rows tell how wide the others are. */
    private static final int LOOKED_AT = 1_000;

    private FigureWorkbook() {}

    /** @param out is written to and left open */
    public static void write(Figures report, OutputStream out) throws IOException {
        var workbook = new Workbook(out, "Gatehouse", null);
        about(report, workbook.newWorksheet("about"));
        for (var table : report.tables()) {
            String name = table.id();
            table(table, workbook.newWorksheet(name.substring(0, Math.min(name.length(), MAX_NAME_CHARS))));
        }
        workbook.finish();
    }

    private static void about(Figures report, Worksheet sheet) {
        int row = 0;
        text(sheet, row++, 0, report.title());
        text(sheet, row++, 0, report.about());
        text(sheet, row++, 0, report.source());
        for (String note : report.notes()) text(sheet, row++, 0, note);
        for (var table : report.tables()) text(sheet, row++, 0, table.id() + ": " + table.query());
        sheet.style(0, 0).bold().set();
    }

    private static void table(FigureTable table, Worksheet sheet) {
        if (table.rows().size() > MAX_ROWS)
            throw new IllegalArgumentException(table.id() + " has more rows than a workbook can: "
                    + table.rows().size());
        for (int column = 0; column < table.columns().size(); column++) {
            text(sheet, 0, column, table.columns().get(column).title());
            var style = sheet.style(0, column).bold().wrapText(true);
            if (table.columns().get(column).kind().isNumber()) style.horizontalAlignment("right");
            style.set();
        }
        sheet.freezePane(0, 1);
        widths(table, sheet);
        for (int row = 0; row < table.rows().size(); row++)
            for (int column = 0; column < table.columns().size(); column++)
                cell(sheet, row + 1, column, table.rows().get(row).get(column));
    }

    /** So that nothing is cut that is no long text. */
    private static void widths(FigureTable table, Worksheet sheet) {
        for (int column = 0; column < table.columns().size(); column++) {
            int at = column;
            int longest = table.rows().stream()
                    .limit(LOOKED_AT)
                    .mapToInt(row -> row.get(at).written().length())
                    .max()
                    .orElse(0);
            sheet.width(column, Math.clamp(longest + 2, NARROWEST, WIDEST));
        }
    }

    private static void cell(Worksheet sheet, int row, int column, Figure figure) {
        switch (figure) {
            case Figure.Blank() -> {} // an empty cell is none
            case Figure.Count(long count) -> sheet.value(row, column, count);
            case Figure.Amount(var value) -> sheet.value(row, column, value);
            case Figure.Words _ -> text(sheet, row, column, figure.written());
            case Figure.Hidden() -> {
                text(sheet, row, column, Figure.HIDDEN);
                sheet.style(row, column).horizontalAlignment("right").set();
            }
        }
    }

    private static void text(Worksheet sheet, int row, int column, String text) {
        String harmless = Figure.of(text).written();
        sheet.value(row, column, harmless.substring(0, Math.min(harmless.length(), MAX_CELL_CHARS)));
    }
}
