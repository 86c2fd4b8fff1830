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
                locked = ask(connection, "SELECT pg_try_advisory_lock(hashtextextended(?, 0))", job);
                return locked ? Optional.of(new JobLock(connection, job)) : Optional.empty();
            } finally {
                if (!locked) connection.close();
            }
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
                ask(connection, "SELECT pg_advisory_unlock(hashtextextended(?, 0))", job);
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
