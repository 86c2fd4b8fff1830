package io.gatehouse.residency.casework;

import io.gatehouse.residency.casework.ReviewCase.Kind;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.log.EntryFacts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Complaints about decisions of one cell (DSA Art. 20). Each opens a case that nobody may decide who decided on the content
 * before. Thread-safe.
 */
public final class Appeals {
    private static final String TABLE = "appeal";
    /** Whoever decided on this content, or on a complaint about it. */
    private static final String DECIDED_BEFORE = """
        SELECT DISTINCT r.person FROM decision d JOIN decision a ON a.content_index = d.content_index
        JOIN review_case r ON r.new_decision_id = a.decision_id OR (r.decision_id = a.decision_id AND r.kind = 'APPEAL')
        WHERE d.decision_id = ? AND r.person IS NOT NULL ORDER BY 1\
        """;

    private final Cell cell;
    private final SentRecords records;

    public Appeals(Cell cell) {
        this.cell = cell;
        this.records = new SentRecords(cell, "appeal", "appeal", "appeal");
    }

    /** Who complains. */
    public enum Appellant {
        AUTHOR,
        NOTIFIER;

        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * @param ownId what the platform calls it: the same again is a repeat
     * @param noticeId of a notifier's complaint; null of an author's
     * @param reason of a notifier, sealed here; empty of an author, whose words lie with their notes
     */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    public record NewAppeal(
            String id,
            String caseId,
            String client,
            String ownId,
            byte[] body,
            String decisionId,
            @Nullable String noticeId,
            byte[] reason,
            Instant receivedAt,
            int priority) {}

    /** An appeal without what is sealed. */
    public record Appeal(
            String id,
            String client,
            String decisionId,
            String caseId,
            Appellant appellant,
            @Nullable String noticeId,
            Instant receivedAt,
            @Nullable String outcome,
            @Nullable String outcomeDecisionId,
            @Nullable Boolean unfounded,
            @Nullable Instant decidedAt,
            long logIndex) {}

    /** What became of an appeal that was sent. */
    public sealed interface Submission {
        record Received(Appeal appeal) implements Submission {}

        record Repeated(Appeal appeal) implements Submission {}

        record IdReused() implements Submission {}

        /** The same complained about the same decision before. */
        record AppealedBefore(String appealId) implements Submission {}

        /** The content is not here any more. */
        record Gone() implements Submission {}
    }

