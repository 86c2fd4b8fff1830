package io.gatehouse.jobs.report;

import io.gatehouse.jobs.report.TableReport.Wanted;
import io.gatehouse.jobs.report.table.Column;
import io.gatehouse.jobs.report.table.Figure;
import io.gatehouse.jobs.report.table.FigureTable;
import io.gatehouse.jobs.report.table.FigureTable.Chart;
import io.gatehouse.jobs.report.table.SmallCounts;
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
            for (var each : cells.log(region)
                    .count(question, wanted.span().from(), wanted.span().to())) {
                var row = new ArrayList<Figure>();
                row.add(Figure.of(region.value()));
                each.values().forEach(value -> row.add(Figure.of(value)));
                row.add(Figure.of(each.number()));
                if (!question.sum().isEmpty()) row.add(Figure.of(each.sum()));
                rows.add(row);
                number += each.number();
                sum += each.sum();
            }
        if (!rows.isEmpty())
            rows.add(total(columns, number, sum, !question.sum().isEmpty()));
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

    /**
     * The same, with how many people wrote what was decided, and protected by them: a hundred messages of one person tell of that person.
     * People of two rows may be the same, so that they are not added up.
     *
     * @param columns one for each fact that the question counts by, then that of the number
     */
    static FigureTable logOfPeople(
            String id, String title, RecordedCells cells, Wanted wanted, Question question, List<Column> columns) {
        var rows = new ArrayList<List<Figure>>();
        long number = 0;
        for (var region : wanted.regions())
            for (var each : cells.log(region)
                    .countWithPeople(
                            question, wanted.span().from(), wanted.span().to())) {
                var row = new ArrayList<Figure>();
                row.add(Figure.of(region.value()));
                each.values().forEach(value -> row.add(Figure.of(value)));
                // Whoever is not known any more was somebody.
                row.add(Figure.of(Math.max(1, each.people())));
                row.add(Figure.of(each.number()));
                rows.add(row);
                number += each.number();
            }
        int words = question.by().size();
        if (!rows.isEmpty()) {
            var total = new ArrayList<Figure>();
            total.add(Figure.of(FigureTable.TOTAL));
            for (int i = 0; i <= words; i++) total.add(new Figure.Blank());
            total.add(Figure.of(number));
            rows.add(total);
        }
        var all = new ArrayList<Column>();
        all.add(Column.text("region", "Region"));
        all.addAll(columns.subList(0, words));
        all.add(Column.count(SmallCounts.PEOPLE, "People, at least"));
        all.addAll(columns.subList(words, columns.size()));
        var table = new FigureTable(
                id,
                title,
                all,
                rows,
                question.jq(wanted.span().from(), wanted.span().to())
                        + " (people stand in each region's database alone: the log knows none)",
                Optional.of(new Chart(title, 1, words + 2)));
        return SmallCounts.protect(table, SmallCounts.PEOPLE);
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
