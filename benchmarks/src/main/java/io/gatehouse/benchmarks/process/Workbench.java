package io.gatehouse.benchmarks.process;

import io.gatehouse.benchmarks.load.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A directory with all of one experiment: {@code data} (the service's), {@code output} (what it printed, a file a start),
 * {@code tmp} (its temporary files), {@code ledgers} (ours, outside of what is searched).
 */
public final class Workbench {
    private final Path home;
    private final Path directory;
    private final int port;
    private final String apiKey;
    private int starts;

    private Workbench(Path home, Path directory, int port, String apiKey) {
        this.home = home;
        this.directory = directory;
        this.port = port;
        this.apiKey = apiKey;
    }

    /** @param home the checkout whose {@code ./gatehouse} is started */
    public static Workbench create(Path home, Path directory) {
        try {
            var bench = new Workbench(home, Files.createDirectories(directory), freePort(), randomKey());
            for (var part : List.of(bench.output(), bench.temporary(), bench.ledgers())) Files.createDirectories(part);
            return bench;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory, e);
        }
    }

    /** Of the checkout this runs from, as the launcher says; the working directory otherwise. */
    public static Path home() {
        return Path.of(System.getProperty("gatehouse.home", "."))
                .toAbsolutePath()
                .normalize();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String randomKey() {
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return "gh_bench_" + HexFormat.of().formatHex(secret);
    }

    public ServiceProcess start() {
        starts++;
        var command = List.of(
                home.resolve("gatehouse").toString(),
                "serve",
                "--port",
                Integer.toString(port),
                "--data",
                data().toString());
        return ServiceProcess.start(
                command, directory, apiKey, temporary(), output().resolve("serve-%03d.log".formatted(starts)));
    }

    public Target target() {
        return new Target(URI.create("http://127.0.0.1:" + port), apiKey);
    }

    public Path directory() {
        return directory;
    }

    public Path data() {
        return directory.resolve("data");
    }

    public Path output() {
        return directory.resolve("output");
    }

    public Path temporary() {
        return directory.resolve("tmp");
    }

    public Path ledgers() {
        return directory.resolve("ledgers");
    }

    public Path policies() {
        return home.resolve("policies");
    }

    /** The main process of the embedded database, when it lives. */
    public Optional<ProcessHandle> postmaster() {
        var file = data().resolve("postgres/cluster/postmaster.pid");
        try {
            var lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.getFirst().trim())).filter(ProcessHandle::isAlive);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Processes that work in, or were told of, this directory. The kernel is asked, not the service. */
    public List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(p -> p.pid() != ProcessHandle.current().pid())
                .filter(this::belongsHere)
                .toList();
    }

    private boolean belongsHere(ProcessHandle process) {
        var proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            if (Files.readSymbolicLink(proc.resolve("cwd")).startsWith(directory)) return true;
            return new String(Files.readAllBytes(proc.resolve("cmdline")), StandardCharsets.UTF_8)
                    .contains(data().toString());
        } catch (IOException e) {
            return false; // Ended meanwhile.
        }
    }
}
