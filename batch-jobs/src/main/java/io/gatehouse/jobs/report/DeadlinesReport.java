package io.gatehouse.jobs.report;

import io.gatehouse.jobs.report.table.Column;
import io.gatehouse.jobs.report.table.Figure;
import io.gatehouse.jobs.report.table.FigureTable;
import io.gatehouse.jobs.report.table.FigureTable.Chart;
import io.gatehouse.residency.casework.CaseworkCounts;
import io.gatehouse.residency.casework.CaseworkCounts.Work;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was due, and how much of it was in time. */
public final class DeadlinesReport implements TableReport {
    private final RecordedCells cells;
    private final List<Due> dues;
    private final ZoneId zone;

    /**
     * A time that a file gives to a kind of work.
     *
     * @param from the first moment of work that it is for
     * @param to the one after the last
     */
    public record Due(String work, Duration within, Instant from, Instant to, String source) {}

    /** @param dues as {@code law/casework.yaml} has them */
    public DeadlinesReport(RecordedCells cells, List<Due> dues, ZoneId zone) {
        this.cells = cells;
        this.dues = List.copyOf(dues);
        this.zone = zone;
    }

    @Override
    public String name() {
        return "deadlines";
    }

    @Override
    public String title() {
        return "Deadlines kept and missed";
    }

    @Override
    public String source() {
        return "policies/law/casework.yaml; GDPR Art. 12(3)";
    }

    @Override
    public List<String> notes() {
        return List.of("Counted from receipt, by the time that was in force on that day. What is open and not due yet is neither"
                + " kept nor missed. What the law calls without undue delay is the operator's own aim.");
    }

    @Override
    public List<FigureTable> tables(Wanted wanted) {
        return List.of(casework(wanted), requests(wanted));
    }

    private FigureTable casework(Wanted wanted) {
        var span = wanted.span();
        var rows = new ArrayList<List<Figure>>();
        for (var work : Work.values())
            for (var due : dues) {
                var from = later(span.from(), due.from());
                var to = earlier(span.to(), due.to());
                if (due.work().equals(work.wireName()) && from.isBefore(to))
                    for (var region : wanted.regions())
                        row(
                                        due,
                                        region.value(),
                                        cells.casework(region).inTime(work, due.within(), from, to, span.asOf()))
                                .ifPresent(rows::add);
            }
        return new FigureTable(
                "casework",
                "Notices, cases, appeals and orders",
                List.of(
                        Column.text("work", "Work"),
                        Column.text("region", "Region"),
                        Column.hours("within_hours", "Hours given"),
                        Column.count("received", "Received"),
                        Column.count("kept", "In time"),
                        Column.count("missed", "Late"),
                        Column.share("kept_share", "Share in time"),
                        Column.hours("median_hours", "Median hours"),
                        Column.text("source", "Source of the time")),
                rows,
                "./gatehouse report entries LOG | jq -c 'select(.kind==\"notice\" or .kind==\"appeal\" or .kind==\"order\" or"
                        + " .kind==\"order-effected\" or .kind==\"case-resolved\") | [.kind,.facts.case//.facts.order//.id,.time]'"
                        + " (from receipt to the entry that ends it)",
                Optional.of(new Chart("Late", 0, 5)));
    }

    private static Optional<List<Figure>> row(Due due, String region, CaseworkCounts.InTime counted) {
        if (counted.received() == 0) return Optional.empty();
        long ended = counted.kept() + counted.missed();
        return Optional.of(List.of(
                Figure.of(due.work()),
                Figure.of(region),
                Figure.hours(due.within()),
                Figure.of(counted.received()),
                Figure.of(counted.kept()),
                Figure.of(counted.missed()),
                Figure.share(counted.kept(), ended),
                ended == 0 ? new Figure.Blank() : Figure.hours(counted.median()),
                Figure.of(due.source())));
    }

    private FigureTable requests(Wanted wanted) {
        var span = wanted.span();
        var rows = new ArrayList<List<Figure>>();
        for (var region : wanted.regions())
            for (var each : cells.casework(region).requests(span.from(), span.to(), span.asOf(), zone.getId()))
                rows.add(List.of(
                        Figure.of(each.kind().toLowerCase(Locale.ROOT)),
                        Figure.of(region.value()),
                        Figure.of(each.received()),
                        Figure.of(each.kept()),
                        Figure.of(each.missed()),
                        Figure.share(each.kept(), each.kept() + each.missed())));
        return new FigureTable(
                "requests",
                "What people asked for about their data",
                List.of(
                        Column.text("request", "Request"),
                        Column.text("region", "Region"),
                        Column.count("received", "Received"),
                        Column.count("kept", "In time"),
                        Column.count("missed", "Late"),
                        Column.share("kept_share", "Share in time")),
                rows,
                "of erasures, the log has begin and end: ./gatehouse report entries LOG | jq -c 'select(.kind|startswith(\"erasure\"))"
                        + " | [.kind,.id,.time]'; other requests stand in each region's database alone",
                Optional.of(new Chart("Late", 0, 4)));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
