package io.gatehouse.jobs.report.table;

import io.gatehouse.jobs.report.table.Figure.Count;
import io.gatehouse.jobs.report.table.Figure.Hidden;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Protects counts of people so small that somebody could be singled out. A count from 1 to {@link #MINIMUM} - 1 is hidden, with every
 * number of its row; and more are, the smallest first, until the total no longer gives any of them away: whoever takes the visible
 * counts from the total is left with a sum that fits {@link #MINIMUM} and more for each hidden one. A zero says that there is nobody,
 * and stays.
 */
public final class SmallCounts {
    /** As statistical offices usually ask at least: of fewer, one who knows themselves in it knows too much of the others. */
    public static final int MINIMUM = 5;

    /** The id of the column that says how many people a row is about. */
    public static final String PEOPLE = "people";

    /** For readers of protected tables. */
    public static final String NOTE =
            "Counts of people below " + MINIMUM + " are hidden, with others that would give them"
                    + " away; an empty cell has nothing to tell, and a zero is none.";

    private SmallCounts() {}

    /** @param column id of the column that counts people; a row that begins with {@link FigureTable#TOTAL} is its sum */
    public static FigureTable protect(FigureTable table, String column) {
        int at = table.column(column);
        var hidden = hidden(table.rows(), at);
        var rows = new ArrayList<List<Figure>>();
        for (int i = 0; i < table.rows().size(); i++)
            rows.add(hidden[i] ? without(table.rows().get(i)) : table.rows().get(i));
        return table.with(rows);
    }

    /** Every number of it. */
    public static FigureTable hideAll(FigureTable table) {
        return table.with(table.rows().stream().map(SmallCounts::without).toList());
    }

    /** Rows, the total among them, whose like is hidden in one of these. */
    public static FigureTable hideAsIn(FigureTable table, List<FigureTable> parts) {
        var hidden = new HashSet<List<Figure>>();
        for (var part : parts)
            for (var row : part.rows())
                if (row.stream().anyMatch(Hidden.class::isInstance)) hidden.add(name(row, part));
        return table.with(table.rows().stream()
                .map(row -> hidden.contains(name(row, table)) ? without(row) : row)
                .toList());
    }

    /** The words that say what a row is about. */
    private static List<Figure> name(List<Figure> row, FigureTable table) {
        var name = new ArrayList<Figure>();
        for (int i = 0; i < row.size(); i++)
            if (table.columns().get(i).kind() == Column.Kind.TEXT) name.add(row.get(i));
        return name;
    }

    private static boolean[] hidden(List<List<Figure>> rows, int at) {
        var hidden = new boolean[rows.size()];
        boolean hasTotal = rows.stream().anyMatch(FigureTable::isTotal);
        for (int i = 0; i < rows.size(); i++) {
            long count = count(rows.get(i), at);
            hidden[i] = count > 0 && count < MINIMUM;
        }
        if (!hasTotal) return hidden;
        while (isGivenAway(rows, at, hidden)) {
            int next = smallestShown(rows, at, hidden);
            if (next < 0) {
                // Nothing is left beside them: the total itself would tell.
                for (int i = 0; i < hidden.length; i++) hidden[i] |= FigureTable.isTotal(rows.get(i));
                return hidden;
            }
            hidden[next] = true;
        }
        return hidden;
    }

    /** Of n hidden counts, each at least 1, one may be as large as their sum less the others' n - 1. */
    private static boolean isGivenAway(List<List<Figure>> rows, int at, boolean[] hidden) {
        long sum = 0;
        int n = 0;
        for (int i = 0; i < hidden.length; i++)
            if (FigureTable.isTotal(rows.get(i))) {
                if (hidden[i]) return false;
            } else if (hidden[i]) {
                sum += count(rows.get(i), at);
                n++;
            }
        return n > 0 && (n == 1 || sum - (n - 1) < MINIMUM);
    }

    private static int smallestShown(List<List<Figure>> rows, int at, boolean[] hidden) {
        int found = -1;
        for (int i = 0; i < hidden.length; i++) {
            long count = count(rows.get(i), at);
            if (hidden[i] || count == 0 || FigureTable.isTotal(rows.get(i))) continue;
            if (found < 0 || count < count(rows.get(found), at)) found = i;
        }
        return found;
    }

    private static long count(List<Figure> row, int at) {
        return row.get(at) instanceof Count(long count) ? count : 0;
    }

    private static List<Figure> without(List<Figure> row) {
        return row.stream()
                .map(figure -> figure.isNumber() ? new Hidden() : figure)
                .toList();
    }
}
