package io.gatehouse.jobs.report;

import io.gatehouse.jobs.report.table.Column;
import io.gatehouse.jobs.report.table.Figure;
import io.gatehouse.jobs.report.table.FigureTable;
import io.gatehouse.jobs.report.table.FigureTable.Chart;
import io.gatehouse.residency.casework.CountedRecords.Order;
import io.gatehouse.residency.casework.LifeThreats;
import io.gatehouse.residency.casework.LogCounts.Question;
import io.gatehouse.residency.casework.Orders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What terrorist-content orders asked, and what was done within their hour; and when authorities were told of threats to life. */
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
                        + " The clock is that from receipt: where it was stopped and began anew, the order's own record says so.",
                "Of a first order an authority tells 12 hours before, except in emergencies (Art. 3(2)); the duty is the authority's."
                        + " Counted where whoever took the order wrote down what came before it.",
                "Threats to life of which authorities were told (Art. 14(5)) are kept for whoever asks: Art. 7(3) does not name them among"
                        + " what a report must have. Information about contents of several regions is a record in each.");
    }

    /** Orders of one Member State. */
    private static final class Sums {
        long orders;
        long items;
        long given;
        long withinTheHour;
        long first;
        long notToldBefore;
        final List<Long> seconds = new ArrayList<>();

        void add(Order order) {
            items += order.items();
            if (!order.leads()) return;
            orders++;
            var advance = order.advance();
            if (advance != null) {
                if (advance.isFirstOrder()) first++;
                if (!advance.isInTime(order.receivedAt()).orElse(true)) notToldBefore++;
            }
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
            first += other.first;
            notToldBefore += other.notToldBefore;
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
                    median(seconds),
                    Figure.of(first),
                    Figure.of(notToldBefore));
        }
    }

    private static Figure median(List<Long> seconds) {
        if (seconds.isEmpty()) return new Figure.Blank();
        var sorted = seconds.stream().sorted().toList();
        return Figure.hours(Duration.ofSeconds(sorted.get((sorted.size() - 1) / 2)));
    }

    /** What authorities of one country were told. */
    private static final class Told {
        long records;
        long contents;
        final List<Long> seconds = new ArrayList<>();

        void add(LifeThreats.Threat threat) {
            records++;
            contents += threat.decisions().size();
            var aware = threat.awareAt();
            if (aware != null)
                seconds.add(Duration.between(aware, threat.toldAt()).toSeconds());
        }

        void add(Told other) {
            records += other.records;
            contents += other.contents;
            seconds.addAll(other.seconds);
        }

        List<Figure> row(String name) {
            return List.of(Figure.of(name), Figure.of(records), Figure.of(contents), median(seconds));
        }
    }

    @Override
    public List<FigureTable> tables(Wanted wanted) {
        return List.of(orders(wanted), threats(wanted));
    }

    private FigureTable threats(Wanted wanted) {
        var countries = new TreeMap<String, Told>();
        var span = wanted.span();
        for (var region : wanted.regions())
            for (var threat : cells.records(region).lifeThreats(span.from(), span.to(), span.asOf()))
                if (threat.basis() == LifeThreats.Basis.TCO_14_5)
                    countries
                            .computeIfAbsent(threat.memberState(), _ -> new Told())
                            .add(threat);
        var rows = new ArrayList<List<Figure>>();
        var all = new Told();
        countries.forEach((country, told) -> {
            rows.add(told.row(country));
            all.add(told);
        });
        if (!rows.isEmpty()) rows.add(all.row(FigureTable.TOTAL));
        return new FigureTable(
                "threats-to-life",
                "Imminent threats to life of which authorities were told, by Member State (EU: Europol)",
                List.of(
                        Column.text("member_state", "Member State"),
                        Column.count("told", "Times an authority was told"),
                        Column.count("contents", "Contents it was about"),
                        Column.hours("median_hours", "Median hours from awareness")),
                rows,
                "./gatehouse report entries LOG | jq -c 'select(.kind==\"life-threat-told\" and .facts.basis==\"tco_14_5\" and "
                        + Question.within(span.from(), span.to())
                        + ") | [.facts.member_state,.facts.decisions,.facts.aware_at,.facts.told_at]'",
                Optional.empty());
    }

    private FigureTable orders(Wanted wanted) {
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
        return new FigureTable(
                "removal-orders",
                "Removal orders by Member State",
                List.of(
                        Column.text("member_state", "Member State"),
                        Column.count("orders", "Orders received"),
                        Column.count("items", "Items they name"),
                        Column.count("effect_given", "Carried out"),
                        Column.count("within_the_hour", "Within one hour"),
                        Column.count("not_given", "Not carried out"),
                        Column.hours("median_hours", "Median hours to effect"),
                        Column.count("first_orders", "First orders of an authority"),
                        Column.count("not_told_before", "Of these, not told of 12 hours before")),
                rows,
                "./gatehouse report entries LOG | jq -c 'select(.kind==\"order\" and .facts.order_kind==\"terrorist_content\" and "
                        + Question.within(span.from(), span.to())
                        + " or .kind==\"order-effected\") | [.kind,.facts.order//.id,.facts.member_state,.facts.leads,.time]'"
                        + " (orders that lead; one is carried out when all its items have their entry)",
                Optional.of(new Chart("Orders by Member State", 0, 1)));
    }
}
