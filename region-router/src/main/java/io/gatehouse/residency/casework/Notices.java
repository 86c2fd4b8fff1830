package io.gatehouse.residency.casework;

import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.cell.OwnKeys;
import io.gatehouse.residency.log.EntryFacts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notices about content of one cell (DSA Art. 16). Receipt, cases and log entry are one transaction. Thread-safe. */
public final class Notices {
    private static final String TABLE = "notice";
    private static final String INSERT = """
        INSERT INTO notice (notice_id, notice_ref, body_ref, client, leads, received_at, category, keywords, trusted_flagger,
          is_named, notifier_ref, key_id, wrapped_key, sealed_notifier, sealed_text, log_index)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
        """;

    private final Cell cell;
    private final SentRecords records;

    public Notices(Cell cell) {
        this.cell = cell;
        this.records = new SentRecords(cell, "notice", "notice", "notice");
    }

    /**
     * One thing that is reported.
     *
     * @param n its place in the whole notice
     * @param decisionId any decision on the content; what stands is looked at
     * @param caseId of the case that is opened, when none is open
     */
    public record NewItem(int n, String decisionId, String caseId) {}

    /**
     * @param ownId what the platform calls it: the same again is a repeat
     * @param body digest of the request
     * @param leads whether reports count it; other parts of the same notice do not lead
     * @param email the notifier's address, to find the person's other notices; null when none was given
     * @param notifier who it is, as the caller encodes it; empty when that was not asked
     * @param text what was said, likewise
     * @param priority of its cases
     */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    public record NewNotice(
            String id,
            String client,
            String ownId,
            byte[] body,
            boolean leads,
            Instant receivedAt,
            String category,
            List<String> keywords,
            @Nullable String trustedFlagger,
            @Nullable String email,
            byte[] notifier,
            byte[] text,
            List<NewItem> items,
            int priority) {
        public NewNotice {
            keywords = List.copyOf(keywords);
            items = List.copyOf(items);
            if (items.isEmpty()) throw new IllegalArgumentException("a notice is about something");
        }
    }

    /** @param outcome null while nobody decided; {@code allow}, {@code restrict} or {@link Cases#GONE} */
    public record Item(
            int n,
            String decisionId,
            String caseId,
            @Nullable String outcome,
            @Nullable String outcomeDecisionId,
            @Nullable Boolean unfounded,
            @Nullable Instant decidedAt) {}

    /** A notice without what is sealed. */
    public record Notice(
            String id,
            String client,
            boolean leads,
            Instant receivedAt,
            String category,
            List<String> keywords,
            @Nullable String trustedFlagger,
            boolean isNamed,
            @Nullable Instant erasedAt,
            long logIndex,
            List<Item> items) {
        public Notice {
            keywords = List.copyOf(keywords);
            items = List.copyOf(items);
        }
    }

    /** What became of a notice that was sent. */
    public sealed interface Submission {
        record Received(Notice notice) implements Submission {}

        /** Sent before: this is what was answered then. */
        record Repeated(Notice notice) implements Submission {}

        /** The platform called another notice so. */
        record IdReused() implements Submission {}

        /** The content of this item is not here any more. */
        record Gone(int n) implements Submission {}
    }

