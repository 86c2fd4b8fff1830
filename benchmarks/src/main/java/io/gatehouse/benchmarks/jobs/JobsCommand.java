package io.gatehouse.benchmarks.jobs;

import io.gatehouse.benchmarks.backtest.FilledCell;
import io.gatehouse.benchmarks.load.LoadOptions;
import io.gatehouse.benchmarks.process.Workbench;
import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.PolicyVersions;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.jobs.archive.ArchiveJob;
import io.gatehouse.jobs.rescan.Rescan;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.PostgresServer;
import io.gatehouse.residency.key.FileRegionKey;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.residency.store.FileRegionStore;
import io.gatehouse.service.judging.Judging;
import io.gatehouse.service.judging.Norms;
import io.gatehouse.service.terminal.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times rescan and archive of a real cell, and what screening has of a rescan. */
@Command(
        name = "jobs",
        description = {
            "Fills a cell with real messages as the service stores them (not timed; kept with --work), then times a rescan of all",
            "of them, screening with and without a rescan beside it, the archive, and a rescan of what was archived."
        },
        mixinStandardHelpOptions = true)
public final class JobsCommand implements Callable<Integer> {
    private static final RegionId REGION = new RegionId("eu-west-1");
    /** The promises, on two processors. */
    private static final double RESCANNED = 20_000;

    private static final double ARCHIVED = 50_000;
    private static final double SLOWER = 1.5;

