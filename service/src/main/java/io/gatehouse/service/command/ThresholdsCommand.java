package io.gatehouse.service.command;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Deadline;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.service.judging.Norms;
import io.gatehouse.service.perspective.Attribute;
import io.gatehouse.service.perspective.Thresholds;
import io.gatehouse.service.terminal.ProgressBar;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Chooses the threshold of a Perspective attribute again, on rows that people or the other system have decided. */
@Command(
        name = "thresholds",
        mixinStandardHelpOptions = true,
        description = {
            "Chooses the threshold of an attribute of comments:analyze on your own data: rows are JSON lines, also .gz,",
            "with a text and either a label (true or 1 for what is to be flagged), or the score that the other system gave",
            "and --was, its threshold. Prints what thresholds do, and three to choose from. See docs/migrating.md."
        })
final class ThresholdsCommand implements Callable<Integer> {
    /** Fewer of either kind say little. */
    private static final int ENOUGH = 100;

    /** More lines of complaint than this bury the rest; the others are counted. */
    private static final int MALFORMED_SHOWN = 20;

    private static final double[] SHOWN = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99};

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Permissions EVERY_PURPOSE =
            new Permissions(EnumSet.allOf(Purpose.class), List.of(), List.of());

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", required = true, arity = "1..*", paramLabel = "FILE", description = "decided rows")
    private List<Path> data = List.of();

    @Option(names = "--attribute", defaultValue = "TOXICITY", description = "default: ${DEFAULT-VALUE}")
    private String attribute;

    @Option(names = "--was", description = "the other system's threshold: rows of this score or more are to be flagged")
    private @Nullable Double was;

    @Option(
            names = "--score",
            defaultValue = "score",
            description = "field of the other system's score (default: score)")
    private String scoreField;

    @Option(names = "--label", defaultValue = "label", description = "field of the label (default: label)")
    private String labelField;

    @Option(
            names = "--precision",
            defaultValue = "0.9",
            description = "of the strict proposal: this share of what is flagged is rightly flagged (default: 0.9)")
    private double precision;

    @Option(names = "--policy", description = "directory of policies (default: the project's)")
    private @Nullable Path policy;

    private int malformed;

    @Override
    public Integer call() throws IOException {
        var asked = Attribute.ofWireName(attribute)
                .orElseThrow(() -> wrongUse("--attribute must be one of "
                        + Arrays.stream(Attribute.values())
                                .map(Attribute::wireName)
                                .collect(Collectors.joining(", "))));
        if (!(precision > 0 && precision <= 1))
            throw wrongUse("--precision must be above 0 and at most 1: " + precision);
        for (Path file : data)
            if (!Files.isReadable(file) || Files.isDirectory(file)) throw wrongUse("--data cannot be read: " + file);
        var moderator =
                Norms.read(ProgramHome.policies(policy), Norms.Law.SHIPPED).moderator();
        var rows = new ArrayList<Thresholds.Scored>();
        try (var bar = ProgressBar.onStandardError("scoring", "texts")) {
            for (Path file : data) read(file, moderator, asked, rows, bar);
        }
        if (malformed > 0) spec.commandLine().getErr().printf("%,d lines were left out%n", malformed);
        if (rows.isEmpty()) throw new IOException("no row with a text and a decision in " + data);
        var out = spec.commandLine().getOut();
        out.print(table(asked, new Thresholds(rows)));
        out.flush();
        return GatehouseCommand.DONE;
    }

    private void read(Path file, Moderator moderator, Attribute asked, List<Thresholds.Scored> rows, ProgressBar bar)
            throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) continue;
                var row = row(line);
                if (row == null) {
                    complain(file, number);
                    continue;
                }
                rows.add(new Thresholds.Scored(score(moderator, asked, row.text()), row.wanted()));
                bar.update(rows.size(), Double.NaN);
            }
        }
    }

    private static InputStream open(Path file) throws IOException {
        var in = Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private void complain(Path file, long line) {
        malformed++;
        if (malformed <= MALFORMED_SHOWN)
            spec.commandLine()
                    .getErr()
                    .println(file.getFileName() + ":" + line + ": no text with "
                            + (was == null ? "a true or false '" + labelField : "a number '" + scoreField) + "'");
    }

    private record Decided(String text, boolean wanted) {}

    private @Nullable Decided row(String line) {
        try {
            JsonNode row = JSON.readTree(line);
            String text = row.path("text").asString("");
            if (text.isBlank()) return null;
            if (was != null) {
                JsonNode score = row.path(scoreField);
                return score.isNumber() ? new Decided(text, score.doubleValue() >= was) : null;
            }
            return switch (row.path(labelField).asString("")) {
                case "true", "1" -> new Decided(text, true);
                case "false", "0" -> new Decided(text, false);
                default -> null;
            };
        } catch (JacksonException _) {
            return null;
        }
    }

    private static double score(Moderator moderator, Attribute asked, String text) {
        var content = new Content(
                new ContentId("threshold"), Surface.COMMENT, Instant.EPOCH, "ZZ", null, List.of(new Part.Text(text)));
        var seen = moderator.observe(content, EVERY_PURPOSE, Deadline.NONE);
        return asked.scoreOf(moderator.conclude(content, seen, Facts.still(seen.wantedFacts(), 0)));
    }

    private String table(Attribute asked, Thresholds thresholds) {
        var out = new StringBuilder();
        out.append(String.format(
                Locale.ROOT,
                "%s over %,d texts, of which %,d are to be flagged%n%n",
                asked.wireName(),
                thresholds.rows(),
                thresholds.wanted()));
        out.append(
                String.format("%-22s %9s %9s %10s %8s %6s%n", "", "threshold", "flagged", "precision", "recall", "F1"));
        for (double each : SHOWN) out.append(line("", thresholds.at(each)));
        out.append(System.lineSeparator());
        out.append(line("flags as many", thresholds.sameShare()));
        out.append(line("best F1", thresholds.bestF1()));
        var strict = thresholds.lowestOfPrecision(precision);
        String name = String.format(Locale.ROOT, "precision %.2f", precision);
        out.append(strict.map(outcome -> line(name, outcome))
                .orElse(String.format("%-22s no threshold reaches it%n", name)));
        strict.ifPresent(outcome -> out.append(String.format(
                Locale.ROOT,
                "%nWith 95 %% confidence the precision of the last is at least %.3f.%n",
                outcome.leastPrecision())));
        if (Math.min(thresholds.wanted(), thresholds.rows() - thresholds.wanted()) < ENOUGH)
            out.append(String.format("%nFewer than %d rows of one kind: take more before you rely on this.%n", ENOUGH));
        return out.toString();
    }

    private static String line(String name, Thresholds.Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "%-22s %9.4f %8.2f%% %10.3f %8.3f %6.3f%n",
                name,
                outcome.threshold(),
                100 * outcome.share(),
                outcome.precision(),
                outcome.recall(),
                outcome.f1());
    }

    private ParameterException wrongUse(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
