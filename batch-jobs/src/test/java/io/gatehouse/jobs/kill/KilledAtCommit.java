package io.gatehouse.jobs.kill;

import io.gatehouse.jobs.MortalDatabase;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A control database whose client dies at its n-th commit that wrote something: right before it, so that it is lost, or right after it,
 * so that nobody heard of it. Everything that a run writes down of itself is such a commit: these are its boundaries. What only looks
 * leaves nothing that could be lost.
 */
final class KilledAtCommit implements Database {
    /** On which side of the commit. */
    enum Moment {
        BEFORE,
        AFTER
    }

    /** A transaction has a number from the first row on that it writes. */
    private static final String WROTE = "SELECT pg_current_xact_id_if_assigned() IS NOT NULL";

    private final MortalDatabase mortal;
    private final int at;
    private final Moment moment;
    private final AtomicInteger commits = new AtomicInteger();

    KilledAtCommit(Database control, int at, Moment moment) {
        this.mortal = new MortalDatabase(control);
        this.at = at;
        this.moment = moment;
    }

    /** How many commits wrote something. */
    int commits() {
        return commits.get();
    }

    boolean isKilled() {
        return mortal.isKilled();
    }

    private boolean isFatal(Connection connection) throws SQLException {
        return !mortal.isKilled() && wrote(connection) && commits.incrementAndGet() == at;
    }

    private static boolean wrote(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery(WROTE)) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    private Connection watched(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                    boolean isFatal = method.getName().equals("commit") && isFatal(connection);
                    if (isFatal && moment == Moment.BEFORE) {
                        mortal.kill();
                        throw new SQLTransientConnectionException("killed before its commit", "08006");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    } finally {
                        if (isFatal && moment == Moment.AFTER) mortal.kill();
                    }
                });
    }

    @Override
    public DataSource dataSource() {
        var real = mortal.dataSource();
        return new DataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                return watched(real.getConnection());
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                return watched(real.getConnection(user, password));
            }

            @Override
            public PrintWriter getLogWriter() throws SQLException {
                return real.getLogWriter();
            }

            @Override
            public void setLogWriter(PrintWriter out) throws SQLException {
                real.setLogWriter(out);
            }

            @Override
            public void setLoginTimeout(int seconds) throws SQLException {
                real.setLoginTimeout(seconds);
            }

            @Override
            public int getLoginTimeout() throws SQLException {
                return real.getLoginTimeout();
            }

            @Override
            public Logger getParentLogger() {
                return Logger.getGlobal();
            }

            @Override
            public <T> T unwrap(Class<T> type) throws SQLException {
                return real.unwrap(type);
            }

            @Override
            public boolean isWrapperFor(Class<?> type) throws SQLException {
                return real.isWrapperFor(type);
            }
        };
    }

    @Override
    public String name() {
        return mortal.name();
    }

    @Override
    public DataSource migrator() {
        return mortal.migrator();
    }

    @Override
    public <R> R transact(Work<R> work) {
        var isFatal = new AtomicBoolean();
        R result = mortal.transact(connection -> {
            R done = work.run(connection);
            isFatal.set(isFatal(connection));
            if (isFatal.get() && moment == Moment.BEFORE) throw killed();
            return done;
        });
        if (isFatal.get()) throw killed();
        return result;
    }

    private DatabaseUnavailableException killed() {
        mortal.kill();
        return new DatabaseUnavailableException("killed at its commit", null);
    }

    @Override
    public <R> R read(Work<R> work) {
        return mortal.read(work);
    }

    @Override
    public void close() {
        mortal.close();
    }
}
