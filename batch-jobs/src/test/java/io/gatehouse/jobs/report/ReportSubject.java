package io.gatehouse.jobs.report;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.KeptCell;
import io.gatehouse.jobs.RealCell;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.jobs.kill.KillMatrix;
import io.gatehouse.jobs.report.DsaReports.Given;
import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.residency.casework.CaseworkCounts;
import io.gatehouse.residency.casework.CountedRecords;
import io.gatehouse.residency.casework.LogCounts;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.Migrations;
import io.gatehouse.residency.region.RegionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** Each round makes the report of a year of its own. */
public final class ReportSubject implements KillMatrix.Subject {
    private static final Path POLICIES = Path.of(System.getProperty("gatehouse.home", ".."), "policies");

    private final KeptCell cell;
    private final Database control;
    private final ReportTemplate template;
    private final ReportWords words;
    private int base = -1;
    private long first;

    public ReportSubject(KeptCell cell, Database control, Path home) {
        this.cell = cell;
        this.control = control;
        Migrations.control(control);
        try {
            this.template = ReportTemplate.load(POLICIES);
            var law = Files.createDirectories(home.resolve("law"));
            String file = "transparency-words.yaml";
            Files.writeString(
                    law.resolve(file),
                    Files.readString(POLICIES.resolve("law").resolve(file))
                            .replaceAll("\\[fill in[^\\]]*\\]", "as usual")
                            // Who hosts reports by the year, and states no suspensions.
                            .replace("class: online-platform", "class: hosting"));
            this.words = ReportWords.load(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public BatchJob job() {
        return job(control);
    }

    @Override
    public BatchJob job(Database mortal) {
        var cells = new OneCell();
        DsaDesk.Givens givens = _ -> new Given(template, words, People.NOBODY);
        var desk = new DsaDesk(
                new ReportArchive(mortal), cells, givens, ZoneOffset.UTC, new SecureRandom(), Clock.systemUTC());
        return new TransparencyJob(
                desk,
                givens,
                cells,
                List.of(RealCell.REGION),
                ZoneOffset.UTC,
                ScreeningPace.IDLE,
                new SecureRandom(),
                Clock.systemUTC());
    }

    @Override
    public void prepare(int round) {
        if (base < 0) base = round;
        first = cell.reader(RealCell.REGION).nextIndex();
    }

    private int year(int round) {
        return LocalDate.now(ZoneOffset.UTC).getYear() - 1 - (round - base);
    }

    @Override
    public Map<String, String> asked(int round) {
        return Map.of("from", year(round) + "-01-01", "to", year(round) + "-12-31");
    }

    @Override
    public List<String> export(int round) {
        var archive = new ReportArchive(control);
        var lines = new ArrayList<String>();
        for (var report : archive.list(DsaDesk.NAME, 1_000)) {
            if (report.from().getYear() != year(round)) continue;
            lines.add("version " + report.version() + " by " + report.madeBy());
            for (var file : report.files())
                if (file.name().endsWith(".csv"))
                    archive.file(report.id(), file.name())
                            .ifPresent(kept -> lines.add(file.name() + " "
                                    + new String(kept.bytes(), StandardCharsets.UTF_8)
                                            .replace(Integer.toString(year(round)), "YEAR")));
        }
        lines.addAll(cell.texts("SELECT 'entry ' || (convert_from(entry, 'UTF8')::json -> 'facts' ->> 'version')"
                + " FROM log_entry WHERE log_index >= " + first
                + " AND convert_from(entry, 'UTF8')::json ->> 'kind' = 'report'"));
        return lines;
    }

    private final class OneCell implements RecordedCells {
        @Override
        public SortedSet<RegionId> served() {
            return cell.served();
        }

        @Override
        public CellReader reader(RegionId region) {
            return cell.reader(region);
        }

        @Override
        public CellWriter writer(RegionId region) {
            return cell.writer(region);
        }

        @Override
        public CountedRecords records(RegionId region) {
            return new CountedRecords(cell.cell());
        }

        @Override
        public CaseworkCounts casework(RegionId region) {
            return new CaseworkCounts(cell.cell());
        }

        @Override
        public LogCounts log(RegionId region) {
            return new LogCounts(cell.cell());
        }
    }
}
