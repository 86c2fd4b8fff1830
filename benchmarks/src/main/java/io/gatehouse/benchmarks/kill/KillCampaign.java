package io.gatehouse.benchmarks.kill;

import io.gatehouse.benchmarks.client.HttpLoop;
import io.gatehouse.benchmarks.load.Ledger;
import io.gatehouse.benchmarks.load.Screenings;
import io.gatehouse.benchmarks.process.ServiceProcess;
import io.gatehouse.benchmarks.process.Workbench;
import io.gatehouse.service.terminal.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Load on one thread, kills on another; at the end the ledger of all that was promised. */
final class KillCampaign {
    static final Duration READY_WITHIN = Duration.ofMinutes(3);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    private static final Duration CAMPAIGN_LIMIT = Duration.ofMinutes(40);
    /** After the last kill everything open must be answered well within this. */
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(2);

    private static final int SHORTEST_PEACE_MILLIS = 500;
    private static final int LONGEST_PEACE_MILLIS = 6_000;

    private final Workbench bench;
    private final StubbornTraffic traffic;
    private final Random random;
    private final List<String> faults = new ArrayList<>();
    private final List<Double> restarts = new ArrayList<>();
    private final Table table = new Table(
            "kill",
            "ended",
            "peace s",
            "acknowledged before",
            "open",
            "restart to ready s",
            "to next promise s",
            "acknowledged after");
    private @Nullable ServiceProcess service;

    KillCampaign(Workbench bench, Screenings screenings, double perSecond, long seed) {
        this.bench = bench;
        this.traffic = new StubbornTraffic(screenings, perSecond);
        this.random = new Random(seed);
    }

    /** Leaves the service running, all requests answered. */
    Ledger run(Screenings screenings, int kills, int connections) throws InterruptedException {
        start();
        var load = Thread.ofPlatform().name("load").start(() -> {
            try (var loop = new HttpLoop(bench.target().address(), connections, ANSWER_LIMIT)) {
                if (!loop.run(traffic, CAMPAIGN_LIMIT)) faults.add("the campaign did not end in time");
            }
        });
        awaitPromiseSentAfter(System.nanoTime());
        int number = 0;
        for (var victim : Victim.sequence(kills, random)) kill(++number, victim);
        traffic.finish();
        load.join(DRAIN_LIMIT);
        if (load.isAlive()) {
            faults.add(traffic.open() + " requests got no answer within " + DRAIN_LIMIT + " after the last kill");
            load.interrupt();
        }
        faults.addAll(traffic.faults());
        int unanswered = traffic.started() - traffic.acknowledgedCount();
        if (unanswered > 0) faults.add(unanswered + " requests never acknowledged");
        return new Ledger(screenings.runToken(), unanswered, 0, List.copyOf(traffic.acknowledged()));
    }

    private double start() {
        var started = bench.start();
        service = started;
        return started.awaitReady(READY_WITHIN).toMillis() / 1000.0;
    }

    private void kill(int number, Victim victim) throws InterruptedException {
        int peace = random.nextInt(SHORTEST_PEACE_MILLIS, LONGEST_PEACE_MILLIS);
        Thread.sleep(peace);
        int before = traffic.acknowledgedCount();
        int open = traffic.open();
        long killedAt = System.nanoTime();
        if (victim.includesDatabase()) killDatabase();
        var running = service;
        if (victim.includesService() && running != null) running.kill();
        var ready = "-";
        if (victim.includesService()) {
            double seconds = start();
            restarts.add(seconds);
            ready = "%.1f".formatted(seconds);
        }
        awaitPromiseSentAfter(killedAt);
        table.row(
                Integer.toString(number),
                victim.words(),
                "%.1f".formatted(peace / 1000.0),
                "%,d".formatted(before),
                "%,d".formatted(open),
                ready,
                "%.1f".formatted((System.nanoTime() - killedAt) / 1e9),
                "%,d".formatted(traffic.acknowledgedCount()));
        System.err.printf("kill %d: %s; back, %,d acknowledged%n", number, victim.words(), traffic.acknowledgedCount());
        requireOneDatabase();
    }

    private void killDatabase() {
        bench.postmaster()
                .ifPresentOrElse(
                        postmaster -> {
                            postmaster.destroyForcibly();
                            postmaster.onExit().join();
                        },
                        () -> faults.add("no database to kill"));
    }

    private void awaitPromiseSentAfter(long when) throws InterruptedException {
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        while (traffic.latestSentAt() <= when) {
            if (System.nanoTime() > end)
                throw new IllegalStateException("nothing was acknowledged within " + READY_WITHIN);
            Thread.sleep(10);
        }
    }

    /** A second server on the same files would be the end of them. */
    private void requireOneDatabase() {
        long count = bench.processes().stream()
                .filter(p ->
                        p.info().command().filter(c -> c.endsWith("postgres")).isPresent())
                .filter(p -> p.parent()
                        .flatMap(q -> q.info().command())
                        .filter(c -> c.endsWith("postgres"))
                        .isEmpty())
                .count();
        if (count != 1) faults.add(count + " database servers run on one directory");
    }

    @Nullable
    ServiceProcess service() {
        return service;
    }

    List<String> faults() {
        return faults;
    }

    String report() {
        var sorted = restarts.stream().sorted().toList();
        var spread = sorted.isEmpty()
                ? ""
                : "restart to ready: median %.1f s (shortest %.1f, longest %.1f, n=%d)%n"
                        .formatted(sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast(), sorted.size());
        return table + "\n" + spread + "not acknowledged at once: " + traffic.troubles() + "\n";
    }
}
