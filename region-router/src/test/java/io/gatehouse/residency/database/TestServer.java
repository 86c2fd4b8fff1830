package io.gatehouse.residency.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The one database server that the tests of a JVM share; stopped and removed when the JVM ends. */
public final class TestServer {
    /** Kept between runs: unpacking costs a second. */
    public static final Path PROGRAMS = Path.of("target", "postgres-programs");

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final List<String> FREE = new ArrayList<>();
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

    /** An empty database; given back, it is emptied for the next test, because creating one costs a thousand files. */
    public static synchronized Database newDatabase(int connections) {
        var name = FREE.isEmpty() ? "test_" + COUNT.incrementAndGet() : FREE.removeLast();
        var database = get().database(name, connections);
        asMigrator(
                database, "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC");
        return new Lent(database);
    }

    /** As the role that owns the tables, which the service never serves as. */
    public static void asMigrator(Database database, String sql) {
        execute(database.migrator(), sql);
    }

    /** As the server's superuser: what an operator could do by hand. */
    public static void asSuperuser(String database, String sql) {
        execute(superuser(database), sql);
    }

    public static DataSource superuser(String database) {
        return as(Cluster.SUPERUSER, database);
    }

    /** Any role with its right password, so that only a missing privilege can refuse. */
    public static DataSource as(String role, String database) {
        var source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://127.0.0.1:" + get().port() + "/" + database);
        source.setUser(role);
        source.setPassword(get().passwordOf(role));
        return source;
    }

    private static void execute(DataSource source, String sql) {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static synchronized void giveBack(String name) {
        FREE.add(name);
    }

    private record Lent(Database database) implements Database {
        @Override
        public String name() {
            return database.name();
        }

        @Override
        public DataSource dataSource() {
            return database.dataSource();
        }

        @Override
        public DataSource migrator() {
            return database.migrator();
        }

        @Override
        public <R> R transact(Work<R> work) {
            return database.transact(work);
        }

        @Override
        public <R> R read(Work<R> work) {
            return database.read(work);
        }

        @Override
        public void close() {
            database.close();
            giveBack(database.name());
        }
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
