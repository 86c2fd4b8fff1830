package io.gatehouse.benchmarks.residency;

import io.gatehouse.benchmarks.load.Ledger;
import io.gatehouse.benchmarks.load.LoadOptions;
import io.gatehouse.benchmarks.load.LoadRunner;
import io.gatehouse.benchmarks.load.Messages;
import io.gatehouse.benchmarks.load.Place;
import io.gatehouse.benchmarks.load.RunToken;
import io.gatehouse.benchmarks.load.Screenings;
import io.gatehouse.benchmarks.load.Target;
import io.gatehouse.benchmarks.process.Workbench;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Nothing of anybody outside their home region, and nothing in the open anywhere. */
@Command(
        name = "residency",
        description = {
            "Sends real messages of authors from everywhere, then looks for them by listing files and by SQL over every",
            "column of every table: outside their home region, or in the open. Verifies every region's log.",
            "With --url, --data and --ledgers it checks what `bench load` left in a service that still runs."
        },
        mixinStandardHelpOptions = true)
public final class ResidencyCommand implements Callable<Integer> {
    private static final Duration READY_WITHIN = Duration.ofMinutes(10);
    private static final int REFUSED = 25;
    private static final int SHOWN = 40;

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = "--url", description = "of a running service; its key from GATEHOUSE_API_KEY")
    private @Nullable URI url;

    @Option(names = "--data", description = "data directory of the running service")
    private @Nullable Path data;

    @Option(names = "--ledgers", description = "directory of the ledgers of all that was ever sent to it")
    private @Nullable Path ledgers;

    @Option(names = "--count", defaultValue = "20000", description = "messages (default ${DEFAULT-VALUE})")
    private int count;

    @Override
    public Integer call() throws SQLException {
        if (url != null && data != null && ledgers != null) {
            var target = new Target(url, System.getenv().getOrDefault("GATEHOUSE_API_KEY", ""));
            var policies = Workbench.home().resolve("policies");
            return report(new ResidencyCheck(target, data, policies, Ledger.readAll(ledgers)), List.of(), List.of());
        }
        var messages = options.messages(count);
        if (messages.isEmpty()) return 0;
        var bench = options.workbench("residency");
        var service = bench.start();
        try {
            var _ = service.awaitReady(READY_WITHIN);
            var faults = send(messages.get(), bench);
            var check =
                    new ResidencyCheck(bench.target(), bench.data(), bench.policies(), Ledger.readAll(bench.ledgers()));
            return report(check, List.of(bench.output(), bench.temporary()), faults);
        } finally {
            service.stop();
        }
    }

    private List<String> send(Messages messages, Workbench bench) {
        var faults = new ArrayList<String>();
        var runner = new LoadRunner(bench.target(), options.connections());
        var random = new SecureRandom();
        var nobody = new Screenings(
                messages, bench.target(), RunToken.random(random), REFUSED, REFUSED, Place.REFUSED, options.seed());
        var statuses = runner.runRefused(nobody, REFUSED);
        if (!statuses.stream().allMatch(s -> s == 422))
            faults.add("authors without a home region got " + statuses + " instead of 422");
        new Ledger(nobody.runToken(), 0, REFUSED, List.of()).write(bench.ledgers());
        var screenings = new Screenings(
                messages, bench.target(), RunToken.random(random), options.authors(), count, Place.ALL, options.seed());
        var finished = runner.run(screenings, count, 0, "sending");
        finished.ledger().write(bench.ledgers());
        if (finished.ledger().unanswered() > 0)
            faults.add(finished.ledger().unanswered() + " requests were never acknowledged");
        return faults;
    }

    private static int report(ResidencyCheck check, List<Path> alsoSearched, List<String> before) throws SQLException {
        var faults = new ArrayList<>(before);
        faults.addAll(check.run(alsoSearched));
        System.out.println(check.report());
        faults.stream().limit(SHOWN).forEach(fault -> System.out.println("FAULT: " + fault));
        if (faults.size() > SHOWN) System.out.printf("... and %,d more%n", faults.size() - SHOWN);
        System.out.println(faults.isEmpty() ? "nothing out of place" : faults.size() + " faults");
        return faults.isEmpty() ? 0 : 1;
    }
}
