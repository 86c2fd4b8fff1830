package io.gatehouse.jobs.report;

import io.gatehouse.jobs.report.TableReport.Wanted;
import io.gatehouse.jobs.report.table.Column;
import io.gatehouse.jobs.report.table.Figure;
import io.gatehouse.jobs.report.table.FigureTable;
import io.gatehouse.jobs.report.table.FigureTable.Chart;
import io.gatehouse.residency.casework.LogCounts.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tables of what the logs of regions say: a row for each answer of each region, and their sum. Pure but for the counting. */
final class Tabled {
    private Tabled() {}

    /** @param columns one for each fact that the question counts by, then those of number and, where it adds up, of the sum */
    static FigureTable log(
            String id, String title, RecordedCells cells, Wanted wanted, Question question, List<Column> columns) {
        var rows = new ArrayList<List<Figure>>();
        long number = 0;
        long sum = 0;
        for (var region : wanted.regions())
            for (var each : cells.log(region).count(question, wanted.span().from(), wanted.span().to())) {
                var row = new ArrayList<Figure>();
                row.add(Figure.of(region.value()));
                each.values().forEach(value -> row.add(Figure.of(value)));
                row.add(Figure.of(each.number()));
                if (!question.sum().isEmpty()) row.add(Figure.of(each.sum()));
                rows.add(row);
                number += each.number();
                sum += each.sum();
            }
        if (!rows.isEmpty()) rows.add(total(columns, number, sum, !question.sum().isEmpty()));
        var all = new ArrayList<Column>();
        all.add(Column.text("region", "Region"));
        all.addAll(columns);
        return new FigureTable(
                id,
                title,
                all,
                rows,
                question.jq(wanted.span().from(), wanted.span().to()),
                Optional.of(new Chart(title, 1, question.by().size() + 1)));
    }

    private static List<Figure> total(List<Column> columns, long number, long sum, boolean adds) {
        var total = new ArrayList<Figure>();
        total.add(Figure.of(FigureTable.TOTAL));
        for (var column : columns) if (column.kind() == Column.Kind.TEXT) total.add(new Figure.Blank());
        total.add(Figure.of(number));
        if (adds) total.add(Figure.of(sum));
        return total;
    }
}
