package io.gatehouse.moderation.report;

import java.util.List;

/** A sheet as RFC 4180 has it: commas, CRLF, quotes where needed; UTF-8 without a byte order mark is the caller's. Pure. */
public final class ReportCsv {
    private ReportCsv() {}

    public static String of(ReportTable table) {
        var text = new StringBuilder();
        line(table.sheet().header(), text);
        for (var row : table.written()) line(row, text);
        return text.toString();
    }

    /** One record with its line end. */
    public static void line(List<String> cells, StringBuilder to) {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) to.append(',');
            to.append(quoted(cells.get(i)));
        }
        to.append("\r\n");
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
