package io.gatehouse.jobs.report;

import io.gatehouse.jobs.report.table.Column;
import io.gatehouse.jobs.report.table.FigureTable;
import io.gatehouse.jobs.report.table.SmallCounts;
import io.gatehouse.residency.casework.LogCounts.Question;
import java.util.List;

/** What people agreed to, refused and withdrew, and whom they let have their data. */
public final class ConsentReport implements TableReport {
    private static final Question CONSENTS = new Question(
            List.of("consent-asked", "consent-granted", "consent-refused", "consent-withdrawn"),
            List.of("kind", "purpose"));
    private static final Question PORTABILITY =
            new Question(List.of("portability-authorised", "portability-revoked"), List.of("kind", "recipient"));

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
        return List.of(SmallCounts.NOTE);
    }

    @Override
    public List<FigureTable> tables(Wanted wanted) {
        return List.of(
                SmallCounts.protect(
                        Tabled.log(
                                "consents",
                                "Consents asked for, given, refused and withdrawn (DMA Art. 5(2))",
                                cells,
                                wanted,
                                CONSENTS,
                                List.of(
                                        Column.text("event", "What happened"),
                                        Column.text("purpose", "Purpose"),
                                        Column.count("people", "How often"))),
                        "people"),
                SmallCounts.protect(
                        Tabled.log(
                                "portability",
                                "Third parties that people let have their data, continuously (DMA Art. 6(9))",
                                cells,
                                wanted,
                                PORTABILITY,
                                List.of(
                                        Column.text("event", "What happened"),
                                        Column.text("recipient", "Recipient"),
                                        Column.count("people", "How often"))),
                        "people"));
    }
}
