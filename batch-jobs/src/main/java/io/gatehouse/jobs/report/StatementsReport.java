package io.gatehouse.jobs.report;

import io.gatehouse.jobs.report.table.Column;
import io.gatehouse.jobs.report.table.Figure;
import io.gatehouse.jobs.report.table.FigureTable;
import io.gatehouse.residency.casework.LogCounts.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The register of statements of reasons: a row for each restriction, without the words of the statement. */
public final class StatementsReport implements TableReport {
    /** Some tens of megabytes; for more, ask for a shorter time. */
    static final int MOST = 100_000;

    private final RecordedCells cells;

    public StatementsReport(RecordedCells cells) {
        this.cells = cells;
    }

    @Override
    public String name() {
        return "statements";
    }

    @Override
    public String title() {
        return "Register of statements of reasons";
    }

    @Override
    public String source() {
        return "Regulation (EU) 2022/2065 (DSA) Art. 17, 24(5)";
    }

    @Override
    public List<String> notes() {
        return List.of(
                "At most " + MOST
                        + " restrictions of each region, the oldest first; for more, ask for a shorter time. Ids are"
                        + " random; what a statement says in words, GET /v1/decisions/{id}/statement-of-reasons tells whoever may read it.");
    }

    @Override
    public List<FigureTable> tables(Wanted wanted) {
        var rows = new ArrayList<List<Figure>>();
        for (var region : wanted.regions())
            cells.casework(region)
                    .statements(
                            wanted.span().from(),
                            wanted.span().to(),
                            MOST,
                            each -> rows.add(List.of(
                                    Figure.of(each.id()),
                                    Figure.of(each.at()),
                                    Figure.of(each.surface()),
                                    Figure.of(each.source()),
                                    Figure.of(each.ground()),
                                    Figure.of(each.category()),
                                    Figure.of(String.join(" ", each.keywords())),
                                    Figure.of(String.join(" ", each.actions())),
                                    Figure.of(each.isAutomated() ? "fully" : "by a person"),
                                    Figure.of(each.language()),
                                    Figure.of(each.statement()))));
        return List.of(new FigureTable(
                "statements",
                "Restrictions and their statements",
                List.of(
                        Column.text("decision", "Decision"),
                        Column.text("at", "At"),
                        Column.text("surface", "Surface"),
                        Column.text("source", "Brought by"),
                        Column.text("ground", "Ground"),
                        Column.text("category", "Category"),
                        Column.text("keywords", "Keywords"),
                        Column.text("actions", "Restrictions"),
                        Column.text("automated", "Decided"),
                        Column.text("language", "Language"),
                        Column.text("statement", "Statement")),
                rows,
                "./gatehouse report entries LOG | jq -c 'select((.kind==\"decision\" or .kind==\"redecision\" or .kind==\"edit\") and"
                        + " .facts.verdict==\"restrict\" and "
                        + Question.within(wanted.span().from(), wanted.span().to()) + ")'",
                Optional.empty()));
    }
}
