package io.gatehouse.jobs;

import io.gatehouse.residency.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.dao.JacksonExecutionContextStringSerializer;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Spring Batch's own tables in the control database and ours beside them, created when missing, and the repository upon them. */
public final class JobStore {
    private static final String SCHEMA = "org/springframework/batch/core/schema-postgresql.sql";

    private JobStore() {}

    /** The repository, whose tables are made when they are missing. */
    public static JobRepository open(Database control) {
        try (var connection = control.migrator().getConnection()) {
            connection.setAutoCommit(false);
            createMissingTables(connection);
            connection.commit();
        } catch (SQLException failure) {
            throw new IllegalStateException("the tables of jobs cannot be made", failure);
        }
        return TellingRepository.of(repository(control.dataSource()));
    }

    /** All tables or none: the script runs in the caller's transaction, one process at a time. */
    private static void createMissingTables(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(hashtextextended('gatehouse.job.tables', 0))");
            statement.execute(JobAlerts.TABLE);
            try (var found = statement.executeQuery("SELECT to_regclass('batch_job_instance') IS NOT NULL")) {
                found.next();
                if (found.getBoolean(1)) return;
            }
        }
        ScriptUtils.executeSqlScript(connection, new EncodedResource(new ClassPathResource(SCHEMA)));
    }

    private static JobRepository repository(DataSource control) {
        var factory = new JdbcJobRepositoryFactoryBean();
        factory.setDataSource(control);
        factory.setTransactionManager(new JdbcTransactionManager(control));
        // JSON, so that an operator can read where a run stands, and no class of ours is tied to stored bytes.
        factory.setSerializer(new JacksonExecutionContextStringSerializer());
        try {
            factory.afterPropertiesSet();
            return factory.getObject();
        } catch (Exception failure) { // As wide as Spring declares it; whatever it is, nothing can be run.
            throw new IllegalStateException("the repository of jobs cannot be opened", failure);
        }
    }
}
