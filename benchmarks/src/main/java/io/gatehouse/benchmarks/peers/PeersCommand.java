package io.gatehouse.benchmarks.peers;

import io.gatehouse.benchmarks.load.Messages;
import io.gatehouse.benchmarks.process.Workbench;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.match.TextMatcher;
import io.gatehouse.service.judging.Norms;
import io.gatehouse.service.terminal.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** The shipped text rules and the text filters of npm, in turns, over the same texts and the same evasion lists. */
@Command(
        name = "peers",
        description = {
            "Text rules beside the text filters that platforms pick today: messages a second on one core, and",
            "how many of the project's own evasions each catches and how many innocent texts it flags."
        },
        mixinStandardHelpOptions = true)
public final class PeersCommand implements Callable<Integer> {
    private static final String OURS = "Gatehouse";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long WARM_NANOS = 3_000_000_000L;
    private static final long SECOND_NANOS = 1_000_000_000L;

    @Option(names = "--runs", defaultValue = "5", description = "rounds in turn (default ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--seconds", defaultValue = "2", description = "of each measurement (default ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--count", defaultValue = "20000", description = "real texts (default ${DEFAULT-VALUE})")
    private int count;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var home = Workbench.home();
        var data = Messages.directory(home);
        if (data.isEmpty()) {
            System.err.println("skipped: the labelled texts (../shared/data) are not here");
            return 0;
        }
        var messages = Messages.sample(data.get(), count, 1);
        var texts = new ArrayList<String>();
        for (int i = 0; i < messages.size(); i++) texts.add(messages.text(i));
        var lists = home.resolve("moderation-core/src/test/resources/evasions");
        var evasions = ListedTexts.read(lists.resolve("evasions.tsv"));
        var innocents = ListedTexts.read(lists.resolve("innocents.tsv"));
        var peers = PeerFilters.install(home.resolve("benchmarks/src/main/peers"), home.resolve(".gatehouse/peers"));
        var policies = Norms.read(home.resolve("policies"), Norms.Law.SHIPPED).policies();
        var matcher = policies.textMatcher(policies.purposes());

        var rates = new LinkedHashMap<String, List<Double>>();
        var flagged = new LinkedHashMap<String, List<String>>();
        var work = Files.createTempDirectory("gatehouse-peers");
        var speed = write(work.resolve("texts"), texts);
        var judged = List.of(
                write(work.resolve("evasions"), evasions.all()),
                write(work.resolve("held-out-evasions"), evasions.heldOut()),
                write(work.resolve("innocents"), innocents.all()),
                write(work.resolve("held-out-innocents"), innocents.heldOut()));
        flagged.put(
                OURS,
                List.of(
                        judge(matcher, evasions.all()),
                        judge(matcher, evasions.heldOut()),
                        judge(matcher, innocents.all()),
                        judge(matcher, innocents.heldOut())));
        run(matcher, texts, WARM_NANOS);
        for (int round = 1; round <= runs; round++) {
            System.err.println("round " + round + " of " + runs);
            add(rates, OURS, run(matcher, texts, seconds * SECOND_NANOS));
            if (peers.isEmpty()) continue;
            for (var name : peers.get().names()) {
                var measured = peers.get().measure(name, seconds, speed, round == 1 ? judged : List.of());
                add(rates, name, measured.rate());
                if (round == 1) flagged.put(name, measured.flagged());
            }
        }
        System.out.printf(
                "%,d texts (%s); %,d evasions, %,d of them held out; %,d innocent texts, %,d held out; %d rounds of %d s%n%n",
                texts.size(),
                messages.origin(),
                evasions.all().size(),
                evasions.heldOut().size(),
                innocents.all().size(),
                innocents.heldOut().size(),
                runs,
                seconds);
        System.out.println(table(rates, flagged));
        System.out.println("messages/s: median (least to most) on one core. Peers run in Node, one process each;"
                + " Gatehouse folds, matches every shipped text rule and returns spans.");
        return 0;
    }

    private static Path write(Path file, List<String> texts) throws IOException {
        var lines = new ArrayList<String>(texts.size());
        for (var text : texts) lines.add(JSON.writeValueAsString(text));
        return Files.write(file, lines);
    }

    private static String judge(TextMatcher matcher, List<String> texts) {
        return texts.stream()
                .map(text -> matcher.match(0, text, LanguageGuess.UNKNOWN).isEmpty() ? "0" : "1")
                .collect(Collectors.joining());
    }

    private static double run(TextMatcher matcher, List<String> texts, long nanos) {
        long started = System.nanoTime();
        long passed = 0;
        int messages = 0;
        int matches = 0;
        while (passed < nanos) {
            for (int k = 0; k < 100; k++)
                matches += matcher.match(0, texts.get(messages++ % texts.size()), LanguageGuess.UNKNOWN)
                        .size();
            passed = System.nanoTime() - started;
        }
        if (matches == 0) throw new IllegalStateException("no rule matched any text: nothing was measured");
        return messages * (double) SECOND_NANOS / passed;
    }

    private static void add(Map<String, List<Double>> rates, String name, double rate) {
        rates.computeIfAbsent(name, _ -> new ArrayList<>()).add(rate);
    }

    private static Table table(Map<String, List<Double>> rates, Map<String, List<String>> flagged) {
        var table =
                new Table("", "messages/s", "ours / theirs", "evasions", "held out", "innocents flagged", "held out");
        double ours = median(rates.getOrDefault(OURS, List.of()));
        rates.forEach((name, measured) -> {
            var shares = flagged.getOrDefault(name, List.of()).stream()
                    .map(PeersCommand::share)
                    .toList();
            double median = median(measured);
            table.row(
                    name,
                    String.format(Locale.ROOT, "%,.0f (%,.0f to %,.0f)", median, least(measured), most(measured)),
                    String.format(Locale.ROOT, "%.1f", ours / median),
                    shares.get(0),
                    shares.get(1),
                    shares.get(2),
                    shares.get(3));
        });
        return table;
    }

    private static String share(String flags) {
        long ones = flags.chars().filter(c -> c == '1').count();
        return String.format(Locale.ROOT, "%d (%.1f %%)", ones, 100.0 * ones / Math.max(1, flags.length()));
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    private static double least(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    private static double most(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
