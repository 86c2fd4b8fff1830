package io.gatehouse.residency.cell;

import io.gatehouse.residency.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What endpoints are told of this cell's decisions. An effect of the outbox becomes a delivery to each endpoint that wants it, in one
 * transaction, so that it is told at least once, whoever is killed. Any number of processes may send: each takes what is due for a
 * while. Thread-safe; throws {@link io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away, and a
 * retry is safe.
 */
public final class Deliveries {
    /** Effects that some endpoint wants. Those that nobody wants stay where they are. */
    private static final String WANTED = """
        SELECT o.log_index, o.n, o.kind, o.due_at, d.decision_id, d.verdict, d.degraded, d.decided_at, c.screening_id, c.client,
          p.decision_id AS supersedes
        FROM outbox o
        JOIN decision d ON d.log_index = o.log_index
        JOIN content c ON c.content_index = d.content_index
        LEFT JOIN decision p ON p.log_index = d.supersedes_index
        WHERE o.kind = ANY (?) AND o.due_at >= ? AND EXISTS (
          SELECT 1 FROM unnest(?, ?, ?) AS w (client, kind, since)
          WHERE w.client = c.client AND w.kind = o.kind AND w.since <= o.due_at)
        ORDER BY o.log_index, o.n LIMIT ? FOR UPDATE OF o SKIP LOCKED\
        """;

    private static final String INSERT = """
        INSERT INTO webhook_delivery (endpoint_id, message_id, event, body, state, tries, due_at, created_at, attempts)
        SELECT e, m, k, b, 'PENDING', 0, t, t, '[]' FROM unnest(?, ?, ?, ?, ?) AS u (e, m, k, b, t)
        ON CONFLICT DO NOTHING\
        """;
    private static final String REMOVE =
            "DELETE FROM outbox o USING unnest(?, ?) AS u (i, n) WHERE o.log_index = u.i AND o.n = u.n";
    /** Chosen once, before anything is changed: joined in place, the choice would be made again for each row, and exceed its limit. */
    private static final String TAKE = """
        WITH due AS MATERIALIZED (
          SELECT d.endpoint_id, d.message_id FROM unnest(?) AS e (id) CROSS JOIN LATERAL (
            SELECT endpoint_id, message_id FROM webhook_delivery
            WHERE endpoint_id = e.id AND state = 'PENDING' AND due_at <= ? ORDER BY due_at LIMIT ?
            FOR UPDATE SKIP LOCKED) AS d)
        UPDATE webhook_delivery d SET tries = d.tries + 1, due_at = ? FROM due
        WHERE d.endpoint_id = due.endpoint_id AND d.message_id = due.message_id RETURNING d.*\
        """;

    private static final String ENDED = """
        UPDATE webhook_delivery SET state = ?, due_at = ?, ended_at = ?, attempts = (attempts::jsonb || ?::jsonb)::text
        WHERE endpoint_id = ? AND message_id = ? AND state = 'PENDING'\
        """;
    private static final String PAGE = """
        SELECT * FROM webhook_delivery WHERE endpoint_id = ? AND (?::text IS NULL OR state = ?)
          AND (created_at, message_id) > (?, ?) ORDER BY created_at, message_id LIMIT ?\
        """;
    private static final String REPLAY = """
        UPDATE webhook_delivery SET state = 'PENDING', tries = 0, due_at = ?, ended_at = NULL
        WHERE endpoint_id = ? AND message_id = ?\
        """;
    private static final String REPLAY_ALL = """
        UPDATE webhook_delivery SET state = 'PENDING', tries = 0, due_at = ?, ended_at = NULL
        WHERE endpoint_id = ? AND created_at >= ? AND state = ANY (?)\
        """;
    private static final String FORGET = """
        DELETE FROM webhook_delivery WHERE created_at < ? AND state <> 'PENDING' OR created_at < ? OR endpoint_id = ANY (?)\
        """;

    private final Database database;

    Deliveries(Database database) {
        this.database = database;
    }

    /** Who wants effects of a client: those of some kinds, since it was made. */
    public record Subscriber(String endpointId, String client, Set<String> kinds, Instant since) {
        public Subscriber {
            kinds = Set.copyOf(kinds);
        }

        boolean wants(Event event) {
            return client.equals(event.client())
                    && kinds.contains(event.kind())
                    && !event.dueAt().isBefore(since);
        }
    }

    /**
     * An effect, and what its decision's row says of it.
     *
     * @param n its position among those of the decision
     */
    public record Event(
            long logIndex,
            int n,
            String kind,
            Instant dueAt,
            String decisionId,
            String verdict,
            boolean degraded,
            Instant decidedAt,
            String screeningId,
            String client,
            Optional<String> supersedes) {
        /**
         * The same whenever the effect is told, and another for every effect: made of the random part of the decision's id. Without
         * dots, which separate the parts that are signed.
         */
        public String messageId() {
            return "msg_" + decisionId.substring(decisionId.lastIndexOf('.') + 1) + "_" + n;
        }
    }

    /** How a delivery stands. */
    public enum State {
        PENDING,
        DELIVERED,
        /** Tried as often as it is; nothing more happens until somebody asks for it. */
        DEAD
    }

    /**
     * @param tries how often it was tried since it was made or asked for again, the present try included
     * @param attempts a JSON array, in order
     */
    public record Delivery(
            String endpointId,
            String messageId,
            String event,
            String body,
            State state,
            int tries,
            Instant dueAt,
            Instant createdAt,
            Optional<Instant> endedAt,
            String attempts) {}

    /**
     * Makes deliveries of effects that somebody wants, and takes those from the outbox.
     *
     * @return how many effects were taken
     */
    public int fanOut(List<Subscriber> subscribers, Function<Event, String> body, Instant now, int limit) {
        if (subscribers.isEmpty()) return 0;
        return database.transact(connection -> {
            var events = wanted(connection, subscribers, limit);
            if (events.isEmpty()) return 0;
            var rows = new ArrayList<Row>();
            for (var event : events)
                for (var subscriber : subscribers)
                    if (subscriber.wants(event)) rows.add(new Row(subscriber.endpointId(), event, body.apply(event)));
            Bulk.update(
                    connection,
                    INSERT,
                    Bulk.texts(rows, Row::endpointId),
                    Bulk.texts(rows, row -> row.event().messageId()),
                    Bulk.texts(rows, row -> row.event().kind()),
                    Bulk.texts(rows, Row::body),
                    Bulk.times(rows, _ -> now));
            Bulk.update(connection, REMOVE, Bulk.longs(events, Event::logIndex), Bulk.integers(events, Event::n));
            return events.size();
        });
    }

    private record Row(String endpointId, Event event, String body) {}

    private record Wish(String client, String kind, Instant since) {}

    private static List<Event> wanted(Connection connection, List<Subscriber> subscribers, int limit)
            throws SQLException {
        var wishes = subscribers.stream()
                .flatMap(each -> each.kinds().stream().map(kind -> new Wish(each.client(), kind, each.since())))
                .toList();
        if (wishes.isEmpty()) return List.of();
        var earliest = wishes.stream().map(Wish::since).min(Instant::compareTo).orElseThrow();
        try (var select = connection.prepareStatement(WANTED)) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text", wishes.stream().map(Wish::kind).distinct().toArray()));
            select.setObject(2, time(earliest));
            select.setArray(
                    3,
                    connection.createArrayOf(
                            "text", wishes.stream().map(Wish::client).toArray()));
            select.setArray(
                    4,
                    connection.createArrayOf(
                            "text", wishes.stream().map(Wish::kind).toArray()));
            select.setArray(
                    5,
                    connection.createArrayOf(
                            "timestamptz",
                            wishes.stream().map(wish -> wish.since().toString()).toArray()));
            select.setInt(6, limit);
            return Bulk.all(select, Deliveries::event);
        }
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(
                row.getLong("log_index"),
                row.getInt("n"),
                row.getString("kind"),
                Bulk.instant(row, "due_at"),
                row.getString("decision_id"),
                row.getString("verdict"),
                row.getBoolean("degraded"),
                Bulk.instant(row, "decided_at"),
                row.getString("screening_id"),
                row.getString("client"),
                Optional.ofNullable(row.getString("supersedes")));
    }

    /**
     * Takes deliveries that are due, some of each endpoint, so that none waits for another. What is taken is due again after the
     * lease, in case who took it is killed.
     */
    public List<Delivery> take(Collection<String> endpoints, Instant now, Duration lease, int ofEach) {
        if (endpoints.isEmpty()) return List.of();
        return database.transact(connection -> {
            try (var take = connection.prepareStatement(TAKE)) {
                take.setArray(1, connection.createArrayOf("text", endpoints.toArray()));
                take.setObject(2, time(now));
                take.setInt(3, ofEach);
                take.setObject(4, time(now.plus(lease)));
                return Bulk.all(take, Deliveries::delivery);
            }
        });
    }

    /**
     * A try ended.
     *
     * @param attempt a JSON object, added to the log
     * @param dueAt of the next try, while it is pending
     */
    public void ended(Delivery delivery, State state, String attempt, Instant dueAt, Instant now) {
        database.transact(connection -> {
            try (PreparedStatement update = connection.prepareStatement(ENDED)) {
                update.setString(1, state.name());
                update.setObject(2, time(dueAt));
                update.setObject(3, state == State.PENDING ? null : time(now));
                update.setString(4, attempt);
                update.setString(5, delivery.endpointId());
                update.setString(6, delivery.messageId());
                return update.executeUpdate();
            }
        });
    }

    /**
     * The log of an endpoint, oldest first.
     *
     * @param state only those; null for all
     * @param after the last one of the page before
     */
    public List<Delivery> page(String endpointId, @Nullable State state, Optional<Delivery> after, int limit) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(PAGE)) {
                String name = state == null ? null : state.name();
                select.setString(1, endpointId);
                select.setString(2, name);
                select.setString(3, name);
                select.setObject(4, time(after.map(Delivery::createdAt).orElse(Instant.EPOCH)));
                select.setString(5, after.map(Delivery::messageId).orElse(""));
                select.setInt(6, limit);
                return Bulk.all(select, Deliveries::delivery);
            }
        });
    }

    public Optional<Delivery> find(String endpointId, String messageId) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(
                    "SELECT * FROM webhook_delivery WHERE endpoint_id = ? AND message_id = ?")) {
                select.setString(1, endpointId);
                select.setString(2, messageId);
                return Bulk.all(select, Deliveries::delivery).stream().findFirst();
            }
        });
    }

    /** @return false when there is no such delivery */
    public boolean replay(String endpointId, String messageId, Instant now) {
        return database.transact(connection -> {
            try (var update = connection.prepareStatement(REPLAY)) {
                update.setObject(1, time(now));
                update.setString(2, endpointId);
                update.setString(3, messageId);
                return update.executeUpdate() > 0;
            }
        });
    }

    /** @return how many will be sent again */
    public int replay(String endpointId, Instant since, Set<State> states, Instant now) {
        return database.transact(connection -> {
            try (var update = connection.prepareStatement(REPLAY_ALL)) {
                update.setObject(1, time(now));
                update.setString(2, endpointId);
                update.setObject(3, time(since));
                update.setArray(
                        4,
                        connection.createArrayOf(
                                "text", states.stream().map(State::name).toArray()));
                return update.executeUpdate();
            }
        });
    }

    /**
     * Forgets old deliveries, and those of endpoints that are gone.
     *
     * @param endedBefore made before this and not pending
     * @param madeBefore whatever their state
     */
    public int forget(Instant endedBefore, Instant madeBefore, String... endpoints) {
        return database.transact(connection -> {
            try (var delete = connection.prepareStatement(FORGET)) {
                delete.setObject(1, time(endedBefore));
                delete.setObject(2, time(madeBefore));
                delete.setArray(3, connection.createArrayOf("text", Arrays.copyOf(endpoints, endpoints.length)));
                return delete.executeUpdate();
            }
        });
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getString("endpoint_id"),
                row.getString("message_id"),
                row.getString("event"),
                row.getString("body"),
                State.valueOf(row.getString("state")),
                row.getInt("tries"),
                Bulk.instant(row, "due_at"),
                Bulk.instant(row, "created_at"),
                Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                row.getString("attempts"));
    }

    private static OffsetDateTime time(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
