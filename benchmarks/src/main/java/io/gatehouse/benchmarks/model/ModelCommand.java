package io.gatehouse.benchmarks.model;

import io.gatehouse.benchmarks.process.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole of residency against a naive second implementation. */
@Command(
        name = "model",
        description = {
            "Makes up accounts, messages, mixed conversations, moves, deletions and erasures over months of law,"
                    + " performs them",
            "on a running service with all its regions, and holds every answer and every row against a naive reference."
        },
        mixinStandardHelpOptions = true)
public final class ModelCommand implements Callable<Integer> {
    /** The first day of the made story. */
    private static final Instant START = Instant.parse("2026-11-30T00:05:00Z");

    @Option(names = "--operations", defaultValue = "1000000", description = "how many (default ${DEFAULT-VALUE})")
    private long operations;

    @Option(
            names = "--seed",
            defaultValue = "20261130",
            description = "the same story again (default ${DEFAULT-VALUE})")
    private long seed;

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        var faults = run(operations, seed);
        faults.forEach(fault -> System.out.println("DIFFERENCE: " + fault));
        System.out.println(faults.isEmpty() ? "no differences" : faults.size() + " differences (or more)");
        return faults.isEmpty() ? 0 : 1;
    }

    /** @return differences between service and model; empty when there are none */
    static List<String> run(long operations, long seed) throws IOException, SQLException, InterruptedException {
        Path directory = Files.createTempDirectory("gatehouse-model-");
        try {
            Path policies = MadeLaw.copyOf(Workbench.home().resolve("policies"), directory.resolve("policies"));
            Path residency = policies.resolve("residency");
            var clock = new SteeredClock(START);
            var files = DataFiles.read(residency);
            var world = new World(
                    files, new Residence(residency, files), new ConversationRules(residency, files, Set.of()));
            Path data = directory.resolve("data");
            try (var service = RunningService.start(data, policies, clock, Map.of())) {
                var campaign = new Campaign(
                        world,
                        new Generator(seed, world, files, clock.today()),
                        new Caller(service),
                        new Audit(service, files, data),
                        clock,
                        seed);
                var faults = campaign.run(operations);
                System.out.printf(Locale.ROOT, "seed %d, until %s: %s%n", seed, clock.today(), campaign.done());
                return faults;
            }
        } finally {
            try (var left = Files.walk(directory)) {
                left.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }
}
