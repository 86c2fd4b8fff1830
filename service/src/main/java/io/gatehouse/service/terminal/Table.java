package io.gatehouse.service.terminal;

import java.util.ArrayList;
import java.util.List;

/** A plain-text table: the first column left-aligned, the others right-aligned. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... header) {
        rows.add(List.of(header));
    }

    /** @param cells as many as the header has */
    public Table row(String... cells) {
        if (cells.length != rows.getFirst().size())
            throw new IllegalArgumentException("a row of " + cells.length + " cells under "
                    + rows.getFirst().size());
        rows.add(List.of(cells));
        return this;
    }

    public boolean isEmpty() {
        return rows.size() == 1;
    }

    @Override
    public String toString() {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (var row : rows) for (int i = 0; i < columns; i++) widths[i] = Math.max(widths[i], width(row.get(i)));
        var text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            var line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = rows.get(r).get(i);
                String pad = " ".repeat(widths[i] - width(cell));
                line.append(i == 0 ? cell + pad : "  " + pad + cell);
            }
            text.append(line.toString().stripTrailing()).append('\n');
            if (r == 0) {
                int total = 2 * (columns - 1);
                for (int w : widths) total += w;
                text.append("─".repeat(total)).append('\n');
            }
        }
        return text.toString();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
