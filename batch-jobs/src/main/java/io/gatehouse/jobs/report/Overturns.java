package io.gatehouse.jobs.report;

import io.gatehouse.jobs.report.table.Column;
import io.gatehouse.jobs.report.table.Figure;
import io.gatehouse.jobs.report.table.FigureTable;
import io.gatehouse.jobs.report.table.FigureTable.Chart;
import io.gatehouse.jobs.report.table.SmallCounts;
import io.gatehouse.moderation.evaluation.Proportion;
import io.gatehouse.residency.casework.CaseworkCounts.Resolved;
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
            each -> each.rules().isEmpty() ? List.of("no rule") : each.rules();

    private final Predicate<Resolved> which;
    private final List<Resolved> resolved = new ArrayList<>();

    Overturns(Predicate<Resolved> which) {
        this.which = which;
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

    /** @param isProtected whether rows of few would tell of single people */
    FigureTable table(
            String id,
            String title,
            String column,
            String heading,
            Function<Resolved, List<String>> by,
            boolean isProtected) {
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
        var table = new FigureTable(
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
                "./gatehouse report entries LOG | jq -c 'select(.kind==\"case-resolved\" and .facts.outcome!=\"omitted\") |"
                        + " [.facts.case_kind,.facts.first_verdict,.facts.first_automated,.facts.outcome,.facts.content_language,"
                        + ".facts.employment,.facts.person_country,.facts.first_rules]' | sort | uniq -c",
                Optional.of(new Chart("Overturn rate", 0, 3)));
        return isProtected ? SmallCounts.protect(table, "decided") : table;
    }
}
