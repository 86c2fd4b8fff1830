package io.gatehouse.residency.rights;

import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.directory.AccountRef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The requests of the people at home in one cell. Thread-safe; a retry is always safe. */
public final class PersonRequests {
    private static final String SELECT = "SELECT * FROM person_request ";
    private static final String ERASURE =
            SELECT + "WHERE account_ref = ? AND kind = 'ERASURE' AND state IN ('RUNNING', 'HELD')";
    private static final String ERASURES =
            "SELECT * FROM person_request WHERE kind = 'ERASURE' AND number >= ? AND number < ?"
                    + " AND (%s) ORDER BY number LIMIT ?";
    private static final String DRAWN =
            "(state = 'DONE' AND ended_at < ?" + " AND (hashtextextended(request_id, ?) & 9223372036854775807) <= ?)";
    private static final String INSERT = """
        INSERT INTO person_request (request_id, kind, state, account_ref, home_epoch, step, received_at, due_on, asked_by,
          ended_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (request_id) DO NOTHING\
        """;

    private final Cell cell;

    public PersonRequests(Cell cell) {
        this.cell = cell;
    }

    public Optional<PersonRequest> find(String id) {
        return one(SELECT + "WHERE request_id = ?", statement -> statement.setString(1, id));
    }

    /** The erasure of an account that is under way. */
    public Optional<PersonRequest> erasureOf(AccountRef account) {
        return one(ERASURE, statement -> statement.setBytes(1, account.digest()));
    }

    /** Open ones, the most urgent first, at most {@code limit}. */
    public List<PersonRequest> open(int limit) {
        return all(
                SELECT + "WHERE state IN ('RUNNING', 'HELD') ORDER BY due_on, request_id LIMIT ?",
                statement -> statement.setInt(1, limit));
    }

    /** Open and ended ones, newest first, at most {@code limit}. */
    public List<PersonRequest> recent(int limit) {
        return all(SELECT + "ORDER BY received_at DESC, request_id LIMIT ?", statement -> statement.setInt(1, limit));
    }

    /** How many open ones were due before this day. */
    public long overdue(LocalDate today) {
        return cell.read(connection -> {
            try (var statement = connection.prepareStatement(
                    "SELECT count(*) FROM person_request WHERE state IN ('RUNNING', 'HELD') AND due_on < ?")) {
                statement.setObject(1, today);
                try (var rows = statement.executeQuery()) {
                    rows.next();
                    return rows.getLong(1);
                }
            }
        });
    }

    /**
     * Where a run finds erasures: their numbers say an order that stays.
     *
     * @param first number of them all
     * @param next above the last; as {@code first} when there is none
     * @param done how many have ended
     */
    public record ErasureNumbers(long first, long next, long done) {}

    public ErasureNumbers erasureNumbers() {
        return cell.read(connection -> {
            try (var statement = connection.prepareStatement(
                            "SELECT coalesce(min(number), 0), coalesce(max(number) + 1, 0),"
                                    + " count(*) FILTER (WHERE state = 'DONE') FROM person_request WHERE kind = 'ERASURE'");
                    var rows = statement.executeQuery()) {
                rows.next();
                return new ErasureNumbers(rows.getLong(1), rows.getLong(2), rows.getLong(3));
            }
        });
    }

    /**
     * A lot among erasures that ended before then: the same ones each time it is drawn.
     *
     * @param share of them, in [0, 1]
     */
    public record Lot(double share, long seed, Instant endedBefore) {
        public Lot {
            if (!(share >= 0 && share <= 1)) throw new IllegalArgumentException("not a share: " + share);
        }

        private long below() {
            return share == 0 ? -1 : share == 1 ? Long.MAX_VALUE : (long) (share * Long.MAX_VALUE);
        }
    }

    /** An erasure and its number. */
    public record Numbered(long number, PersonRequest request) {}

    /**
     * Erasures with numbers from {@code from} to below {@code to}: open ones, and those that the lot falls on.
     *
     * @return by number, at most {@code limit}
     */
    public List<Numbered> erasures(long from, long to, Lot lot, int limit) {
        return numbered(ERASURES.formatted("state IN ('RUNNING', 'HELD') OR " + DRAWN), from, to, lot, limit);
    }

    /** As {@link #erasures}, without the open ones. */
    public List<Numbered> drawn(long from, long to, Lot lot, int limit) {
        return numbered(ERASURES.formatted(DRAWN), from, to, lot, limit);
    }

