package io.gatehouse.jobs.report;

import io.gatehouse.jobs.report.table.Column;
import io.gatehouse.jobs.report.table.Figure;
import io.gatehouse.jobs.report.table.FigureTable;
import io.gatehouse.jobs.report.table.FigureTable.Chart;
import io.gatehouse.residency.casework.CountedRecords.Order;
import io.gatehouse.residency.casework.LogCounts.Question;
import io.gatehouse.residency.casework.Orders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What terrorist-content orders asked, and what was done within their hour. */
public final class TerroristReport implements TableReport {
    /** Regulation (EU) 2021/784 Art. 3(3). */
    static final Duration HOUR = Duration.ofHours(1);

    private final RecordedCells cells;

    public TerroristReport(RecordedCells cells) {
        this.cells = cells;
    }

    @Override
    public String name() {
        return "terrorist-content";
    }

    @Override
    public String title() {
        return "Terrorist content: removal orders";
    }

    @Override
    public String source() {
        return "Regulation (EU) 2021/784 Art. 7(2), (3): yearly, before 1 March";
    }

    @Override
    public List<String> notes() {
        return List.of(
                "To be added by hand (Art. 7(3)): measures to identify and remove terrorist content and against its"
                        + " reappearance, in particular automated ones; complaints about specific measures; administrative and"
                        + " judicial reviews brought by the provider, and where content was reinstated after them.",
                "An order about contents of several regions is counted where it leads; its items are counted where they are."
                        + " The clock is that from receipt: where it was stopped and began anew, the order's own record says so.");
    }

    /** Orders of one Member State. */
    private static final class Sums {
        long orders;
        long items;
        long given;
        long withinTheHour;
        final List<Long> seconds = new ArrayList<>();

        void add(Order order) {
            items += order.items();
            if (!order.leads()) return;
            orders++;
            if (order.effectedAt() == null) return;
            var took = Duration.between(order.receivedAt(), order.effectedAt());
            given++;
            if (took.compareTo(HOUR) <= 0) withinTheHour++;
            seconds.add(Math.max(0, took.toSeconds()));
        }

        void add(Sums other) {
            orders += other.orders;
            items += other.items;
            given += other.given;
            withinTheHour += other.withinTheHour;
            seconds.addAll(other.seconds);
        }

        List<Figure> row(String name) {
            return List.of(
                    Figure.of(name),
                    Figure.of(orders),
                    Figure.of(items),
                    Figure.of(given),
                    Figure.of(withinTheHour),
                    Figure.of(orders - given),
                    median());
        }

        private Figure median() {
            if (seconds.isEmpty()) return new Figure.Blank();
            var sorted = seconds.stream().sorted().toList();
            return Figure.hours(Duration.ofSeconds(sorted.get((sorted.size() - 1) / 2)));
        }
    }

    @Override
    public List<FigureTable> tables(Wanted wanted) {
        var states = new TreeMap<String, Sums>();
        var span = wanted.span();
        for (var region : wanted.regions())
            for (var order : cells.records(region).orders(span.from(), span.to(), span.asOf()))
                if (order.kind() == Orders.Kind.TERRORIST_CONTENT)
                    states.computeIfAbsent(order.memberState(), _ -> new Sums()).add(order);
        var rows = new ArrayList<List<Figure>>();
        var all = new Sums();
        states.forEach((state, sums) -> {
            rows.add(sums.row(state));
            all.add(sums);
        });
        if (!rows.isEmpty()) rows.add(all.row(FigureTable.TOTAL));
        return List.of(new FigureTable(
                "removal-orders",
                "Removal orders by Member State",
                List.of(
                        Column.text("member_state", "Member State"),
                        Column.count("orders", "Orders received"),
                        Column.count("items", "Items they name"),
                        Column.count("effect_given", "Carried out"),
                        Column.count("within_the_hour", "Within one hour"),
                        Column.count("not_given", "Not carried out"),
                        Column.hours("median_hours", "Median hours to effect")),
                rows,
                "./gatehouse report entries LOG | jq -c 'select(.kind==\"order\" and .facts.order_kind==\"terrorist_content\" and "
                        + Question.within(span.from(), span.to())
                        + " or .kind==\"order-effected\") | [.kind,.facts.order//.id,.facts.member_state,.facts.leads,.time]'"
                        + " (orders that lead; one is carried out when all its items have their entry)",
                Optional.of(new Chart("Orders by Member State", 0, 1))));
    }
}
