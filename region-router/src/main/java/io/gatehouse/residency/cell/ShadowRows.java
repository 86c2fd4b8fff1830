package io.gatehouse.residency.cell;

import io.gatehouse.residency.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Verdicts in shadow: written with the decision, counted for whoever compares. */
final class ShadowRows {
    /** Ids of rules and names of categories hold no comma. */
    private static final String INSERT = """
            INSERT INTO shadow_verdict (log_index, policy_digest, verdict, categories, rules, decided_rules, degraded)
            SELECT i, p, v, string_to_array(c, ','), string_to_array(r, ','), string_to_array(d, ','), g
            FROM unnest(?, ?, ?, ?, ?, ?, ?) AS u (i, p, v, c, r, d, g)""";

    private static final String VERDICTS = """
            SELECT d.surface, d.language, d.verdict AS decided, s.verdict AS shadow, count(*) AS n
            FROM shadow_verdict s JOIN decision d USING (log_index)
            WHERE s.policy_digest = ? GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4""";

    private static final String RULES = """
            SELECT rule, count(*) FILTER (WHERE decided) AS decided, count(*) FILTER (WHERE shadow) AS shadow,
              count(*) FILTER (WHERE decided AND shadow) AS both
            FROM (
              SELECT s.log_index, rule, rule = ANY (s.decided_rules) AS decided, rule = ANY (s.rules) AS shadow
              FROM shadow_verdict s, LATERAL (SELECT unnest(s.rules) AS rule UNION SELECT unnest(s.decided_rules)) AS r
              WHERE s.policy_digest = ?) AS matched
            GROUP BY rule ORDER BY rule""";

    /** A part of what is old, so that no statement holds a cell for long. */
    private static final String PRUNE = """
            DELETE FROM shadow_verdict WHERE ctid = ANY (ARRAY(
              SELECT ctid FROM shadow_verdict WHERE log_index < ? LIMIT ?))""";

    private static final int PRUNED_AT_ONCE = 10_000;

    private ShadowRows() {}

    record Row(long index, ShadowVerdict verdict) {}

    static void insert(Connection connection, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) return;
        Bulk.update(
                connection,
                INSERT,
                Bulk.longs(rows, Row::index),
                Bulk.texts(rows, row -> row.verdict.policyDigest()),
                Bulk.texts(rows, row -> row.verdict.verdict()),
                Bulk.texts(rows, row -> String.join(",", row.verdict.categories())),
                Bulk.texts(rows, row -> String.join(",", row.verdict.rules())),
                Bulk.texts(rows, row -> String.join(",", row.verdict.decidedRules())),
                Bulk.truths(rows, row -> row.verdict.degraded()));
    }

    /** @return how many there were */
    static long prune(Database database, long beforeIndex) {
        long pruned = 0;
        while (true) {
            int some = database.transact(connection -> {
                try (var delete = connection.prepareStatement(PRUNE)) {
                    delete.setLong(1, beforeIndex);
                    delete.setInt(2, PRUNED_AT_ONCE);
                    return delete.executeUpdate();
                }
            });
            pruned += some;
            if (some < PRUNED_AT_ONCE) return pruned;
        }
    }

    static ShadowComparison compare(Database database, String policyDigest) {
        return database.read(connection -> {
            var verdicts = new ArrayList<ShadowComparison.Verdicts>();
            try (var select = connection.prepareStatement(VERDICTS)) {
                select.setString(1, policyDigest);
                verdicts.addAll(Bulk.all(
                        select,
                        row -> new ShadowComparison.Verdicts(
                                row.getString("surface"),
                                row.getString("language"),
                                row.getString("decided"),
                                row.getString("shadow"),
                                row.getLong("n"))));
            }
            try (var select = connection.prepareStatement(RULES)) {
                select.setString(1, policyDigest);
                var rules = Bulk.all(
                        select,
                        row -> new ShadowComparison.Rule(
                                row.getString("rule"),
                                row.getLong("decided"),
                                row.getLong("shadow"),
                                row.getLong("both")));
                return new ShadowComparison(verdicts, rules);
            }
        });
    }
}
