package io.gatehouse.benchmarks.migration;

import io.gatehouse.benchmarks.backtest.FilledCell;
import io.gatehouse.benchmarks.load.LoadOptions;
import io.gatehouse.benchmarks.process.Workbench;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.Departures.Resident;
import io.gatehouse.residency.crossing.Actor;
import io.gatehouse.residency.crossing.Crossing;
import io.gatehouse.residency.crossing.Destination;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.crossing.SqlCrossingLedger;
import io.gatehouse.residency.crossing.TransferGate;
import io.gatehouse.residency.crossing.TransferRules;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.Migrations;
import io.gatehouse.residency.database.PostgresServer;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.key.FileRegionKey;
import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.migration.MoveOutcome;
import io.gatehouse.residency.migration.PeopleMover;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.residency.store.FileRegionStore;
import io.gatehouse.service.judging.Judging;
import io.gatehouse.service.judging.Norms;
import io.gatehouse.service.terminal.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Moves everybody of a cell to another and back, verified, and times each way. */
@Command(
        name = "migration",
        description = {
            "Fills a cell with real messages as the service stores them (not timed; kept with --work), then moves"
                    + " everybody to",
            "another cell and back: gate, copy under new keys, read back, switch, delete, prove. Fails below 5,000"
                    + " messages/s."
        },
        mixinStandardHelpOptions = true)
public final class MigrationCommand implements Callable<Integer> {
    private static final RegionId FROM = new RegionId("eu-west-1");
    private static final RegionId TO = new RegionId("uk");
    /** The promise, on two processors. */
    private static final double FEWEST_A_SECOND = 5_000;
    /** More than there are: after the last text comes the first again. */
    private static final int TEXTS = 400_000;

