package io.gatehouse.jobs;

import io.gatehouse.residency.database.DatabaseUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Held while a job runs, so that on any number of machines one run of a job is in progress. It is an advisory lock of
 * a connection kept for it: when the process dies, the database lets go of it, and nobody waits for a ghost.
 */
final class JobLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobLock.class);

    private static final String LOCK = "SELECT pg_try_advisory_lock(hashtextextended(?, 0))";
    private static final String UNLOCK = "SELECT pg_advisory_unlock(hashtextextended(?, 0))";
    // Looked up, not tried: a lock taken for a moment would turn away whoever wants to run the job just then.
    private static final String IS_HELD = """
            SELECT EXISTS (SELECT FROM pg_locks l, hashtextextended(?, 0) AS k WHERE l.locktype = 'advisory'
              AND l.granted AND l.objsubid = 1 AND l.classid::bigint = (k >> 32) & 4294967295
              AND l.objid::bigint = k & 4294967295
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))""";

    private final Connection connection;
    private final String job;

    private JobLock(Connection connection, String job) {
        this.connection = connection;
        this.job = job;
    }

    /** Empty when the job runs, here or elsewhere. */
    static Optional<JobLock> tryAcquire(DataSource control, String job) {
        try {
            Connection connection = control.getConnection();
            boolean locked = false;
            try {
                locked = ask(connection, LOCK, job);
                return locked ? Optional.of(new JobLock(connection, job)) : Optional.empty();
            } finally {
                if (!locked) connection.close();
            }
        } catch (SQLException away) {
            throw new DatabaseUnavailableException("the control database is away: " + away.getMessage(), away);
        }
    }

    /** Whether the job runs, here or elsewhere. */
    static boolean isHeld(DataSource control, String job) {
        try (Connection connection = control.getConnection()) {
            return ask(connection, IS_HELD, job);
        } catch (SQLException away) {
            throw new DatabaseUnavailableException("the control database is away: " + away.getMessage(), away);
        }
    }

    private static boolean ask(Connection connection, String sql, String job) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, "gatehouse.job." + job);
            try (var answer = statement.executeQuery()) {
                answer.next();
                return answer.getBoolean(1);
            }
        }
    }

    @Override
    public void close() {
        try (connection) {
            try {
                ask(connection, UNLOCK, job);
            } catch (SQLException stillLocked) {
                // A pooled connection that kept the lock would stop every later run.
                connection.abort(Runnable::run);
                throw stillLocked;
            }
        } catch (SQLException gone) {
            LOG.info("the lock of job {} went away with its connection: {}", job, gone.getMessage());
        }
    }
}
