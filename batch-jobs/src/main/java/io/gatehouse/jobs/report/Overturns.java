package io.gatehouse.jobs.report;

import io.gatehouse.jobs.report.table.Column;
import io.gatehouse.jobs.report.table.Figure;
import io.gatehouse.jobs.report.table.FigureTable;
import io.gatehouse.jobs.report.table.FigureTable.Chart;
import io.gatehouse.jobs.report.table.SmallCounts;
import io.gatehouse.moderation.evaluation.Proportion;
import io.gatehouse.residency.casework.CaseworkCounts.Resolved;
import io.gatehouse.residency.casework.LogCounts.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** How often people overturned what had been decided, by something, with Wilson's intervals. Not thread-safe. */
final class Overturns {
    /** What matched: a case of two rules is in both their rows, and once in the total. */
    static final Function<Resolved, List<String>> BY_RULE =
            each -> each.rules().isEmpty() ? List.of(Overturns.NO_RULE) : each.rules();

    static final String NO_RULE = "no rule";

    private final Predicate<Resolved> which;
    private final Span span;
    private final List<Resolved> resolved = new ArrayList<>();

    Overturns(Predicate<Resolved> which, Span span) {
        this.which = which;
        this.span = span;
    }

    void add(List<Resolved> more) {
        more.stream().filter(which).forEach(resolved::add);
    }

    private static final class Sums {
        long decided;
        long overturned;

        void add(Resolved each) {
            decided += each.number();
            if (each.isOverturned()) overturned += each.number();
        }

        List<Figure> row(String name) {
            var rate = Proportion.of(overturned, decided);
            return List.of(
                    Figure.of(name),
                    Figure.of(decided),
                    Figure.of(overturned),
                    Figure.share(overturned, decided),
                    decided == 0 ? new Figure.Blank() : Figure.of(rate.low()),
                    decided == 0 ? new Figure.Blank() : Figure.of(rate.high()),
                    Figure.share(decided - overturned, decided));
        }
    }

    /** @param isProtected whether rows of few decisions would tell of single people */
    FigureTable table(
            String id,
            String title,
            String column,
            String heading,
            Function<Resolved, List<String>> by,
            boolean isProtected) {
        var table = table(id, title, column, heading, by);
        return isProtected ? SmallCounts.protect(table, "decided") : table;
    }

    /** @param people whom each group is about, to be protected by; of what is not named, nobody knows more than that there was one */
    FigureTable tableOfPeople(
            String id,
            String title,
            String column,
            String heading,
            Function<Resolved, List<String>> by,
            Map<String, Long> people) {
        var table = table(id, title, column, heading, by);
        var columns = new ArrayList<>(table.columns());
        columns.add(1, Column.count(SmallCounts.PEOPLE, "People, at least"));
        var rows = new ArrayList<List<Figure>>();
        for (var row : table.rows()) {
            var with = new ArrayList<>(row);
            String group = row.getFirst() instanceof Figure.Words(var words) ? words : "";
            with.add(
                    1,
                    group.equals(FigureTable.TOTAL)
                            ? new Figure.Blank()
                            : Figure.of(Math.max(1, people.getOrDefault(group, 1L))));
            rows.add(with);
        }
        return SmallCounts.protect(
                new FigureTable(
                        id,
                        title,
                        columns,
                        rows,
                        table.query(),
                        table.chart().map(chart -> new Chart(chart.title(), chart.label(), chart.value() + 1))),
                SmallCounts.PEOPLE);
    }

    private FigureTable table(
            String id, String title, String column, String heading, Function<Resolved, List<String>> by) {
        Map<String, Sums> groups = new TreeMap<>();
        var all = new Sums();
        for (var each : resolved) {
            all.add(each);
            by.apply(each).stream()
                    .distinct()
                    .forEach(group ->
                            groups.computeIfAbsent(group, _ -> new Sums()).add(each));
        }
        var rows = new ArrayList<List<Figure>>();
        groups.forEach((group, sums) -> rows.add(sums.row(group)));
        if (!rows.isEmpty()) rows.add(all.row(FigureTable.TOTAL));
        return new FigureTable(
                id,
                title,
                List.of(
                        Column.text(column, heading),
                        Column.count("decided", "Decided by people"),
                        Column.count("overturned", "Overturned"),
                        Column.share("rate", "Overturn rate"),
                        Column.share("rate_low", "95 % from"),
                        Column.share("rate_high", "95 % to"),
                        Column.share("precision", "Upheld")),
                rows,
                "./gatehouse report entries LOG | jq -c 'select(.kind==\"case-resolved\" and .facts.outcome!=\"omitted\" and "
                        + Question.within(span.from(), span.to()) + ") |"
                        + " [.facts.case_kind,.facts.first_verdict,.facts.first_automated,.facts.outcome,.facts.content_language,"
                        + ".facts.employment,.facts.person_country,.facts.first_rules]' | sort | uniq -c",
                Optional.of(new Chart("Overturn rate", 0, 3)));
    }
}
