package io.gatehouse.residency.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The smallest Ceph there is, in memory: one monitor, one OSD, one gateway. It enforces versions, retention and legal holds, which no
 * server within Java does. Starts in some 15 seconds.
 */
final class CephGateway implements AutoCloseable {
    static final String HOW_TO_INSTALL =
            "Ceph is missing: apt-get install --no-install-recommends radosgw ceph-mon ceph-osd ceph-common";
    private static final Duration STEP_WITHIN = Duration.ofSeconds(60);

    private static final String CONFIGURATION = """
        [global]
        fsid = %1$s
        mon host = [v2:127.0.0.1:%2$d,v1:127.0.0.1:%3$d]
        mon initial members = a
        run dir = %5$s
        log file = %5$s/$name.log
        admin socket = %5$s/$name.$pid.asok
        keyring = %5$s/keyring
        mon data = %5$s/mon
        osd data = %5$s/osd
        osd objectstore = memstore
        memstore device bytes = 1073741824
        osd pool default size = 1
        osd pool default min size = 1
        osd pool default pg num = 4
        osd crush chooseleaf type = 0
        mon allow pool size one = true
        mon osd full ratio = 1.0
        osd failsafe full ratio = 1.0
        [client]
        rgw frontends = beast endpoint=127.0.0.1:%4$d
        rgw data = %5$s/rgw
        """;

    private final Path home;
    private final int port;
    private final List<Process> daemons = new ArrayList<>();

    private CephGateway(Path home, int port) {
        this.home = home;
        this.port = port;
    }

    static boolean isInstalled() {
        return Stream.of("ceph-mon", "ceph-osd", "ceph", "radosgw", "radosgw-admin", "ceph-authtool", "monmaptool")
                .allMatch(program -> Files.isExecutable(Path.of("/usr/bin", program)));
    }

    static CephGateway start(Path home) throws Exception {
        var ceph = new CephGateway(home, freePort());
        try {
            ceph.startAll();
            return ceph;
        } catch (Exception e) {
            ceph.close();
            throw e;
        }
    }

    private void startAll() throws Exception {
        for (var directory : List.of("mon", "osd", "rgw")) Files.createDirectories(home.resolve(directory));
        var fsid = UUID.randomUUID().toString();
        int v2 = freePort();
        int v1 = freePort();
        Files.writeString(home.resolve("ceph.conf"), CONFIGURATION.formatted(fsid, v2, v1, port, home));
        var keyring = home.resolve("keyring").toString();
        var map = home.resolve("monmap").toString();
        run("ceph-authtool", "--create-keyring", keyring, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *");
        run(
                "ceph-authtool",
                keyring,
                "--gen-key",
                "-n",
                "client.admin",
                "--cap",
                "mon",
                "allow *",
                "--cap",
                "osd",
                "allow *");
        run(
                "monmaptool",
                "--create",
                "--addv",
                "a",
                "[v2:127.0.0.1:" + v2 + ",v1:127.0.0.1:" + v1 + "]",
                "--fsid",
                fsid,
                map);
        run("ceph-mon", "-c", conf(), "-i", "a", "--mkfs", "--monmap", map, "--keyring", keyring);
        daemon("ceph-mon", "-i", "a");
        var osd = UUID.randomUUID().toString();
        var osdKeyring = home.resolve("osd/keyring").toString();
        run("ceph", "-c", conf(), "osd", "new", osd);
        run(
                "ceph",
                "-c",
                conf(),
                "auth",
                "get-or-create",
                "osd.0",
                "mon",
                "allow *",
                "osd",
                "allow *",
                "-o",
                osdKeyring);
        run("ceph-osd", "-c", conf(), "-i", "0", "--osd-uuid", osd, "--keyring", osdKeyring, "--mkfs");
        daemon("ceph-osd", "-i", "0", "--keyring", osdKeyring);
        run("ceph", "-c", conf(), "osd", "crush", "add", "osd.0", "1", "root=default", "host=localhost");
        daemon("radosgw", "-n", "client.admin", "--keyring", keyring);
        run(
                "radosgw-admin",
                "-c",
                conf(),
                "user",
                "create",
                "--uid=" + S3Server.IDENTITY,
                "--display-name=tester",
                "--access-key=" + S3Server.IDENTITY,
                "--secret-key=" + S3Server.SECRET);
        awaitGateway();
    }

    private String conf() {
        return home.resolve("ceph.conf").toString();
    }

    private void run(String... command) throws Exception {
        var output = home.resolve("steps.log").toFile();
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
                .start();
        if (!process.waitFor(STEP_WITHIN.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException(
                    String.join(" ", command) + " failed: " + Files.readString(output.toPath()));
        }
    }

    private void daemon(String... command) throws IOException {
        var whole = new ArrayList<>(List.of(command));
        whole.addAll(1, List.of("-c", conf(), "-f"));
        daemons.add(new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve(command[0] + ".out").toFile())
                .start());
    }

    private void awaitGateway() {
        long until = System.nanoTime() + STEP_WITHIN.toNanos();
        while (true) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) return;
            } catch (IOException e) {
                if (System.nanoTime() > until) throw new IllegalStateException("the gateway does not listen", e);
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    S3Settings settings(String bucket) {
        return new S3Settings(
                bucket,
                LOCATION,
                Optional.of(endpoint()),
                Optional.empty(),
                java.util.Set.of(),
                S3Server.credentials(S3Server.SECRET));
    }

    /** What this gateway reports: the name of its zone group. */
    static final String LOCATION = "default";

    @Override
    public void close() {
        for (var daemon : daemons.reversed()) daemon.destroy();
        for (var daemon : daemons)
            try {
                if (!daemon.waitFor(5, TimeUnit.SECONDS)) daemon.destroyForcibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
    }
}