    public Submission submit(NewAppeal sent) {
        byte[] ref = records.ref(sent.client(), sent.ownId());
        byte[] bodyRef = records.bodyRef(sent.body());
        var appellant = sent.noticeId() == null ? Appellant.AUTHOR : Appellant.NOTIFIER;
        var made = sent.noticeId() == null ? null : cell.ownKeys().create(TABLE, sent.id());
        byte[] reason = made == null ? null : made.key().seal("reason", sent.reason());
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            var before = sentBefore(connection, ref, bodyRef);
            if (before.isPresent()) return before.get();
            var earlier = before(connection, sent.decisionId(), sent.noticeId());
            if (earlier.isPresent()) return new Submission.AppealedBefore(earlier.get());
            var on = Cases.standing(connection, sent.decisionId());
            if (on.isEmpty()) return new Submission.Gone();
            var barred = Sql.query(connection, DECIDED_BEFORE, row -> row.getString(1), sent.decisionId());
            Cases.open(
                    connection,
                    sent.caseId(),
                    Kind.APPEAL,
                    on.get(),
                    sent.id(),
                    sent.priority(),
                    barred,
                    sent.receivedAt());
            var facts = new LinkedHashMap<String, Object>();
            facts.put("decision", sent.decisionId());
            facts.put("case", sent.caseId());
            facts.put("appellant", appellant.wireName());
            if (sent.noticeId() != null) facts.put("notice", sent.noticeId());
            long index =
                    transaction.append(new LogEvent(sent.id(), "appeal", sent.receivedAt(), new EntryFacts(facts)));
            Sql.update(
                    connection,
                    """
                    INSERT INTO appeal (appeal_id, appeal_ref, body_ref, client, decision_id, case_id, appellant, notice_id,
                      received_at, key_id, wrapped_key, sealed_reason, log_index, actions)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce((
                      SELECT ARRAY(SELECT jsonb_array_elements_text(convert_from(e.entry, 'UTF8')::jsonb #> '{facts,actions}'))
                      FROM decision d JOIN log_entry e ON e.log_index = d.log_index WHERE d.decision_id = ?), '{}'))\
                    """,
                    sent.id(),
                    ref,
                    bodyRef,
                    sent.client(),
                    sent.decisionId(),
                    sent.caseId(),
                    appellant.wireName(),
                    sent.noticeId(),
                    sent.receivedAt(),
                    made == null ? null : made.wrapped().regionKeyId(),
                    made == null ? null : made.wrapped().bytes(),
                    reason,
                    index,
                    sent.decisionId());
            Sql.update(
                    connection,
                    "INSERT INTO case_message (record_id, n, kind, due_at) VALUES (?, 0, 'appeal.received', ?)",
                    sent.id(),
                    sent.receivedAt());
            return new Submission.Received(find(connection, sent.id()).orElseThrow());
        });
    }

    /**
     * The appeal that there is about a decision.
     *
     * @param noticeId of a notifier's; null of the author's
     */
    public Optional<String> before(String decisionId, @Nullable String noticeId) {
        return cell.read(connection -> before(connection, decisionId, noticeId));
    }

    private static Optional<String> before(Connection connection, String decisionId, @Nullable String noticeId)
            throws SQLException {
        return Sql.query(
                        connection,
                        "SELECT appeal_id FROM appeal WHERE decision_id = ? AND notice_id IS NOT DISTINCT FROM ?::text",
                        row -> row.getString(1),
                        decisionId,
                        noticeId)
                .stream()
                .findFirst();
    }

    /** What this client called so, received here before: repeated, or another under the same id. Empty when there is none. */
    public Optional<Submission> sentBefore(String client, String ownId, byte[] body) {
        return cell.read(connection -> sentBefore(connection, records.ref(client, ownId), records.bodyRef(body)));
    }

    private Optional<Submission> sentBefore(Connection connection, byte[] ref, byte[] bodyRef) throws SQLException {
        var before = records.before(connection, ref, bodyRef);
        if (before.isEmpty()) return Optional.empty();
        return Optional.of(
                switch (before.get()) {
                    case SentRecords.Before.Same(String id) ->
                        new Submission.Repeated(find(connection, id).orElseThrow());
                    case SentRecords.Before.Other() -> new Submission.IdReused();
                });
    }

    public Optional<Appeal> find(String id) {
        return cell.read(connection -> find(connection, id));
    }

    private static Optional<Appeal> find(Connection connection, String id) throws SQLException {
        return Sql.query(connection, "SELECT * FROM appeal WHERE appeal_id = ?", Appeals::read, id).stream()
                .findFirst();
    }

    /**
     * In order of receipt.
     *
     * @param after id of the last one seen; null from the start
     */
    public List<Appeal> list(@Nullable String after, int limit) {
        return cell.read(connection -> Sql.query(
                connection,
                "SELECT * FROM appeal WHERE ?::text IS NULL OR (received_at, appeal_id)"
                        + " > (SELECT a.received_at, a.appeal_id FROM appeal a WHERE a.appeal_id = ?)"
                        + " ORDER BY received_at, appeal_id LIMIT ?",
                Appeals::read,
                after,
                after,
                limit));
    }

    /** What a notifier wrote; empty of an author's, or once the notifier was erased. */
    public Optional<byte[]> reason(String id) {
        return cell.read(connection -> Sql.query(
                        connection,
                        "SELECT * FROM appeal WHERE appeal_id = ? AND wrapped_key IS NOT NULL",
                        row -> cell.ownKeys()
                                .open(TABLE, id, row.getString("key_id"), row.getBytes("wrapped_key"))
                                .open("reason", row.getBytes("sealed_reason")),
                        id)
                .stream()
                .findFirst());
    }

    static Appeal read(ResultSet row) throws SQLException {
        return new Appeal(
                row.getString("appeal_id"),
                row.getString("client"),
                row.getString("decision_id"),
                row.getString("case_id"),
                Appellant.valueOf(row.getString("appellant").toUpperCase(java.util.Locale.ROOT)),
                row.getString("notice_id"),
                Sql.instant(row, "received_at"),
                row.getString("outcome"),
                row.getString("outcome_decision_id"),
                Sql.truthOrNull(row, "unfounded"),
                Sql.instantOrNull(row, "decided_at"),
                row.getLong("log_index"));
    }
}
