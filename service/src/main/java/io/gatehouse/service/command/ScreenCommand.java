package io.gatehouse.service.command;

import io.gatehouse.moderation.content.Surface;
import io.gatehouse.service.judging.Norms;
import io.gatehouse.service.screen.FileLaw;
import io.gatehouse.service.screen.FileScreening;
import io.gatehouse.service.screen.InputFiles;
import io.gatehouse.service.screen.ScreenSummary;
import io.gatehouse.service.terminal.ProgressBar;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Screens files without a server. */
@Command(
        name = "screen",
        mixinStandardHelpOptions = true,
        description = {
            "Screens files without a server: JSON lines (id, text, and optionally surface, country, language), CSV, TSV",
            "(a first line names the same columns) or plain text (a message a line), each also as .gz; - is standard input.",
            "Writes one JSON object a message, in order, and a summary. A malformed line is named and does not stop the run."
        })
final class ScreenCommand implements Callable<Integer> {
    /** More lines of complaint than this bury the rest; the others are counted. */
    private static final int MALFORMED_SHOWN = 20;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "files to screen, or - for standard input")
    private List<String> files = List.of();

    @Option(names = "--out", description = "write the JSON objects here (default: standard output)")
    private @Nullable Path out;

    @Option(names = "--policy", description = "directory of policies (default: the project's)")
    private @Nullable Path policy;

    @Option(
            names = "--region",
            description = "region whose law holds for rows without a country (matters on private surfaces only)")
    private @Nullable String region;

    @Option(
            names = "--surface",
            defaultValue = "comment",
            description = "surface of rows that name none (default: ${DEFAULT-VALUE})")
    private String surface;

    @Option(names = "--workers", description = "judging threads (default: one a core)")
    private @Nullable Integer workers;

    @Override
    public Integer call() throws IOException {
        Surface defaultSurface = Surface.ofWireName(surface)
                .filter(known -> known != Surface.ENCRYPTED_DIRECT_MESSAGE)
                .orElseThrow(() -> wrongUse("--surface cannot be " + surface));
        int threads = workers == null ? Runtime.getRuntime().availableProcessors() : workers;
        if (threads < 1 || threads > 256) throw wrongUse("--workers must be 1 to 256: " + threads);
        long sizeBytes = 0;
        for (String file : files) {
            if (!file.equals("-") && (!Files.isReadable(Path.of(file)) || Files.isDirectory(Path.of(file))))
                throw wrongUse("cannot read " + file);
            sizeBytes += InputFiles.sizeBytes(file);
        }
        Path policies = ProgramHome.policies(policy);
        Norms norms = Norms.read(policies, Norms.Law.SHIPPED);
        FileLaw law = FileLaw.of(norms, policies, region).orElseThrow(() -> wrongUse("no such region: " + region));
        return screen(
                new FileScreening(norms.moderator(), law::permissions, threads, Instant.now()),
                defaultSurface,
                sizeBytes);
    }

    private int screen(FileScreening screening, Surface defaultSurface, long sizeBytes) throws IOException {
        long started = System.nanoTime();
        ScreenSummary summary;
        try (var bar = ProgressBar.onStandardError("screening", "messages");
                var stream = new BufferedOutputStream(output(), 1 << 16)) {
            summary = screening.screen(files, defaultSurface, stream, new Shown(bar, sizeBytes));
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        var err = spec.commandLine().getErr();
        err.print(SummaryTable.of(summary, seconds));
        err.flush();
        return GatehouseCommand.DONE;
    }

    private OutputStream output() throws IOException {
        if (out != null) return Files.newOutputStream(out);
        // Standard output outlives the command.
        return new FilterOutputStream(System.out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    private ParameterException wrongUse(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private static final class Shown implements FileScreening.Listener {
        private final ProgressBar bar;
        private final long sizeBytes;
        private int malformed;

        Shown(ProgressBar bar, long sizeBytes) {
            this.bar = bar;
            this.sizeBytes = sizeBytes;
        }

        @Override
        public void malformed(String file, long line, String reason) {
            malformed++;
            if (malformed <= MALFORMED_SHOWN) System.err.println(file + ":" + line + ": " + reason);
            if (malformed == MALFORMED_SHOWN) System.err.println("more malformed lines are only counted");
        }

        @Override
        public void progress(ScreenSummary soFar, long bytesRead) {
            bar.update(soFar.messages(), sizeBytes == 0 ? Double.NaN : (double) bytesRead / sizeBytes);
        }
    }
}
