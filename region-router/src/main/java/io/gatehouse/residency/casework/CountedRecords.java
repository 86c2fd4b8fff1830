package io.gatehouse.residency.casework;

import io.gatehouse.residency.cell.Cell;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What reports count in one cell, counted by its database: what leaves the cell are codes, numbers and times, and, for who asks
 * where a number is from, random ids. Measures are read from the log, where they stay when people move away or are erased.
 * Spans begin at {@code from} and end before {@code to}; what happened after {@code asOf} is not known yet, so that the same
 * question has the same answer later. Thread-safe.
 */
public final class CountedRecords {
    /** Clocks of nodes differ, by less than this. */
    private static final Duration CLOCKS = Duration.ofMinutes(10);

    /** A person's decision has the time of its beginning, and is written again after a failure: by then at the latest. */
    private static final Duration WRITTEN_WITHIN = Duration.ofDays(1);

    /** Rows fetched at a time. */
    private static final int PAGE = 2_000;

    // Looking for the words before parsing costs a tenth of parsing: most decisions restrict nothing.
    private static final String MEASURES = """
        WITH entry AS MATERIALIZED (
          SELECT convert_from(l.entry, 'UTF8')::jsonb AS e FROM log_entry l
          WHERE l.log_index >= ? AND l.log_index < ? AND position(convert_to('"verdict":"restrict"', 'UTF8') IN l.entry) > 0),
        measure AS (
          SELECT e->>'id' AS id, coalesce(f->>'source', 'own_initiative') AS source,
            coalesce((f->>'automated')::boolean, true) AS automated,
            coalesce((f->>'automated_detection')::boolean, (f->>'automated')::boolean, true) AS detected,
            coalesce(f->>'ground', '') AS ground, coalesce(f->>'dsa_category', '') AS category,
            coalesce(f->'dsa_keywords', '[]') AS keywords, coalesce(f->'actions', '[]') AS actions,
            coalesce(f->>'language', '') AS language
          FROM entry CROSS JOIN LATERAL (SELECT e->'facts' AS f) facts
          WHERE e->>'kind' IN ('decision', 'redecision', 'edit') AND f->>'verdict' = 'restrict'
            AND (e->>'time')::timestamptz >= ? AND (e->>'time')::timestamptz < ?
            AND NOT coalesce((f->>'again')::boolean, false))
        """;
    private static final String COUNTED = MEASURES + """
        SELECT count(*) AS number, min(id) AS id, source, automated, detected, ground, category,
          ARRAY(SELECT jsonb_array_elements_text(keywords)) AS keywords,
          ARRAY(SELECT jsonb_array_elements_text(actions)) AS actions, language
        FROM measure GROUP BY source, automated, detected, ground, category, measure.keywords, measure.actions, language
        ORDER BY 2\
        """;
    private static final String LISTED = MEASURES + """
        SELECT 1 AS number, id, source, automated, detected, ground, category,
          ARRAY(SELECT jsonb_array_elements_text(keywords)) AS keywords,
          ARRAY(SELECT jsonb_array_elements_text(actions)) AS actions, language
        FROM measure ORDER BY id\
        """;

    private static final String NOTICES = """
        SELECT n.notice_id, n.leads, n.received_at, n.category, n.keywords, n.trusted_flagger IS NOT NULL AS trusted,
          count(i.n) AS items,
          count(*) FILTER (WHERE i.acted AND i.illegal) AS law, count(*) FILTER (WHERE i.acted AND NOT i.illegal) AS terms,
          max(i.decided_at) FILTER (WHERE i.acted) AS acted_at
        FROM notice n JOIN LATERAL (
          SELECT x.n, x.decided_at, x.outcome = 'restrict' AND x.decided_at <= ? AS acted,
            coalesce(c.facts::jsonb->>'ground' = 'illegal_content', false) AS illegal
          FROM notice_item x LEFT JOIN review_case c ON c.case_id = x.case_id WHERE x.notice_id = n.notice_id) i ON true
        WHERE n.received_at >= ? AND n.received_at < ?
        GROUP BY n.notice_id ORDER BY n.notice_id\
        """;

    private static final String ORDERS = """
        SELECT o.order_id, o.leads, o.kind, o.member_state, o.category, o.received_at, o.first_order, o.procedures_told_at,
          o.emergency,
          (SELECT count(*) FROM order_item i WHERE i.order_id = o.order_id) AS items,
          (SELECT CASE WHEN bool_and(i.effected_at IS NOT NULL AND i.effected_at <= ?) THEN max(i.effected_at) END
            FROM order_item i WHERE i.order_id = o.order_id) AS effected_at,
          (SELECT min(e.at) FROM order_event e
            WHERE e.order_id = o.order_id AND e.kind = 'RECEIPT_CONFIRMED' AND e.recorded_at <= ?) AS told_at,
          (SELECT min(e.at) FROM order_event e
            WHERE e.order_id = o.order_id AND e.kind = 'INFORMATION_PROVIDED' AND e.recorded_at <= ?) AS provided_at
        FROM authority_order o WHERE o.received_at >= ? AND o.received_at < ? ORDER BY o.order_id\
        """;

