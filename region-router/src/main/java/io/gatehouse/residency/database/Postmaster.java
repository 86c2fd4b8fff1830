package io.gatehouse.residency.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The main process of a PostgreSQL server, ours or one that a killed Gatehouse left behind. */
final class Postmaster {
    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
    /** A fast shutdown writes one checkpoint; a minute covers a slow disk. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(60);
    /** An immediate shutdown writes nothing. */
    private static final Duration ABORT_WITHIN = Duration.ofSeconds(10);

    private final PostgresPrograms programs;
    private final ProcessHandle process;

    Postmaster(PostgresPrograms programs, ProcessHandle process) {
        this.programs = programs;
        this.process = process;
    }

    /** The live server of this cluster directory that {@code postmaster.pid} tells of. */
    static Optional<Postmaster> find(PostgresPrograms programs, Path cluster) {
        var named = pid(pidFile(cluster)).flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive);
        if (named.isEmpty()) return Optional.empty(); // PostgreSQL itself sees that the file is stale.
        if (runsOn(named.get(), cluster)) return Optional.of(new Postmaster(programs, named.get()));
        removeStale(cluster);
        return Optional.empty();
    }

    /**
     * The number belongs to another program by now, for fear of which PostgreSQL would not start. The file also guards
     * against sessions that outlived their server, so it goes only when there are none.
     */
    private static void removeStale(Path cluster) {
        if (ProcessHandle.allProcesses().anyMatch(process -> worksIn(process, cluster)))
            throw new ServerStartException("processes of an earlier PostgreSQL still run on " + cluster + "; end them");
        try {
            Files.delete(pidFile(cluster));
            LOG.warn("removed a stale postmaster.pid in {}", cluster);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + pidFile(cluster), e);
        }
    }

    private static Optional<Long> pid(Path file) {
        try {
            var lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Long.parseLong(lines.getFirst().trim()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean runsOn(ProcessHandle process, Path cluster) {
        try {
            var line = Files.readString(proc(process).resolve("cmdline"), StandardCharsets.ISO_8859_1);
            return Path.of(line.split("\0", 2)[0]).endsWith("postgres") && worksIn(process, cluster);
        } catch (IOException e) {
            return false; // It has just ended, or is another user's.
        }
    }

    /** PostgreSQL and its sessions work in the cluster directory, so the kernel knows whose they are. */
    private static boolean worksIn(ProcessHandle process, Path cluster) {
        try {
            return Files.isSameFile(proc(process).resolve("cwd"), cluster);
        } catch (IOException e) {
            return false; // It has just ended, or is another user's.
        }
    }

    private static Path proc(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()));
    }

    static Path pidFile(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    /** PostgreSQL writes its number into the first line, and this word into the eighth once it accepts connections. */
    static boolean isReady(Path cluster, long pid) {
        try {
            var lines = Files.readAllLines(pidFile(cluster), StandardCharsets.ISO_8859_1);
            return lines.size() >= 8
                    && lines.getFirst().trim().equals(Long.toString(pid))
                    && lines.get(7).trim().equals("ready");
        } catch (IOException e) {
            return false;
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    CompletableFuture<ProcessHandle> onExit() {
        return process.onExit();
    }

    /** Sessions are ended, a checkpoint is written. If that hangs, the next start recovers from the log instead. */
    void stop() {
        signal("INT");
        if (endsWithin(STOP_WITHIN)) return;
        LOG.warn("PostgreSQL {} does not stop; aborting it, the next start will recover", pid());
        signal("QUIT");
        if (!endsWithin(ABORT_WITHIN))
            throw new ServerStartException("PostgreSQL (process " + pid() + ") cannot be stopped; end it by hand");
    }

    /** Java cannot send SIGINT, which asks for a fast shutdown; SIGTERM would wait for every session. */
    private void signal(String name) {
        try {
            new ProcessBuilder(programs.command("pg_ctl", List.of("kill", name, Long.toString(pid()))))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(ABORT_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot signal PostgreSQL", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean endsWithin(Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
