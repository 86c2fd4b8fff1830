package io.gatehouse.jobs.spread;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.region.RegionId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who works on which part: the truth about it, in the control database and by its clock. A part is taken for a time that its
 * worker prolongs; whoever takes it later raises its fence, and from then on nothing that the earlier one writes of it counts.
 * Thread-safe; throws {@link io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away, and a
 * retry is safe.
 */
final class PartBook {
    /** Three times prolonged within it: a slow second loses nothing, a dead worker is noticed in a quarter of a minute. */
    static final Duration TAKEN_FOR = Duration.ofSeconds(15);

    /** Of parts that ended; runs themselves are kept by Batch. */
    private static final Duration KEPT = Duration.ofDays(30);

    private final Database control;

    /** Other times than a day's work are for tests. */
    private final Duration takenFor;

    PartBook(Database control, Duration takenFor) {
        this.control = control;
        this.takenFor = takenFor;
    }

    Duration takenFor() {
        return takenFor;
    }

    /** What a worker holds. */
    record Claim(long stepExecution, String worker, int fence) {}

    enum State {
        WAITING,
        TAKEN,
        DONE,
        CANCELLED
    }

    /**
     * Where a part stands.
     *
     * @param isOverdue whether its worker did not prolong in time
     * @param sinceAnnounced since it was last announced
     * @param lost how often its worker did not prolong in time and another took it
     */
    record Part(long stepExecution, State state, boolean isOverdue, Duration sinceAnnounced, int lost) {}

    void add(long stepExecution, long jobExecution, String job, RegionId region) {
        update(
                "INSERT INTO job_part (step_execution, job_execution, job, region, state, announced_at)"
                        + " VALUES (?, ?, ?, ?, 'WAITING', now()) ON CONFLICT DO NOTHING",
                stepExecution,
                jobExecution,
                job,
                region.value());
    }

    /** Parts of earlier executions of a job: whoever still works on one writes no more. */
    void cancelEarlier(String job, long jobExecution) {
        update(
                "UPDATE job_part SET state = 'CANCELLED', taken_until = NULL, fence = fence + 1"
                        + " WHERE job = ? AND job_execution <> ? AND state IN ('WAITING', 'TAKEN')",
                job,
                jobExecution);
        update(
                "DELETE FROM job_part WHERE state IN ('DONE', 'CANCELLED') AND announced_at < now() - make_interval(secs => ?)",
                KEPT.toSeconds());
    }

    /** @return whether nobody works on it, so that nobody will */
    boolean cancel(long stepExecution) {
        return update(
                        "UPDATE job_part SET state = 'CANCELLED', taken_until = NULL, fence = fence + 1"
                                + " WHERE step_execution = ? AND (state = 'WAITING' OR (state = 'TAKEN' AND taken_until < now()))",
                        stepExecution)
                > 0;
    }

    void announced(long stepExecution) {
        update("UPDATE job_part SET announced_at = now() WHERE step_execution = ?", stepExecution);
    }

    /** Empty when somebody has it, or it is over. */
    Optional<Claim> claim(long stepExecution, RegionId region, String worker) {
        return control.transact(connection -> {
            try (var statement = connection.prepareStatement("UPDATE job_part SET state = 'TAKEN', worker = ?,"
                    + " fence = fence + 1, lost = lost + (state = 'TAKEN')::integer,"
                    + " taken_until = now() + make_interval(secs => ?)"
                    + " WHERE step_execution = ? AND region = ?"
                    + " AND (state = 'WAITING' OR (state = 'TAKEN' AND taken_until < now())) RETURNING fence")) {
                bind(statement, worker, seconds(), stepExecution, region.value());
                try (var rows = statement.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new Claim(stepExecution, worker, rows.getInt(1)))
                            : Optional.empty();
                }
            }
        });
    }

    /** @return false when another has it by now */
    boolean prolong(Claim claim) {
        return update(
                        "UPDATE job_part SET taken_until = now() + make_interval(secs => ?)" + HELD,
                        seconds(),
                        claim.stepExecution(),
                        claim.worker(),
                        claim.fence())
                > 0;
    }

    /** Given back, not done: somebody else goes on from what was saved last. */
    void release(Claim claim) {
        update(
                "UPDATE job_part SET state = 'WAITING', taken_until = NULL, fence = fence + 1" + HELD,
                claim.stepExecution(),
                claim.worker(),
                claim.fence());
    }

    /** Over, whatever came of it: the step's own status says that. */
    void done(Claim claim) {
        update(
                "UPDATE job_part SET state = 'DONE', taken_until = NULL" + HELD,
                claim.stepExecution(),
                claim.worker(),
                claim.fence());
    }

    private static final String HELD = " WHERE step_execution = ? AND worker = ? AND fence = ? AND state = 'TAKEN'";

    /** In the caller's transaction, which holds the claim until it ends. */
    static final String IS_HELD = "SELECT 1 FROM job_part" + HELD + " FOR UPDATE";

    List<Part> parts(long jobExecution) {
        return control.read(connection -> {
            try (var statement = connection.prepareStatement("SELECT step_execution, state,"
                    + " coalesce(taken_until < now(), false), extract(epoch FROM now() - announced_at) * 1000, lost"
                    + " FROM job_part WHERE job_execution = ?")) {
                statement.setLong(1, jobExecution);
                var parts = new ArrayList<Part>();
                try (var rows = statement.executeQuery()) {
                    while (rows.next())
                        parts.add(new Part(
                                rows.getLong(1),
                                State.valueOf(rows.getString(2)),
                                rows.getBoolean(3),
                                Duration.ofMillis(rows.getLong(4)),
                                rows.getInt(5)));
                }
                return parts;
            }
        });
    }

    private double seconds() {
        return takenFor.toMillis() / 1e3;
    }

    private int update(String sql, Object... values) {
        return control.transact(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                bind(statement, values);
                return statement.executeUpdate();
            }
        });
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
    }
}
