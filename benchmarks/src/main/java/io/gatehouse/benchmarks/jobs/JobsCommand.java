package io.gatehouse.benchmarks.jobs;

import io.gatehouse.benchmarks.load.LoadOptions;
import io.gatehouse.benchmarks.load.Messages;
import io.gatehouse.benchmarks.process.Workbench;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.service.judging.Judging;
import io.gatehouse.service.judging.Norms;
import io.gatehouse.service.terminal.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times rescan, backtest and archive of a real cell, and what screening has of a rescan. */
@Command(
        name = "jobs",
        description = {
            "Fills a cell once with real messages as the service stores them (not timed; kept with --work). In copies of it",
            "times rescans and backtests of all of them, screening with and without a rescan beside it, the archive (each time",
            "in a new copy), and a rescan of what was archived."
        },
        mixinStandardHelpOptions = true)
public final class JobsCommand implements Callable<Integer> {
    /** The promises, on two processors. */
    private static final double RESCANNED = 20_000;

    private static final double ARCHIVED = 50_000;
    /** A million in three minutes. */
    private static final double BACKTESTED = 1e6 / 180;

    private static final double SLOWER = 1.5;

    /** More than there are: after the last text comes the first again. */
    private static final int TEXTS = 400_000;

    private static final String RESCAN = "rescan";
    private static final String BACKTEST = "backtest";
    private static final String ARCHIVE = "archive";
    private static final String SCREENING = "screening";

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = "--messages", defaultValue = "200000", description = "in the cell (default ${DEFAULT-VALUE})")
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

    @Option(
            names = "--only",
            split = ",",
            defaultValue = RESCAN + "," + BACKTEST + "," + SCREENING + "," + ARCHIVE,
            description = "what is measured (default ${DEFAULT-VALUE})")
    private Set<String> only = new TreeSet<>();

    /** Of a summary: a backtest's is long. */
    private static final int TOLD = 400;

    private final Table table = new Table(
            "what", "messages", "s", "messages/s", "promised", "us of processor a message: program", "database");

    private record Bench(Path work, Judging judging, Messages drawn) {}

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
        var bench = new Bench(work, judging, drawn.get());
        try (var filled = open(bench, "filled")) {
            filled.fill(messages);
        }
        return measure(bench);
    }

    private BenchedRegion open(Bench bench, String name) throws IOException {
        Path directory = Files.createDirectories(bench.work().resolve(name));
        return BenchedRegion.open(directory, bench.judging(), bench.drawn(), messages);
    }

    /** What is done with a new copy of the filled region, which is removed afterwards. */
    private interface InCopy {
        void run(BenchedRegion region) throws InterruptedException;
    }

    private void inCopy(Bench bench, InCopy work) throws IOException, InterruptedException {
        Path copy = bench.work().resolve("copy");
        if (Files.exists(copy)) BenchedRegion.delete(copy);
        BenchedRegion.copy(bench.work().resolve("filled"), copy);
        try (var region = open(bench, "copy")) {
            work.run(region);
        }
        BenchedRegion.delete(copy);
    }

    private int measure(Bench bench) throws IOException, InterruptedException {
        var rescanned = new ArrayList<Double>();
        var backtested = new ArrayList<Double>();
        var archived = new ArrayList<Double>();
        var ratios = new ArrayList<Double>();
        inCopy(bench, region -> {
            for (int i = 0; i < turns; i++) {
                if (only.contains(RESCAN)) rescanned.add(timed(region, RESCAN, RESCAN, RESCANNED));
                if (only.contains(BACKTEST)) backtested.add(timed(region, BACKTEST, BACKTEST, BACKTESTED));
            }
            if (only.contains(SCREENING)) screening(region, ratios);
        });
        for (int i = 0; i < (only.contains(ARCHIVE) ? turns : 0); i++) {
            boolean isLast = i == turns - 1;
            inCopy(bench, region -> {
                archived.add(timed(region, ARCHIVE, ARCHIVE, ARCHIVED));
                if (!isLast) return;
                tellSegments(region.cell());
                timed(region, RESCAN, "rescan of the archive", RESCANNED);
            });
        }
        System.out.println(table);
        boolean isKept = told("rescanned, messages/s", rescanned, RESCANNED, true);
        isKept &= told("backtested, messages/s", backtested, BACKTESTED, true);
        isKept &= told("archived, messages/s", archived, ARCHIVED, true);
        isKept &= told("screening p99 beside a rescan, times", ratios, SLOWER, false);
        return isKept ? 0 : 1;
    }

    /** @return whether the promise is kept, or was not measured */
    private static boolean told(String what, List<Double> measured, double promised, boolean isLeast) {
        if (measured.isEmpty()) return true;
        var sorted = measured.stream().sorted().toList();
        double median = sorted.get(sorted.size() / 2);
        System.out.printf(
                Locale.ROOT,
                "%s: %,.2f (%,.2f to %,.2f, n=%d), promised %s %,.1f%n",
                what,
                median,
                sorted.getFirst(),
                sorted.getLast(),
                sorted.size(),
                isLeast ? "at least" : "at most",
                promised);
        return isLeast ? median >= promised : median <= promised;
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

    /** In turns, so that whatever else the machine does meets both. */
    private void screening(BenchedRegion region, List<Double> ratios) throws InterruptedException {
        var during = Duration.ofSeconds(seconds);
        var screening = region.screening();
        screening.run(rate, during); // warm
        for (int i = 0; i < turns; i++) {
            double without = Screening.p99(screening.run(rate, during));
            double with;
            int passed;
            try (var beside = new RescanBeside(region)) {
                with = Screening.p99(screening.run(rate, during));
                passed = beside.ended();
            }
            ratios.add(with / without);
            System.out.printf(
                    Locale.ROOT,
                    "screening p99, %d a second: %.1f ms alone, %.1f ms beside a rescan (which ended %d times)%n",
                    rate,
                    without,
                    with,
                    passed);
        }
    }

    private double timed(BenchedRegion region, String job, String what, double promised) throws InterruptedException {
        var before = region.spent();
        long began = System.nanoTime();
        region.startAlone(job);
        var end = region.await(job);
        double took = (System.nanoTime() - began) / 1e9;
        var spent = region.spent().since(before);
        if (end.status() != JobProgress.Status.COMPLETED)
            throw new IllegalStateException(job + " ended " + end.status() + ": " + end.failures());
        var summary = Optional.ofNullable(end.summary().get(BenchedRegion.REGION.value()))
                .orElseThrow()
                .toString();
        System.err.println(what + ": " + summary.substring(0, Math.min(summary.length(), TOLD)));
        table.row(
                what,
                String.format(Locale.ROOT, "%,d", end.done()),
                String.format(Locale.ROOT, "%.1f", took),
                String.format(Locale.ROOT, "%,.0f", end.done() / took),
                String.format(Locale.ROOT, "%,.0f", promised),
                String.format(Locale.ROOT, "%.1f", spent.own() * 1e6 / end.done()),
                String.format(Locale.ROOT, "%.1f", spent.database() * 1e6 / end.done()));
        return end.done() / took;
    }
}
