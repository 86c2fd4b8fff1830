package io.gatehouse.service.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A plain-text table: the first column and those with words are left-aligned, numbers right-aligned. */
public final class Table {
    /** A number, perhaps with its unit or sign; a dash stands for none. */
    private static final Pattern NUMBER = Pattern.compile("[-+<>~\u2212\u2264\u2265]?\\.?[0-9].*|[-\u2013\u2014]?");

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
        boolean[] ofNumbers = new boolean[columns];
        for (int i = 1; i < columns; i++) ofNumbers[i] = isOfNumbers(i);
        var text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            var line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = rows.get(r).get(i);
                String pad = " ".repeat(widths[i] - width(cell));
                line.append(i == 0 ? "" : "  ").append(ofNumbers[i] ? pad + cell : cell + pad);
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

    private boolean isOfNumbers(int column) {
        return !isEmpty()
                && rows.stream()
                        .skip(1)
                        .allMatch(row -> NUMBER.matcher(row.get(column)).matches());
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
