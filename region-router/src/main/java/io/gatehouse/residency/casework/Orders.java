package io.gatehouse.residency.casework;

import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.log.EntryFacts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Orders of authorities about contents of one cell (DSA Art. 9, 10; Regulation (EU) 2021/784 Art. 3). Receipt is durable
 * before anything is done; the ids of what will be done are drawn with it, so that each thing is done once. Thread-safe.
 */
public final class Orders {
    private static final String TABLE = "authority_order";
    /** Something of it is neither carried out nor gone. */
    private static final String OPEN =
            " EXISTS (SELECT 1 FROM order_item i WHERE i.order_id = o.order_id AND i.effected_at IS NULL"
                    + " AND i.gone_at IS NULL)";

    private final Cell cell;
    private final SentRecords records;

    public Orders(Cell cell) {
        this.cell = cell;
        this.records = new SentRecords(cell, "order", "authority_order", "order");
    }

    /** What an authority wants. */
    public enum Kind {
        /** DSA Art. 9. */
        ACT,
        /** DSA Art. 10: about recipients; nothing is removed. */
        INFORMATION,
        /** Regulation (EU) 2021/784 Art. 3: within one hour. */
        TERRORIST_CONTENT;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What happened to an order. */
    public enum Step {
        RECEIPT_CONFIRMED,
        /** The authority was told of the effect given (DSA Art. 9(1); 2021/784 Art. 3(6)). */
        AUTHORITY_INFORMED,
        /** Whoever provided the content, or is asked about, was told (DSA Art. 9(5), 10(5); 2021/784 Art. 11). */
        RECIPIENT_INFORMED,
        INFORMATION_PROVIDED,
        /** Force majeure, manifest error or missing information, and the authority was told (2021/784 Art. 3(7), (8)): the clock stops. */
        CLOCK_STOPPED,
        /** The ground ended, or the clarification came: the clock begins anew. */
        CLOCK_RESTARTED,
        /** The order was withdrawn, or found unlawful. */
        WITHDRAWN;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One thing the order is about.
     *
     * @param effectDecisionId of the decision that will carry it out; new
     * @param holdId under which it will be preserved; null where that is not asked
     */
    public record NewItem(
            int n,
            String decisionId,
            String effectDecisionId,
            @Nullable String holdId) {}

    /**
     * What came before an order to remove terrorist content: an authority that orders for the first time tells of procedures and deadlines
     * twelve hours before, unless it is an emergency (2021/784 Art. 3(2)). The duty is the authority's; an order without it is carried out
     * all the same.
     *
     * @param toldAt when that information came; null when it did not
     */
    public record Advance(boolean isFirstOrder, @Nullable Instant toldAt, boolean isEmergency) {
        static final Duration BEFORE = Duration.ofHours(12);

        /** Empty where nothing was owed. */
        public Optional<Boolean> isInTime(Instant orderReceivedAt) {
            if (!isFirstOrder || isEmergency) return Optional.empty();
            return Optional.of(toldAt != null && !toldAt.plus(BEFORE).isAfter(orderReceivedAt));
        }
    }

    /**
     * @param ownId what the platform calls it: the same again is a repeat
     * @param advance null where whoever sent it did not say
     * @param dueAt null where the law names no hour
     * @param text the order, as the caller encodes it; sealed under a key of its own
     */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    public record NewOrder(
            String id,
            String client,
            String ownId,
            byte[] body,
            boolean leads,
            Kind kind,
            String memberState,
            String category,
            List<String> territories,
            Instant receivedAt,
            @Nullable Advance advance,
            @Nullable Instant dueAt,
            byte[] text,
            List<NewItem> items) {
        public NewOrder {
            territories = List.copyOf(territories);
            items = List.copyOf(items);
        }
    }

    /** Of what there is nothing left to act on, for good. */
    public static final String GONE = "gone";

    /**
     * @param goneAt when nothing was left to act on; null otherwise
     * @param failure why it is not done; a code
     */
    public record Item(
            int n,
            String decisionId,
            String effectDecisionId,
            @Nullable String holdId,
            @Nullable Instant effectedAt,
            @Nullable Instant goneAt,
            @Nullable String failure) {
        /** Carried out, or never to be: there is nothing more to do. */
        public boolean isEnded() {
            return effectedAt != null || goneAt != null;
        }
    }

    public record Event(Step step, Instant at, String byKey) {}

    /**
     * An order without its text.
     *
     * @param advance as of {@link NewOrder}
     */
    public record Order(
            String id,
            String client,
            boolean leads,
            Kind kind,
            String memberState,
            String category,
            List<String> territories,
            Instant receivedAt,
            @Nullable Advance advance,
            @Nullable Instant dueAt,
            long logIndex,
            List<Item> items,
            List<Event> events) {
        public Order {
            territories = List.copyOf(territories);
            items = List.copyOf(items);
            events = List.copyOf(events);
        }

        public boolean isEnded() {
            return items.stream().allMatch(Item::isEnded);
        }

        public boolean has(Step step) {
            return events.stream().anyMatch(event -> event.step() == step);
        }
    }