    public Submission submit(NewNotice sent) {
        byte[] ref = records.ref(sent.client(), sent.ownId());
        byte[] bodyRef = records.bodyRef(sent.body());
        var made = cell.ownKeys().create(TABLE, sent.id());
        byte[] notifier = made.key().seal("notifier", sent.notifier());
        byte[] text = made.key().seal("text", sent.text());
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            var before = sentBefore(connection, ref, bodyRef);
            if (before.isPresent()) return before.get();
            var items = new ArrayList<Item>();
            var standing = new ArrayList<Cases.Standing>();
            for (var item : sent.items()) {
                var on = Cases.standing(connection, item.decisionId());
                if (on.isEmpty()) return new Submission.Gone(item.n());
                standing.add(on.get());
            }
            for (int i = 0; i < sent.items().size(); i++) {
                var item = sent.items().get(i);
                var on = standing.get(i);
                String caseId = Cases.join(connection, on, item.caseId(), sent.priority(), sent.receivedAt());
                items.add(new Item(item.n(), on.decisionId(), caseId, null, null, null, null));
            }
            var notice = new Notice(
                    sent.id(),
                    sent.client(),
                    sent.leads(),
                    sent.receivedAt(),
                    sent.category(),
                    sent.keywords(),
                    sent.trustedFlagger(),
                    sent.email() != null,
                    null,
                    transaction.append(new LogEvent(sent.id(), "notice", sent.receivedAt(), facts(sent, items))),
                    items);
            Sql.update(
                    connection,
                    INSERT,
                    notice.id(),
                    ref,
                    bodyRef,
                    notice.client(),
                    notice.leads(),
                    notice.receivedAt(),
                    notice.category(),
                    notice.keywords(),
                    notice.trustedFlagger(),
                    notice.isNamed(),
                    sent.email() == null ? null : notifierRef(sent.email()),
                    made.wrapped().regionKeyId(),
                    made.wrapped().bytes(),
                    notifier,
                    text,
                    notice.logIndex());
            for (var item : items)
                Sql.update(
                        connection,
                        "INSERT INTO notice_item (notice_id, n, decision_id, case_id) VALUES (?, ?, ?, ?)",
                        notice.id(),
                        item.n(),
                        item.decisionId(),
                        item.caseId());
            Sql.update(
                    connection,
                    "INSERT INTO case_message (record_id, n, kind, due_at) VALUES (?, 0, 'notice.received', ?)",
                    notice.id(),
                    notice.receivedAt());
            return new Submission.Received(notice);
        });
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

    private byte[] notifierRef(String email) {
        return cell.recordRef("notifier", email.strip().toLowerCase(Locale.ROOT));
    }

    private static EntryFacts facts(NewNotice sent, List<Item> items) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("category", sent.category());
        facts.put("keywords", sent.keywords());
        facts.put("leads", sent.leads());
        facts.put("named", sent.email() != null);
        if (sent.trustedFlagger() != null) facts.put("trusted_flagger", sent.trustedFlagger());
        facts.put("decisions", items.stream().map(Item::decisionId).toList());
        facts.put("cases", items.stream().map(Item::caseId).toList());
        return new EntryFacts(facts);
    }

    /** What this client called so; empty when it sent nothing of the kind here. */
    public Optional<Notice> sentAs(String client, String ownId) {
        return cell.read(connection -> {
            var ids = Sql.query(
                    connection,
                    "SELECT notice_id FROM notice WHERE notice_ref = ?",
                    row -> row.getString(1),
                    records.ref(client, ownId));
            return ids.isEmpty() ? Optional.empty() : find(connection, ids.getFirst());
        });
    }

    public Optional<Notice> find(String id) {
        return cell.read(connection -> find(connection, id));
    }

    /**
     * In order of receipt.
     *
     * @param after id of the last one seen; null from the start
     */
    public List<Notice> list(@Nullable String after, int limit) {
        return cell.read(connection -> {
            var found = new ArrayList<Notice>();
            for (var id : Sql.query(
                    connection,
                    "SELECT notice_id FROM notice WHERE ?::text IS NULL OR (received_at, notice_id)"
                            + " > (SELECT a.received_at, a.notice_id FROM notice a WHERE a.notice_id = ?)"
                            + " ORDER BY received_at, notice_id LIMIT ?",
                    row -> row.getString(1),
                    after,
                    after,
                    limit)) find(connection, id).ifPresent(found::add);
            return found;
        });
    }

    private static Optional<Notice> find(Connection connection, String id) throws SQLException {
        var items =
                Sql.query(connection, "SELECT * FROM notice_item WHERE notice_id = ? ORDER BY n", Notices::item, id);
        return Sql.query(
                        connection,
                        "SELECT * FROM notice WHERE notice_id = ?",
                        row -> new Notice(
                                id,
                                row.getString("client"),
                                row.getBoolean("leads"),
                                Sql.instant(row, "received_at"),
                                row.getString("category"),
                                Sql.texts(row, "keywords"),
                                row.getString("trusted_flagger"),
                                row.getBoolean("is_named"),
                                Sql.instantOrNull(row, "erased_at"),
                                row.getLong("log_index"),
                                items),
                        id)
                .stream()
                .findFirst();
    }

    private static Item item(ResultSet row) throws SQLException {
        return new Item(
                row.getInt("n"),
                row.getString("decision_id"),
                row.getString("case_id"),
                row.getString("outcome"),
                row.getString("outcome_decision_id"),
                Sql.truthOrNull(row, "unfounded"),
                Sql.instantOrNull(row, "decided_at"));
    }

    /** What was said, and by whom, as the caller encoded it. */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    public record Opened(byte[] notifier, byte[] text) {}

    /** Empty once the notifier was erased, or when there is no such notice. */
    public Optional<Opened> open(String id) {
        return cell.read(connection -> Sql.query(
                        connection,
                        "SELECT * FROM notice WHERE notice_id = ? AND wrapped_key IS NOT NULL",
                        row -> {
                            OwnKeys.RecordKey key = cell.ownKeys()
                                    .open(TABLE, id, row.getString("key_id"), row.getBytes("wrapped_key"));
                            return new Opened(
                                    key.open("notifier", row.getBytes("sealed_notifier")),
                                    key.open("text", row.getBytes("sealed_text")));
                        },
                        id)
                .stream()
                .findFirst());
    }

    /** Ids of the notices whose items a case is about. */
    public List<String> about(String caseId) {
        return cell.read(connection -> Sql.query(
                connection,
                "SELECT DISTINCT notice_id FROM notice_item WHERE case_id = ? ORDER BY notice_id",
                row -> row.getString(1),
                caseId));
    }

    /**
     * How a notifier's items ended so far (DSA Art. 23(2), (3)).
     *
     * @param items sent in all
     * @param unfounded found manifestly unfounded
     */
    public record SenderRecord(long items, long decided, long unfounded) {}

    /** Of who sent a notice; empty when they were not named, or were erased. */
    public Optional<SenderRecord> recordOfSender(String noticeId) {
        return cell.read(connection -> Sql.query(
                        connection,
                        """
                        SELECT count(*) AS items, count(i.outcome) AS decided, count(*) FILTER (WHERE i.unfounded) AS unfounded
                        FROM notice n JOIN notice o ON o.notifier_ref = n.notifier_ref
                        JOIN notice_item i ON i.notice_id = o.notice_id WHERE n.notice_id = ?\
                        """,
                        row -> new SenderRecord(row.getLong(1), row.getLong(2), row.getLong(3)),
                        noticeId)
                .stream()
                .filter(record -> record.items() > 0)
                .findFirst());
    }

    /**
     * Destroys the keys of everything that a notifier sent: who they were and what they said. Counts and outcomes stay.
     *
     * @return how many notices
     */
    public int erase(String email, Instant at) {
        byte[] ref = notifierRef(email);
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            var ids = Sql.query(
                    connection, "SELECT notice_id FROM notice WHERE notifier_ref = ?", row -> row.getString(1), ref);
            if (ids.isEmpty()) return 0;
            Sql.update(
                    connection,
                    "UPDATE notice SET notifier_ref = NULL, key_id = NULL, wrapped_key = NULL, sealed_notifier = NULL,"
                            + " sealed_text = NULL, erased_at = ? WHERE notice_id = ANY (?)",
                    at,
                    ids);
            Sql.update(
                    connection,
                    "UPDATE appeal SET key_id = NULL, wrapped_key = NULL, sealed_reason = NULL WHERE notice_id = ANY (?)",
                    ids);
            for (var id : ids)
                transaction.append(new LogEvent(
                        id + "/erased", "notifier-erased", at, new EntryFacts(java.util.Map.of("notice", id))));
            return ids.size();
        });
    }
}
