package io.gatehouse.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** One run of {@code serve}, from its start to its end, whoever ends it. */
public final class ServiceProcess {
    private static final Pattern READY = Pattern.compile("^Gatehouse is ready: (\\S+)", Pattern.MULTILINE);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    /** A clean stop waits for what is being written and checkpoints the database. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(60);

    private static final int SHOWN_OF_LOG = 4000;

    private final Process process;
    private final Path output;
    private final long startedAt;

    private ServiceProcess(Process process, Path output, long startedAt) {
        this.process = process;
        this.output = output;
        this.startedAt = startedAt;
    }

    /** @param output a new file; the process gets nothing else of ours */
    static ServiceProcess start(
            List<String> command, Path workingDirectory, String apiKey, Path temporary, Path output) {
        var builder = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("GATEHOUSE_BOOTSTRAP_KEY", apiKey);
        builder.environment().merge("GATEHOUSE_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary, (a, b) -> a + " " + b);
        try {
            long now = System.nanoTime();
            return new ServiceProcess(builder.start(), output, now);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.getFirst(), e);
        }
    }

    /**
     * Waits for the line that says ready.
     *
     * @return from start to ready
     * @throws IllegalStateException when the process ends first, or the limit passes; with its last words
     */
    public Duration awaitReady(Duration limit) {
        while (true) {
            var passed = Duration.ofNanos(System.nanoTime() - startedAt);
            if (READY.matcher(log()).find()) return passed;
            if (!process.isAlive()) throw new IllegalStateException("the service ended: " + lastWords());
            if (passed.compareTo(limit) > 0)
                throw new IllegalStateException("not ready within " + limit + ": " + lastWords());
            pause();
        }
    }

    private String log() {
        try {
            return Files.readString(output, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String lastWords() {
        var log = log();
        return "(" + output + ")\n" + log.substring(Math.max(0, log.length() - SHOWN_OF_LOG));
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL, and waits until the kernel has let go of it. What it started lives on. */
    public void kill() {
        process.destroyForcibly();
        process.toHandle().onExit().join();
    }

    /** SIGTERM; SIGKILL when that is not heard. @return whether it ended by itself */
    public boolean stop() {
        process.destroy();
        try {
            if (process.waitFor(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
        return false;
    }
}
