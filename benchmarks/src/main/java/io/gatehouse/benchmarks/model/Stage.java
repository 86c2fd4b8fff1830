package io.gatehouse.benchmarks.model;

import io.gatehouse.benchmarks.process.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A service in an empty directory, and beside it the model of what it must do: all that a campaign needs. */
final class Stage implements AutoCloseable {
    /** The first day of the made story. */
    private static final Instant START = Instant.parse("2026-11-30T00:05:00Z");

    /** So many items may wait at once: the campaign is one client and sends as fast as it can. */
    private static final int IN_FLIGHT = 16_384;

    /** Of each cell: messages of conversations ask several, and probes wait behind them. */
    private static final int CONNECTIONS = 12;

    private final Path directory;
    final SteeredClock clock = new SteeredClock(START);
    final World world;
    final RunningService service;
    final Audit audit;
    final Campaign campaign;

    /** @param directory emptied when it is closed */
    Stage(Path directory, long seed, Campaign.Pace pace) throws IOException {
        this.directory = directory;
        Path policies = MadeLaw.copyOf(Workbench.home().resolve("policies"), directory.resolve("policies"));
        Path residency = policies.resolve("residency");
        var files = DataFiles.read(residency);
        var transfers = new TransferLaw(residency, files);
        world = new World(files, new Residence(residency, files), new ConversationRules(residency, files), transfers);
        var regions = files.regions().stream().map(DataFiles.Region::id).toList();
        Path data = directory.resolve("data");
        service = RunningService.start(data, policies, clock, regions, settings());
        audit = new Audit(service, data);
        var generator = new Generator(seed, pace.size(), world, files, transfers, clock.today());
        campaign = new Campaign(
                world, generator, new Caller(service, files), audit, service, new MadeLaw(), clock, seed, pace);
    }

    private static Map<String, Object> settings() {
        return Map.of(
                "gatehouse.limits.screenings-in-flight",
                IN_FLIGHT,
                "gatehouse.limits.per-client-in-flight",
                IN_FLIGHT,
                "gatehouse.limits.connections-per-cell",
                CONNECTIONS,
                "gatehouse.failover.surfaces",
                String.join(",", List.copyOf(World.SHELTERED)));
    }

    @Override
    public void close() throws IOException {
        service.close();
        try (var left = Files.walk(directory)) {
            left.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
