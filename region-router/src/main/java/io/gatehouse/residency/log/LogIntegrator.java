package io.gatehouse.residency.log;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hashes what was committed into tiles and signs a checkpoint over it, in one transaction, so that it may be killed at any
 * point. Any number of nodes may run it for one log: one at a time does the work.
 */
public final class LogIntegrator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogIntegrator.class);
    /** Half of the second within which every entry is to be covered. */
    private static final Duration INTERVAL = Duration.ofMillis(500);
    /** Most entries hashed in one transaction: some 10 MB. */
    private static final int ROUND_LIMIT = 20_000;
    /** "log" in a cell's database; nothing else there takes advisory locks. */
    private static final long ADVISORY_LOCK = 0x6c6f67;

    private final Database database;
    private final LogKey key;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread worker;

    private LogIntegrator(Database database, LogKey key) {
        this.database = database;
        this.key = key;
        this.worker = Thread.ofPlatform()
                .daemon()
                .name("log-integrator-" + database.name())
                .unstarted(this::integrateUntilClosed);
    }

    /** Starts integrating; the first checkpoint, of the empty log if need be, is signed before this returns. */
    public static LogIntegrator start(Database database, LogKey key) {
        var integrator = new LogIntegrator(database, key);
        integrator.integrateAll();
        integrator.worker.start();
        return integrator;
    }

    private void integrateUntilClosed() {
        try {
            while (!closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) tryIntegrate();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tryIntegrate() {
        try {
            integrateAll();
        } catch (DatabaseUnavailableException e) {
            LOG.warn("no checkpoint of {} for now: {}", key.name(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("no checkpoint of {}", key.name(), e);
        }
    }

    /** Covers all that was committed before the call, unless another node is at it. */
    public void integrateAll() {
        boolean more = true;
        while (more) more = integrate(database, key);
    }

    /** One transaction; tells whether more is waiting. */
    static boolean integrate(Database database, LogKey key) {
        return database.transact(connection -> isAlone(connection) && extend(connection, key));
    }

    private static boolean isAlone(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT pg_try_advisory_xact_lock(?)")) {
            statement.setLong(1, ADVISORY_LOCK);
            try (var rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private static boolean extend(Connection connection, LogKey key) throws SQLException {
        var note = LogTables.newestCheckpoint(connection);
        if (note.isEmpty()) {
            LogTables.insertCheckpoint(connection, 0, key.sign(new Checkpoint(key.name(), 0, TreeHash.EMPTY)));
            return true;
        }
        var before = Checkpoint.parse(SignedNote.open(note.get(), NoteKeys.parse(key.verifierKey())));
        long next = LogTables.nextIndex(connection);
        long to = Math.min(next, before.size() + ROUND_LIMIT);
        if (to == before.size()) return false;
        var tree = new TreeBuilder(before.size(), path -> tileOf(connection, path));
        // What was signed stays: a tree that no longer leads to the last root must never be signed over.
        if (!tree.root().equals(before.root()))
            throw new IllegalStateException("the tiles of " + key.name() + " do not lead to its checkpoint of size "
                    + before.size() + "; they were changed");
        var entries = LogTables.entries(connection, before.size(), to);
        if (entries.size() != to - before.size())
            throw new IllegalStateException(key.name() + " lacks entries below " + to);
        for (var entry : entries) tree.add(TreeHash.leaf(entry));
        for (var tile : tree.takeFull().entrySet()) LogTables.putTile(connection, tile.getKey(), tile.getValue());
        for (var tile : tree.edge().entrySet()) LogTables.putTile(connection, tile.getKey(), tile.getValue());
        LogTables.insertCheckpoint(connection, to, key.sign(new Checkpoint(key.name(), to, tree.root())));
        return to < next;
    }

    private static java.util.Optional<byte[]> tileOf(Connection connection, TilePath path) {
        try {
            return LogTables.tile(connection, path);
        } catch (SQLException e) {
            throw new DatabaseUnavailableException("a tile could not be read", e);
        }
    }

    /** Covers what is committed, then stops. */
    @Override
    public void close() {
        closing.countDown();
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tryIntegrate();
    }
}