    private static final String APPEALS = """
        SELECT a.appeal_id, a.appellant, a.actions, a.received_at, n.trusted_flagger IS NOT NULL AS trusted,
          CASE WHEN a.decided_at <= ? THEN a.outcome END AS outcome, a.decided_at,
          a.outcome_decision_id IS NOT NULL AS decided_anew
        FROM appeal a LEFT JOIN notice n ON n.notice_id = a.notice_id
        WHERE a.received_at >= ? AND a.received_at < ? ORDER BY a.appeal_id\
        """;

    private static final String DISPUTES = """
        SELECT dispute_id, received_at, CASE WHEN decided_at <= ? THEN outcome END AS outcome, decided_at,
          coalesce(implemented, false) AS implemented
        FROM dispute WHERE received_at >= ? AND received_at < ? ORDER BY dispute_id\
        """;

    private static final String JUDGED = """
        SELECT c.kind, coalesce(a.appellant, '') AS appellant, c.facts::jsonb->>'first_verdict' AS first_verdict, c.outcome,
          c.language, count(*) AS number, array_agg(c.case_id ORDER BY c.case_id) AS ids
        FROM review_case c LEFT JOIN appeal a ON a.appeal_id = c.appeal_id
        WHERE c.state = 'RESOLVED' AND c.resolved_at >= ? AND c.resolved_at < ? AND c.outcome <> 'omitted'
          AND (c.facts::jsonb->>'first_automated')::boolean
        GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5\
        """;

    private final Cell cell;

    public CountedRecords(Cell cell) {
        this.cell = cell;
    }

    /**
     * Restrictions that are equal in what is counted; restricting the same way again is none.
     *
     * @param id of one of them, the least
     * @param source {@code own_initiative}, {@code notice}, {@code appeal} or {@code order}
     * @param isAutomated whether no person took part
     * @param isDetected whether automated means found it
     * @param ground {@code illegal_content} or {@code incompatible_content}; empty where nobody wrote it down
     * @param category of the EU database; empty likewise
     * @param actions kinds of enforcement actions
     */
    public record Measure(
            String id,
            long number,
            String source,
            boolean isAutomated,
            boolean isDetected,
            String ground,
            String category,
            List<String> keywords,
            List<String> actions,
            String language) {}

    /** Measures of the span, equal ones together. */
    public List<Measure> measures(Instant from, Instant to) {
        var found = new java.util.ArrayList<Measure>();
        each(COUNTED, from, to, found::add);
        return found;
    }

    /** Measures of the span one by one, with their ids, in their order. */
    public void eachMeasure(Instant from, Instant to, Consumer<Measure> each) {
        each(LISTED, from, to, each);
    }

