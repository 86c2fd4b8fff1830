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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A directory with all of one experiment: {@code data} (the service's), {@code output} (what it printed, a file a start),
 * {@code tmp} (its temporary files), {@code ledgers} (ours, outside of what is searched).
 */
public final class Workbench {
    private final Path home;
    private final List<String> program;
    private final Path directory;
    private final int port;
    private final String apiKey;
    private int starts;

    private Workbench(Path home, List<String> program, Path directory, int port, String apiKey) {
        this.home = home;
        this.program = program;
        this.directory = directory;
        this.port = port;
        this.apiKey = apiKey;
    }

    /** Of the checkout that this runs from, by its launcher. */
    public static Workbench create(Path directory) {
        return create(home(), List.of(home().resolve("gatehouse").toString()), directory);
    }

    /** Of the checkout that this runs from, on this program's own class path: for tests, which cannot build meanwhile. */
    public static Workbench onOwnClassPath(Path directory) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var program = List.of(
                java,
                "-Xmx2g",
                "-XX:+UseParallelGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dgatehouse.home=" + home(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.gatehouse.service.Gatehouse");
        return create(home(), program, directory);
    }

    /** Of another checkout, by its launcher. */
    public static Workbench ofCheckout(Path home, Path directory) {
        return create(home, List.of(home.resolve("gatehouse").toString()), directory);
    }

    private static Workbench create(Path home, List<String> program, Path directory) {
        try {
            var bench = new Workbench(home, program, Files.createDirectories(directory), freePort(), randomKey());
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
        var command = new ArrayList<>(program);
        command.addAll(List.of("serve", "--port", Integer.toString(port), "--data", data().toString()));
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
