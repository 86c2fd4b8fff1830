package io.gatehouse.jobs;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;

/** The one database server that the tests of a JVM share; stopped and removed when the JVM ends. */
public final class ControlDatabase {
    /** Kept between runs: unpacking costs a second. */
    private static final Path PROGRAMS = Path.of("target", "postgres-programs");

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static PostgresServer server;

    private ControlDatabase() {}

    public static synchronized PostgresServer server() {
        if (server == null) {
            try {
                var data = Files.createTempDirectory("gatehouse-jobs");
                server = PostgresServer.start(data, PROGRAMS);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    if (shared != null) shared.close();
                    server.close();
                    deleteTree(data);
                }));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return server;
    }

    /** A new, empty database. */
    public static Database empty() {
        return server().database("jobs_" + COUNT.incrementAndGet(), 8);
    }

    private static final String DROP_ALL =
            "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC";

    private static Database shared;

    /** One database for all tests of a JVM, emptied: making a new one writes megabytes, and waits for the disk. */
    public static synchronized Database emptied() {
        if (shared == null) shared = server().database("jobs_shared", 10);
        try (var connection = shared.migrator().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(DROP_ALL);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return shared;
    }

    private static void deleteTree(Path tree) {
        try (var paths = Files.walk(tree)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
