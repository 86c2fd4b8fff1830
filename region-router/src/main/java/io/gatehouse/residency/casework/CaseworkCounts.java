package io.gatehouse.residency.casework;

import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.OwnedTables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What reports beside the transparency report count in one cell: how people decided, what flaggers sent, what was in time. Counted by
 * the database; nothing here is personal. Spans begin at {@code from} and end before {@code to}. Thread-safe.
 */
public final class CaseworkCounts {
    private static final int PAGE = 2_000;

    private static final String RESOLVED = """
        SELECT c.kind, coalesce(a.appellant, '') AS appellant, coalesce(c.facts::jsonb->>'first_verdict', '') AS first_verdict,
          coalesce((c.facts::jsonb->>'first_automated')::boolean, false) AS first_automated, c.outcome, c.language, c.surface,
          coalesce(c.employment, '') AS employment, coalesce(c.person_country, '') AS person_country,
          ARRAY(SELECT jsonb_array_elements_text(coalesce(c.facts::jsonb->'first_rules', '[]'))) AS rules, count(*) AS number
        FROM review_case c LEFT JOIN appeal a ON a.appeal_id = c.appeal_id
        WHERE c.state = 'RESOLVED' AND c.resolved_at >= ? AND c.resolved_at < ? AND c.outcome <> 'omitted'
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10\
        """;

    /** Whoever was erased is nobody by now, and whoever moved away is not here: there were as many, or more. */
    private static final String AUTHORS = """
        SELECT rule, count(DISTINCT nullif(n.account_ref, '\\xNOBODY'::bytea))
        FROM review_case c JOIN decision d ON d.decision_id = c.decision_id JOIN content n USING (content_index)
          CROSS JOIN LATERAL jsonb_array_elements_text(CASE WHEN coalesce(c.facts::jsonb->'first_rules', '[]') = '[]'
            THEN '[""]'::jsonb ELSE c.facts::jsonb->'first_rules' END) r(rule)
        WHERE c.state = 'RESOLVED' AND c.resolved_at >= ? AND c.resolved_at < ? AND c.outcome <> 'omitted'
          AND c.surface = ANY (?) AND (c.facts::jsonb->>'first_automated')::boolean
        GROUP BY 1\
        """.replace("NOBODY", OwnedTables.NOBODY.toString());

    private static final String TEAMS = """
        SELECT coalesce(employment, ''), coalesce(person_country, ''), count(DISTINCT person) FROM review_case
        WHERE state = 'RESOLVED' AND resolved_at >= ? AND resolved_at < ? AND outcome <> 'omitted' GROUP BY 1, 2\
        """;

    private static final String FLAGGERS = """
        SELECT n.trusted_flagger, count(DISTINCT n.notice_id) FILTER (WHERE n.leads) AS notices, count(*) AS items,
          count(i.outcome) FILTER (WHERE i.decided_at <= ?) AS decided,
          count(*) FILTER (WHERE i.outcome = 'restrict' AND i.decided_at <= ?) AS restricted,
          count(*) FILTER (WHERE i.unfounded AND i.decided_at <= ?) AS unfounded
        FROM notice n JOIN notice_item i ON i.notice_id = n.notice_id
        WHERE n.trusted_flagger IS NOT NULL AND n.received_at >= ? AND n.received_at < ? GROUP BY 1 ORDER BY 1\
        """;

    private static final String MISUSE = """
        SELECT CASE WHEN unfounded = 0 THEN '0' WHEN unfounded = 1 THEN '1' WHEN unfounded <= 5 THEN '2 to 5' ELSE 'more than 5' END,
          count(*)
        FROM (SELECT n.notifier_ref, count(*) FILTER (WHERE i.unfounded AND i.decided_at <= ?) AS unfounded
          FROM notice n JOIN notice_item i ON i.notice_id = n.notice_id
          WHERE n.notifier_ref IS NOT NULL AND n.received_at >= ? AND n.received_at < ? GROUP BY 1) senders
        GROUP BY 1 ORDER BY 1\
        """;

    /** From receipt to end, of each thing that is due. */
    private static final String IN_TIME = """
        SELECT count(*) AS received, count(*) FILTER (WHERE ended_at <= received_at + ?::interval) AS kept,
          count(*) FILTER (WHERE ended_at > received_at + ?::interval
            OR (ended_at IS NULL AND received_at + ?::interval < ?)) AS missed,
          percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended_at - received_at)) AS median
        FROM (SELECT received_at, CASE WHEN ended_at <= ? THEN ended_at END AS ended_at FROM (WORK) w) done
        WHERE received_at >= ? AND received_at < ?\
        """;

