package io.gatehouse.benchmarks.start;

import io.gatehouse.benchmarks.load.LoadOptions;
import io.gatehouse.benchmarks.load.LoadRunner;
import io.gatehouse.benchmarks.load.Messages;
import io.gatehouse.benchmarks.load.Place;
import io.gatehouse.benchmarks.load.RunToken;
import io.gatehouse.benchmarks.load.Screenings;
import io.gatehouse.benchmarks.process.ServiceProcess;
import io.gatehouse.benchmarks.process.Workbench;
import io.gatehouse.service.terminal.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times of starting, restarting, and the first answers. */
@Command(
        name = "start",
        description = {
            "Measures the start on a new data directory, restarts after a clean stop and after kill -9 of the service and",
            "of its database, and the first answers. --clone also times a clean clone, build included."
        },
        mixinStandardHelpOptions = true)
public final class StartCommand implements Callable<Integer> {
    private static final Duration READY_WITHIN = Duration.ofMinutes(30);
    private static final int FIRST_ANSWERS = 200;

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = "--repeat", defaultValue = "5", description = "default ${DEFAULT-VALUE}")
    private int repeat;

    @Option(names = "--clone", description = "also from `git clone` to the first answer, once (Maven's downloads stay)")
    private boolean clone;

    @Option(
            names = "--restart-within",
            defaultValue = "10",
            description = "seconds that a restart may take (default ${DEFAULT-VALUE})")
    private double restartWithin;

    private final Map<String, List<Double>> measured = new LinkedHashMap<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var messages = options.messages(FIRST_ANSWERS);
        if (messages.isEmpty()) return 0;
        var work = options.work("start");
        System.err.println("work directory: " + work);
        if (clone) timeClone(messages.get(), work.resolve("clone"));
        for (int i = 1; i <= repeat; i++) {
            System.err.println("round " + i + "/" + repeat);
            round(messages.get(), Workbench.create(work.resolve("round-" + i)));
        }
        return report();
    }

    private void round(Messages messages, Workbench bench) {
        var service = bench.start();
        try {
            record("new data directory to ready, s", service.awaitReady(READY_WITHIN));
            firstAnswers(messages, bench, "after a cold start");
            long stopping = System.nanoTime();
            service.stop();
            record("clean stop, s", Duration.ofNanos(System.nanoTime() - stopping));
            service = bench.start();
            record("restart after a clean stop, s", service.awaitReady(READY_WITHIN));
            firstAnswers(messages, bench, "after a restart");
            service.kill();
            service = bench.start();
            record("restart after kill -9 of the service, s", service.awaitReady(READY_WITHIN));
            firstAnswers(messages, bench, "after a restart");
            bench.postmaster().ifPresent(ProcessHandle::destroyForcibly);
            service.kill();
            service = bench.start();
            record("restart after kill -9 of both, s", service.awaitReady(READY_WITHIN));
            firstAnswers(messages, bench, "after a restart");
        } finally {
            service.stop();
        }
    }

    /** One connection, one after the other, so that an answer's time is the service's alone. */
    private void firstAnswers(Messages messages, Workbench bench, String when) {
        var screenings = new Screenings(
                messages,
                bench.target(),
                RunToken.random(new SecureRandom()),
                FIRST_ANSWERS,
                FIRST_ANSWERS,
                Place.ALL,
                options.seed());
        var first = new LoadRunner(bench.target(), 1)
                .run(screenings, 1, 0, "first answer")
                .figures();
        var rest = new LoadRunner(bench.target(), 1)
                .run(screenings, FIRST_ANSWERS, 0, "first answers")
                .figures();
        record("first answer " + when + ", ms", first.maxMillis());
        record("p99 of the next " + FIRST_ANSWERS + " " + when + ", ms", rest.p99Millis());
    }

    private void timeClone(Messages messages, Path directory) throws IOException, InterruptedException {
        var bench = Workbench.ofCheckout(directory.resolve("gatehouse"), directory.resolve("work"));
        long started = System.nanoTime();
        var process = new ProcessBuilder(
                        "git",
                        "clone",
                        "--quiet",
                        Workbench.home().toString(),
                        directory.resolve("gatehouse").toString())
                .inheritIO()
                .start();
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0)
            throw new IOException("git clone failed");
        ServiceProcess service = bench.start();
        try {
            var _ = service.awaitReady(READY_WITHIN);
            record("clean clone to ready, s", Duration.ofNanos(System.nanoTime() - started));
            firstAnswers(messages, bench, "in a clean clone");
            record("clean clone to the first answers, s", Duration.ofNanos(System.nanoTime() - started));
        } finally {
            service.stop();
        }
    }

    private void record(String what, Duration duration) {
        record(what, duration.toMillis() / 1000.0);
    }

    private void record(String what, double value) {
        measured.computeIfAbsent(what, _ -> new ArrayList<>()).add(value);
    }

    private int report() {
        var table = new Table("what", "median", "lowest", "highest", "n");
        boolean late = false;
        for (var entry : measured.entrySet()) {
            var sorted = entry.getValue().stream().sorted().toList();
            late |= entry.getKey().startsWith("restart") && sorted.getLast() > restartWithin;
            table.row(
                    entry.getKey(),
                    "%.1f".formatted(sorted.get(sorted.size() / 2)),
                    "%.1f".formatted(sorted.getFirst()),
                    "%.1f".formatted(sorted.getLast()),
                    Integer.toString(sorted.size()));
        }
        System.out.println(table);
        if (late) System.out.printf("FAULT: a restart took more than %.0f s%n", restartWithin);
        return late ? 1 : 0;
    }
}
