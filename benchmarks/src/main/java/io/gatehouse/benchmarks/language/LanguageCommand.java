package io.gatehouse.benchmarks.language;

import com.github.pemistahl.lingua.api.IsoCode639_1;
import com.github.pemistahl.lingua.api.Language;
import com.github.pemistahl.lingua.api.LanguageDetectorBuilder;
import io.gatehouse.benchmarks.load.Messages;
import io.gatehouse.benchmarks.process.Workbench;
import io.gatehouse.moderation.language.LanguageIdentifier;
import io.gatehouse.moderation.language.LanguageTable;
import io.gatehouse.moderation.language.NgramLanguageIdentifier;
import io.gatehouse.moderation.language.OpenNlpLanguageIdentifier;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the table of languages, and measures it beside OpenNLP's model and the lingua library on the same texts in one run. */
@Command(
        name = "language",
        description = {
            "Language identification: how often it is right on whole sentences and on two words, by language, and how long",
            "it takes; beside OpenNLP and lingua. --make writes the table anew, from lingua's frequencies and the project's",
            "own texts: the same data give the same bytes."
        },
        mixinStandardHelpOptions = true)
public final class LanguageCommand implements Callable<Integer> {
    private static final int[] KEPT = {70, 900, 5_000, 9_000, 7_000};

    /** Of each labelled set: some are a hundred times larger than others. */
    private static final int OF_EACH_SET = 300;

    /** Texts before the clock runs. */
    private static final int WARM = 2_000;

    /** Sentences of at least so many words count as such. */
    private static final int SENTENCE = 5;

    private static final Set<String> EU = Set.of(
            "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt", "nl",
            "pl", "pt", "ro", "sk", "sl", "sv");

    /** Those that are told by pieces of words; the others by their script alone. */
    private static final Set<String> BY_SCRIPT = Set.of("el", "ja", "ko", "zh", "hi", "bn");

    @Option(names = "--make", description = "write a new table here, and measure with it")
    private @Nullable Path make;

    @Option(names = "--kept", split = ",", description = "pieces of each language, by length from 1 to 5")
    private int @Nullable [] kept;

    @Option(names = "--training", description = "directory of templates and fillers (default: the project's)")
    private @Nullable Path training;

    @Option(names = "--lines", description = "directory of LANG.txt, a sentence a line, to be measured as well")
    private @Nullable Path lines;

    @Option(
            names = "--peers",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "measures the others, too")
    private boolean peers;

    @Option(names = "--calibrate", description = "looks for the calibration that makes confidence true")
    private boolean calibrate;

    @Override
    public Integer call() throws IOException {
        var home = Workbench.home();
        var all = Sentences.templates(training == null ? home.resolve("policies/training") : training);
        var learned = all.stream().filter(LanguageCommand::isLearnedFrom).toList();
        if (make != null) make(make, learned);
        var ours = make == null
                ? NgramLanguageIdentifier.load()
                : NgramLanguageIdentifier.of(read(make), NgramLanguageIdentifier.SHIPPED);
        var measured =
                new ArrayList<>(all.stream().filter(LanguageCommand::isMeasured).toList());
        if (lines != null) measured.addAll(Sentences.lines(lines, "lines"));
        var data = Messages.directory(home);
        if (data.isPresent()) measured.addAll(Sentences.labelled(data.get(), OF_EACH_SET));
        var sentences = measured.stream()
                .filter(it -> EU.contains(it.language()) && it.words() >= SENTENCE)
                .toList();
        // Two words of a message of the labelled sets are as often a name, a tag or a link as words: no measure of
        // anything.
        var clean = sentences.stream()
                .filter(it -> it.set().equals("templates") || it.set().equals("lines"))
                .toList();
        var twoWords = Sentences.cut(clean, 2, 7);
        var strangers = measured.stream()
                .filter(it -> !NgramLanguageIdentifier.DEFAULT_LANGUAGES.contains(it.language()))
                .toList();
        if (calibrate) {
            var between = all.stream()
                    .filter(it -> !isLearnedFrom(it) && !isMeasured(it))
                    .toList();
            Calibrating.print(table(make), between, Sentences.cut(between, 2, 11));
        }
        var engines = engines(ours);
        var samples = new LinkedHashMap<String, List<Sentence>>();
        samples.put("sentences of " + SENTENCE + " words or more", sentences);
        samples.put("of those, templates and lines", clean);
        samples.put("two words of these", twoWords);
        if (!strangers.isEmpty()) samples.put("languages that are none of ours", strangers);
        samples.forEach((name, sample) -> {
            System.out.printf("%n%s%n", name);
            engines.forEach((engine, identify) -> print(engine, identify, sample));
        });
        return 0;
    }

    private static LanguageTable table(@Nullable Path made) throws IOException {
        if (made != null) return read(made);
        try (var in = NgramLanguageIdentifier.class.getResourceAsStream("languages.table")) {
            if (in == null) throw new IOException("no table is shipped");
            return LanguageTable.read(in);
        }
    }

