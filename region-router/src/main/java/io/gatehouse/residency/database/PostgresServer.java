package io.gatehouse.residency.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded PostgreSQL of one data directory: started, watched, restarted when it dies, stopped. It listens on
 * 127.0.0.1 only, asks for passwords (SCRAM) kept in a file only the owner reads, and is refused when it does not
 * sync. A server left behind by a killed Gatehouse is stopped cleanly first. Thread-safe.
 */
public final class PostgresServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    /** Between attempts to bring a dead server back: the first may fail because its sessions have not ended yet. */
    private static final Duration RESTART_PAUSE = Duration.ofMillis(200);

    /** Null where another process runs the server. */
    private final @Nullable DataDirectoryLock lock;

    private final Cluster cluster;
    private final ServerSecrets secrets;
    /** Every address handed out, so that all follow when the server comes back on another port. */
    private final List<PGSimpleDataSource> addresses = new CopyOnWriteArrayList<>();

    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread watcher;
    private volatile Postmaster postmaster;
    private volatile int port;

    private PostgresServer(@Nullable DataDirectoryLock lock, Cluster cluster, ServerSecrets secrets, Cluster.Started started) {
        this.lock = lock;
        this.cluster = cluster;
        this.secrets = secrets;
        this.postmaster = started.postmaster();
        this.port = started.port();
        this.watcher = Thread.ofPlatform().daemon().name("postgres-watcher").unstarted(this::watch);
    }

    /**
     * Starts the server of {@code data}/postgres, creating it when new.
     *
     * @throws DataDirectoryInUseException when another Gatehouse holds the directory
     * @throws ServerStartException when it does not start, or is not durable
     */
    public static PostgresServer start(Path data) {
        return start(data, data.resolve("postgres"));
    }

    /** @param programs where PostgreSQL's programs are unpacked; may be shared by several data directories */
    public static PostgresServer start(Path data, Path programs) {
        var lock = DataDirectoryLock.take(data);
        try {
            var home = data.resolve("postgres").toAbsolutePath().normalize();
            Files.createDirectories(
                    home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var unpacked = PostgresPrograms.unpack(Files.createDirectories(programs));
            var secrets = new ServerSecrets(home.resolve("secrets"));
            var cluster = new Cluster(unpacked, secrets, home.resolve("cluster"), home.resolve("server.log"));
            Postmaster.find(unpacked, home.resolve("cluster")).ifPresent(PostgresServer::stopOrphan);
            cluster.createIfMissing();
            var server = new PostgresServer(lock, cluster, secrets, cluster.start());
            server.requireDurable();
            server.watcher.start();
            return server;
        } catch (IOException e) {
            lock.close();
            throw new UncheckedIOException("cannot start PostgreSQL", e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Connects to the server that another Gatehouse runs for {@code data}; that one starts, watches and stops it. When it comes back
     * on another port, whoever joined must join again.
     *
     * @throws ServerStartException when none runs there
     */
    public static PostgresServer join(Path data) {
        var home = data.resolve("postgres").toAbsolutePath().normalize();
        if (!Files.exists(home.resolve("secrets"))) throw noServer(data);
        var programs = PostgresPrograms.unpack(home);
        var secrets = new ServerSecrets(home.resolve("secrets"));
        var directory = home.resolve("cluster");
        var running = Postmaster.find(programs, directory).orElseThrow(() -> noServer(data));
        var cluster = new Cluster(programs, secrets, directory, home.resolve("server.log"));
        return new PostgresServer(null, cluster, secrets, new Cluster.Started(running, secrets.port()));
    }

    private static ServerStartException noServer(Path data) {
        return new ServerStartException("no Gatehouse serves the data directory " + data + "; start one first");
    }

    /** It may still hold transactions of the process that is gone; a clean stop ends them and costs a fraction of a second. */
    private static void stopOrphan(Postmaster orphan) {
        LOG.warn("stopping PostgreSQL {}, left behind by a Gatehouse that was killed", orphan.pid());
        orphan.stop();
    }

    private void requireDurable() {
        try (var connection = superuser("postgres")) {
            Durability.require(connection);
        } catch (SQLException e) {
            postmaster.stop();
            throw new ServerStartException("PostgreSQL is refused: " + e.getMessage(), e);
        }
    }

    /** Brings the server back, for as long as it takes, until we close. */
    private void watch() {
        while (closing.getCount() > 0) {
            postmaster.onExit().join();
            while (closing.getCount() > 0 && !postmaster.isAlive()) {
                LOG.warn("PostgreSQL {} has ended; starting it again", postmaster.pid());
                try {
                    var started = cluster.start();
                    moveTo(started.port());
                    postmaster = started.postmaster();
                    LOG.info("PostgreSQL is back as {}", postmaster.pid());
                } catch (RuntimeException e) {
                    LOG.warn("PostgreSQL does not start yet: {}", e.getMessage());
                    pause();
                }
            }
        }
    }

    private void moveTo(int newPort) {
        port = newPort;
        for (var address : addresses) address.setPortNumbers(new int[] {newPort});
    }

    private void pause() {
        try {
            // Ends at once when we close.
            boolean closed = closing.await(RESTART_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            if (closed) LOG.debug("closing while PostgreSQL is down");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The database of this name, created when missing with two roles of its own: one that reads and writes rows, and one that
     * owns the tables. No other role can connect to it, and neither can connect to another.
     *
     * @param name as {@link DatabaseRoles#isName} has it
     * @param connections most connections held at once
     */
    public Database database(String name, int connections) {
        if (lock != null) ensureRoles(name);
        return new PooledDatabase(
                name, address(name, name), address(name, DatabaseRoles.migratorOf(name)), connections);
    }

    private void ensureRoles(String name) {
        try (var connection = superuser("postgres")) {
            new DatabaseRoles(name, secrets).ensure(connection, this::superuser);
        } catch (SQLException e) {
            if (SqlStates.isAway(e)) throw new DatabaseUnavailableException("PostgreSQL is away", e);
            throw new DatabaseRefusedException(e);
        }
    }

    /**
     * As {@link #database(String, int)}, served through another address: a pooler before the server, or what stands for a
     * network in tests. Migrations go to the server itself.
     */
    public Database database(String name, int connections, java.net.InetSocketAddress via) {
        database(name, 1).close();
        var address = address(name, name);
        addresses.remove(address);
        address.setServerNames(new String[] {via.getHostString()});
        address.setPortNumbers(new int[] {via.getPort()});
        return new PooledDatabase(name, address, address(name, DatabaseRoles.migratorOf(name)), connections);
    }

    private Connection superuser(String database) throws SQLException {
        var address = address(database, Cluster.SUPERUSER);
        addresses.remove(address);
        return address.getConnection();
    }

    private PGSimpleDataSource address(String database, String role) {
        var address = new PGSimpleDataSource();
        address.setServerNames(new String[] {"127.0.0.1"});
        address.setPortNumbers(new int[] {port});
        address.setDatabaseName(database);
        address.setUser(role);
        address.setPassword(secrets.passwordOf(role));
        address.setApplicationName("gatehouse");
        addresses.add(address);
        return address;
    }

    /** The process of the server as it runs now. For operators and tests. */
    public long processId() {
        return postmaster.pid();
    }

    /** Where it listens now; another one after a restart. */
    public int port() {
        return port;
    }

    String passwordOf(String role) {
        return secrets.passwordOf(role);
    }

    /** Stops the server cleanly and gives the data directory free. Close the databases first. */
    @Override
    public void close() {
        if (closing.getCount() == 0) return;
        closing.countDown();
        if (lock == null) return;
        try {
            if (postmaster.isAlive()) postmaster.stop();
            watcher.join();
            // A restart may have been under way.
            if (postmaster.isAlive()) postmaster.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.close();
        }
    }
}
