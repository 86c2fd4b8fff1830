package io.gatehouse.benchmarks.load;

import io.gatehouse.benchmarks.process.Busy;
import io.gatehouse.benchmarks.process.Workbench;
import io.gatehouse.service.terminal.Table;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Durable decisions a second over HTTP, with the generator on the same machine. */
@Command(
        name = "load",
        description = {
            "Sends real messages of authors from everywhere as screenings and measures durable decisions a second.",
            "Without --url it starts a service of its own on a new data directory. The first run is cold."
        },
        mixinStandardHelpOptions = true)
public final class LoadCommand implements Callable<Integer> {
    static final Duration READY_WITHIN = Duration.ofMinutes(10);
    /** The least that counts as "from everywhere". */
    private static final int LEAST_PLACES = 40;

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = "--url", description = "of a running service; its key from GATEHOUSE_API_KEY")
    private @Nullable URI url;

    @Option(names = "--ledgers", description = "where to write what was acknowledged (default: in the work directory)")
    private @Nullable Path ledgers;

    @Option(names = "--count", defaultValue = "20000", description = "messages a run (default ${DEFAULT-VALUE})")
    private int count;

    @Option(names = "--runs", defaultValue = "4", description = "default ${DEFAULT-VALUE}")
    private int runs;

    @Option(
            names = "--rate",
            defaultValue = "0",
            description = "messages started a second, whatever the service does; 0 sends as fast as it answers")
    private double rate;

    @Option(
            names = "--at-least",
            defaultValue = "0",
            description = "decisions a second that the median warm run must reach")
    private double atLeast;

    private final List<String> faults = new ArrayList<>();

    @Override
    public Integer call() {
        var messages = options.messages(count);
        if (messages.isEmpty()) return 0;
        var bench = options.workbench("load");
        if (url != null) {
            var target = new Target(url, System.getenv().getOrDefault("GATEHOUSE_API_KEY", ""));
            return measure(messages.get(), target, Optional.empty(), bench);
        }
        var service = bench.start();
        try {
            System.err.println("service ready after " + seconds(service.awaitReady(READY_WITHIN)));
            return measure(messages.get(), bench.target(), Optional.of(service.handle()), bench);
        } finally {
            service.stop();
        }
    }

    private int measure(Messages messages, Target target, Optional<ProcessHandle> service, Workbench bench) {
        var table = new Table(
                "run",
                "decisions",
                "s",
                "1/s",
                "steady 1/s",
                "p50 ms",
                "p95 ms",
                "p99 ms",
                "max ms",
                "CPU us each: service + database + generator",
                "cores: the same + others");
        var warm = new ArrayList<LoadFigures>();
        var random = new SecureRandom();
        for (int run = 1; run <= runs; run++) {
            var screenings = new Screenings(
                    messages,
                    target,
                    RunToken.random(random),
                    options.authors(),
                    count,
                    Place.ALL,
                    options.seed() + run);
            var before = Busy.now(service);
            var finished = new LoadRunner(target, options.connections())
                    .run(screenings, count, rate, "run " + run + "/" + runs);
            var after = Busy.now(service);
            finished.ledger().write(ledgers == null ? bench.ledgers() : ledgers);
            check(finished);
            var f = finished.figures();
            if (run > 1 || url != null) warm.add(f);
            table.row(
                    run == 1 && url == null ? "1 (cold)" : Integer.toString(run),
                    "%,d".formatted(f.acknowledged()),
                    "%.1f".formatted(f.seconds()),
                    "%,.0f".formatted(f.perSecond()),
                    "%,.0f".formatted(f.steadyPerSecond()),
                    "%.1f".formatted(f.p50Millis()),
                    "%.1f".formatted(f.p95Millis()),
                    "%.1f".formatted(f.p99Millis()),
                    "%.1f".formatted(f.maxMillis()),
                    after.microsEachSince(before, Math.max(1, f.acknowledged())),
                    after.coresSince(before));
            if (!f.troubles().isEmpty())
                System.out.println("run " + run + ": not acknowledged at once: " + f.troubles());
        }
        return report(messages, table, warm);
    }

    private int report(Messages messages, Table table, List<LoadFigures> warm) {
        System.out.printf(
                "%n%,d real messages a run (%s), %,d authors of %d places, %d connections, %s%n%n%s%n",
                count,
                messages.origin(),
                options.authors(),
                Math.min(options.authors(), Place.ALL.size()),
                options.connections(),
                rate > 0 ? "%,.0f started a second".formatted(rate) : "as fast as answered",
                table);
        double median = LoadRunner.median(
                warm.stream().mapToDouble(LoadFigures::perSecond).toArray());
        if (!warm.isEmpty())
            System.out.printf(
                    "warm runs: median %,.0f durable decisions/s (lowest %,.0f, highest %,.0f, n=%d)%n",
                    median,
                    warm.stream().mapToDouble(LoadFigures::perSecond).min().orElse(Double.NaN),
                    warm.stream().mapToDouble(LoadFigures::perSecond).max().orElse(Double.NaN),
                    warm.size());
        if (atLeast > 0 && !(median >= atLeast)) faults.add("below %,.0f decisions a second".formatted(atLeast));
        faults.forEach(fault -> System.out.println("FAULT: " + fault));
        return faults.isEmpty() ? 0 : 1;
    }

    private void check(LoadRunner.Finished finished) {
        var ledger = finished.ledger();
        if (ledger.unanswered() > 0) faults.add(ledger.unanswered() + " requests were never acknowledged");
        var ids = new HashSet<String>();
        for (var one : ledger.acknowledged()) {
            if (one.decisionId().isEmpty()
                    || one.region().isEmpty()
                    || one.lies().isEmpty()
                    || one.index() < 0)
                faults.add("an answer without decision id, home region, log or index: request " + one.number());
            else if (!ids.add(one.decisionId())) faults.add("two answers with decision " + one.decisionId());
        }
        var places = ledger.acknowledged().stream().map(Acknowledged::place).collect(Collectors.toSet());
        if (places.size() < LEAST_PLACES) faults.add("authors of only " + places.size() + " places");
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
