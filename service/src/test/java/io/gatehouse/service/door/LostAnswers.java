package io.gatehouse.service.door;

import io.gatehouse.residency.walk.SqlServer;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A database server that commits and does not answer: it waits for a standby that there is not, and whoever waits for it loses the
 * connection. Until it is closed.
 */
final class LostAnswers implements AutoCloseable {
    private final Connection owner;
    private final String database;
    private final Thread probe;
    private volatile boolean closed;

    /** @param database in which commits lose their answers; those of others wait until this is closed */
    LostAnswers(SqlServer server, String database) throws SQLException, InterruptedException {
        this.owner = writing(server);
        this.database = database;
        owner.setAutoCommit(true);
        set("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        probe = Thread.ofVirtual().start(() -> commit(server));
        // The server has heard of it once a commit of our own waits.
        while (among("postgres", "pid") == 0) Thread.sleep(5);
    }

    private static Connection writing(SqlServer server) throws SQLException {
        var connection = server.connect("postgres");
        connection.setReadOnly(false);
        return connection;
    }

    private void commit(SqlServer server) {
        try (var connection = writing(server);
                var statement = connection.createStatement()) {
            while (!closed) {
                statement.execute("SELECT pg_logical_emit_message(true, 'probe', '')");
                connection.commit();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void set(String setting) throws SQLException {
        try (var statement = owner.createStatement()) {
            statement.execute(setting);
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    private int among(String name, String what) throws SQLException {
        try (var select = owner.prepareStatement(
                "SELECT count(" + what + ") FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND datname = ?")) {
            select.setString(1, name);
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    /** Ends the connections of all that wait for an answer now; what they wrote is committed. */
    void lose() throws SQLException {
        among(database, "pg_terminate_backend(pid)");
    }

    @Override
    public void close() throws SQLException, InterruptedException {
        closed = true;
        set("ALTER SYSTEM RESET synchronous_standby_names");
        probe.join();
        owner.close();
    }
}
