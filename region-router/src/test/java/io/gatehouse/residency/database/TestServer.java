package io.gatehouse.residency.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;

/** The one database server that the tests of a JVM share; stopped and removed when the JVM ends. */
public final class TestServer {
    /** Kept between runs: unpacking costs a second. */
    public static final Path PROGRAMS = Path.of("target", "postgres-programs");

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static PostgresServer server;

    private TestServer() {}

    public static synchronized PostgresServer get() {
        if (server == null) {
            try {
                var data = Files.createTempDirectory("gatehouse-test");
                server = PostgresServer.start(data, PROGRAMS);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
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
    public static Database newDatabase(int connections) {
        return get().database("test_" + COUNT.incrementAndGet(), connections);
    }

    public static void deleteTree(Path tree) {
        try (var paths = Files.walk(tree)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
