package io.gatehouse.residency.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** The one database server that the tests of a JVM share; stopped and removed when the JVM ends. */
public final class TestServer {
    /** Kept between runs: unpacking costs a second. */
    public static final Path PROGRAMS = Path.of("target", "postgres-programs");

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final List<String> FREE = new ArrayList<>();
    private static final String CONTROL = "control";
    /** Used databases of cells, by region: their tables say whose rows they hold. */
    private static final Map<String, Deque<Cell>> CELLS = new HashMap<>();

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

    /**
     * A database with a region's tables and no rows but those that its migrations bring; given back, it is emptied for the next
     * test. Whoever opens the cell says so by {@link #opened}.
     */
    public static synchronized Database newCell(String region, int connections) {
        return again(region, connections, Migrations::cell);
    }

    /** A database with the tables of the control database, likewise. */
    public static synchronized Database newControl(int connections) {
        var database = again(CONTROL, connections, Migrations::control);
        opened(database);
        return database;
    }

    private static Database again(String kind, int connections, Consumer<Database> migrations) {
        for (var used = used(kind); used != null; used = used(kind)) {
            var database = get().database(used.name(), connections);
            if (isRestored(used)) return new LentCell(database, kind, used);
            database.close();
            FREE.add(used.name());
        }
        var database = newDatabase(connections);
        migrations.accept(database);
        return new LentCell(database, kind, new Cell(database.name(), asked(database.name(), EmptiedCell::of)));
    }

    private static @Nullable Cell used(String kind) {
        return CELLS.computeIfAbsent(kind, _ -> new ArrayDeque<>()).poll();
    }

    private static boolean isRestored(Cell used) {
        return asked(used.name(), used.empty()::restore);
    }

    /** The cell was opened for the first time: its tables are as they will be. */
    public static synchronized void opened(Database database) {
        if (!(database instanceof LentCell lent) || lent.cell().isOpened().getAndSet(true)) return;
        var _ = asked(database.name(), superuser -> {
            lent.cell().empty().opened(superuser);
            return true;
        });
    }

    private record Cell(String name, EmptiedCell empty, AtomicBoolean isOpened) {
        Cell(String name, EmptiedCell empty) {
            this(name, empty, new AtomicBoolean());
        }
    }

    @FunctionalInterface
    private interface Asking<R> {
        R ask(Connection superuser) throws SQLException;
    }

    private static <R> R asked(String database, Asking<R> asking) {
        try (var connection = superuser(database).getConnection()) {
            return asking.ask(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
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

    private static synchronized void giveBack(String kind, Cell cell) {
        CELLS.computeIfAbsent(kind, _ -> new ArrayDeque<>()).add(cell);
    }

    private record Lent(Database database) implements Borrowed {
        @Override
        public void close() {
            database.close();
            giveBack(database.name());
        }
    }

    private record LentCell(Database database, String kind, Cell cell) implements Borrowed {
        @Override
        public void close() {
            (database instanceof Lent lent ? lent.database() : database).close();
            giveBack(kind, cell);
        }
    }

    private interface Borrowed extends Database {
        Database database();

        @Override
        default String name() {
            return database().name();
        }

        @Override
        default DataSource dataSource() {
            return database().dataSource();
        }

        @Override
        default DataSource migrator() {
            return database().migrator();
        }

        @Override
        default <R> R transact(Work<R> work) {
            return database().transact(work);
        }

        @Override
        default <R> R read(Work<R> work) {
            return database().read(work);
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