    /** What became of an order that was sent. */
    public sealed interface Submission {
        record Received(Order order) implements Submission {}

        record Repeated(Order order) implements Submission {}

        record IdReused() implements Submission {}
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

    public Submission submit(NewOrder sent) {
        byte[] ref = records.ref(sent.client(), sent.ownId());
        byte[] bodyRef = records.bodyRef(sent.body());
        var made = cell.ownKeys().create(TABLE, sent.id());
        byte[] text = made.key().seal("text", sent.text());
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            var before = sentBefore(connection, ref, bodyRef);
            if (before.isPresent()) return before.get();
            var advance = sent.advance();
            long index = transaction.append(
                    new LogEvent(sent.id(), "order", sent.receivedAt(), new EntryFacts(facts(sent))));
            Sql.update(
                    connection,
                    """
                    INSERT INTO authority_order (order_id, order_ref, body_ref, client, leads, kind, member_state, category,
                      territories, received_at, first_order, procedures_told_at, emergency, due_at, key_id, wrapped_key, sealed_text,
                      log_index)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
                    """,
                    sent.id(),
                    ref,
                    bodyRef,
                    sent.client(),
                    sent.leads(),
                    sent.kind().name(),
                    sent.memberState(),
                    sent.category(),
                    sent.territories(),
                    sent.receivedAt(),
                    advance == null ? null : advance.isFirstOrder(),
                    advance == null ? null : advance.toldAt(),
                    advance == null ? null : advance.isEmergency(),
                    sent.dueAt(),
                    made.wrapped().regionKeyId(),
                    made.wrapped().bytes(),
                    text,
                    index);
            for (var item : sent.items())
                Sql.update(
                        connection,
                        "INSERT INTO order_item (order_id, n, decision_id, effect_decision_id, hold_id) VALUES (?, ?, ?, ?,"
                                + " ?)",
                        sent.id(),
                        item.n(),
                        item.decisionId(),
                        item.effectDecisionId(),
                        item.holdId());
            return new Submission.Received(find(connection, sent.id()).orElseThrow());
        });
    }

    private static Map<String, Object> facts(NewOrder sent) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("order_kind", sent.kind().wireName());
        facts.put("member_state", sent.memberState());
        facts.put("category", sent.category());
        facts.put("territories", sent.territories());
        facts.put("leads", sent.leads());
        facts.put("decisions", sent.items().stream().map(NewItem::decisionId).toList());
        facts.put("received_at", sent.receivedAt().toString());
        var advance = sent.advance();
        if (advance != null) {
            facts.put("first_order", advance.isFirstOrder());
            facts.put("emergency", advance.isEmergency());
            var told = advance.toldAt();
            if (told != null) facts.put("procedures_told_at", told.toString());
        }
        if (sent.dueAt() != null) facts.put("due_at", sent.dueAt().toString());
        return facts;
    }

    /** What the decision that carries an item out says of itself is in its own entry; here is when, by the order's clock. */
    public void effected(String id, int n, Instant at) {
        cell.transact(transaction -> {
            int changed = Sql.update(
                    transaction.connection(),
                    "UPDATE order_item SET effected_at = ?, failure = NULL WHERE order_id = ? AND n = ? AND effected_at IS"
                            + " NULL",
                    at,
                    id,
                    n);
            if (changed > 0)
                transaction.append(new LogEvent(
                        id + "/effect." + n, "order-effected", at, new EntryFacts(Map.of("order", id, "n", n))));
            return changed;
        });
    }

    /** Nothing is left to act on, and none will come back: from now on nobody waits for it. */
    public void gone(String id, int n, Instant at) {
        cell.transact(transaction -> {
            int changed = Sql.update(
                    transaction.connection(),
                    "UPDATE order_item SET gone_at = ?, failure = ? WHERE order_id = ? AND n = ? AND effected_at IS NULL"
                            + " AND gone_at IS NULL",
                    at,
                    GONE,
                    id,
                    n);
            if (changed > 0)
                transaction.append(
                        new LogEvent(id + "/gone." + n, "order-gone", at, new EntryFacts(Map.of("order", id, "n", n))));
            return changed;
        });
    }

    /** @param failure a code */
    public void failed(String id, int n, String failure) {
        cell.transact(transaction -> Sql.update(
                transaction.connection(),
                "UPDATE order_item SET failure = ? WHERE order_id = ? AND n = ? AND effected_at IS NULL AND gone_at IS NULL",
                failure,
                id,
                n));
    }