    private static final String STATEMENTS = """
        WITH entry AS MATERIALIZED (
          SELECT convert_from(l.entry, 'UTF8')::jsonb AS e FROM log_entry l
          WHERE l.log_index >= ? AND l.log_index < ? AND position(convert_to('"verdict":"restrict"', 'UTF8') IN l.entry) > 0)
        SELECT e->>'id' AS id, e->>'time' AS at, coalesce(f->>'surface', '') AS surface,
          coalesce(f->>'source', 'own_initiative') AS source, coalesce(f->>'ground', '') AS ground,
          coalesce(f->>'dsa_category', '') AS category,
          ARRAY(SELECT jsonb_array_elements_text(coalesce(f->'dsa_keywords', '[]'))) AS keywords,
          ARRAY(SELECT jsonb_array_elements_text(coalesce(f->'actions', '[]'))) AS actions,
          coalesce((f->>'automated')::boolean, true) AS automated, coalesce(f->>'language', '') AS language,
          coalesce(f->>'statement', 'none') AS statement
        FROM entry CROSS JOIN LATERAL (SELECT e->'facts' AS f) facts
        WHERE e->>'kind' IN ('decision', 'redecision', 'edit') AND f->>'verdict' = 'restrict'
          AND (e->>'time')::timestamptz >= ? AND (e->>'time')::timestamptz < ?
        ORDER BY 2, 1 LIMIT ?\
        """;

    private final Cell cell;

    public CaseworkCounts(Cell cell) {
        this.cell = cell;
    }

    /**
     * Cases that people decided alike.
     *
     * @param firstVerdict what had been decided before; empty where nobody wrote it down
     * @param wasAutomated whether a machine had
     * @param employment and {@code country} of who decided, as the register said
     * @param rules that had matched
     */
    public record Resolved(
            String kind,
            String appellant,
            String firstVerdict,
            boolean wasAutomated,
            String outcome,
            String language,
            String surface,
            String employment,
            String country,
            List<String> rules,
            long number) {
        public Resolved {
            rules = List.copyOf(rules);
        }

        /** Whether the person held the decision before to be wrong. */
        public boolean isOverturned() {
            boolean found = !firstVerdict.equals("allow");
            return switch (outcome) {
                case "allow" -> found;
                case "restrict" -> !found;
                case "partially_reversed", "reversed" -> true;
                default -> false;
            };
        }
    }

    public List<Resolved> resolved(Instant from, Instant to) {
        return cell.read(connection -> Sql.query(
                connection,
                RESOLVED,
                row -> new Resolved(
                        row.getString("kind"),
                        row.getString("appellant"),
                        row.getString("first_verdict"),
                        row.getBoolean("first_automated"),
                        row.getString("outcome"),
                        row.getString("language"),
                        row.getString("surface"),
                        row.getString("employment"),
                        row.getString("person_country"),
                        Sql.texts(row, "rules"),
                        row.getLong("number")),
                from,
                to));
    }

    /**
     * Whose contents people decided on again, by the rule that had matched; empty for none. Only those that a machine had decided, on
     * these surfaces.
     */
    public Map<String, Long> authorsByRule(Instant from, Instant to, List<String> surfaces) {
        return cell.read(connection -> {
            var authors = new HashMap<String, Long>();
            for (var row : Sql.query(
                    connection, AUTHORS, row -> Map.entry(row.getString(1), row.getLong(2)), from, to, surfaces))
                authors.put(row.getKey(), row.getValue());
            return authors;
        });
    }

    /** How many people decided. */
    public record Team(String employment, String country, long people) {}

    public List<Team> teams(Instant from, Instant to) {
        return cell.read(connection -> Sql.query(
                connection, TEAMS, row -> new Team(row.getString(1), row.getString(2), row.getLong(3)), from, to));
    }

    /** What a trusted flagger sent, and how it ended. */
    public record Flagger(String id, long notices, long items, long decided, long restricted, long unfounded) {}

    public List<Flagger> flaggers(Instant from, Instant to, Instant asOf) {
        return cell.read(connection -> Sql.query(
                connection,
                FLAGGERS,
                row -> new Flagger(
                        row.getString(1),
                        row.getLong("notices"),
                        row.getLong("items"),
                        row.getLong("decided"),
                        row.getLong("restricted"),
                        row.getLong("unfounded")),
                asOf,
                asOf,
                asOf,
                from,
                to));
    }

    /** @param unfounded how many of a notifier's items were: a span in words */
    public record Notifiers(String unfounded, long number) {}

    /** How many notifiers sent how much that was manifestly unfounded. */
    public List<Notifiers> misuse(Instant from, Instant to, Instant asOf) {
        return cell.read(connection ->
                Sql.query(connection, MISUSE, row -> new Notifiers(row.getString(1), row.getLong(2)), asOf, from, to));
    }

