package io.gatehouse.residency.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
    @TempDir
    Path data;

    @Test
    void syncsWhatItCommits() {
        try (var database = TestServer.newDatabase(2)) {
            var settings = database.read(Durability::settings);
            assertThat(settings).isEqualTo(Durability.REQUIRED);
        }
    }

    @Test
    void refusesAConnectionThatWouldNotSync() {
        try (var database = TestServer.get().database("careless", 1)) {
            database.transact(c ->
                    c.createStatement().execute("ALTER ROLE " + database.name() + " SET synchronous_commit = off"));
            try (var again = TestServer.get().database(database.name(), 1)) {
                assertThatThrownBy(() -> again.read(c -> 1))
                        .isInstanceOf(DatabaseUnavailableException.class)
                        .hasStackTraceContaining("synchronous_commit is off, must be on");
            }
        }
    }

    @Test
    void givesEachDatabaseARoleThatReachesNoOther() {
        try (var one = TestServer.newDatabase(1);
                var other = TestServer.newDatabase(1)) {
            var url = one.read(c -> c.getMetaData().getURL());
            for (var target : new String[] {other.name(), "postgres", "template1"}) {
                assertThatThrownBy(() -> connectAs(one.name(), url, target))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("permission denied for database");
            }
        }
    }

    /** Uses the right password, so that only the missing privilege can refuse. */
    private static void connectAs(String role, String url, String target) throws SQLException {
        var address = url.replaceAll("^(jdbc:postgresql://[^/]+)/.*$", "$1/" + target);
        DriverManager.getConnection(address, role, TestServer.get().passwordOf(role))
                .close();
    }

    @Test
    void refusesASecondStartOnTheSameDirectory() {
        TestServer.get();
        try (var first = PostgresServer.start(data, TestServer.PROGRAMS)) {
            assertThatThrownBy(() -> PostgresServer.start(data, TestServer.PROGRAMS))
                    .isInstanceOf(DataDirectoryInUseException.class)
                    .hasMessageContaining("in use by another Gatehouse (process "
                            + ProcessHandle.current().pid() + ")");
            assertThat(isAlive(first.processId())).isTrue();
        }
        assertThat(Files.exists(data.resolve("postgres/cluster/postmaster.pid")))
                .isFalse();
    }

    @Test
    void startsAgainOnAnExistingDirectoryWithinTwoSeconds() {
        try (var first = PostgresServer.start(data, TestServer.PROGRAMS);
                var database = first.database("kept", 1)) {
            TestServer.asMigrator(database, "CREATE TABLE t AS SELECT 7 AS seven");
        }
        long start = System.nanoTime();
        try (var second = PostgresServer.start(data, TestServer.PROGRAMS);
                var database = second.database("kept", 1)) {
            int seven = database.read(PostgresServerTest::seven);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            assertThat(seven).isEqualTo(7);
        }
    }

    private static int seven(Connection connection) throws SQLException {
        try (var rows = connection.createStatement().executeQuery("SELECT seven FROM t")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void keepsItsPasswordsToItsOwner() throws Exception {
        try (var server = PostgresServer.start(data, TestServer.PROGRAMS)) {
            assertThat(isAlive(server.processId())).isTrue();
            var secrets = data.resolve("postgres/secrets");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("postgres"))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void comesBackWhenItsProcessIsKilled() throws Exception {
        try (var server = PostgresServer.start(data, TestServer.PROGRAMS);
                var database = server.database("kept", 2)) {
            TestServer.asMigrator(database, "CREATE TABLE t AS SELECT 7 AS seven");
            long before = server.processId();
            kill(before);
            // A session of the killed server may answer once more before it notices that its parent is gone.
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (server.processId() == before && System.nanoTime() < deadline) Thread.onSpinWait();
            assertThat(server.processId()).isNotEqualTo(before);
            assertThat(eventually(database)).isEqualTo(7);
        }
    }

    /** What callers do: they retry what is unavailable. */
    private static int eventually(Database database) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            try {
                return database.read(PostgresServerTest::seven);
            } catch (DatabaseUnavailableException e) {
                if (System.nanoTime() - deadline > 0) throw e;
            }
        }
    }

    @Test
    void stopsTheServerThatAKilledGatehouseLeftBehind() throws Exception {
        var orphanOwner = startInAnotherJvm();
        long orphan = pidOf(orphanOwner);
        orphanOwner.destroyForcibly().waitFor();
        assertThat(isAlive(orphan)).as("the server outlives its parent").isTrue();
        try (var server = PostgresServer.start(data, TestServer.PROGRAMS);
                var database = server.database("kept", 1)) {
            assertThat(isAlive(orphan)).isFalse();
            assertThat(database.read(PostgresServerTest::seven)).isEqualTo(7);
        }
    }

    @Test
    void refusesTheDirectoryOfAnotherProcess() throws Exception {
        var other = startInAnotherJvm();
        long server = pidOf(other);
        assertThatThrownBy(() -> PostgresServer.start(data, TestServer.PROGRAMS))
                .isInstanceOf(DataDirectoryInUseException.class)
                .hasMessageContaining("process " + other.pid());
        other.getOutputStream().close();
        assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(isAlive(server)).isFalse();
    }

    @Test
    void removesAPidFileThatNamesAnotherProgram() throws Exception {
        try (var server = PostgresServer.start(data, TestServer.PROGRAMS)) {
            assertThat(isAlive(server.processId())).isTrue();
        }
        var stale = data.resolve("postgres/cluster/postmaster.pid");
        Files.writeString(stale, ProcessHandle.current().pid() + "\n" + data + "\n1\n5432\n\n127.0.0.1\n1 1\nready\n");
        try (var server = PostgresServer.start(data, TestServer.PROGRAMS)) {
            assertThat(server.processId()).isNotEqualTo(ProcessHandle.current().pid());
        }
    }

    /** Starts a server on {@link #data}, makes the table {@code t} and waits for its standard input to end. */
    static final class Owner {
        public static void main(String[] arguments) throws Exception {
            try (var server = PostgresServer.start(Path.of(arguments[0]), TestServer.PROGRAMS);
                    var database = server.database("kept", 1)) {
                TestServer.asMigrator(database, "CREATE TABLE t AS SELECT 7 AS seven");
                System.out.println("server " + server.processId());
                while (System.in.read() >= 0) continue;
            }
        }
    }

    private Process startInAnotherJvm() throws Exception {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Owner.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static long pidOf(Process owner) throws Exception {
        var lines = owner.inputReader();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("server ")) return Long.parseLong(line.substring(7));
        }
        throw new AssertionError("the other process did not start a server");
    }

    private static void kill(long pid) throws Exception {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
