package io.gatehouse.jobs.report;

import io.gatehouse.jobs.report.table.Column;
import io.gatehouse.jobs.report.table.FigureTable;
import io.gatehouse.residency.casework.LogCounts.Question;
import java.util.List;
import java.util.Map;

/** What left its region, on which basis, and who read personal data from where. */
public final class TransfersReport implements TableReport {
    private static final Question TRANSFERS = new Question(
            List.of("transfer"),
            List.of("ruling", "legal_basis", "purpose", "data", "to.region", "to.country", "to.recipient", "to.service"),
            Map.of(),
            "subjects");
    private static final Question READS = new Question(
            List.of("operator-access"),
            List.of("outcome", "actor_kind", "actor_country", "purpose", "data"),
            Map.of(),
            "subjects");

    private final RecordedCells cells;

    public TransfersReport(RecordedCells cells) {
        this.cells = cells;
    }

    @Override
    public String name() {
        return "transfers";
    }

    @Override
    public String title() {
        return "Transfers and operator access";
    }

    @Override
    public String source() {
        return "GDPR Chapter V, Art. 30(1)(e); remote reading from a third country is a transfer (EDPB Guidelines 05/2021)";
    }

    @Override
    public List<String> notes() {
        return List.of("What a platform's own backend reads inside of its zone has no entry each: it is counted by day, see"
                + " GET /v1/operator-accesses?by=country.");
    }

    @Override
    public List<FigureTable> tables(Wanted wanted) {
        return List.of(
                Tabled.log(
                        "transfers",
                        "Transfers asked for, permitted and refused",
                        cells,
                        wanted,
                        TRANSFERS,
                        List.of(
                                Column.text("ruling", "Ruling"),
                                Column.text("legal_basis", "Legal basis"),
                                Column.text("purpose", "Purpose"),
                                Column.text("data", "Data"),
                                Column.text("to_region", "To region"),
                                Column.text("to_country", "To country"),
                                Column.text("to_recipient", "To recipient"),
                                Column.text("to_service", "To service"),
                                Column.count("asked", "Asked"),
                                Column.count("subjects", "People at most"))),
                Tabled.log(
                        "operator-access",
                        "Reads of personal data by operators",
                        cells,
                        wanted,
                        READS,
                        List.of(
                                Column.text("outcome", "Outcome"),
                                Column.text("actor", "Who"),
                                Column.text("country", "From country"),
                                Column.text("purpose", "Purpose"),
                                Column.text("data", "Data"),
                                Column.count("reads", "Reads"),
                                Column.count("subjects", "People at most"))));
    }
}
