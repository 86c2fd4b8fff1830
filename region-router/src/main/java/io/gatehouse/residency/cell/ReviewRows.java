package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.DecisionRows.DecisionRow;
import io.gatehouse.residency.region.RegionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Opens a case for every verdict that is a person's to decide, in the decision's own transaction, so that none is lost and
 * none is opened twice: a case has its decision's random id. Lives for one transaction.
 */
final class ReviewRows {
    /** Stands for the cell's region in what follows. Cases come after what somebody reported (50 of 100, lower first). */
    private static final String PLACE = "REGION";

    /**
     * What waited on a decision that another took the place of: what was reported or appealed waits on. Whoever looked at it has not
     * seen what stands now, so their lease ends.
     */
    private static final String FOLLOW = """
        UPDATE review_case r SET
          decision_id = CASE WHEN r.kind = 'REVIEW' THEN r.decision_id ELSE u.d END,
          state = CASE WHEN r.kind = 'REVIEW' THEN 'SUPERSEDED' ELSE r.state END,
          leased_by = NULL, leased_until = NULL
        FROM unnest(?, ?) AS u (s, d) JOIN decision p ON p.log_index = u.s
        WHERE r.decision_id = p.decision_id AND r.state = 'OPEN'\
        """;
    /** Not beside a case that followed: one person decides on all that waits there. */
    private static final String OPEN = """
        INSERT INTO review_case (case_id, kind, state, decision_id, surface, categories, language, priority, opened_at)
        SELECT 'REGION.c.' || split_part(x.d, '.', 3), 'REVIEW', 'OPEN', x.d, x.u, string_to_array(x.g, ','), x.l, 50, x.t
        FROM unnest(?, ?, ?, ?, ?) AS x (d, u, g, l, t)
        WHERE NOT EXISTS (SELECT 1 FROM review_case o WHERE o.decision_id = x.d AND o.state = 'OPEN' AND o.kind = 'NOTICE')
        ON CONFLICT (case_id) DO NOTHING\
        """;
    /** Of people who arrived: their old cell's cases say that the content is gone from there. */
    private static final String OPEN_ARRIVED = """
        INSERT INTO review_case (case_id, kind, state, decision_id, surface, categories, language, priority, opened_at)
        SELECT 'REGION.c.' || split_part(d.decision_id, '.', 3), 'REVIEW', 'OPEN', d.decision_id, d.surface, d.categories,
          d.language, 50, d.decided_at
        FROM content c JOIN decision d ON d.log_index = c.standing_index
        WHERE c.content_index = ANY (?) AND d.verdict = 'review' AND c.sealed_content IS NOT NULL
        ON CONFLICT (case_id) DO UPDATE SET state = 'OPEN', leased_by = NULL, leased_until = NULL
          WHERE review_case.state = 'GONE'\
        """;

    private ReviewRows() {}

    static void write(Connection connection, List<DecisionRow> rows, RegionId region) throws SQLException {
        var superseding =
                rows.stream().filter(row -> row.supersedesIndex() != null).toList();
        if (!superseding.isEmpty())
            Bulk.update(
                    connection,
                    FOLLOW,
                    Bulk.longs(superseding, row -> java.util.Objects.requireNonNull(row.supersedesIndex())),
                    Bulk.texts(superseding, DecisionRow::decisionId));
        var waiting = rows.stream()
                .filter(row -> row.report().verdict().equals("review"))
                .toList();
        if (waiting.isEmpty()) return;
        Bulk.update(
                connection,
                OPEN.replace(PLACE, region.value()),
                Bulk.texts(waiting, DecisionRow::decisionId),
                Bulk.texts(waiting, row -> row.report().surface()),
                Bulk.texts(waiting, row -> String.join(",", row.report().categories())),
                Bulk.texts(waiting, row -> row.report().language()),
                Bulk.times(waiting, row -> row.report().decidedAt()));
    }

    /** @param contents indexes of contents that arrived in this transaction */
    static void writeArrived(Connection connection, List<Long> contents, RegionId region) throws SQLException {
        if (contents.isEmpty()) return;
        Bulk.update(connection, OPEN_ARRIVED.replace(PLACE, region.value()), Bulk.longs(contents, Long::longValue));
    }
}