    private void each(String sql, Instant from, Instant to, Consumer<Measure> each) {
        cell.read(connection -> {
            var entries = entries(connection, from, to);
            try (var statement = connection.prepareStatement(sql)) {
                statement.setFetchSize(PAGE);
                statement.setLong(1, entries.first());
                statement.setLong(2, entries.end());
                statement.setObject(3, from.atOffset(ZoneOffset.UTC));
                statement.setObject(4, to.atOffset(ZoneOffset.UTC));
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) each.accept(measure(rows));
                }
            }
            return entries;
        });
    }

    private static Measure measure(ResultSet row) throws SQLException {
        return new Measure(
                row.getString("id"),
                row.getLong("number"),
                row.getString("source"),
                row.getBoolean("automated"),
                row.getBoolean("detected"),
                row.getString("ground"),
                row.getString("category"),
                Sql.texts(row, "keywords"),
                Sql.texts(row, "actions"),
                row.getString("language"));
    }

    /** Entries that may be of the span: {@code first} and up, below {@code end}. */
    record Entries(long first, long end) {}

    /**
     * What was written by a moment, checkpoints say: one is signed within a second. An entry of the span is written after its
     * time, and not much later.
     */
    static Entries entries(Connection connection, Instant from, Instant to) throws SQLException {
        long first = Sql.query(
                        connection,
                        "SELECT coalesce(max(size), 0) FROM checkpoint WHERE signed_at < ?",
                        row -> row.getLong(1),
                        from.minus(CLOCKS))
                .getFirst();
        long end = Sql.query(
                        connection,
                        "SELECT coalesce((SELECT size FROM checkpoint WHERE signed_at > ? ORDER BY signed_at, size LIMIT 1), "
                                + Long.MAX_VALUE + ")",
                        row -> row.getLong(1),
                        to.plus(WRITTEN_WITHIN))
                .getFirst();
        return new Entries(first, end);
    }

    /**
     * @param leads whether it is counted here; other regions hold parts of the same notice, which do not lead
     * @param isTrusted whether a trusted flagger sent it
     * @param lawActions items restricted as illegal
     * @param termsActions items restricted for another reason
     * @param actedAt when the last of them was; null when none was
     */
    public record Notice(
            String id,
            boolean leads,
            Instant receivedAt,
            String category,
            List<String> keywords,
            boolean isTrusted,
            long items,
            long lawActions,
            long termsActions,
            @Nullable Instant actedAt) {}

    /** Notices received in the span. */
    public List<Notice> notices(Instant from, Instant to, Instant asOf) {
        return cell.read(connection -> Sql.query(
                connection,
                NOTICES,
                row -> new Notice(
                        row.getString("notice_id"),
                        row.getBoolean("leads"),
                        Sql.instant(row, "received_at"),
                        row.getString("category"),
                        Sql.texts(row, "keywords"),
                        row.getBoolean("trusted"),
                        row.getLong("items"),
                        row.getLong("law"),
                        row.getLong("terms"),
                        Sql.instantOrNull(row, "acted_at")),
                asOf,
                from,
                to));
    }

    /**
     * @param leads as of notices
     * @param advance what came before it; null where nobody said
     * @param toldAt when its receipt was confirmed to the authority
     * @param effectedAt when all of it was in effect, or the information was provided
     */
    public record Order(
            String id,
            boolean leads,
            Orders.Kind kind,
            String memberState,
            String category,
            Instant receivedAt,
            Orders.@Nullable Advance advance,
            long items,
            @Nullable Instant toldAt,
            @Nullable Instant effectedAt) {}

    /** Orders received in the span. */
    public List<Order> orders(Instant from, Instant to, Instant asOf) {
        return cell.read(
                connection -> Sql.query(connection, ORDERS, CountedRecords::order, asOf, asOf, asOf, from, to));
    }

    /** That authorities were told of threats to life, when they were told in the span and that was written down by then. */
    public List<LifeThreats.Threat> lifeThreats(Instant from, Instant to, Instant asOf) {
        return cell.read(connection -> Sql.query(
                connection,
                "SELECT * FROM life_threat WHERE told_at >= ? AND told_at < ? AND recorded_at <= ? ORDER BY threat_id",
                LifeThreats::threat,
                from,
                to,
                asOf));
    }

    private static Order order(ResultSet row) throws SQLException {
        var kind = Orders.Kind.valueOf(row.getString("kind"));
        return new Order(
                row.getString("order_id"),
                row.getBoolean("leads"),
                kind,
                row.getString("member_state"),
                row.getString("category"),
                Sql.instant(row, "received_at"),
                Orders.advance(row),
                row.getLong("items"),
                Sql.instantOrNull(row, "told_at"),
                Sql.instantOrNull(row, kind == Orders.Kind.INFORMATION ? "provided_at" : "effected_at"));
    }

    /**
     * @param byNotifier or else by the author
     * @param isTrusted whether about a trusted flagger's notice
     * @param actions what the decision complained about restricted
     * @param outcome null while nobody decided
     * @param isDecidedAnew whether another decision took the place of the one complained about
     */
    public record Appeal(
            String id,
            boolean byNotifier,
            boolean isTrusted,
            List<String> actions,
            Instant receivedAt,
            @Nullable String outcome,
            @Nullable Instant decidedAt,
            boolean isDecidedAnew) {}

    /** Appeals received in the span. */
    public List<Appeal> appeals(Instant from, Instant to, Instant asOf) {
        return cell.read(connection -> Sql.query(
                connection,
                APPEALS,
                row -> new Appeal(
                        row.getString("appeal_id"),
                        row.getString("appellant").equals("notifier"),
                        row.getBoolean("trusted"),
                        Sql.texts(row, "actions"),
                        Sql.instant(row, "received_at"),
                        row.getString("outcome"),
                        Sql.instantOrNull(row, "decided_at"),
                        row.getBoolean("decided_anew")),
                asOf,
                from,
                to));
    }

    /** @param outcome null while nobody decided */
    public record Dispute(
            String id,
            Instant receivedAt,
            @Nullable String outcome,
            @Nullable Instant decidedAt,
            boolean isImplemented) {}

    /** Disputes received in the span. */
    public List<Dispute> disputes(Instant from, Instant to, Instant asOf) {
        return cell.read(connection -> Sql.query(
                connection,
                DISPUTES,
                row -> new Dispute(
                        row.getString("dispute_id"),
                        Sql.instant(row, "received_at"),
                        row.getString("outcome"),
                        Sql.instantOrNull(row, "decided_at"),
                        row.getBoolean("implemented")),
                asOf,
                from,
                to));
    }

    /**
     * What people decided after a machine.
     *
     * @param kind of the case: {@code REVIEW}, {@code NOTICE} or {@code APPEAL}
     * @param appellant of an appeal
     * @param firstVerdict what the machine had concluded
     * @param outcome what the person did
     * @param language of the content
     * @param ids of the cases
     */
    public record Judged(
            String kind,
            String appellant,
            String firstVerdict,
            String outcome,
            String language,
            long number,
            List<String> ids) {}

    /** Cases that people resolved in the span after a machine's decision. */
    public List<Judged> judged(Instant from, Instant to) {
        return cell.read(connection -> Sql.query(
                connection,
                JUDGED,
                row -> new Judged(
                        row.getString("kind"),
                        row.getString("appellant"),
                        row.getString("first_verdict"),
                        row.getString("outcome"),
                        row.getString("language"),
                        row.getLong("number"),
                        Sql.texts(row, "ids")),
                from,
                to));
    }
}
