package io.gatehouse.jobs;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Alerts of jobs, for all nodes: raised by a run, and gone when a later run of the same job over the same (or over everything)
 * says nothing of the kind. What a rehearsal says goes with the next of either; a rehearsal takes away nothing that a run said.
 * Thread-safe.
 */
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
        );
        ALTER TABLE job_alert ADD COLUMN IF NOT EXISTS scope text NOT NULL DEFAULT '';
        ALTER TABLE job_alert ADD COLUMN IF NOT EXISTS rehearsed boolean NOT NULL DEFAULT false\
        """;
    static final String FAILED = "job.failed";
    static final String FOUND = "job.found";
    /** A page; whoever has more has one problem, not so many. */
    private static final int SHOWN = 200;
    /** PostgreSQL takes keys of some kilobytes; a sentence is shorter. */
    private static final int LONGEST = 1_000;

    /** Parameters with which a run is over a part of what there is. */
    private static final List<String> NARROWED_BY = List.of(RunRequest.REGION, "exchange");

    private static final TypeReference<List<String>> SENTENCES = new TypeReference<>() {};

    private final Database control;

    JobAlerts(Database control) {
        this.control = control;
    }

    /**
     * @param scope the region or exchange that it is about; empty for everything
     */
    private record Said(String scope, String message) {}

    /** What an execution that ended says: it replaces what the one before said. Never keeps a job from ending. */
    void of(JobExecution execution, List<String> failures) {
        var run = new Run(execution);
        try {
            if (execution.getStatus() == BatchStatus.FAILED)
                replace(run, FAILED, failures.isEmpty() ? run.says(List.of("the run failed")) : run.says(failures));
            else if (execution.getStatus() == BatchStatus.COMPLETED) {
                replace(run, FAILED, List.of());
                replace(run, FOUND, found(execution));
            }
        } catch (DatabaseUnavailableException away) {
            LOG.warn("what job {} says could not be kept: {}", run.job, away.getMessage());
        }
    }

    /** Which job ran, over what, and whether for good. */
    private record Run(String job, String scope, boolean isRehearsal) {
        Run(JobExecution execution) {
            this(
                    execution.getJobInstance().getJobName(),
                    scope(execution.getJobParameters()),
                    Boolean.parseBoolean(execution.getJobParameters().getString(RunRequest.DRY_RUN)));
        }

        private static String scope(JobParameters parameters) {
            return NARROWED_BY.stream()
                    .map(parameters::getString)
                    .filter(asked -> asked != null && !asked.equals(RunParameters.ALL))
                    .findFirst()
                    .orElse("");
        }

        List<Said> says(List<String> messages) {
            return messages.stream().map(message -> new Said(scope, message)).toList();
        }
    }

    private static List<Said> found(JobExecution execution) {
        var found = new TreeMap<String, List<String>>();
        for (var entry : execution.getExecutionContext().entrySet())
            if (entry.getKey().startsWith(BatchJob.ALERTS) && entry.getValue() instanceof String json)
                found.put(
                        entry.getKey().substring(BatchJob.ALERTS.length()),
                        JsonMapper.shared().readValue(json, SENTENCES));
        var sentences = new ArrayList<Said>();
        found.forEach(
                (region, some) -> some.forEach(sentence -> sentences.add(new Said(region, region + ": " + sentence))));
        return sentences;
    }

    private void replace(Run run, String kind, List<Said> said) {
        for (var one : said) LOG.error("job {}: {}", run.job, one.message);
        var cut = said.stream()
                .map(one -> new Said(one.scope, one.message.substring(0, Math.min(one.message.length(), LONGEST))))
                .distinct()
                .toList();
        control.transact(connection -> replace(connection, run, kind, cut));
    }

    private static int replace(Connection connection, Run run, String kind, List<Said> said) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM job_alert WHERE job = ? AND kind = ?"
                + " AND (? = '' OR scope = ?) AND (rehearsed OR NOT ?) AND message <> ALL (?)")) {
            delete.setString(1, run.job);
            delete.setString(2, kind);
            delete.setString(3, run.scope);
            delete.setString(4, run.scope);
            delete.setBoolean(5, run.isRehearsal);
            delete.setArray(
                    6,
                    connection.createArrayOf(
                            "text", said.stream().map(Said::message).toArray()));
            delete.executeUpdate();
        }
        try (var insert = connection.prepareStatement(
                "INSERT INTO job_alert AS it (job, kind, message, scope, rehearsed, since, at, times)"
                        + " VALUES (?, ?, ?, ?, ?, now(), now(), 1) ON CONFLICT (job, kind, message) DO UPDATE"
                        + " SET at = now(), times = it.times + 1, rehearsed = it.rehearsed AND excluded.rehearsed,"
                        + " scope = CASE WHEN it.scope = excluded.scope THEN it.scope ELSE '' END")) {
            for (var one : said) {
                insert.setString(1, run.job);
                insert.setString(2, kind);
                insert.setString(3, one.message);
                insert.setString(4, one.scope);
                insert.setBoolean(5, run.isRehearsal);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return said.size();
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
