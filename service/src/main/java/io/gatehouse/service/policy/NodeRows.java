package io.gatehouse.service.policy;

import io.gatehouse.service.judging.Judging;
import io.gatehouse.service.judging.Running;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each node says it runs. */
final class NodeRows {
    /** A node says it every second; one that has not for this long is down, or cut off. */
    static final Duration SILENT_AFTER = Duration.ofSeconds(5);

    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(7);

    private final PolicyStore store;
    private final String nodeId;
    private final Clock clock;

    NodeRows(PolicyStore store, String nodeId, Clock clock) {
        this.store = store;
        this.nodeId = nodeId;
        this.clock = clock;
    }

    /**
     * One node's word.
     *
     * @param revision of the control database that it has followed
     * @param fault what keeps it from following; null when nothing does
     * @param switchedAt when it began to run these versions
     */
    record NodeReport(
            String node,
            long revision,
            String active,
            @Nullable String canary,
            List<String> shadows,
            @Nullable String fault,
            Instant switchedAt,
            Instant reportedAt) {}

    void report(Running running, @Nullable String fault, Instant switchedAt) {
        var trying = running.trying();
        store.database().<Integer>transact(connection -> {
            Sql.update(
                    connection,
                    "DELETE FROM node_report WHERE reported_at < ?",
                    clock.instant().minus(FORGOTTEN_AFTER));
            return Sql.update(
                    connection,
                    """
                    INSERT INTO node_report (node_id, revision, active_digest, canary_digest, shadow_digests, fault,
                      switched_at, reported_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (node_id) DO UPDATE SET revision = excluded.revision,
                      active_digest = excluded.active_digest, canary_digest = excluded.canary_digest,
                      shadow_digests = excluded.shadow_digests, fault = excluded.fault,
                      switched_at = excluded.switched_at, reported_at = excluded.reported_at""",
                    nodeId,
                    running.revision(),
                    digestOf(running.active()),
                    trying == null ? null : digestOf(trying.judging()),
                    running.shadows().stream().map(NodeRows::digestOf).toList(),
                    fault,
                    switchedAt,
                    clock.instant());
        });
    }

    private static String digestOf(Judging judging) {
        return judging.versions().policyDigest();
    }

    static List<NodeReport> all(PolicyStore store) {
        return store.database()
                .read(connection ->
                        Sql.query(connection, "SELECT * FROM node_report ORDER BY node_id", NodeRows::read));
    }

    private static NodeReport read(ResultSet row) throws SQLException {
        return new NodeReport(
                row.getString("node_id"),
                row.getLong("revision"),
                row.getString("active_digest"),
                row.getString("canary_digest"),
                Sql.texts(row, "shadow_digests"),
                row.getString("fault"),
                Sql.instant(row, "switched_at"),
                Sql.instant(row, "reported_at"));
    }
}
