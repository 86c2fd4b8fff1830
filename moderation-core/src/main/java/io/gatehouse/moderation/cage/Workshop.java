package io.gatehouse.moderation.cage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Starts workers of one kind, and kills those that are late. */
final class Workshop implements AutoCloseable {
    /** A start takes a second of processor time; machines may be busy. */
    private static final Duration MAX_START = Duration.ofSeconds(60);

    /** One that gives way to all others gets its second late on a busy machine. */
    private static final Duration MAX_START_IN_BACKGROUND = Duration.ofMinutes(3);

    /** Of what a worker that does not start complains about. */
    private static final int MAX_COMPLAINT_BYTES = 2_000;

    private final CageKind kind;
    private final WorkerFiles files;
    private final MediaLimits limits;
    private final Senses senses;
    private final boolean inBackground;

    /** The system kills a worker when the thread that started it ends: so one thread starts them all, and stays. */
    private final ExecutorService starter = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("cage-starter").factory());

    private final ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("cage-watch").factory());

    Workshop(CageKind kind, WorkerFiles files, MediaLimits limits, Senses senses, boolean inBackground) {
        this.senses = senses;
        this.inBackground = inBackground;
        this.kind = kind;
        this.files = files;
        this.limits = limits;
        // Most alarms are for half an hour, and stopped after milliseconds: each would wait with its worker.
        watch.setRemoveOnCancelPolicy(true);
    }

    /** Whether what holds a kind of cage up is there at all. */
    static boolean seemsToWork(CageKind kind) {
        return switch (kind) {
            case NONE -> true;
            case LIMITS_ONLY -> isKnownMachine();
            case BUBBLEWRAP -> isKnownMachine() && bubblewrapRuns();
        };
    }

    private static boolean isKnownMachine() {
        return System.getProperty("os.name").equals("Linux")
                && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"));
    }

    private static boolean bubblewrapRuns() {
        try {
            var tried = new ProcessBuilder("bwrap", "--unshare-user", "--unshare-all", "--ro-bind", "/", "/", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (tried.waitFor(MAX_START.toSeconds(), TimeUnit.SECONDS)) return tried.exitValue() == 0;
            tried.destroyForcibly();
            return false;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    CageKind kind() {
        return kind;
    }

    /** @throws CageUnavailableException when this kind of cage does not work on this machine */
    Worker start() {
        Process process = spawn();
        var complaint = new ByteArrayOutputStream();
        var listener =
                Thread.ofVirtual().name("cage-complaints").start(() -> keepBegin(process.getErrorStream(), complaint));
        var worker = new Worker(
                process, senses.scoring() == null ? null : senses.scoring().model());
        var within = inBackground ? MAX_START_IN_BACKGROUND : MAX_START;
        var alarm = killAfter(worker, within);
        try {
            worker.awaitReady();
            return worker;
        } catch (IOException e) {
            worker.kill();
            join(listener);
            throw new CageUnavailableException(
                    "the cage '" + kind.words() + "' does not work here: "
                            + why(complaint.toString(StandardCharsets.UTF_8).strip(), within),
                    e);
        } finally {
            alarm.cancel();
        }
    }

    private static String why(String complaint, Duration within) {
        return complaint.isEmpty()
                ? "it ended without a word; when that took " + within.toSeconds() + " s, the machine is too busy"
                : complaint;
    }

    private List<String> command() {
        return inBackground
                ? WorkerCommand.inBackground(kind, files, limits, senses)
                : WorkerCommand.of(kind, files, limits, senses);
    }

    private Process spawn() {
        var builder = new ProcessBuilder(command()).directory(files.directory().toFile());
        builder.environment().clear();
        // One heap for native memory: each further one takes 64 MiB of addresses.
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        // The text reader would start threads as many as there are processors, for each letter.
        builder.environment().put("OMP_THREAD_LIMIT", "1");
        builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
        try {
            return starter.submit(builder::start).get();
        } catch (ExecutionException e) {
            throw new CageUnavailableException(
                    "the cage '" + kind.words() + "' cannot be started here: " + String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CageUnavailableException("interrupted while a decoder was started", e);
        }
    }

    /** Stops a kill that is no longer wanted. */
    @FunctionalInterface
    interface Alarm {
        /** @return false when it came too late */
        boolean cancel();
    }

    Alarm killAfter(Worker worker, Duration time) {
        var planned = watch.schedule(worker::kill, time.toMillis(), TimeUnit.MILLISECONDS);
        return () -> planned.cancel(false);
    }

    /** All is read, so that the worker never waits; little is kept. */
    private static void keepBegin(InputStream from, ByteArrayOutputStream into) {
        var buffer = new byte[1024];
        try (from) {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer))
                into.write(buffer, 0, Math.clamp(MAX_COMPLAINT_BYTES - into.size(), 0, read));
        } catch (IOException _) {
            // The worker was killed.
        }
    }

    private static void join(Thread listener) {
        try {
            listener.join(Duration.ofSeconds(1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
        starter.shutdown();
        files.close();
    }
}
