package io.gatehouse.benchmarks.report;

import io.gatehouse.benchmarks.load.LoadOptions;
import io.gatehouse.benchmarks.process.Workbench;
import io.gatehouse.jobs.report.DsaDesk;
import io.gatehouse.jobs.report.DsaReports.Given;
import io.gatehouse.jobs.report.KeptReport;
import io.gatehouse.jobs.report.People;
import io.gatehouse.jobs.report.RecordedCells;
import io.gatehouse.jobs.report.ReportArchive;
import io.gatehouse.jobs.report.ReportWords;
import io.gatehouse.moderation.report.ProviderClass;
import io.gatehouse.moderation.report.ReportingPeriod;
import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.residency.casework.CaseworkCounts;
import io.gatehouse.residency.casework.CountedRecords;
import io.gatehouse.residency.casework.LogCounts;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.Migrations;
import io.gatehouse.residency.database.PostgresServer;
import io.gatehouse.residency.key.FileRegionKey;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.terminal.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times transparency reports over a log of a million decisions. */
@Command(
        name = "report",
        description = {
            "Fills a cell's log with decisions (not timed; kept with --work) and a tenth as many notices with their cases, then makes",
            "transparency reports of all of it: records to files, kept. Fails above 60 seconds or a gibibyte in use."
        },
        mixinStandardHelpOptions = true)
public final class ReportBenchCommand implements Callable<Integer> {
    private static final RegionId REGION = new RegionId("eu-west-1");
    private static final double MOST_SECONDS = 60;
    private static final long MOST_BYTES = 1L << 30;

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = "--decisions", defaultValue = "1000000", description = "in the log (default ${DEFAULT-VALUE})")
    private int decisions;

    @Option(names = "--repeat", defaultValue = "3", description = "reports (default ${DEFAULT-VALUE})")
    private int repeat;

    @Override
    public Integer call() throws IOException {
        Path work = Files.createDirectories(options.work("report"));
        System.err.println("work directory: " + work);
        Path policies = Workbench.home().resolve("policies");
        var template = ReportTemplate.load(policies);
        var period = ReportingPeriod.around(LocalDate.of(2026, 1, 1), ProviderClass.VLOP);
        try (var server = PostgresServer.start(Files.createDirectories(work.resolve("data")));
                var control = server.database("gatehouse_control", 4);
                var database = server.database("gatehouse_cell", 4);
                var cell = open(database, Files.createDirectories(work.resolve("keys")))) {
            Migrations.control(control);
            new FilledLog(cell, template)
                    .fill(
                            decisions,
                            period.start().atStartOfDay(ZoneOffset.UTC).toInstant(),
                            period.end().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
            var words = ReportWords.load(policies);
            var desk = new DsaDesk(
                    new ReportArchive(control),
                    new OneCell(cell),
                    _ -> new Given(template, words, People.NOBODY),
                    ZoneOffset.UTC,
                    new SecureRandom(),
                    Clock.systemUTC());
            return measure(desk, period);
        }
    }

    private static Cell open(Database database, Path keys) throws IOException {
        var key = FileRegionKey.openOrCreate(keys.resolve("region.key"), REGION);
        return Cell.open(REGION, database, key, keys, "gatehouse.bench/" + REGION, Clock.systemUTC());
    }

    private int measure(DsaDesk desk, ReportingPeriod period) throws IOException {
        var table = new Table("report", "s", "files", "MiB in use at most");
        var seconds = new ArrayList<Double>();
        long most = 0;
        for (int i = 1; i <= repeat; i++) {
            System.gc();
            try (var memory = new UsedMemory()) {
                long started = System.nanoTime();
                var made = desk.make(new DsaDesk.Order(
                        period, ProviderClass.VLOP, List.of(REGION), null, null, true, null, "bench"));
                double took = (System.nanoTime() - started) / 1e9;
                seconds.add(took);
                most = Math.max(most, memory.mostBytes());
                table.row(
                        "draft " + i,
                        String.format(Locale.ROOT, "%.1f", took),
                        files(made),
                        Long.toString(memory.mostBytes() >> 20));
            }
        }
        System.out.print(table);
        double slowest = seconds.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
        System.out.printf(
                Locale.ROOT,
                "%,d decisions: slowest %.1f s (the promise is %.0f s), at most %d MiB in use (the promise is %d MiB)%n",
                decisions,
                slowest,
                MOST_SECONDS,
                most >> 20,
                MOST_BYTES >> 20);
        return slowest > MOST_SECONDS || most > MOST_BYTES ? 1 : 0;
    }

    private static String files(DsaDesk.Outcome outcome) {
        if (!(outcome instanceof DsaDesk.Outcome.Kept(KeptReport report)))
            throw new IllegalStateException("no report was made: " + outcome);
        return Integer.toString(report.files().size());
    }

    private record OneCell(Cell cell) implements RecordedCells {
        @Override
        public SortedSet<RegionId> served() {
            return new TreeSet<>(List.of(REGION));
        }

        @Override
        public CellReader reader(RegionId region) {
            return cell.reader();
        }

        @Override
        public CellWriter writer(RegionId region) {
            return cell.writer();
        }

        @Override
        public CountedRecords records(RegionId region) {
            return new CountedRecords(cell);
        }

        @Override
        public CaseworkCounts casework(RegionId region) {
            return new CaseworkCounts(cell);
        }

        @Override
        public LogCounts log(RegionId region) {
            return new LogCounts(cell);
        }
    }
}
