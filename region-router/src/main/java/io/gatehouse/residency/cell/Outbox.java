package io.gatehouse.residency.cell;

import io.gatehouse.residency.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Effects of decisions that wait to be carried out. A row is durable with its decision and goes when its effect is done, so whoever
 * carries effects out may be killed at any moment and must bear doing one twice. Thread-safe; throws {@link
 * io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away, and a retry is safe.
 */
public final class Outbox {
    /** Of contents all of whose media were looked at, or whose time is up. */
    private static final String LOOKED_AT = """
        SELECT o.log_index, o.n, o.kind, o.due_at, d.decision_id, d.revision, c.screening_id
        FROM outbox o
        JOIN decision d ON d.log_index = o.log_index
        JOIN content c ON c.content_index = d.content_index
        JOIN account a ON a.account_ref = c.account_ref
        WHERE o.kind = ? AND a.state IN ('ACTIVE', 'GUEST') AND (o.due_at <= ? OR NOT EXISTS (
          SELECT 1 FROM content_media u JOIN media m ON m.media_id = u.media_id
          LEFT JOIN media_hash h ON h.media_id = u.media_id AND h.version >= ?
          WHERE u.content_index = c.content_index AND h.media_id IS NULL))
        ORDER BY o.log_index LIMIT ?\
        """;

    private static final String DONE = "DELETE FROM outbox WHERE log_index = ? AND n = ?";
    private static final String COUNT = "SELECT count(*) FROM outbox WHERE kind = ?";

    private final Database database;

    Outbox(Database database) {
        this.database = database;
    }

    /**
     * An effect that waits.
     *
     * @param n its position among those of the decision
     * @param revision of the content, which the decision is about
     */
    public record Waiting(
            long logIndex, int n, String kind, Instant dueAt, String decisionId, int revision, String screeningId) {}

    /**
     * Effects of this kind on contents whose media were all looked at, in this version or a later one, and those whose time has
     * come. In the order of the log.
     */
    public List<Waiting> lookedAt(String kind, int version, Instant now, int limit) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(LOOKED_AT)) {
                select.setString(1, kind);
                select.setObject(2, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
                select.setInt(3, version);
                select.setInt(4, limit);
                return Bulk.all(
                        select,
                        row -> new Waiting(
                                row.getLong("log_index"),
                                row.getInt("n"),
                                row.getString("kind"),
                                Bulk.instant(row, "due_at"),
                                row.getString("decision_id"),
                                row.getInt("revision"),
                                row.getString("screening_id")));
            }
        });
    }

    /** How many effects of a kind wait. */
    public long count(String kind) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(COUNT)) {
                select.setString(1, kind);
                return Bulk.all(select, row -> row.getLong(1)).getFirst();
            }
        });
    }

    /** The effect was carried out. */
    public void done(Waiting effect) {
        database.transact(connection -> remove(connection, effect.logIndex(), effect.n()));
    }

    private static int remove(Connection connection, long logIndex, int n) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DONE)) {
            delete.setLong(1, logIndex);
            delete.setInt(2, n);
            return delete.executeUpdate();
        }
    }
}
