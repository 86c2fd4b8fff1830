package io.gatehouse.jobs.report.table;

import java.util.List;
import java.util.Optional;

/**
 * A table: typed columns, and rows as long as they are many.
 *
 * @param id for files and machines: small letters, digits and -
 * @param query how anybody makes it again from exported evidence
 * @param chart empty for none
 */
public record FigureTable(
        String id, String title, List<Column> columns, List<List<Figure>> rows, String query, Optional<Chart> chart) {
    /** The first cell of a row that sums up the others. */
    public static final String TOTAL = "TOTAL";

    /**
     * Bars, one a row.
     *
     * @param label index of the column that names them
     * @param value index of the column that they are as long as
     */
    public record Chart(String title, int label, int value) {}

    public FigureTable {
        if (!id.matches("[a-z][a-z0-9-]{0,59}")) throw new IllegalArgumentException("no id of a table: " + id);
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (var row : rows) {
            if (row.size() != columns.size())
                throw new IllegalArgumentException("a row of " + row.size() + " cells in " + id + ", which has "
                        + columns.size() + " columns");
            for (int i = 0; i < row.size(); i++)
                if (!columns.get(i).takes(row.get(i)))
                    throw new IllegalArgumentException(
                            row.get(i) + " in the column " + columns.get(i).id() + " of " + id);
        }
        int width = columns.size();
        if (chart.filter(bars -> bars.label() >= width || bars.value() >= width).isPresent())
            throw new IllegalArgumentException("a chart of columns that " + id + " does not have");
    }

    static boolean isTotal(List<Figure> row) {
        return row.getFirst() instanceof Figure.Words(var text) && text.equals(TOTAL);
    }

    FigureTable with(List<List<Figure>> others) {
        return new FigureTable(id, title, columns, others, query, chart);
    }

    int column(String columnId) {
        for (int i = 0; i < columns.size(); i++) if (columns.get(i).id().equals(columnId)) return i;
        throw new IllegalArgumentException(id + " has no column " + columnId);
    }
}
