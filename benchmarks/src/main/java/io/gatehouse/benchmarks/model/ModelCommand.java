package io.gatehouse.benchmarks.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
            description =
                    "a directory for the data; one in memory makes it faster: durability is not what is tested here")
    private @Nullable Path work;

    @Option(names = "--audit-every", defaultValue = "40", description = "rounds (default ${DEFAULT-VALUE})")
    private int audit;

    @Option(names = "--outage-every", defaultValue = "25", description = "rounds (default ${DEFAULT-VALUE})")
    private int outage;

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        int status = 0;
        for (long seed : seeds) {
            var faults = run(seed);
            faults.forEach(fault -> System.out.println("DIFFERENCE: " + fault));
            System.out.println(faults.isEmpty() ? "no differences" : faults.size() + " differences (or more)");
            if (!faults.isEmpty()) status = 1;
        }
        return status;
    }

    private List<String> run(long seed) throws IOException, SQLException, InterruptedException {
        Path directory = work == null
                ? Files.createTempDirectory("gatehouse-model-")
                : Files.createTempDirectory(work, "gatehouse-model-");
        try (var stage = new Stage(directory, seed, new Campaign.Pace(1, audit, outage))) {
            long begin = System.nanoTime();
            var faults = stage.campaign.run(operations);
            var took = Duration.ofNanos(System.nanoTime() - begin);
            System.out.printf(Locale.ROOT, "seed %d, until %s, %d s%n", seed, stage.clock.today(), took.toSeconds());
            stage.campaign
                    .done()
                    .forEach((kind, times) -> System.out.printf(
                            Locale.ROOT, "  %-28s %,10d%n", kind.name().toLowerCase(Locale.ROOT), times));
            System.out.printf(
                    Locale.ROOT,
                    "  of people of the EEA %d contents lie outside, put there under a permitted transfer before they came%n",
                    stage.world.outside());
            return faults;
        }
    }
}
