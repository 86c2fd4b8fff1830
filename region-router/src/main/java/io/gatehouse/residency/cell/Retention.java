package io.gatehouse.residency.cell;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.EntryFacts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ends contents and records whose time of keeping is over. Thread-safe; throws {@link
 * io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away, and may be repeated with the same ids.
 */
public final class Retention {
    private static final String HELD = """
        EXISTS (SELECT 1 FROM legal_hold h WHERE h.account_ref = c.account_ref AND h.lifted_at IS NULL
          AND (h.until_at IS NULL OR h.until_at > ?))\
        """;
    private static final String SELECT = """
        SELECT c.content_index, c.account_ref, a.state,
          (c.sealed_content IS NOT NULL OR c.archive_content_salt IS NOT NULL) AS words,
          (s.sealed_record IS NOT NULL OR c.archive_decision_salt IS NOT NULL) AS records,
          s.surface, s.verdict, s.decided_at, CASE WHEN c.revision = 1 THEN f.decided_at ELSE s.decided_at END AS said_at,
          HELD AS held, EXISTS (SELECT 1 FROM review_case r WHERE r.decision_id = s.decision_id
            AND r.state IN ('OPEN', 'DECIDING'))
          OR EXISTS (SELECT 1 FROM dispute p JOIN decision x ON x.decision_id = p.decision_id
            WHERE x.content_index = c.content_index AND p.decided_at IS NULL)
          OR EXISTS (SELECT 1 FROM notice_item i JOIN decision x ON x.decision_id = i.decision_id
            WHERE x.content_index = c.content_index
              AND (i.decided_at IS NULL OR i.decided_at > ?::timestamptz - interval '184 days')) AS open_case
        FROM content c
        JOIN decision s ON s.log_index = c.standing_index
        JOIN decision f ON f.log_index = c.content_index
        JOIN account a ON a.account_ref = c.account_ref
        WHERE c.content_index >= ? AND c.content_index < ? ORDER BY c.content_index LIMIT ?\
        """.replace("HELD", HELD);
    /** Records of contents that nobody can read any more; a hold that was placed meanwhile still counts. */
    private static final String FREE = """
        SELECT c.content_index FROM content c WHERE c.content_index = ANY (?) AND c.sealed_content IS NULL
          AND c.archive_content_salt IS NULL AND NOT HELD FOR UPDATE\
        """.replace("HELD", HELD);

    private static final String EXPIRE = """
        WITH RECURSIVE d AS (
          SELECT log_index FROM decision WHERE log_index = ANY (?)
          UNION ALL SELECT n.log_index FROM decision n JOIN d ON n.supersedes_index = d.log_index)
        UPDATE decision SET sealed_record = NULL, sealed_answer = NULL WHERE log_index IN (SELECT log_index FROM d)\
        """;

    private static final String ENDED = """
        SELECT rule, sum(contents) FROM (
          SELECT e ->> 'kind' AS kind, coalesce(e -> 'facts' ->> 'retention_rule', e -> 'facts' ->> 'rule') AS rule,
            coalesce((e -> 'facts' ->> 'contents')::bigint, 1) AS contents
          FROM (SELECT convert_from(entry, 'UTF8')::json AS e FROM log_entry WHERE log_index >= ?) AS entries) AS told
        WHERE kind = ? AND rule IS NOT NULL GROUP BY rule\
        """;

    private final Cell cell;
    private final Database database;

    Retention(Cell cell, Database database) {
        this.cell = cell;
        this.database = database;
    }

    /**
     * A content as keeping sees it.
     *
     * @param hasWords whether what was said is still here
     * @param hasRecords whether what was told and answered is
     * @param surface of the decision that stands, as are {@code verdict} and {@code decidedAt}
     * @param saidAt when the newest revision was; of an edited one, no later than its standing decision
     * @param held whether a hold of this cell keeps the author's data
     * @param openCase whether somebody has to decide on it, out of court too, or whoever sent a notice may complain still
     */
    public record Stored(
            long contentIndex,
            AccountRef account,
            AccountState state,
            boolean hasWords,
            boolean hasRecords,
            String surface,
            String verdict,
            Instant decidedAt,
            Instant saidAt,
            boolean held,
            boolean openCase) {}

    /** In order of content index; continue with the last one's + 1. */
    public List<Stored> stored(long from, long to, int limit, Instant now) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(SELECT)) {
                select.setObject(1, now.atOffset(ZoneOffset.UTC));
                select.setObject(2, now.atOffset(ZoneOffset.UTC));
                select.setLong(3, from);
                select.setLong(4, to);
                select.setInt(5, limit);
                return Bulk.all(select, Retention::stored);
            }
        });
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getLong("content_index"),
                new AccountRef(row.getBytes("account_ref")),
                AccountState.valueOf(row.getString("state")),
                row.getBoolean("words"),
                row.getBoolean("records"),
                row.getString("surface"),
                row.getString("verdict"),
                Bulk.instant(row, "decided_at"),
                Bulk.instant(row, "said_at"),
                row.getBoolean("held"),
                row.getBoolean("open_case"));
    }

    /**
     * What is to end.
     *
     * @param rule by which
     * @param isFree whether a guest's home was asked, and holds nothing of theirs
     */
    public record Ending(long contentIndex, String eventId, String rule, boolean isFree) {}

    /**
     * Ends what was said, as the author's own deletion does: all in one transaction, each with its log entry. Objects of media are written
     * down under the event's id, as there.
     *
     * @return of each, in order
     */
    public List<ContentDeletion.Outcome> end(List<Ending> endings, Instant at) {
        return cell.transact(transaction -> {
            var outcomes = new java.util.ArrayList<ContentDeletion.Outcome>();
            for (var each : endings)
                outcomes.add(ContentDeletion.end(
                        transaction, each.contentIndex(), each.eventId(), at, each.isFree(), each.rule()));
            return outcomes;
        });
    }

    /** What the log calls the end of what was said, and of what was told and answered. */
    public enum Ended {
        CONTENT("content-deleted"),
        RECORDS("records-expired");

        private final String kind;

        Ended(String kind) {
            this.kind = kind;
        }
    }

    /**
     * What ended by rules at that place of the log or later: whoever did it, and however often they were interrupted.
     *
     * @return contents by rule
     */
    public Map<String, Long> ended(Ended what, long fromIndex) {
        return database.read(connection -> {
            var ended = new TreeMap<String, Long>();
            try (var select = connection.prepareStatement(ENDED)) {
                select.setLong(1, fromIndex);
                select.setString(2, what.kind);
                Bulk.all(select, row -> ended.merge(row.getString(1), row.getLong(2), Long::sum));
            }
            return ended;
        });
    }

    /**
     * Ends what was told and answered about contents of which nothing else is left, with one log entry for all.
     *
     * @return how many there were
     */
    public int endRecords(List<Long> contents, String eventId, String rule, Instant at) {
        if (contents.isEmpty()) return 0;
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            List<Long> free;
            try (var select = connection.prepareStatement(FREE)) {
                select.setArray(1, connection.createArrayOf("int8", contents.toArray(Long[]::new)));
                select.setObject(2, at.atOffset(ZoneOffset.UTC));
                free = Bulk.all(select, row -> row.getLong(1));
            }
            if (free.isEmpty()) return 0;
            var indexes = Bulk.longs(free, Long::longValue);
            Bulk.update(connection, EXPIRE, indexes);
            Bulk.update(
                    connection, "UPDATE content SET" + ArchivePlace.NOWHERE + "WHERE content_index = ANY (?)", indexes);
            transaction.append(new LogEvent(
                    eventId,
                    "records-expired",
                    at,
                    new EntryFacts(Map.of(
                            "rule", rule,
                            "contents", free.size(),
                            "first_index", free.stream().min(Long::compare).orElseThrow(),
                            "last_index", free.stream().max(Long::compare).orElseThrow()))));
            return free.size();
        });
    }
}
