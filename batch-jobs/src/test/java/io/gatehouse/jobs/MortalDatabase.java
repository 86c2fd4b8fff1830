package io.gatehouse.jobs;

import com.zaxxer.hikari.HikariDataSource;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A real database whose client can be killed: from then on its connections are gone, what was not committed is lost,
 * and nothing more is written. That is all that a database sees of a process that dies.
 */
public final class MortalDatabase implements Database {
    private final Database database;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final DataSource dataSource = new Connections();
    private volatile boolean dead;

    public MortalDatabase(Database database) {
        this.database = database;
    }

    public void kill() {
        dead = true;
        for (Connection connection : open) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException gone) {
                // As it should be.
            }
        }
        // One that was handed back just now lies broken in the pool, which others share with the dead.
        if (database.dataSource() instanceof HikariDataSource pool)
            pool.getHikariPoolMXBean().softEvictConnections();
    }

    public boolean isKilled() {
        return dead;
    }

    private void mustLive() {
        if (dead) throw new DatabaseUnavailableException("this client was killed", null);
    }

    private Connection connect() throws SQLException {
        if (dead) throw new SQLTransientConnectionException("this client was killed", "08006");
        Connection connection = database.dataSource().getConnection();
        open.removeIf(MortalDatabase::isClosed);
        open.add(connection);
        return connection;
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException gone) {
            return true;
        }
    }

    @Override
    public String name() {
        return database.name();
    }

    @Override
    public DataSource migrator() {
        return database.migrator();
    }

    @Override
    public <R> R transact(Work<R> work) {
        mustLive();
        return database.transact(work);
    }

    @Override
    public <R> R read(Work<R> work) {
        mustLive();
        return database.read(work);
    }

    @Override
    public void close() {
        database.close();
    }

    /** The same each time: transactions go by it. */
    @Override
    public DataSource dataSource() {
        return dataSource;
    }

    private final class Connections implements DataSource {
        @Override
        public Connection getConnection() throws SQLException {
            return connect();
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return connect();
        }

        @Override
        public PrintWriter getLogWriter() throws SQLException {
            return database.dataSource().getLogWriter();
        }

        @Override
        public void setLogWriter(PrintWriter out) throws SQLException {
            database.dataSource().setLogWriter(out);
        }

        @Override
        public void setLoginTimeout(int seconds) throws SQLException {
            database.dataSource().setLoginTimeout(seconds);
        }

        @Override
        public int getLoginTimeout() throws SQLException {
            return database.dataSource().getLoginTimeout();
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            return database.dataSource().unwrap(type);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) throws SQLException {
            return database.dataSource().isWrapperFor(type);
        }

        @Override
        public ConnectionBuilder createConnectionBuilder() throws SQLException {
            return database.dataSource().createConnectionBuilder();
        }
    }
}
