package io.gatehouse.tuning;

import io.gatehouse.moderation.classifier.EncoderTuning;
import io.gatehouse.moderation.classifier.TrainingFailedException;
import io.gatehouse.moderation.encoder.SentenceEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program behind {@code ./gatehouse train encoder}. */
@Command(
        name = "train encoder",
        mixinStandardHelpOptions = true,
        description = {
            "Learns the layers of the encoder of English sentences anew, on what 'categories' learns from.",
            "The same data give the same file on processors of one kind. Takes most of an hour on two cores and 3 GiB.",
            "'train cascade --encoder FILE' learns what stands on top.",
            "With --steps it is over in minutes, and the file is for trying alone."
        })
public final class TuneEncoder implements Callable<Integer> {
    /** Chosen as the documents say: see docs/models.md. */
    static final Recipe RECIPE = new Recipe(1, 32, 1e-4, 2e-3, 0.01f, 0.1f, 20_261_130);

    private static final int DONE = 0;
    private static final int FAILED = 3;

    @Option(names = "--data", required = true, description = "directory with one directory per data set")
    private Path data;

    @Option(names = "--texts", description = "templates, fillers and lexicons (default: the project's)")
    private @Nullable Path texts;

    @Option(names = "--out", required = true, description = "file to write; replaced if it exists")
    private Path out;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "for trying: only the first N steps; the file says so, and ships nowhere (default: all)")
    private int mostSteps = Integer.MAX_VALUE;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new TuneEncoder()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        if (mostSteps < 1) throw new ParameterException(spec.commandLine(), "--steps must be 1 or more: " + mostSteps);
        var directory = out.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            System.err.println("gatehouse: cannot write " + out + ": its directory must exist");
            return FAILED;
        }
        try {
            String digest = learn();
            System.out.printf(Locale.ROOT, "%s  %,d bytes  %s%n", out, Files.size(out), digest);
            return DONE;
        } catch (TrainingFailedException | IllegalStateException e) {
            System.err.println("gatehouse: " + e.getMessage());
            return FAILED;
        }
    }

    private String learn() throws IOException {
        var home = Path.of(System.getProperty("gatehouse.home", "."));
        var written = texts == null ? home.resolve("policies/training") : texts;
        var rows = EncoderTuning.texts(data, written, (what, _) -> System.err.println(what));
        var encoder = SentenceEncoder.shipped();
        var pieces = rows.stream().map(row -> encoder.pieces(row.text())).toList();
        long read = pieces.stream().mapToLong(of -> of.length).sum();
        System.err.printf(Locale.ROOT, "%,d texts, %,d pieces, %s%n", rows.size(), read, RECIPE);
        int lanes = rows.getFirst().truths().length;
        try (var tuner = new Tuner(WholeFile.read(), WholeFile.shippedEmbeddings(), lanes, RECIPE)) {
            tuner.learn(
                    pieces,
                    rows.stream().map(EncoderTuning.Text::truths).toArray(float[][]::new),
                    rows.stream().map(EncoderTuning.Text::weights).toArray(float[][]::new),
                    mostSteps,
                    new Eta("learning", System.err));
            return EncoderTuning.write(tuner.layers(), learner(), RECIPE.seed(), rows.size(), out);
        }
    }

    /** What the file says: nobody shall take a trial for the whole. */
    private String learner() {
        return mostSteps == Integer.MAX_VALUE
                ? RECIPE.toString()
                : RECIPE + ", a trial: at most " + mostSteps + " steps";
    }
}
