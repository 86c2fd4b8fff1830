package io.gatehouse.moderation.report.lint;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;

/** Reads the tabs of a workbook, with what each cell is. */
final class WorkbookReader {
    /** A number format of a day or a time, once quoted text and colours are gone. */
    private static final Pattern OF_A_DATE = Pattern.compile("[ymdhs]", Pattern.CASE_INSENSITIVE);

    /** Digits before the point, or zeros behind it, beyond which a number is written as powers of ten. */
    private static final int LONGEST = 64;

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|\\[[^\\]]*]|\\\\.");

    private WorkbookReader() {}

    /** @throws IOException when it is no workbook */
    static List<RawSheet> read(String name, byte[] bytes, Findings findings) throws IOException {
        var sheets = new ArrayList<RawSheet>();
        try (var workbook = new ReadableWorkbook(new ByteArrayInputStream(bytes), new ReadingOptions(true, true))) {
            for (var sheet : workbook.getSheets().limit(ReportFiles.MAX_FILES).toList()) {
                var rows = new ArrayList<RawSheet.Row>();
                try (var read = sheet.openStream()) {
                    read.limit(ReportFiles.MAX_ROWS + 1L).forEach(row -> rows.add(row(row)));
                }
                if (rows.size() > ReportFiles.MAX_ROWS) {
                    rows.removeLast();
                    findings.sheet(
                            Rule.FILE_LIMIT,
                            sheet.getName(),
                            "more than " + ReportFiles.MAX_ROWS + " rows; the rest was not looked at",
                            "a sheet of the template has fewer than 3,000");
                }
                // Formatted and empty rows at the end are what a spreadsheet program leaves.
                while (!rows.isEmpty() && rows.getLast().isBlank()) rows.removeLast();
                sheets.add(new RawSheet(sheet.getName(), true, rows));
            }
        } catch (RuntimeException e) {
            throw new IOException(name + " is no workbook that can be read: " + e.getMessage(), e);
        }
        return sheets;
    }

    private static RawSheet.Row row(Row row) {
        var cells = new ArrayList<RawCell>();
        for (Cell cell : row) {
            if (cell == null || cell.getColumnIndex() >= ReportFiles.MAX_COLUMNS) continue;
            while (cells.size() < cell.getColumnIndex()) cells.add(RawCell.NONE);
            cells.add(cell(cell));
        }
        return new RawSheet.Row(row.getRowNum(), List.copyOf(cells));
    }

    private static RawCell cell(Cell cell) {
        if (cell.getFormula() != null && !cell.getFormula().isEmpty())
            return new RawCell(text(cell), RawCell.Kind.FORMULA);
        return switch (cell.getType()) {
            case FORMULA -> new RawCell(text(cell), RawCell.Kind.FORMULA);
            case ERROR -> new RawCell(text(cell), RawCell.Kind.ERROR);
            case EMPTY -> RawCell.NONE;
            case STRING, BOOLEAN -> new RawCell(text(cell), RawCell.Kind.TEXT);
            case NUMBER ->
                isDate(cell)
                        ? new RawCell(date(cell), RawCell.Kind.DATE)
                        : new RawCell(number(cell), RawCell.Kind.NUMBER);
        };
    }

    private static String text(Cell cell) {
        if (cell.getType() == CellType.STRING) return cell.asString();
        return cell.getRawValue() == null ? "" : cell.getRawValue();
    }

    private static boolean isDate(Cell cell) {
        var format = cell.getDataFormatString();
        return format != null
                && !format.equalsIgnoreCase("General")
                && OF_A_DATE.matcher(QUOTED.matcher(format).replaceAll("")).find();
    }

    private static String date(Cell cell) {
        try {
            return cell.asDate().toLocalDate().toString();
        } catch (RuntimeException _) {
            return number(cell); // no day has this number
        }
    }

    private static String number(Cell cell) {
        BigDecimal number = cell.asNumber();
        // Written out it would fill the memory; no count is so long.
        if (Math.abs((long) number.precision() - number.scale()) > LONGEST) return number.toString();
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
