package io.gatehouse.moderation.report;

import java.io.IOException;
import java.io.OutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** The report as one workbook, a sheet for each of the template's; numbers are numbers, and nothing is a formula. */
public final class ReportWorkbook {
    /** No spreadsheet program shows more than this of a cell; the qualitative texts are far shorter. */
    private static final int MAX_CELL_CHARS = 32_767;

    private ReportWorkbook() {}

    /** @param out is written to and left open */
    public static void write(TransparencyReport report, OutputStream out) throws IOException {
        var workbook = new Workbook(out, "Gatehouse", null);
        for (var table : report.tables()) {
            var sheet = workbook.newWorksheet(table.sheet().name());
            var header = table.sheet().header();
            for (int column = 0; column < header.size(); column++) {
                sheet.value(0, column, header.get(column));
                sheet.style(0, column).bold().wrapText(true).set();
            }
            sheet.freezePane(0, 1);
            for (int row = 0; row < table.rows().size(); row++)
                for (int column = 0; column < header.size(); column++)
                    cell(
                            sheet,
                            row + 1,
                            column,
                            table.rows().get(row).get(column).value());
        }
        workbook.finish();
    }

    private static void cell(Worksheet sheet, int row, int column, CellValue value) {
        switch (value) {
            case CellValue.Blank _ -> {} // an empty cell is none
            case CellValue.Count(long count) -> sheet.value(row, column, count);
            case CellValue.Decimal(var number) -> sheet.value(row, column, number);
            case CellValue.Text _ -> {
                String text = value.written();
                if (text.length() > MAX_CELL_CHARS)
                    throw new IllegalArgumentException("a cell of " + text.length() + " characters fits no workbook");
                sheet.value(row, column, text);
            }
        }
    }
}
