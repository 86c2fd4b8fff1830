package io.gatehouse.jobs.report;

import io.gatehouse.jobs.attestation.AttestedCells;
import io.gatehouse.jobs.report.table.Column;
import io.gatehouse.jobs.report.table.Figure;
import io.gatehouse.jobs.report.table.FigureTable;
import io.gatehouse.jobs.report.table.FigureTable.Chart;
import io.gatehouse.residency.attestation.Attestation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What regions hold and where they are, as each attested last. */
public final class AttestationReport implements TableReport {
    private final AttestedCells cells;

    public AttestationReport(AttestedCells cells) {
        this.cells = cells;
    }

    @Override
    public String name() {
        return "residency";
    }

    @Override
    public String title() {
        return "Residency attestation";
    }

    @Override
    public String source() {
        return "GDPR Art. 5(2), 24, Chapter V";
    }

    @Override
    public List<String> notes() {
        return List.of("Of each region the newest signed statement of the time or before. './gatehouse report attestation' fetches a"
                + " statement with the lines that it was made from, which './gatehouse verify' counts again.");
    }

    @Override
    public List<FigureTable> tables(Wanted wanted) {
        var regions = new ArrayList<List<Figure>>();
        var counted = new ArrayList<List<Figure>>();
        var until = wanted.span().to().minusMillis(1);
        for (var region : wanted.regions()) {
            var attester = cells.attester(region);
            var note = attester.newest(until);
            if (note.isEmpty()) {
                regions.add(List.of(
                        Figure.of(region.value()),
                        Figure.of("nothing was attested"),
                        new Figure.Blank(),
                        new Figure.Blank(),
                        new Figure.Blank(),
                        new Figure.Blank()));
                continue;
            }
            var attestation = Attestation.open(note.get(), attester.verifierKey());
            var facts = attestation.facts();
            regions.add(List.of(
                    Figure.of(region.value()),
                    Figure.of(attestation.at().toString()),
                    Figure.of(facts.getOrDefault("jurisdiction", "")),
                    Figure.of(facts.getOrDefault("location", "")),
                    Figure.of(facts.getOrDefault("replicas", "")),
                    Figure.of(Attestation.sha256(note.get()))));
            for (var kind : attestation.kinds())
                counted.add(List.of(
                        Figure.of(kind.kind()),
                        Figure.of(region.value()),
                        Figure.of(kind.count()),
                        Figure.of(kind.sha256())));
        }
        String query = "GET /v1/regions/{region}/attestation?at=" + until + "; './gatehouse verify DIR' checks it";
        return List.of(
                new FigureTable(
                        "regions",
                        "Where regions are",
                        List.of(
                                Column.text("region", "Region"),
                                Column.text("attested_at", "Attested at"),
                                Column.text("jurisdiction", "Jurisdiction"),
                                Column.text("location", "Location"),
                                Column.text("replicas", "Replicas"),
                                Column.text("statement_sha256", "Statement (sha256)")),
                        regions,
                        query,
                        Optional.empty()),
                new FigureTable(
                        "holdings",
                        "What they hold",
                        List.of(
                                Column.text("kind", "Kind"),
                                Column.text("region", "Region"),
                                Column.count("count", "Count"),
                                Column.text("sha256", "Digest of their lines")),
                        counted,
                        query,
                        Optional.of(new Chart("What regions hold", 0, 2))));
    }
}
