package io.gatehouse.service.command;

import io.gatehouse.moderation.cage.Cage;
import io.gatehouse.moderation.cage.CageKind;
import io.gatehouse.moderation.cage.HashedMedia;
import io.gatehouse.moderation.cage.MediaFile;
import io.gatehouse.moderation.cage.MediaLimits;
import io.gatehouse.moderation.cage.Sampling;
import io.gatehouse.service.terminal.ProgressBar;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Hashes pictures and videos without a server. */
@Command(
        name = "hash",
        mixinStandardHelpOptions = true,
        description = {
            "Hashes pictures (PDQ) and videos (PDQ of every frame, as vPDQ) without a server, for comparing with other tools.",
            "A picture is one line: file, hash, quality; a video's frame is one: file, frame, seconds, hash, quality;",
            "tabs between. Files are decoded in a child process that can do nothing else. A file that cannot be hashed is",
            "named on standard error and does not stop the run; the exit code then is 3."
        })
final class HashCommand implements Callable<Integer> {
    /** Files that are being hashed, or wait for their turn to be printed, for each worker. */
    private static final int AHEAD = 4;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "pictures and videos")
    private List<Path> files = List.of();

    @Option(names = "--key-frames", description = "hash only a video's key frames: fast, for a first look")
    private boolean keyFrames;

    @Option(names = "--workers", description = "decoders at once (default: one a core)")
    private @Nullable Integer workers;

    @Option(
            names = "--cage",
            defaultValue = "auto",
            description =
                    "what holds the decoders back: auto, bubblewrap, limits-only or none (default: ${DEFAULT-VALUE}, the "
                            + "strongest of the first two that this machine has)")
    private String cage;

    @Override
    public Integer call() {
        int cores = Runtime.getRuntime().availableProcessors();
        int most = workers == null ? cores : workers;
        if (most < 1 || most > 64)
            throw new ParameterException(spec.commandLine(), "--workers must be 1 to 64: " + most);
        var kinds = CageKind.wanted(cage)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--cage must be auto, bubblewrap, limits-only or none: " + cage));
        int used = Math.min(most, files.size());
        // One video alone may use every core.
        int threads = Math.max(1, cores / used);
        try (var opened = Cage.open(kinds, used, threads, MediaLimits.DEFAULT);
                var pool = Executors.newFixedThreadPool(used);
                var bar = ProgressBar.onStandardError("hashing", "files")) {
            return hashAll(opened, pool, used, bar);
        }
    }

    private int hashAll(Cage opened, ExecutorService pool, int used, ProgressBar bar) {
        var out = spec.commandLine().getOut();
        var err = spec.commandLine().getErr();
        var running = new ArrayDeque<Future<Hashed>>();
        Iterator<Path> waiting = files.iterator();
        int done = 0;
        int failed = 0;
        while (waiting.hasNext() || !running.isEmpty()) {
            while (waiting.hasNext() && running.size() < AHEAD * used) {
                Path file = waiting.next();
                running.add(pool.submit(() -> hash(opened, file)));
            }
            var next = await(running.remove());
            if (!print(next, out, err)) failed++;
            bar.update(++done, (double) done / files.size());
        }
        out.flush();
        if (failed > 0) err.println(failed + " of " + files.size() + " files could not be hashed");
        err.flush();
        return failed == 0 ? GatehouseCommand.DONE : GatehouseCommand.COULD_NOT;
    }

    /** @param problem null when there are hashes */
    private record Hashed(
            Path file,
            @Nullable HashedMedia media,
            @Nullable String problem) {}

    private Hashed hash(Cage opened, Path file) {
        if (Files.isDirectory(file)) return new Hashed(file, null, "is a directory");
        try (var media = MediaFile.open(file)) {
            return new Hashed(file, opened.hash(media, keyFrames ? Sampling.KEY_FRAMES : Sampling.EVERY_FRAME), null);
        } catch (NoSuchFileException _) {
            return new Hashed(file, null, "no such file");
        } catch (IOException e) {
            return new Hashed(file, null, "cannot be read: " + e.getMessage());
        }
    }

    private static Hashed await(Future<Hashed> one) {
        try {
            return one.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static boolean print(Hashed hashed, PrintWriter out, PrintWriter err) {
        switch (hashed.media()) {
            case null -> err.println(hashed.file() + ": " + hashed.problem());
            case HashedMedia.Refused(var refusal) -> err.println(hashed.file() + ": " + refusal.sentence());
            case HashedMedia.Picture picture ->
                out.println(hashed.file() + "\t" + picture.hashed().hash() + "\t"
                        + picture.hashed().quality());
            case HashedMedia.Video video -> {
                for (var frame : video.frames())
                    out.printf(
                            Locale.ROOT,
                            "%s\t%d\t%.3f\t%s\t%d%n",
                            hashed.file(),
                            frame.number(),
                            frame.micros() / 1e6,
                            frame.hashed().hash(),
                            frame.hashed().quality());
            }
        }
        return hashed.media() instanceof HashedMedia.Picture || hashed.media() instanceof HashedMedia.Video;
    }
}