    /** As if the messages were written so long ago. */
    private static final Duration LATER = Duration.ofDays(200);
    /** More than there are: after the last text comes the first again. */
    private static final int TEXTS = 400_000;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = "--messages", defaultValue = "100000", description = "in the cell (default ${DEFAULT-VALUE})")
    private int messages;

    @Option(names = "--turns", defaultValue = "3", description = "of each measurement (default ${DEFAULT-VALUE})")
    private int turns;

    @Option(
            names = "--rate",
            defaultValue = "100",
            description = "screenings a second beside (default ${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--seconds", defaultValue = "10", description = "of screening a turn (default ${DEFAULT-VALUE})")
    private int seconds;

    private final Table table = new Table("what", "messages", "s", "messages/s", "promised");

    @Override
    public Integer call() throws IOException, InterruptedException {
        var drawn = options.messages(Math.min(messages, TEXTS));
        if (drawn.isEmpty()) return 0;
        Path work = Files.createDirectories(options.work("jobs"));
        System.err.println("work directory: " + work);
        Path shipped = Workbench.home().resolve("policies");
        var norms = Norms.read(shipped, Norms.Law.SHIPPED);
        var judging = new Judging(
                norms.moderator(),
                norms.law(),
                Topology.load(shipped.resolve("residency")).territories());
        try (var server = PostgresServer.start(Files.createDirectories(work.resolve("data")));
                var control = server.database("gatehouse_control", 8);
                var database = server.database("gatehouse_cell", 12);
                var store = FileRegionStore.open(REGION, work.resolve("objects"));
                var cell = open(database, Files.createDirectories(work.resolve("keys")))) {
            cell.attach(store);
            var filled = new FilledCell(cell, judging, drawn.get());
            filled.fill(messages);
            return measure(control, cell, judging, filled);
        }
    }

    private static Cell open(Database database, Path keys) throws IOException {
        var key = FileRegionKey.openOrCreate(keys.resolve("region.key"), REGION);
        return Cell.open(REGION, database, key, keys, "gatehouse.bench/" + REGION, Clock.systemUTC());
    }

    private int measure(Database control, Cell cell, Judging judging, FilledCell filled) throws InterruptedException {
        var cells = new BenchedCell(cell);
        var screening = new Screening(filled, messages);
        var rescan = new Rescan(cells, new Active(judging.moderator()), new BenchedContents(), Clock.systemUTC());
        var later = Clock.offset(Clock.systemUTC(), LATER);
        var jobs = List.<BatchJob>of(
                new RegionJob(rescan, cells, screening, new SecureRandom(), Clock.systemUTC()),
                new RegionJob(new ArchiveJob(cells, later), cells, ScreeningPace.IDLE, new SecureRandom(), later));
        var rates = new ArrayList<Double>();
        double ratio;
        double archived;
        try (var desk = JobDesk.open(control, jobs)) {
            for (int i = 0; i < turns; i++) rates.add(timed(desk, "rescan", "rescan", RESCANNED));
            ratio = screening(desk, screening);
            archived = timed(desk, "archive", "archive", ARCHIVED);
            tellSegments(cell);
            timed(desk, "rescan", "rescan of the archive", RESCANNED);
        }
        System.out.println(table);
        double rescanned = rates.stream().sorted().toList().get(rates.size() / 2);
        System.out.printf(
                Locale.ROOT,
                "rescan: median %,.0f messages/s of %d (promised %,.0f); archive: %,.0f (promised %,.0f);"
                        + " screening p99 beside a rescan: %.2f times (promised %.1f)%n",
                rescanned,
                turns,
                RESCANNED,
                archived,
                ARCHIVED,
                ratio,
                SLOWER);
        return rescanned >= RESCANNED && archived >= ARCHIVED && ratio <= SLOWER ? 0 : 1;
    }

    private static void tellSegments(Cell cell) {
        long rows = 0;
        long bytes = 0;
        for (var segment : cell.archive().segments()) {
            rows += segment.sealedBytes();
            bytes += segment.sizeBytes();
        }
        System.out.printf(Locale.ROOT, "segments: %,d bytes for %,d in rows%n", bytes, rows);
    }

    /** In turns, so that whatever else the machine does meets both. @return the median of the turns' ratios */
    private double screening(JobDesk desk, Screening screening) throws InterruptedException {
        var ratios = new ArrayList<Double>();
        var during = Duration.ofSeconds(seconds);
        screening.run(rate, during); // warm
        for (int i = 0; i < turns; i++) {
            double without = Screening.p99(screening.run(rate, during));
            start(desk, "rescan");
            double with = Screening.p99(screening.run(rate, during));
            boolean wasBeside = !desk.status("rescan").orElseThrow().status().isOver();
            desk.stop("rescan");
            await(desk, "rescan");
            ratios.add(with / without);
            System.out.printf(
                    Locale.ROOT,
                    "screening p99, %d a second: %.1f ms alone, %.1f ms beside a rescan%s%n",
                    rate,
                    without,
                    with,
                    wasBeside ? "" : " (which ended before)");
        }
        return ratios.stream().sorted().toList().get(ratios.size() / 2);
    }

    private double timed(JobDesk desk, String job, String what, double promised) throws InterruptedException {
        long began = System.nanoTime();
        start(desk, job);
        var end = await(desk, job);
        double took = (System.nanoTime() - began) / 1e9;
        if (end.status() != JobProgress.Status.COMPLETED)
            throw new IllegalStateException(job + " ended " + end.status() + ": " + end.failures());
        System.err.println(what + ": "
                + Optional.ofNullable(end.summary().get(REGION.value())).orElseThrow());
        table.row(
                what,
                String.format(Locale.ROOT, "%,d", end.done()),
                String.format(Locale.ROOT, "%.1f", took),
                String.format(Locale.ROOT, "%,.0f", end.done() / took),
                String.format(Locale.ROOT, "%,.0f", promised));
        return end.done() / took;
    }

    private static void start(JobDesk desk, String job) {
        var asked = new TreeMap<>(Map.of("region", REGION.value()));
        // What rules noted on a content the first time they may see the second: such decisions are counted and not
        // made.
        if (job.equals("rescan")) asked.put("dry_run", "true");
        if (!(desk.run(job, asked) instanceof JobStart.Started)) throw new IllegalStateException(job + " was refused");
    }

    private static JobProgress await(JobDesk desk, String job) throws InterruptedException {
        while (true) {
            var progress = desk.status(job).orElseThrow();
            if (progress.status().isOver()) return progress;
            Thread.sleep(LOOK_AGAIN);
        }
    }

    private record Active(Moderator active) implements PolicyVersions {
        @Override
        public Overrides overrides(String policyDigest) {
            return Overrides.NONE;
        }

        @Override
        public Version load(String directory) {
            return new Version.Rejected(List.of("only the active version is measured"));
        }
    }
}
