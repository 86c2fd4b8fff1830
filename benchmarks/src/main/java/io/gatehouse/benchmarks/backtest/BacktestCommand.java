package io.gatehouse.benchmarks.backtest;

import io.gatehouse.benchmarks.load.LoadOptions;
import io.gatehouse.benchmarks.process.Workbench;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.PolicyVersions;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.jobs.backtest.Backtest;
import io.gatehouse.jobs.backtest.BacktestCells;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.cell.TrafficReader;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.PostgresServer;
import io.gatehouse.residency.key.FileRegionKey;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.service.job.RecordedJudgements;
import io.gatehouse.service.judging.Judging;
import io.gatehouse.service.judging.Norms;
import io.gatehouse.service.terminal.ProgressBar;
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
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fills a real cell with real messages, and times backtests of all of them. */
@Command(
        name = "backtest",
        description = {
            "Fills a cell with real messages as the service stores them (not timed; kept with --work), then times backtests",
            "of all of them: against what was decided, and against a policy judged now. Fails above three minutes a million."
        },
        mixinStandardHelpOptions = true)
public final class BacktestCommand implements Callable<Integer> {
    private static final String JOB = "backtest";
    private static final RegionId REGION = new RegionId("eu-west-1");
    /** The promise: a million messages in three minutes on two processors. */
    private static final double MOST_SECONDS_A_MILLION = 180;
    /** More than there are: after the last text comes the first again. */
    private static final int TEXTS = 400_000;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = "--messages", defaultValue = "1000000", description = "in the cell (default ${DEFAULT-VALUE})")
    private int messages;

    @Option(names = "--repeat", defaultValue = "1", description = "backtests of each kind (default ${DEFAULT-VALUE})")
    private int repeat;

    @Option(names = "--partitions", defaultValue = "4", description = "default ${DEFAULT-VALUE}")
    private int partitions;

    @Option(names = "--fill-only", description = "only fills the cell of --work")
    private boolean fillOnly;

    private final Table table = new Table("against", "messages", "s", "messages/s", "processor s: judge", "database");

    @Override
    public Integer call() throws IOException, InterruptedException {
        var drawn = options.messages(Math.min(messages, TEXTS));
        if (drawn.isEmpty()) return 0;
        Path work = Files.createDirectories(options.work("backtest"));
        System.err.println("work directory: " + work);
        Path shipped = Workbench.home().resolve("policies");
        Path other = work.resolve("other-policies");
        OtherPolicy.write(shipped, other);
        var norms = Norms.read(shipped, Norms.Law.SHIPPED);
        var judging = new Judging(
                norms.moderator(),
                norms.law(),
                Topology.load(shipped.resolve("residency")).territories());
        try (var server = PostgresServer.start(Files.createDirectories(work.resolve("data")));
                var control = server.database("gatehouse_control", 8);
                var database = server.database("gatehouse_cell", 8);
                var cell = open(database, Files.createDirectories(work.resolve("keys")))) {
            new FilledCell(cell, judging, drawn.get()).fill(messages);
            return fillOnly ? 0 : measure(control, cell, judging, shipped, other, work);
        }
    }

    private static Cell open(Database database, Path keys) throws IOException {
        var key = FileRegionKey.openOrCreate(keys.resolve("region.key"), REGION);
        return Cell.open(REGION, database, key, keys, "gatehouse.bench/" + REGION, Clock.systemUTC());
    }

    private int measure(Database control, Cell cell, Judging judging, Path shipped, Path other, Path work)
            throws InterruptedException {
        var cells = new OneCell(cell);
        var task = new Backtest(
                cells, new Directories(judging.moderator()), new RecordedJudgements(() -> judging, Clock.systemUTC()));
        var job = new RegionJob(task, cells, ScreeningPace.IDLE, new SecureRandom(), Clock.systemUTC());
        var seconds = new ArrayList<Double>();
        try (var desk = JobDesk.open(control, List.of(job))) {
            for (int i = 0; i < repeat; i++) {
                seconds.add(run(desk, work, Map.of("policy", other.toString())));
                run(desk, work, Map.of("policy", other.toString(), "against", shipped.toString()));
            }
        }
        System.out.println(table);
        double median = seconds.stream().sorted().toList().get(seconds.size() / 2);
        double aMillion = median * 1e6 / messages;
        System.out.printf(
                Locale.ROOT,
                "a million messages against what was decided: %.0f s (median of %d; the promise is %.0f s)%n",
                aMillion,
                seconds.size(),
                MOST_SECONDS_A_MILLION);
        return aMillion > MOST_SECONDS_A_MILLION ? 1 : 0;
    }

    private double run(JobDesk desk, Path work, Map<String, String> asked) throws InterruptedException {
        Map<String, String> parameters = new TreeMap<>(asked);
        parameters.put("partitions", Integer.toString(partitions));
        double processorBefore = ownSeconds();
        double databaseBefore = databaseSeconds(work);
        long started = System.nanoTime();
        if (!(desk.run(JOB, parameters) instanceof JobStart.Started))
            throw new IllegalStateException("the backtest was refused");
        JobProgress end = await(desk);
        double seconds = (System.nanoTime() - started) / 1e9;
        if (end.status() != JobProgress.Status.COMPLETED)
            throw new IllegalStateException("the backtest ended " + end.status() + ": " + end.failures());
        var report = (Map<?, ?>)
                Optional.ofNullable(end.summary().get(REGION.value())).orElseThrow();
        System.err.println("judged " + report.get("messages") + ", changed " + report.get("changed") + ", gained "
                + report.get("gained") + ", lost " + report.get("lost") + ", authors " + report.get("authors")
                + ", unknown " + report.get("unknown") + ", skipped " + report.get("skipped"));
        table.row(
                asked.containsKey("against") ? "a policy judged now" : "what was decided",
                String.format(Locale.ROOT, "%,d", end.done()),
                String.format(Locale.ROOT, "%.1f", seconds),
                String.format(Locale.ROOT, "%,.0f", end.done() / seconds),
                String.format(Locale.ROOT, "%.1f", ownSeconds() - processorBefore),
                String.format(Locale.ROOT, "%.1f", databaseSeconds(work) - databaseBefore));
        return seconds;
    }

    private static JobProgress await(JobDesk desk) throws InterruptedException {
        try (var bar = ProgressBar.onStandardError("backtest", "messages")) {
            while (true) {
                var progress = desk.status(JOB).orElseThrow();
                if (progress.status().isOver()) return progress;
                bar.update(progress.done(), progress.fraction());
                Thread.sleep(LOOK_AGAIN);
            }
        }
    }

    private static double ownSeconds() {
        return seconds(ProcessHandle.current());
    }

    /** Of the server and its sessions that live; those of a pool do. */
    private static double databaseSeconds(Path work) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(work + "/data/"))
                .findFirst()
                .map(main -> seconds(main)
                        + main.descendants()
                                .mapToDouble(BacktestCommand::seconds)
                                .sum())
                .orElse(Double.NaN);
    }

    private static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    private record Directories(Moderator active) implements PolicyVersions {
        @Override
        public Overrides overrides(String policyDigest) {
            return Overrides.NONE;
        }

        @Override
        public Version load(String directory) {
            return new Version.Ready(
                    Norms.read(Path.of(directory), Norms.Law.SHIPPED).moderator());
        }
    }

    private record OneCell(Cell cell) implements BacktestCells {
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
        public TrafficReader traffic(RegionId region) {
            return cell.traffic();
        }
    }
}
