package io.gatehouse.jobs;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Alerts of jobs, for all nodes: raised by a run, and gone when a later run of the job says nothing of the kind. Thread-safe. */
final class JobAlerts {
    private static final Logger LOG = LoggerFactory.getLogger(JobAlerts.class);

    static final String TABLE = """
        CREATE TABLE IF NOT EXISTS job_alert (
          job text NOT NULL,
          kind text NOT NULL,
          message text NOT NULL,
          since timestamptz NOT NULL,
          at timestamptz NOT NULL,
          times bigint NOT NULL,
          PRIMARY KEY (job, kind, message)
        )\
        """;
    static final String FAILED = "job.failed";
    static final String FOUND = "job.found";
    /** A page; whoever has more has one problem, not so many. */
    private static final int SHOWN = 200;
    /** PostgreSQL takes keys of some kilobytes; a sentence is shorter. */
    private static final int LONGEST = 1_000;

    private static final TypeReference<List<String>> SENTENCES = new TypeReference<>() {};

    private final Database control;

    JobAlerts(Database control) {
        this.control = control;
    }

    /** What an execution that ended says: it replaces what the one before said. Never keeps a job from ending. */
    void of(JobExecution execution, List<String> failures) {
        String job = execution.getJobInstance().getJobName();
        try {
            if (execution.getStatus() == BatchStatus.FAILED)
                replace(job, Map.of(FAILED, failures.isEmpty() ? List.of("the run failed") : failures));
            else if (execution.getStatus() == BatchStatus.COMPLETED)
                replace(job, Map.of(FAILED, List.of(), FOUND, found(execution)));
        } catch (DatabaseUnavailableException away) {
            LOG.warn("what job {} says could not be kept: {}", job, away.getMessage());
        }
    }

    private static List<String> found(JobExecution execution) {
        var found = new TreeMap<String, List<String>>();
        for (var entry : execution.getExecutionContext().entrySet())
            if (entry.getKey().startsWith(BatchJob.ALERTS) && entry.getValue() instanceof String json)
                found.put(
                        entry.getKey().substring(BatchJob.ALERTS.length()),
                        JsonMapper.shared().readValue(json, SENTENCES));
        var sentences = new ArrayList<String>();
        found.forEach((region, some) -> some.forEach(sentence -> sentences.add(region + ": " + sentence)));
        return sentences;
    }

    private void replace(String job, Map<String, List<String>> byKind) {
        byKind.forEach((kind, messages) -> {
            for (var message : messages) LOG.error("job {}: {}", job, message);
            var cut = messages.stream()
                    .map(message -> message.substring(0, Math.min(message.length(), LONGEST)))
                    .distinct()
                    .toList();
            control.transact(connection -> replace(connection, job, kind, cut));
        });
    }

    private static int replace(Connection connection, String job, String kind, List<String> messages)
            throws SQLException {
        try (var delete = connection.prepareStatement(
                "DELETE FROM job_alert WHERE job = ? AND kind = ? AND message <> ALL (?)")) {
            delete.setString(1, job);
            delete.setString(2, kind);
            delete.setArray(3, connection.createArrayOf("text", messages.toArray()));
            delete.executeUpdate();
        }
        try (var insert = connection.prepareStatement("INSERT INTO job_alert (job, kind, message, since, at, times)"
                + " VALUES (?, ?, ?, now(), now(), 1) ON CONFLICT (job, kind, message)"
                + " DO UPDATE SET at = now(), times = job_alert.times + 1")) {
            for (var message : messages) {
                insert.setString(1, job);
                insert.setString(2, kind);
                insert.setString(3, message);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return messages.size();
    }

    List<JobAlert> open() {
        return control.read(connection -> {
            var found = new ArrayList<JobAlert>();
            try (var select = connection.prepareStatement(
                            "SELECT * FROM job_alert ORDER BY at DESC, job, kind, message LIMIT " + SHOWN);
                    var rows = select.executeQuery()) {
                while (rows.next()) found.add(alert(rows));
            }
            return found;
        });
    }

    private static JobAlert alert(ResultSet row) throws SQLException {
        return new JobAlert(
                row.getString("job"),
                row.getString("kind"),
                row.getString("message"),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getLong("times"));
    }
}
