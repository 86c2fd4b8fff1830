package io.gatehouse.jobs.report;

import io.gatehouse.jobs.report.table.Column;
import io.gatehouse.jobs.report.table.Figure;
import io.gatehouse.jobs.report.table.FigureTable;
import io.gatehouse.jobs.report.table.FigureTable.Chart;
import io.gatehouse.jobs.report.table.SmallCounts;
import io.gatehouse.residency.casework.LogCounts.Counted;
import io.gatehouse.residency.casework.LogCounts.Question;
import io.gatehouse.residency.purpose.FirstInMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What people agreed to, refused and withdrew, and whom they let have their data. One person may do so often, so that rows are
 * protected by people and not by how often: the log says of whoever acts for the first time in a month that they do.
 */
public final class ConsentReport implements TableReport {
    private static final Question CONSENTS = new Question(
            List.of("consent-asked", "consent-granted", "consent-refused", "consent-withdrawn"),
            List.of("kind", "purpose", FirstInMonth.FACT));
    private static final Question PORTABILITY = new Question(
            List.of("portability-authorised", "portability-revoked"), List.of("kind", "recipient", FirstInMonth.FACT));

    private final RecordedCells cells;

    public ConsentReport(RecordedCells cells) {
        this.cells = cells;
    }

    @Override
    public String name() {
        return "consents";
    }

    @Override
    public String title() {
        return "Consents and portability";
    }

    @Override
    public String source() {
        return "Regulation (EU) 2022/1925 (DMA) Art. 5(2), 6(9), 11";
    }

    @Override
    public List<String> notes() {
        return List.of(
                SmallCounts.NOTE,
                "People are counted by month, and the month with most of them is shown: there were as many, or more. Entries about"
                        + " answers of the past, and those from before people were counted, count nobody: a row of such entries alone"
                        + " says one, and is hidden.");
    }

    @Override
    public Set<String> tablesOfPeople() {
        return Set.of("consents", "portability");
    }

    @Override
    public List<FigureTable> tables(Wanted wanted) {
        return List.of(
                table(
                        "consents",
                        "Consents asked for, given, refused and withdrawn (DMA Art. 5(2))",
                        wanted,
                        CONSENTS,
                        Column.text("purpose", "Purpose")),
                table(
                        "portability",
                        "Third parties that people let have their data, continuously (DMA Art. 6(9))",
                        wanted,
                        PORTABILITY,
                        Column.text("recipient", "Recipient")));
    }

    /**
     * What one kind of event comes to.
     *
     * @param people at least
     */
    private record Row(String event, String about, long people, long times) {
        Row and(long inMonth, long more) {
            return new Row(event, about, Math.max(people, inMonth), times + more);
        }
    }

    private FigureTable table(String id, String title, Wanted wanted, Question question, Column about) {
        var rows = new ArrayList<List<Figure>>();
        long times = 0;
        for (var region : wanted.regions())
            for (var row : rows(cells.log(region)
                    .count(question, wanted.span().from(), wanted.span().to()))) {
                rows.add(List.of(
                        Figure.of(region.value()),
                        Figure.of(row.event()),
                        Figure.of(row.about()),
                        Figure.of(row.people()),
                        Figure.of(row.times())));
                times += row.times();
            }
        // Whoever asked and answered is in two rows: people are not added up.
        if (!rows.isEmpty())
            rows.add(List.of(
                    Figure.of(FigureTable.TOTAL),
                    new Figure.Blank(),
                    new Figure.Blank(),
                    new Figure.Blank(),
                    Figure.of(times)));
        return SmallCounts.protect(
                new FigureTable(
                        id,
                        title,
                        List.of(
                                Column.text("region", "Region"),
                                Column.text("event", "What happened"),
                                about,
                                Column.count(SmallCounts.PEOPLE, "People, at least"),
                                Column.count("times", "How often")),
                        rows,
                        question.jq(wanted.span().from(), wanted.span().to()),
                        Optional.of(new Chart(title, 1, 4))),
                SmallCounts.PEOPLE);
    }

    private static List<Row> rows(List<Counted> counted) {
        var rows = new LinkedHashMap<List<String>, Row>();
        for (var each : counted) {
            var group = each.values().subList(0, 2);
            boolean saysMonth = !each.values().get(2).isEmpty();
            // Whatever happened, somebody was there.
            var before = rows.getOrDefault(group, new Row(group.get(0), group.get(1), 1, 0));
            rows.put(group, before.and(saysMonth ? each.number() : 0, each.number()));
        }
        return List.copyOf(rows.values());
    }
}
