package io.gatehouse.service.command;

import io.gatehouse.moderation.comparison.Comparison;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.service.judging.Norms;
import io.gatehouse.service.judging.NormsRejectedException;
import io.gatehouse.service.screen.FileComparison;
import io.gatehouse.service.screen.FileLaw;
import io.gatehouse.service.screen.InputFiles;
import io.gatehouse.service.terminal.ProgressBar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options and checks of commands that judge files without a server. */
final class JudgedFiles {
    /** More lines of complaint than this bury the rest; the others are counted. */
    private static final int MALFORMED_SHOWN = 20;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            arity = "1..*",
            description = "files to judge, in the formats of 'screen'; - is standard input")
    private List<String> files = List.of();

    @Option(
            names = "--surface",
            defaultValue = "comment",
            description = "surface of rows that name none (default: ${DEFAULT-VALUE})")
    private String surface;

    @Option(names = "--workers", description = "judging threads (default: one a core)")
    private @Nullable Integer workers;

    @Option(names = "--texts", paramLabel = "N", description = "also prints the texts of the first N rows that differ")
    private int texts;

    boolean areGiven() {
        return !files.isEmpty();
    }

    List<String> names() {
        return files;
    }

    /** @throws ParameterException for what cannot be read */
    long sizeBytes(CommandSpec spec) throws IOException {
        long sizeBytes = 0;
        for (String file : files) {
            if (!file.equals("-") && (!Files.isReadable(Path.of(file)) || Files.isDirectory(Path.of(file))))
                throw new ParameterException(spec.commandLine(), "cannot read " + file);
            sizeBytes += InputFiles.sizeBytes(file);
        }
        return sizeBytes;
    }

    Surface surface(CommandSpec spec) {
        return Surface.ofWireName(surface)
                .filter(known -> known != Surface.ENCRYPTED_DIRECT_MESSAGE)
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "--surface cannot be " + surface));
    }

    int workers(CommandSpec spec) {
        int threads = workers == null ? Runtime.getRuntime().availableProcessors() : workers;
        if (threads < 1 || threads > 256)
            throw new ParameterException(spec.commandLine(), "--workers must be 1 to 256: " + threads);
        return threads;
    }

    /** A directory that is none is wrong use; one with faults is a fault. */
    static Norms norms(CommandSpec spec, Path directory) {
        if (!Files.isDirectory(directory))
            throw new ParameterException(spec.commandLine(), "no directory of policies: " + directory);
        try {
            return Norms.read(directory, Norms.Law.SHIPPED);
        } catch (NormsRejectedException rejected) {
            throw new FaultsFoundException(String.valueOf(rejected.getMessage()));
        }
    }

    /** The law over rows without a country is no union's, as with {@code screen}. */
    static FileLaw law(Norms norms, Path directory) {
        // Where people live is a file of the installation; a version may come without one.
        Path residency = Files.isDirectory(directory.resolve("residency")) ? directory : ProgramHome.policies(null);
        return FileLaw.of(norms, residency, null).orElseThrow();
    }

    static FileComparison.Side side(Norms norms, Path directory) {
        return new FileComparison.Side(norms, law(norms, directory));
    }

    /** Judges the files by both, showing how far it is. */
    Comparison compare(CommandSpec spec, FileComparison.Side before, FileComparison.Side after) throws IOException {
        long sizeBytes = sizeBytes(spec);
        var comparison = new FileComparison(before, after, workers(spec), Instant.now());
        try (var bar = ProgressBar.onStandardError("comparing", "messages")) {
            return comparison.compare(files, surface(spec), new Shown(spec, bar, sizeBytes));
        }
    }

    /** Says where rows are malformed, and how far the reading is. */
    final class Shown implements FileComparison.Listener {
        private final CommandSpec spec;
        private final ProgressBar bar;
        private final long sizeBytes;
        private int malformed;
        private int differing;

        Shown(CommandSpec spec, ProgressBar bar, long sizeBytes) {
            this.spec = spec;
            this.bar = bar;
            this.sizeBytes = sizeBytes;
        }

        @Override
        public void malformed(String file, long line, String reason) {
            var err = spec.commandLine().getErr();
            malformed++;
            if (malformed <= MALFORMED_SHOWN) err.println(file + ":" + line + ": " + reason);
            if (malformed == MALFORMED_SHOWN) err.println("more malformed lines are only counted");
        }

        @Override
        public void differs(String id, String text) {
            if (differing++ < texts) spec.commandLine().getOut().println(id + ": " + text);
        }

        @Override
        public void progress(long messages, long bytesRead) {
            bar.update(messages, sizeBytes == 0 ? Double.NaN : (double) bytesRead / sizeBytes);
        }
    }
}