    private static final int PEOPLE_TOGETHER = 100;

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = "--messages", defaultValue = "100000", description = "in the cell (default ${DEFAULT-VALUE})")
    private int messages;

    @Option(names = "--ways", defaultValue = "5", description = "there, back, there ... (default ${DEFAULT-VALUE})")
    private int ways;

    @Option(names = "--threads", defaultValue = "12", description = "that move people (default ${DEFAULT-VALUE})")
    private int threads;

    private final Table table = new Table("way", "people", "messages", "s", "messages/s");

    @Override
    public Integer call() throws IOException, InterruptedException {
        var drawn = options.messages(Math.min(messages, TEXTS));
        if (drawn.isEmpty()) return 0;
        Path work = Files.createDirectories(options.work("migration"));
        Path shipped = Workbench.home().resolve("policies");
        var topology = Topology.load(shipped.resolve("residency"));
        var norms = Norms.read(shipped, Norms.Law.SHIPPED);
        var judging = new Judging(norms.moderator(), norms.law(), topology.territories());
        try (var server = PostgresServer.start(Files.createDirectories(work.resolve("data")));
                var control = server.database("gatehouse_control", 8);
                var one = server.database("gatehouse_from", 16);
                var other = server.database("gatehouse_to", 16);
                var from = open(FROM, one, work);
                var to = open(TO, other, work)) {
            Migrations.control(control);
            if (to.reader().counts().contents() == 0) new FilledCell(from, judging, drawn.get()).fill(messages);
            try (var directory = AccountDirectory.open(control, work.resolve("directory.key"))) {
                var ledgers = Map.of(
                        FROM, SqlCrossingLedger.open(FROM, one, from.writer()),
                        TO, SqlCrossingLedger.open(TO, other, to.writer()));
                var gate = new TransferGate(
                        topology,
                        TransferRules.load(shipped.resolve("residency"), topology),
                        Map.copyOf(ledgers),
                        region -> region + ".t." + UUID.randomUUID(),
                        Clock.systemUTC());
                return measure(new Bench(topology, directory, gate), end(from, work), end(to, work));
            }
        }
    }

    private record Bench(Topology topology, AccountDirectory directory, TransferGate gate) {
        Passage pass(CellEnd from, CellEnd to, int people) {
            var now = Instant.now();
            return gate.pass(new Crossing(
                    Purpose.RESIDENCE_CHANGE,
                    PeopleMover.EVERYTHING,
                    from.region(),
                    new Destination.ToRegion(to.region()),
                    new Actor(
                            "bench",
                            Actor.Kind.SYSTEM,
                            topology.region(from.region()).orElseThrow().location()),
                    new LegalBasisClaim.Territory(),
                    people,
                    null,
                    now,
                    now.plus(Duration.ofHours(1))));
        }
    }

    private static Cell open(RegionId region, Database database, Path work) throws IOException {
        Path keys = Files.createDirectories(work.resolve(region.value()));
        var key = FileRegionKey.openOrCreate(keys.resolve("region.key"), region);
        return Cell.open(
                region, database, key, keys.resolve("secrets"), "gatehouse.bench/" + region, Clock.systemUTC());
    }

    private static CellEnd end(Cell cell, Path work) throws IOException {
        return new CellEnd(
                cell,
                FileRegionStore.open(
                        cell.region(), work.resolve(cell.region().value()).resolve("objects")));
    }

    private int measure(Bench bench, CellEnd from, CellEnd to) throws InterruptedException {
        var speeds = new ArrayList<Double>();
        for (int way = 1; way <= ways; way++) {
            // Where a run before was cut short, or ended at the other side.
            boolean isThere = from.cell().reader().counts().contents() == 0;
            speeds.add(isThere ? move(bench, way, to, from) : move(bench, way, from, to));
        }
        System.out.print(table);
        var sorted = speeds.stream().sorted().toList();
        double median = sorted.get(sorted.size() / 2);
        System.out.printf(
                Locale.ROOT,
                "median %,.0f messages/s (%,.0f to %,.0f, n=%d), copied, read back, switched, deleted and proved%n",
                median,
                sorted.getFirst(),
                sorted.getLast(),
                sorted.size());
        return median >= FEWEST_A_SECOND ? 0 : 1;
    }

    private double move(Bench bench, int way, CellEnd from, CellEnd to) throws InterruptedException {
        var people = everybody(from);
        for (var person : people) bench.directory().claim(person.account(), from.region());
        var mover = new PeopleMover(
                bench.directory(),
                (_, profile, _) -> profile,
                _ -> before -> before,
                (_, _, _) -> Map.of(),
                UUID.randomUUID().toString(),
                Clock.systemUTC(),
                (_, _) -> {});
        var contents = new AtomicLong();
        long started = System.nanoTime();
        try (var workers = Executors.newFixedThreadPool(threads)) {
            var parts = new ArrayList<Future<?>>();
            for (int i = 0; i < people.size(); i += PEOPLE_TOGETHER) {
                var some = people.subList(i, Math.min(people.size(), i + PEOPLE_TOGETHER));
                parts.add(workers.submit(() -> contents.addAndGet(move(bench, mover, from, to, some))));
            }
            for (var part : parts) await(part);
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        double speed = contents.get() / seconds;
        table.row(
                Integer.toString(way),
                "%,d".formatted(people.size()),
                "%,d".formatted(contents.get()),
                "%.1f".formatted(seconds),
                "%,.0f".formatted(speed));
        return speed;
    }

    private static void await(Future<?> part) throws InterruptedException {
        try {
            part.get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("a batch failed", e.getCause());
        }
    }

    private static List<Resident> everybody(CellEnd from) {
        var all = new ArrayList<Resident>();
        var page = from.cell().departures().residents(0, 1L << 32, 1_000);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = from.cell().departures().residents(page.getLast(), 1L << 32, 1_000);
        }
        return all;
    }

    private static long move(Bench bench, PeopleMover mover, CellEnd from, CellEnd to, List<Resident> people) {
        var movers = people.stream()
                .map(person -> new PeopleMover.Mover(
                        from.region() + ".v." + UUID.randomUUID(), person.account(), person.homeEpoch()))
                .toList();
        long contents = 0;
        for (var outcome : mover.move(from, to, () -> bench.pass(from, to, people.size()), movers)
                .values()) {
            if (!(outcome instanceof MoveOutcome.Moved(var _, var counts)))
                throw new IllegalStateException("not moved: " + outcome);
            contents += counts.contents();
        }
        return contents;
    }
}
