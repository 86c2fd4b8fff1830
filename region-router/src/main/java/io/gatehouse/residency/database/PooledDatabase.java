package io.gatehouse.residency.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database behind a pool of connections. */
final class PooledDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(PooledDatabase.class);

    /** Longer than a restart of the server seldom takes; a caller hears of trouble within this. */
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);
    /** No statement of ours is silent for longer, unless the server is gone without a word. */
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);

    private final String name;
    private final HikariDataSource pool;
    private final DataSource migrator;
    private final Set<Connection> inUse = ConcurrentHashMap.newKeySet();

    /**
     * @param address changed by its owner when the server moves to another port
     * @param migrator as address, for the role that owns the tables
     */
    PooledDatabase(String name, PGSimpleDataSource address, PGSimpleDataSource migrator, int connections) {
        this.name = name;
        this.migrator = new DurableOnly(migrator);
        address.setSocketTimeout((int) ANSWER_WITHIN.toSeconds());
        address.setConnectTimeout((int) CONNECT_WITHIN.toSeconds());
        address.setLoginTimeout((int) CONNECT_WITHIN.toSeconds());
        address.setTcpKeepAlive(true);
        // What the server adds in detail is the row that failed: it would go with the exception into logs, alerts and
        // job records.
        address.setLogServerErrorDetail(false);
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(new DurableOnly(address));
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_WITHIN.toMillis());
        config.setInitializationFailTimeout(-1);
        this.pool = new HikariDataSource(config);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public DataSource migrator() {
        return migrator;
    }

    @Override
    public <R> R transact(Work<R> work) {
        return run(work, false);
    }

    @Override
    public <R> R read(Work<R> work) {
        return run(work, true);
    }

    private <R> R run(Work<R> work, boolean readOnly) {
        try (var connection = pool.getConnection();
                var _ = using(connection)) {
            connection.setReadOnly(readOnly);
            connection.setAutoCommit(false);
            try {
                var result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            if (SqlStates.isAway(e))
                throw new DatabaseUnavailableException("the database " + name + " is away: " + e.getMessage(), e);
            throw new DatabaseRefusedException(e);
        }
    }

    private interface Use extends AutoCloseable {
        @Override
        void close();
    }

    private Use using(Connection connection) {
        inUse.add(connection);
        return () -> inUse.remove(connection);
    }

    @Override
    public void sever() {
        for (var connection : inUse) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                // It ended by itself in the meantime, or the driver gives it up as broken: both is what is wanted.
                LOG.debug("a connection to {} ended by itself: {}", name, e.getMessage());
            }
        }
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e); // The connection is gone, and the transaction with it.
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