    /** What is due, and when it is done. */
    public enum Work {
        NOTICE("notice", notices("IS NULL")),
        TRUSTED_NOTICE("notice.trusted_flagger", notices("IS NOT NULL")),
        APPEAL("appeal", "SELECT received_at, decided_at AS ended_at FROM appeal"),
        REVIEW(
                "review",
                "SELECT opened_at AS received_at, resolved_at AS ended_at FROM review_case"
                        + " WHERE kind = 'REVIEW' AND state IN ('OPEN', 'DECIDING', 'RESOLVED')"),
        TERRORIST_ORDER("order.terrorist_content", orders("TERRORIST_CONTENT")),
        ORDER_TO_ACT("order.act", orders("ACT")),
        ORDER_FOR_INFORMATION(
                "order.information",
                "SELECT o.received_at, (SELECT min(e.at) FROM order_event e WHERE e.order_id = o.order_id"
                        + " AND e.kind = 'INFORMATION_PROVIDED') AS ended_at FROM authority_order o WHERE o.kind = 'INFORMATION'");

        private final String name;
        private final String sql;

        Work(String name, String sql) {
            this.name = name;
            this.sql = sql;
        }

        /** As {@code law/casework.yaml} calls it. */
        public String wireName() {
            return name;
        }

        private static String notices(String flagged) {
            return "SELECT n.received_at, i.decided_at AS ended_at FROM notice n JOIN notice_item i"
                    + " ON i.notice_id = n.notice_id WHERE n.trusted_flagger " + flagged;
        }

        private static String orders(String kind) {
            return "SELECT o.received_at, (SELECT CASE WHEN bool_and(coalesce(i.effected_at, i.gone_at) IS NOT NULL)"
                    + " THEN max(coalesce(i.effected_at, i.gone_at)) END"
                    + " FROM order_item i WHERE i.order_id = o.order_id) AS ended_at FROM authority_order o WHERE o.kind = '"
                    + kind + "'";
        }
    }

    /**
     * @param kept ended within the time
     * @param missed ended later, or not at all although the time was over
     * @param median of those that ended; zero of none
     */
    public record InTime(long received, long kept, long missed, Duration median) {}

    /** Of what came in the span and was due within this time, as known at a moment. */
    public InTime inTime(Work work, Duration within, Instant from, Instant to, Instant asOf) {
        String interval = within.toSeconds() + " seconds";
        return cell.read(connection -> Sql.query(
                        connection,
                        IN_TIME.replace("WORK", work.sql),
                        CaseworkCounts::inTime,
                        interval,
                        interval,
                        interval,
                        asOf,
                        asOf,
                        from,
                        to)
                .getFirst());
    }

    private static InTime inTime(ResultSet row) throws SQLException {
        return new InTime(row.getLong("received"), row.getLong("kept"), row.getLong("missed"), Duration.ofSeconds((long)
                row.getDouble("median")));
    }

    /** What people asked for about their data, by kind: when it was due is a day. */
    public record Requests(String kind, long received, long kept, long missed) {}

    public List<Requests> requests(Instant from, Instant to, Instant asOf, String zone) {
        return cell.read(connection -> Sql.query(
                connection,
                """
                SELECT kind, count(*), count(*) FILTER (WHERE ended_at <= ? AND (ended_at AT TIME ZONE ?)::date <= due_on),
                  count(*) FILTER (WHERE (ended_at <= ? AND (ended_at AT TIME ZONE ?)::date > due_on)
                    OR ((ended_at IS NULL OR ended_at > ?) AND due_on < (?::timestamptz AT TIME ZONE ?)::date))
                FROM person_request WHERE received_at >= ? AND received_at < ? GROUP BY 1 ORDER BY 1\
                """,
                row -> new Requests(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                asOf,
                zone,
                asOf,
                zone,
                asOf,
                asOf,
                zone,
                from,
                to));
    }

    /**
     * A restriction as the log has it, for the register of statements of reasons.
     *
     * @param at as the entry writes it
     * @param statement {@code given}, or why none is owed
     */
    public record Statement(
            String id,
            String at,
            String surface,
            String source,
            String ground,
            String category,
            List<String> keywords,
            List<String> actions,
            boolean isAutomated,
            String language,
            String statement) {}

    /** The first restrictions of the span, by time. */
    public void statements(Instant from, Instant to, int most, Consumer<Statement> each) {
        cell.read(connection -> {
            var entries = CountedRecords.entries(connection, from, to);
            try (var select = connection.prepareStatement(STATEMENTS)) {
                select.setFetchSize(PAGE);
                select.setLong(1, entries.first());
                select.setLong(2, entries.end());
                select.setObject(3, from.atOffset(java.time.ZoneOffset.UTC));
                select.setObject(4, to.atOffset(java.time.ZoneOffset.UTC));
                select.setInt(5, most);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) each.accept(statement(rows));
                }
            }
            return entries;
        });
    }

    private static Statement statement(ResultSet row) throws SQLException {
        return new Statement(
                row.getString("id"),
                row.getString("at"),
                row.getString("surface"),
                row.getString("source"),
                row.getString("ground"),
                row.getString("category"),
                Sql.texts(row, "keywords"),
                Sql.texts(row, "actions"),
                row.getBoolean("automated"),
                row.getString("language"),
                row.getString("statement"));
    }
}
