package io.gatehouse.residency.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The files of one PostgreSQL server ("cluster" is PostgreSQL's word) and how it is started on them. */
final class Cluster {
    static final String SUPERUSER = "gatehouse_owner";
    /** Recovery after a crash replays at most the log since the last checkpoint: seconds, on a slow disk a minute or two. */
    private static final Duration START_WITHIN = Duration.ofMinutes(3);

    private static final Duration CREATE_WITHIN = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    private static final int LOG_LIMIT_BYTES = 16 << 20;

    /** Durable, and silent about values: an error's detail may hold personal data. */
    private static final List<String> SETTINGS = List.of(
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "password_encryption=scram-sha-256",
            "max_connections=120",
            "shared_buffers=256MB",
            "max_wal_size=2GB",
            "jit=off",
            "log_checkpoints=off",
            "log_statement=none",
            "log_error_verbosity=terse",
            "log_min_error_statement=panic",
            "log_parameter_max_length_on_error=0");

    private final PostgresPrograms programs;
    private final ServerSecrets secrets;
    private final Path directory;
    private final Path log;

    Cluster(PostgresPrograms programs, ServerSecrets secrets, Path directory, Path log) {
        this.programs = programs;
        this.secrets = secrets;
        this.directory = directory;
        this.log = log;
    }

    /** Creates the files unless they are there; beside and renamed, so that a killed start leaves no half. */
    void createIfMissing() throws IOException {
        if (Files.exists(directory.resolve("PG_VERSION"))) return;
        var beside = directory.resolveSibling("cluster.new");
        deleteTree(beside);
        var password = Files.createTempFile(
                directory.resolveSibling("."),
                "initdb",
                ".password",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(password, secrets.passwordOf(SUPERUSER));
            initialize(beside, password);
        } finally {
            Files.delete(password);
        }
        Files.move(beside, directory, StandardCopyOption.ATOMIC_MOVE);
    }

    private void initialize(Path into, Path password) throws IOException {
        var arguments = List.of(
                "--pgdata=" + into,
                "--username=" + SUPERUSER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--data-checksums");
        var process = new ProcessBuilder(programs.command("initdb", arguments))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            if (!process.waitFor(CREATE_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new ServerStartException("initdb did not finish; see " + log);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new ServerStartException("interrupted while creating the database", e);
        }
        if (process.exitValue() != 0) throw new ServerStartException("initdb failed; see " + log);
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) return;
        try (var paths = Files.walk(tree)) {
            for (var path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }

    /**
     * Starts on the remembered port, or on a new one when it is taken.
     *
     * @return the server, accepting connections
     */
    Started start() {
        int port = freePort(secrets.port());
        if (port != secrets.port()) secrets.rememberPort(port);
        try {
            if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) Files.delete(log);
            var process = new ProcessBuilder(command(port))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            awaitReady(process);
            return new Started(new Postmaster(programs, process.toHandle()), port);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL", e);
        }
    }

    /** In a session of its own, so that Ctrl-C at the terminal stops Gatehouse first and the database last. */
    private List<String> command(int port) {
        var arguments = new ArrayList<>(List.of("-D", directory.toString(), "-p", Integer.toString(port)));
        for (var setting : SETTINGS) {
            arguments.add("-c");
            arguments.add(setting);
        }
        var command = new ArrayList<String>();
        command.add("setsid");
        command.addAll(programs.command("postgres", arguments));
        return command;
    }

    private void awaitReady(Process process) {
        long deadline = System.nanoTime() + START_WITHIN.toNanos();
        try {
            while (!Postmaster.isReady(directory, process.pid())) {
                if (process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS))
                    throw new ServerStartException("PostgreSQL ended while starting; see " + log);
                if (System.nanoTime() - deadline > 0) {
                    process.destroyForcibly();
                    throw new ServerStartException("PostgreSQL did not start within " + START_WITHIN + "; see " + log);
                }
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new ServerStartException("interrupted while starting PostgreSQL", e);
        }
    }

    private static int freePort(int wished) {
        try (var socket = new ServerSocket()) {
            // Without this a port whose old connections linger in TIME_WAIT counts as taken.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wished));
            return socket.getLocalPort();
        } catch (IOException e) {
            if (wished == 0) throw new UncheckedIOException("no free port", e);
            return freePort(0);
        }
    }

    record Started(Postmaster postmaster, int port) {}
}
