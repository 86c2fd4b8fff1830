package io.gatehouse.benchmarks.media;

import io.gatehouse.benchmarks.load.LoadOptions;
import io.gatehouse.benchmarks.process.Workbench;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Malformed media: does any of them get out, and what do they cost everybody else? */
@Command(
        name = "media",
        description = {
            "Feeds malformed pictures and videos of every format to the cage and watches its processes from outside (open files",
            "and sockets, memory, time); then uploads them to a service that screens messages meanwhile, in turns with none."
        },
        mixinStandardHelpOptions = true)
public final class MediaCommand implements Callable<Integer> {
    private static final Duration READY_WITHIN = Duration.ofMinutes(30);
    private static final double MOST_P99 = 1.2;

    /** The p99 alone of a service that is warm differs from turn to turn by less. */
    private static final double SETTLED = 1.25;

    /** Turns in a row that differ by less; a cold service's get better one after the other. */
    private static final int SETTLED_TURNS = 3;

    /** Then the machine is at fault, not the service, and what was measured is told as such. */
    private static final int MAX_WARM_TURNS = 24;

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = "--files", defaultValue = "1000", description = "malformed files (default ${DEFAULT-VALUE})")
    private int files;

    @Option(
            names = "--only",
            defaultValue = "",
            paramLabel = "NAME",
            description = "sound files whose names begin so, for example subs- (default: all); of the cage alone")
    private String only = "";

    @Option(
            names = "--turns",
            defaultValue = "6",
            description = "with and without uploads (default ${DEFAULT-VALUE}; 0: cage only)")
    private int turns;

    @Option(names = "--seconds", defaultValue = "10", description = "of a turn (default ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--rate", defaultValue = "100", description = "messages a second (default ${DEFAULT-VALUE})")
    private int rate;

    /** Sound files of every format, in the checkout. */
    public static Path soundFiles(Path home) {
        return home.resolve("moderation-core/src/test/resources/io/gatehouse/moderation/cage");
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var report = CageCampaign.run(soundFiles(Workbench.home()), only, files, options.seed());
        System.out.printf(
                Locale.ROOT,
                "cage: %s; %,d malformed files, seed %d: %d escapes%n",
                report.kind().words(),
                files,
                options.seed(),
                report.escapes().size());
        report.escapes().stream().limit(20).forEach(escape -> System.out.println("  ESCAPE " + escape));
        System.out.println("  ended: " + report.outcomes());
        System.out.printf(
                Locale.ROOT,
                "  time of one: median %.1f ms, p99 %.0f ms, most %.0f ms; most addresses of a decoder %,d MiB of %,d%n",
                report.times().millis(0.5),
                report.times().millis(0.99),
                report.times().millis(1),
                report.mostMemoryKib() >> 10,
                io.gatehouse.moderation.cage.MediaLimits.DEFAULT.maxMemoryBytes() >> 20);
        boolean held = report.escapes().isEmpty();
        return (turns == 0 || service()) && held ? 0 : 1;
    }

    /** Turns that do not count: until code is compiled, authors are known, decoders have started, and the p99 alone has settled. */
    private void warm(ServiceCampaign campaign) throws IOException, InterruptedException {
        var alone = new ArrayList<Double>();
        for (int i = 0; i < MAX_WARM_TURNS; i++) {
            campaign.run(Duration.ofSeconds(seconds), true);
            alone.add(campaign.run(Duration.ofSeconds(seconds), false).p99());
            if (!settled(alone)) continue;
            System.out.printf(Locale.ROOT, "warm after %d turns; p99 alone, ms: %s%n", i + 1, told(alone));
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "NOT SETTLED after %d turns: the figures below say little; p99 alone, ms: %s%n",
                MAX_WARM_TURNS,
                told(alone));
    }

    static boolean settled(List<Double> p99) {
        if (p99.size() < SETTLED_TURNS) return false;
        var last = p99.subList(p99.size() - SETTLED_TURNS, p99.size());
        return Collections.max(last) <= SETTLED * Collections.min(last);
    }

    private static String told(List<Double> p99) {
        return p99.stream()
                .map(each -> String.format(Locale.ROOT, "%.1f", each))
                .collect(Collectors.joining(", "));
    }

    private boolean service() throws IOException, InterruptedException {
        var bench = options.workbench("media");
        var service = bench.start();
        try {
            var _ = service.awaitReady(READY_WITHIN);
            var malformed = Malformed.of(soundFiles(Workbench.home()), options.seed(), 9, Path.of("/etc/passwd"));
            var campaign = new ServiceCampaign(bench.target(), malformed, rate);
            warm(campaign);
            var ratios = new ArrayList<Double>();
            int uploads = 0;
            int failed = 0;
            for (int i = 0; i < turns; i++) {
                // Whoever is second finds warmer code: so each is second as often as the other.
                boolean isFirst = i % 2 == 1;
                var one = campaign.run(Duration.ofSeconds(seconds), isFirst);
                var other = campaign.run(Duration.ofSeconds(seconds), !isFirst);
                var alone = isFirst ? other : one;
                var beside = isFirst ? one : other;
                ratios.add(beside.p99() / alone.p99());
                uploads += beside.uploads();
                failed += alone.failed() + beside.failed();
                System.out.printf(
                        Locale.ROOT,
                        "turn %d: p50 %.1f -> %.1f ms, p99 %.1f -> %.1f ms, %d uploads%n",
                        i + 1,
                        alone.p50(),
                        beside.p50(),
                        alone.p99(),
                        beside.p99(),
                        beside.uploads());
            }
            ratios.sort(null);
            double median = ratios.get(ratios.size() / 2);
            System.out.printf(
                    Locale.ROOT,
                    "p99 beside uploads / alone: median %.2f (%.2f to %.2f), %,d malformed uploads, %d messages failed%n",
                    median,
                    ratios.getFirst(),
                    ratios.getLast(),
                    uploads,
                    failed);
            return median <= MOST_P99 && failed == 0;
        } finally {
            service.stop();
        }
    }
}