    /**
     * Writes down what happened.
     *
     * @param dueAt the clock's end from now on; null when it stands still, or there is none
     */
    public void note(String id, Event event, @Nullable Instant dueAt, Instant now) {
        cell.transact(transaction -> {
            var connection = transaction.connection();
            int n = Sql.query(
                            connection, "SELECT count(*) FROM order_event WHERE order_id = ?", row -> row.getInt(1), id)
                    .getFirst();
            Sql.update(
                    connection,
                    "INSERT INTO order_event (order_id, n, kind, at, recorded_at, by_key) VALUES (?, ?, ?, ?, ?, ?)",
                    id,
                    n,
                    event.step().name(),
                    event.at(),
                    now,
                    event.byKey());
            Sql.update(connection, "UPDATE authority_order SET due_at = ? WHERE order_id = ?", dueAt, id);
            var facts = new LinkedHashMap<String, Object>();
            facts.put("order", id);
            facts.put("step", event.step().wireName());
            facts.put("at", event.at().toString());
            facts.put("by", event.byKey());
            if (dueAt != null) facts.put("due_at", dueAt.toString());
            return transaction.append(new LogEvent(id + "/step." + n, "order-step", now, new EntryFacts(facts)));
        });
    }

    public Optional<Order> find(String id) {
        return cell.read(connection -> find(connection, id));
    }

    /** The order's text, as the caller encoded it. */
    public Optional<byte[]> open(String id) {
        return cell.read(connection -> Sql.query(
                        connection,
                        "SELECT * FROM authority_order WHERE order_id = ?",
                        row -> cell.ownKeys()
                                .open(TABLE, id, row.getString("key_id"), row.getBytes("wrapped_key"))
                                .open("text", row.getBytes("sealed_text")),
                        id)
                .stream()
                .findFirst());
    }

    /** Orders of which something is left to do, the first received first. */
    public List<Order> unfinished(int limit) {
        return cell.read(connection -> all(
                connection,
                "SELECT o.order_id FROM authority_order o WHERE " + OPEN
                        + " AND NOT EXISTS (SELECT 1 FROM order_event e"
                        + " WHERE e.order_id = o.order_id AND e.kind = 'WITHDRAWN') ORDER BY o.received_at LIMIT ?",
                limit));
    }

    /** Orders whose clock may still run, the first received first. */
    public List<Order> waiting(int limit) {
        return cell.read(connection -> all(connection, """
                SELECT o.order_id FROM authority_order o WHERE o.due_at IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM order_event e WHERE e.order_id = o.order_id
                    AND (e.kind = 'WITHDRAWN' OR (o.kind = 'INFORMATION' AND e.kind = 'INFORMATION_PROVIDED')))
                  AND (o.kind = 'INFORMATION' OR\
                """ + OPEN + ") ORDER BY o.received_at LIMIT ?", limit));
    }

    /**
     * In order of receipt.
     *
     * @param after id of the last one seen; null from the start
     */
    public List<Order> list(@Nullable String after, int limit) {
        return cell.read(connection -> all(
                connection,
                "SELECT order_id FROM authority_order WHERE ?::text IS NULL OR (received_at, order_id)"
                        + " > (SELECT a.received_at, a.order_id FROM authority_order a WHERE a.order_id = ?)"
                        + " ORDER BY received_at, order_id LIMIT ?",
                after,
                after,
                limit));
    }

    static List<Order> all(Connection connection, String ids, @Nullable Object... values) throws SQLException {
        var found = new ArrayList<Order>();
        for (var id : Sql.query(connection, ids, row -> row.getString(1), values))
            find(connection, id).ifPresent(found::add);
        return found;
    }

    private static Optional<Order> find(Connection connection, String id) throws SQLException {
        var items = Sql.query(connection, "SELECT * FROM order_item WHERE order_id = ? ORDER BY n", Orders::item, id);
        var events = Sql.query(
                connection,
                "SELECT * FROM order_event WHERE order_id = ? ORDER BY n",
                row -> new Event(Step.valueOf(row.getString("kind")), Sql.instant(row, "at"), row.getString("by_key")),
                id);
        return Sql.query(
                        connection,
                        "SELECT * FROM authority_order WHERE order_id = ?",
                        row -> order(row, items, events),
                        id)
                .stream()
                .findFirst();
    }

    private static Item item(ResultSet row) throws SQLException {
        return new Item(
                row.getInt("n"),
                row.getString("decision_id"),
                row.getString("effect_decision_id"),
                row.getString("hold_id"),
                Sql.instantOrNull(row, "effected_at"),
                Sql.instantOrNull(row, "gone_at"),
                row.getString("failure"));
    }

    private static Order order(ResultSet row, List<Item> items, List<Event> events) throws SQLException {
        return new Order(
                row.getString("order_id"),
                row.getString("client"),
                row.getBoolean("leads"),
                Kind.valueOf(row.getString("kind")),
                row.getString("member_state"),
                row.getString("category"),
                Sql.texts(row, "territories"),
                Sql.instant(row, "received_at"),
                advance(row),
                Sql.instantOrNull(row, "due_at"),
                row.getLong("log_index"),
                items,
                events);
    }

    static @Nullable Advance advance(ResultSet row) throws SQLException {
        Boolean isFirst = Sql.truthOrNull(row, "first_order");
        return isFirst == null
                ? null
                : new Advance(isFirst, Sql.instantOrNull(row, "procedures_told_at"), row.getBoolean("emergency"));
    }
}
