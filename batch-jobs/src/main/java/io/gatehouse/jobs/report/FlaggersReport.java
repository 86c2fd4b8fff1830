package io.gatehouse.jobs.report;

import io.gatehouse.jobs.report.table.Column;
import io.gatehouse.jobs.report.table.Figure;
import io.gatehouse.jobs.report.table.FigureTable;
import io.gatehouse.jobs.report.table.FigureTable.Chart;
import io.gatehouse.jobs.report.table.SmallCounts;
import io.gatehouse.moderation.evaluation.Proportion;
import io.gatehouse.residency.casework.CaseworkCounts.Flagger;
import io.gatehouse.residency.casework.LogCounts.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** How right trusted flaggers are, and how much is reported in bad faith. */
public final class FlaggersReport implements TableReport {
    private final RecordedCells cells;

    public FlaggersReport(RecordedCells cells) {
        this.cells = cells;
    }

    @Override
    public String name() {
        return "flaggers";
    }

    @Override
    public String title() {
        return "Trusted flaggers and misuse";
    }

    @Override
    public String source() {
        return "Regulation (EU) 2022/2065 (DSA) Art. 22(6), 23";
    }

    @Override
    public List<String> notes() {
        return List.of(
                "Many imprecise or unsubstantiated notices of a flagger are told to the coordinator who gave the status (Art. 22(6)).",
                "A notifier with an account in no region, or who was erased, is counted among nobody. "
                        + SmallCounts.NOTE);
    }

    @Override
    public Set<String> tablesOfPeople() {
        return Set.of("misuse");
    }

    @Override
    public List<FigureTable> tables(Wanted wanted) {
        var span = wanted.span();
        var flaggers = new TreeMap<String, Flagger>();
        var notifiers = new TreeMap<String, Long>();
        for (var region : wanted.regions()) {
            var casework = cells.casework(region);
            for (var each : casework.flaggers(span.from(), span.to(), span.asOf()))
                flaggers.merge(each.id(), each, FlaggersReport::both);
            for (var each : casework.misuse(span.from(), span.to(), span.asOf()))
                notifiers.merge(each.unfounded(), each.number(), Long::sum);
        }
        return List.of(flaggers(List.copyOf(flaggers.values()), span), misuse(notifiers));
    }

    private static Flagger both(Flagger one, Flagger other) {
        return new Flagger(
                one.id(),
                one.notices() + other.notices(),
                one.items() + other.items(),
                one.decided() + other.decided(),
                one.restricted() + other.restricted(),
                one.unfounded() + other.unfounded());
    }

    private static FigureTable flaggers(List<Flagger> flaggers, Span span) {
        var rows = new ArrayList<List<Figure>>();
        for (var each : flaggers) rows.add(row(each));
        if (!rows.isEmpty())
            rows.add(
                    row(flaggers.stream().reduce(new Flagger(FigureTable.TOTAL, 0, 0, 0, 0, 0), FlaggersReport::both)));
        return new FigureTable(
                "trusted-flaggers",
                "What trusted flaggers reported",
                List.of(
                        Column.text("flagger", "Trusted flagger"),
                        Column.count("notices", "Notices"),
                        Column.count("items", "Items"),
                        Column.count("decided", "Decided"),
                        Column.count("restricted", "Restricted"),
                        Column.share("right", "Share restricted"),
                        Column.share("right_low", "95 % from"),
                        Column.share("right_high", "95 % to"),
                        Column.count("unfounded", "Manifestly unfounded")),
                rows,
                "./gatehouse report entries LOG | jq -c 'select(.kind==\"notice\" and .facts.trusted_flagger and "
                        + Question.within(span.from(), span.to())
                        + " or .kind==\"case-resolved\") | [.kind,.facts.trusted_flagger,.facts.cases//[.facts.case],.facts.outcome,"
                        + ".facts.unfounded]' (an item is decided by the resolution of its case)",
                Optional.of(new Chart("Share restricted", 0, 5)));
    }

    private static List<Figure> row(Flagger of) {
        var right = Proportion.of(of.restricted(), of.decided());
        return List.of(
                Figure.of(of.id()),
                Figure.of(of.notices()),
                Figure.of(of.items()),
                Figure.of(of.decided()),
                Figure.of(of.restricted()),
                Figure.share(of.restricted(), of.decided()),
                of.decided() == 0 ? new Figure.Blank() : Figure.of(right.low()),
                of.decided() == 0 ? new Figure.Blank() : Figure.of(right.high()),
                Figure.of(of.unfounded()));
    }

    private static FigureTable misuse(SortedMap<String, Long> notifiers) {
        var rows = new ArrayList<List<Figure>>();
        notifiers.forEach((unfounded, number) -> rows.add(List.of(Figure.of(unfounded), Figure.of(number))));
        if (!rows.isEmpty())
            rows.add(List.of(
                    Figure.of(FigureTable.TOTAL),
                    Figure.of(notifiers.values().stream()
                            .mapToLong(Long::longValue)
                            .sum())));
        return SmallCounts.protect(
                new FigureTable(
                        "misuse",
                        "Notifiers by how much of what they sent was manifestly unfounded",
                        List.of(
                                Column.text("unfounded_items", "Unfounded items"),
                                Column.count("notifiers", "Notifiers")),
                        rows,
                        "not in the exported log, which knows no notifiers; each region's database counts them",
                        Optional.of(new Chart("Notifiers", 0, 1))),
                "notifiers");
    }
}
