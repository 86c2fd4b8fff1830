package io.gatehouse.benchmarks.model;

import io.gatehouse.benchmarks.process.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole of residency against a naive second implementation. */
@Command(
        name = "model",
        description = {
            "Makes up accounts, messages, mixed conversations, moves, deletions, holds, erasures, transfers and outages over"
                    + " months of law,",
            "performs them on a running service with all its regions, and holds every answer and every row against a naive"
                    + " reference."
        },
        mixinStandardHelpOptions = true)
public final class ModelCommand implements Callable<Integer> {
    /** The first day of the made story. */
    private static final Instant START = Instant.parse("2026-11-30T00:05:00Z");

    /** So many items may wait at once: the campaign is one client and sends as fast as it can. */
    private static final int IN_FLIGHT = 16_384;

    @Option(names = "--operations", defaultValue = "1000000", description = "for each seed (default ${DEFAULT-VALUE})")
    private long operations;

    @Option(
            names = "--seed",
            split = ",",
            defaultValue = "20261130",
            description = "the same story again, or several (default ${DEFAULT-VALUE})")
    private List<Long> seeds = List.of();

    @Option(
            names = "--work",
            description = "a directory for the data; one in memory makes it faster: durability is not what is tested here")
    private @Nullable Path work;

    @Option(names = "--audit-every", defaultValue = "40", description = "rounds (default ${DEFAULT-VALUE})")
    private int audit;

    @Option(names = "--outage-every", defaultValue = "25", description = "rounds (default ${DEFAULT-VALUE})")
    private int outage;

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        int status = 0;
        for (long seed : seeds) {
            var faults = run(operations, seed, new Campaign.Pace(audit, outage), work);
            faults.forEach(fault -> System.out.println("DIFFERENCE: " + fault));
            System.out.println(faults.isEmpty() ? "no differences" : faults.size() + " differences (or more)");
            if (!faults.isEmpty()) status = 1;
        }
        return status;
    }

    /** @return differences between service and model; empty when there are none */
    static List<String> run(long operations, long seed, Campaign.Pace pace, @Nullable Path work)
            throws IOException, SQLException, InterruptedException {
        Path directory = work == null
                ? Files.createTempDirectory("gatehouse-model-")
                : Files.createTempDirectory(work, "gatehouse-model-");
        try {
            Path policies = MadeLaw.copyOf(Workbench.home().resolve("policies"), directory.resolve("policies"));
            return run(operations, seed, pace, directory.resolve("data"), policies);
        } finally {
            try (var left = Files.walk(directory)) {
                left.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private static List<String> run(long operations, long seed, Campaign.Pace pace, Path data, Path policies)
            throws SQLException, InterruptedException {
        Path residency = policies.resolve("residency");
        var clock = new SteeredClock(START);
        var files = DataFiles.read(residency);
        var transfers = new TransferLaw(residency, files);
        var world = new World(
                files, new Residence(residency, files), new ConversationRules(residency, files), transfers);
        var regions = files.regions().stream().map(DataFiles.Region::id).toList();
        Map<String, Object> settings = Map.of(
                "gatehouse.limits.screenings-in-flight",
                IN_FLIGHT,
                "gatehouse.limits.per-client-in-flight",
                IN_FLIGHT,
                "gatehouse.limits.connections-per-cell",
                12,
                "gatehouse.failover.surfaces",
                String.join(",", World.SHELTERED));
        try (var service = RunningService.start(data, policies, clock, regions, settings)) {
            var campaign = new Campaign(
                    world,
                    new Generator(seed, world, files, transfers, clock.today()),
                    new Caller(service),
                    new Audit(service, data),
                    service,
                    new MadeLaw(),
                    clock,
                    seed,
                    pace);
            long begin = System.nanoTime();
            var faults = campaign.run(operations);
            var took = Duration.ofNanos(System.nanoTime() - begin);
            System.out.printf(Locale.ROOT, "seed %d, until %s, %d s%n", seed, clock.today(), took.toSeconds());
            campaign.done().forEach((kind, times) ->
                    System.out.printf(Locale.ROOT, "  %-28s %,10d%n", kind.name().toLowerCase(Locale.ROOT), times));
            return faults;
        }
    }
}
