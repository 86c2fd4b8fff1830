package io.gatehouse.jobs.report.table;

import io.gatehouse.jobs.report.table.FigureTable.Chart;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a chart shows: the largest rows, as parts of the longest bar, or of a whole. Pure. */
record Bars(String title, List<Bar> bars, int left) {
    /** More bars than this are no picture. */
    private static final int MOST = 20;

    /** @param length from 0 to 1 */
    record Bar(String label, double length, String shown) {}

    /** Rows of numbers alone: totals and hidden ones have no bar. */
    static Bars of(FigureTable table, Chart chart, Locale reader) {
        var rows = table.rows().stream()
                .filter(row -> !FigureTable.isTotal(row))
                .filter(row -> row.get(chart.value()) instanceof Figure.Count
                        || row.get(chart.value()) instanceof Figure.Amount)
                .sorted((one, other) -> Double.compare(size(other.get(chart.value())), size(one.get(chart.value()))))
                .toList();
        double longest = longest(table.columns().get(chart.value()), rows, chart);
        var telling = telling(rows, chart);
        var bars = IntStream.range(0, Math.min(MOST, rows.size()))
                .mapToObj(rows::get)
                .map(row -> new Bar(
                        label(row, telling),
                        longest == 0 ? 0 : size(row.get(chart.value())) / longest,
                        FigureText.shown(row.get(chart.value()), table.columns().get(chart.value()), reader)))
                .toList();
        return new Bars(chart.title(), bars, rows.size() - bars.size());
    }

    /** Of shares the whole, so that a third looks like one; of anything else the largest. */
    private static double longest(Column column, List<List<Figure>> rows, Chart chart) {
        return column.kind() == Column.Kind.SHARE
                ? 1
                : rows.stream()
                        .mapToDouble(row -> size(row.get(chart.value())))
                        .max()
                        .orElse(0);
    }

    /** Columns of words in which these rows differ: what all have in common tells none apart. */
    private static List<Integer> telling(List<List<Figure>> rows, Chart chart) {
        int width = Math.max(chart.label() + 1, chart.value());
        var found = IntStream.range(0, width)
                .filter(column ->
                        rows.stream().map(row -> row.get(column)).distinct().count() > 1)
                .boxed()
                .toList();
        return found.isEmpty() ? List.of(chart.label()) : found;
    }

    private static String label(List<Figure> row, List<Integer> columns) {
        return columns.stream()
                .map(row::get)
                .filter(Figure.Words.class::isInstance)
                .map(Figure::written)
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static double size(Figure figure) {
        return switch (figure) {
            case Figure.Count(long count) -> count;
            case Figure.Amount(var value) -> value.doubleValue();
            case Figure.Blank(), Figure.Hidden(), Figure.Words _ -> 0;
        };
    }
}
