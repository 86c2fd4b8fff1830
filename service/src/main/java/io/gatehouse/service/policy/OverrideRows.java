package io.gatehouse.service.policy;

import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.rule.RuleId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules held back for now, in the control database so that every node does the same. */
final class OverrideRows {
    private OverrideRows() {}

    /**
     * One rule of one version, held back.
     *
     * @param until when it ends by itself; null when a person must end it
     * @param liftedAt when a person ended it
     */
    record OverrideRow(
            String digest,
            String rule,
            Overrides.Kind kind,
            String reason,
            Instant since,
            @Nullable Instant until,
            @Nullable Instant liftedAt) {
        boolean holdsAt(Instant now) {
            return liftedAt == null && (until == null || until.isAfter(now));
        }
    }

    static List<OverrideRow> of(Connection connection, List<String> digests) throws SQLException {
        return Sql.query(
                connection,
                "SELECT * FROM policy_override WHERE digest = ANY (?) ORDER BY digest, rule_id, kind",
                OverrideRows::read,
                digests);
    }

    private static OverrideRow read(ResultSet row) throws SQLException {
        return new OverrideRow(
                row.getString("digest"),
                row.getString("rule_id"),
                Overrides.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("reason"),
                Sql.instant(row, "since"),
                Sql.instantOrNull(row, "until"),
                Sql.instantOrNull(row, "lifted_at"));
    }

    /** @return false when the rule was held back so already */
    static boolean hold(Connection connection, OverrideRow row) throws SQLException {
        return Sql.update(
                        connection,
                        """
                        INSERT INTO policy_override AS o (digest, rule_id, kind, reason, since, until)
                        VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT (digest, rule_id, kind) DO UPDATE
                        SET reason = excluded.reason, since = excluded.since, until = excluded.until, lifted_at = NULL
                        WHERE o.lifted_at IS NOT NULL OR o.until <= excluded.since""",
                        row.digest(),
                        row.rule(),
                        row.kind().name().toLowerCase(Locale.ROOT),
                        row.reason(),
                        row.since(),
                        row.until())
                == 1;
    }

    /** @return false when nothing held the rule back */
    static boolean lift(Connection connection, String digest, String rule, Instant now) throws SQLException {
        return Sql.update(connection, """
                        UPDATE policy_override SET lifted_at = ?
                        WHERE digest = ? AND rule_id = ? AND lifted_at IS NULL AND (until IS NULL OR until > ?)""", now, digest, rule, now) > 0;
    }

    /** What holds now; a rule in shadow need not be told to ask for review. */
    static Overrides inForce(List<OverrideRow> rows, String digest, Instant now) {
        Map<RuleId, Overrides.Entry> held = new HashMap<>();
        for (OverrideRow row : rows)
            if (row.digest().equals(digest) && row.holdsAt(now))
                held.merge(
                        new RuleId(row.rule()),
                        new Overrides.Entry(row.kind(), row.reason()),
                        (a, b) -> a.kind() == Overrides.Kind.SHADOW ? a : b);
        return Overrides.of(held);
    }
}
