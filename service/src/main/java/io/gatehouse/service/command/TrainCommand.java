package io.gatehouse.service.command;

import io.gatehouse.moderation.classifier.Progress;
import io.gatehouse.moderation.classifier.Training;
import io.gatehouse.moderation.classifier.TrainingReport;
import io.gatehouse.service.terminal.ProgressBar;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a shipped model again from its data. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a shipped model again from its recorded data and seed: the same data give the same digest.",
            "Beside it NAME.evidence.tsv says what its scores may be used for, by category and language.",
            "Takes a few minutes and about 3 GiB of memory."
        })
final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "MODEL",
            description = {
                "which model: categories, cascade (what stands behind categories), toxicity,",
                "or encoder (layers that cascade stands on; learned by a program of its own, see train encoder --help)"
            })
    private String model;

    @Option(names = "--data", required = true, description = "directory with one directory per data set")
    private Path data;

    @Option(names = "--texts", description = "templates, fillers and lexicons (default: the project's)")
    private @Nullable Path texts;

    @Option(
            names = "--encoder",
            paramLabel = "FILE",
            description = "for cascade: layers that 'train encoder' made (default: the encoder as it is in its jar)")
    private @Nullable Path encoder;

    @Option(names = "--out", required = true, description = "file to write; replaced if it exists")
    private Path out;

    @Override
    public Integer call() {
        TrainingReport report;
        try (var bar = ProgressBar.onStandardError("training " + model, "%")) {
            var written = texts == null ? ProgramHome.policies(null).resolve("training") : texts;
            Progress progress = (what, done) -> bar.update(Math.round(done * 100), done);
            report = encoder == null
                    ? Training.run(model, data, written, out, progress)
                    : cascade(encoder, written, progress);
        } catch (IllegalArgumentException wrongUse) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrongUse.getMessage()));
        }
        var stdout = spec.commandLine().getOut();
        stdout.printf(
                Locale.ROOT,
                "%s  %,d bytes  %s%nlearned from %,d texts, calibrated on %,d, measured on held-out ones:%n%n%s",
                report.file(),
                report.bytes(),
                report.digest(),
                report.learnedFrom(),
                report.calibratedOn(),
                QualityTable.of(report.heldOut()));
        stdout.flush();
        return GatehouseCommand.DONE;
    }

    private TrainingReport cascade(Path layers, Path written, Progress progress) {
        if (!model.equals("cascade")) throw new IllegalArgumentException("only cascade stands on an encoder");
        return Training.cascade(data, written, layers, out, progress);
    }
}