    private static LanguageTable read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return LanguageTable.read(in);
        }
    }

    /** Of ten templates six, by their text: the same theme may be on both sides, the same words are not. */
    private static boolean isLearnedFrom(Sentence sentence) {
        return share(sentence) < 6;
    }

    private static boolean isMeasured(Sentence sentence) {
        return share(sentence) >= 8;
    }

    private static int share(Sentence sentence) {
        return Math.floorMod(sentence.text().hashCode() * 31, 10);
    }

    private void make(Path file, List<Sentence> learned) throws IOException {
        var languages = new ArrayList<>(new TreeSet<>(NgramLanguageIdentifier.DEFAULT_LANGUAGES));
        languages.removeAll(BY_SCRIPT);
        languages.addAll(new TreeSet<>(NgramLanguageIdentifier.STRANGERS.keySet()));
        var texts = new HashMap<String, List<String>>();
        for (var sentence : learned)
            texts.computeIfAbsent(sentence.language(), _ -> new ArrayList<>()).add(sentence.text());
        var pieces = new TableMaker(languages, kept == null ? KEPT : kept, texts).make();
        try (var out = Files.newOutputStream(file)) {
            LanguageTable.write(languages, pieces, out);
        }
        System.out.printf(Locale.ROOT, "%s: %,d pieces, %,d bytes%n", file, pieces.size(), Files.size(file));
    }

    private Map<String, UnaryOperator<String>> engines(LanguageIdentifier ours) {
        var engines = new LinkedHashMap<String, UnaryOperator<String>>();
        engines.put("Gatehouse", text -> ours.identify(text).code());
        if (!peers) return engines;
        var openNlp = OpenNlpLanguageIdentifier.load(OpenNlpLanguageIdentifier.DEFAULT_LANGUAGES);
        engines.put("OpenNLP", text -> openNlp.identify(text).code());
        // Maltese is not among its languages.
        var codes = NgramLanguageIdentifier.DEFAULT_LANGUAGES.stream()
                .filter(NgramFrequencies::isPublished)
                .map(code -> IsoCode639_1.valueOf(code.toUpperCase(Locale.ROOT)))
                .toArray(IsoCode639_1[]::new);
        var lingua = LanguageDetectorBuilder.fromIsoCodes639_1(codes).build();
        engines.put("lingua", text -> {
            var found = lingua.detectLanguageOf(text);
            return found == Language.UNKNOWN
                    ? "und"
                    : found.getIsoCode639_1().name().toLowerCase(Locale.ROOT);
        });
        return engines;
    }

    private static void print(String name, UnaryOperator<String> engine, List<Sentence> sample) {
        var right = new TreeMap<String, int[]>();
        var bySet = new TreeMap<String, int[]>();
        var mistakes = new HashMap<String, Integer>();
        int unknown = 0;
        int all = 0;
        for (var each : sample.subList(0, Math.min(WARM, sample.size()))) {
            var _ = engine.apply(each.text());
        }
        // Processor time of this thread: neighbours of the machine do not count.
        var clock = ManagementFactory.getThreadMXBean();
        long started = clock.getCurrentThreadCpuTime();
        for (var each : sample) {
            String said = engine.apply(each.text());
            boolean isRight = said.equals(each.language());
            for (var counts : List.of(
                    right.computeIfAbsent(each.language(), _ -> new int[2]),
                    bySet.computeIfAbsent(each.set(), _ -> new int[2]))) {
                counts[0] += isRight ? 1 : 0;
                counts[1]++;
            }
            all += isRight ? 1 : 0;
            if (said.equals("und")) unknown++;
            else if (!isRight) mistakes.merge(each.language() + ">" + said, 1, Integer::sum);
        }
        double micros = (clock.getCurrentThreadCpuTime() - started) / 1e3 / Math.max(1, sample.size());
        double mean = right.values().stream()
                .mapToDouble(it -> 100.0 * it[0] / it[1])
                .average()
                .orElse(0);
        System.out.printf(
                Locale.ROOT,
                "  %-10s %6.2f %% right (mean over languages %.2f %%), %.2f %% unknown, %.1f us, n=%,d%n    %s%n    %s%n    %s%n",
                name,
                100.0 * all / Math.max(1, sample.size()),
                mean,
                100.0 * unknown / Math.max(1, sample.size()),
                micros,
                sample.size(),
                shares(right),
                shares(bySet),
                mistakes.entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                        .limit(14)
                        .toList());
    }

    private static String shares(Map<String, int[]> counts) {
        var shares = new StringBuilder();
        counts.forEach((key, it) -> shares.append(String.format(Locale.ROOT, "%s %.1f  ", key, 100.0 * it[0] / it[1])));
        return shares.toString();
    }
}