    private List<Numbered> numbered(String sql, long from, long to, Lot lot, int limit) {
        return cell.read(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                statement.setLong(1, from);
                statement.setLong(2, to);
                time(statement, 3, Optional.of(lot.endedBefore()));
                statement.setLong(4, lot.seed());
                statement.setLong(5, lot.below());
                statement.setInt(6, limit);
                var found = new ArrayList<Numbered>();
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) found.add(new Numbered(rows.getLong("number"), read(rows)));
                }
                return found;
            }
        });
    }

    /** How many erasures with these numbers were completed since then. */
    public long completedSince(long from, long to, Instant since) {
        return cell.read(connection -> {
            try (var statement = connection.prepareStatement("SELECT count(*) FROM person_request"
                    + " WHERE kind = 'ERASURE' AND state = 'DONE' AND number >= ? AND number < ? AND ended_at >= ?")) {
                statement.setLong(1, from);
                statement.setLong(2, to);
                time(statement, 3, Optional.of(since));
                try (var rows = statement.executeQuery()) {
                    rows.next();
                    return rows.getLong(1);
                }
            }
        });
    }

    /**
     * Erasures that are open though they were received before then; of those whose person was told of two months more, only those
     * that are beyond their last day, too.
     *
     * @return the oldest first
     */
    public List<PersonRequest> late(Instant receivedBefore, LocalDate today) {
        return all(
                SELECT + "WHERE kind = 'ERASURE' AND state IN ('RUNNING', 'HELD') AND received_at < ?"
                        + " AND (extended_because IS NULL OR due_on < ?) ORDER BY received_at, request_id",
                statement -> {
                    time(statement, 1, Optional.of(receivedBefore));
                    statement.setObject(2, today);
                });
    }

    boolean isOpen(Connection connection, String id) throws SQLException {
        return all(connection, SELECT + "WHERE request_id = ?", statement -> statement.setString(1, id)).stream()
                .anyMatch(request -> request.state().isOpen());
    }

    /** Writes down a request that people answer, not a machine. */
    public void add(PersonRequest request) {
        cell.transact(transaction -> insert(transaction.connection(), request));
    }

    static int insert(Connection connection, PersonRequest request) throws SQLException {
        try (var statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, request.id());
            statement.setString(2, request.kind().name());
            statement.setString(3, request.state().name());
            statement.setBytes(4, request.account().map(AccountRef::digest).orElse(null));
            statement.setLong(5, request.homeEpoch());
            statement.setString(6, request.step().map(Enum::name).orElse(null));
            time(statement, 7, Optional.of(request.receivedAt()));
            statement.setObject(8, request.dueOn());
            statement.setString(9, request.askedBy());
            time(statement, 10, request.endedAt());
            return statement.executeUpdate();
        }
    }

    /** Ends a request that people answered; false when there is no open one of this id, or it is an erasure. */
    public boolean close(String id, PersonRequest.State state, Instant at) {
        return cell.transact(transaction -> {
            try (var update = transaction
                    .connection()
                    .prepareStatement("UPDATE person_request SET state = ?, ended_at = ?, account_ref = NULL"
                            + " WHERE request_id = ? AND kind <> 'ERASURE' AND state IN ('RUNNING', 'HELD')")) {
                update.setString(1, state.name());
                time(update, 2, Optional.of(at));
                update.setString(3, id);
                return update.executeUpdate() > 0;
            }
        });
    }

    /** Moves the deadline of an open request; false when there is none of this id, or it was extended before. */
    public boolean extend(String id, LocalDate dueOn, String because) {
        return cell.transact(transaction -> {
            try (var update = transaction
                    .connection()
                    .prepareStatement("UPDATE person_request SET due_on = ?, extended_because = ? WHERE request_id = ?"
                            + " AND state IN ('RUNNING', 'HELD') AND extended_because IS NULL")) {
                update.setObject(1, dueOn);
                update.setString(2, because);
                update.setString(3, id);
                return update.executeUpdate() > 0;
            }
        });
    }

    /** Where an erasure goes on after a crash. */
    void advance(String id, PersonRequest.State state, ErasureStep next, String progress) {
        cell.transact(transaction -> advance(transaction.connection(), id, state, next, progress));
    }

    static int advance(Connection connection, String id, PersonRequest.State state, ErasureStep next, String progress)
            throws SQLException {
        try (var update = connection.prepareStatement("UPDATE person_request SET state = ?, step = ?, progress = ?"
                + " WHERE request_id = ? AND state IN ('RUNNING', 'HELD')")) {
            update.setString(1, state.name());
            update.setString(2, next.name());
            update.setString(3, progress);
            update.setString(4, id);
            return update.executeUpdate();
        }
    }

    /** As {@link #erasureOf(AccountRef)}, inside a transaction. */
    Optional<PersonRequest> erasureOf(Connection connection, AccountRef account) throws SQLException {
        return all(connection, ERASURE, statement -> statement.setBytes(1, account.digest())).stream()
                .findFirst();
    }

    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private Optional<PersonRequest> one(String sql, Binding binding) {
        return all(sql, binding).stream().findFirst();
    }

    private List<PersonRequest> all(String sql, Binding binding) {
        return cell.read(connection -> all(connection, sql, binding));
    }

    private static List<PersonRequest> all(Connection connection, String sql, Binding binding) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            var found = new ArrayList<PersonRequest>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) found.add(read(rows));
            }
            return found;
        }
    }

    private static PersonRequest read(ResultSet row) throws SQLException {
        long index = row.getLong("log_index");
        Optional<Long> logIndex = row.wasNull() ? Optional.empty() : Optional.of(index);
        return new PersonRequest(
                row.getString("request_id"),
                RequestKind.valueOf(row.getString("kind")),
                PersonRequest.State.valueOf(row.getString("state")),
                Optional.ofNullable(row.getBytes("account_ref")).map(AccountRef::new),
                row.getLong("home_epoch"),
                Optional.ofNullable(row.getString("step")).map(ErasureStep::valueOf),
                row.getString("progress"),
                row.getObject("received_at", OffsetDateTime.class).toInstant(),
                row.getObject("due_on", LocalDate.class),
                Optional.ofNullable(row.getString("extended_because")),
                row.getString("asked_by"),
                Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                logIndex,
                Optional.ofNullable(row.getString("certificate")));
    }

    static void time(PreparedStatement statement, int index, Optional<Instant> time) throws SQLException {
        if (time.isPresent()) statement.setObject(index, time.get().atOffset(ZoneOffset.UTC));
        else statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
    }
}
