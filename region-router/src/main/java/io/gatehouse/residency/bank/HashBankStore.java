package io.gatehouse.residency.bank;

import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.log.EntryFacts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A region's hash banks in its cell. Every change of what matches leaves an entry in the region's log, in the same
 * transaction. Thread-safe. Throws {@link io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away;
 * reads may be repeated, and so may changes with the same {@link Act#eventId}.
 */
public final class HashBankStore {
    private static final String BANK_COLUMNS = "name, owner, category, severity, legal_basis, notes, negative,"
            + " enable_ratio, disable_until, distance, quality";
    private static final String ENTRY_COLUMNS = "entry_id, bank, hash, quality, provenance, notes, disable_until,"
            + " quarantined_at, disputed, added_at, added_by";
    private static final String ADD = "INSERT INTO hash_entry (bank, hash, quality, provenance, notes, disable_until,"
            + " added_at, added_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (bank, hash) DO NOTHING";
    private static final String NOTE_ADDED = "INSERT INTO hash_change (entry_id, hash, present)"
            + " SELECT entry_id, hash, true FROM hash_entry WHERE entry_id > ? ORDER BY entry_id";
    private static final String REMOVE = "WITH gone AS (DELETE FROM hash_entry WHERE bank = ? AND entry_id = ?"
            + " RETURNING entry_id, hash) INSERT INTO hash_change (entry_id, hash, present)"
            + " SELECT entry_id, hash, false FROM gone";

    private final Cell cell;

    public HashBankStore(Cell cell) {
        this.cell = cell;
    }

    /** @return false, and nothing changed, when there is a bank of this name and {@code replace} is false, or none and it is true */
    public boolean put(BankRow bank, boolean replace, Act act) {
        return cell.transact(transaction -> {
            String sql = replace
                    ? "UPDATE hash_bank SET (" + BANK_COLUMNS + ") = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE name = ?"
                    : "INSERT INTO hash_bank (" + BANK_COLUMNS
                            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING";
            try (var statement = transaction.connection().prepareStatement(sql)) {
                bind(statement, bank);
                if (replace) statement.setString(12, bank.name());
                if (statement.executeUpdate() == 0) return false;
            }
            transaction.append(event(replace ? "hash-bank-changed" : "hash-bank-created", bank.name(), 1, act));
            return true;
        });
    }

    private static void bind(PreparedStatement statement, BankRow bank) throws SQLException {
        statement.setString(1, bank.name());
        statement.setString(2, bank.owner());
        statement.setString(3, bank.category());
        statement.setInt(4, bank.severity());
        statement.setString(5, bank.legalBasis());
        statement.setString(6, bank.notes());
        statement.setBoolean(7, bank.negative());
        statement.setDouble(8, bank.enableRatio());
        statement.setObject(9, time(bank.disableUntil()));
        statement.setInt(10, bank.distance());
        statement.setInt(11, bank.quality());
    }

    /** By name. */
    public List<BankRow> banks() {
        return cell.read(connection -> rows(
                connection, "SELECT " + BANK_COLUMNS + " FROM hash_bank ORDER BY name", _ -> {}, HashBankStore::bank));
    }

    public Optional<BankRow> bank(String name) {
        return cell.read(connection -> rows(
                        connection,
                        "SELECT " + BANK_COLUMNS + " FROM hash_bank WHERE name = ?",
                        select -> select.setString(1, name),
                        HashBankStore::bank)
                .stream()
                .findFirst());
    }

    /**
     * Adds hashes; one that the bank has already stays as it is.
     *
     * @return how many were new; empty when there is no such bank
     */
    public Optional<Integer> add(String bank, List<NewEntry> entries, Act act) {
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            if (!exists(connection, bank)) return Optional.empty();
            long before = lastEntry(connection);
            int added = 0;
            try (var insert = connection.prepareStatement(ADD)) {
                for (var entry : entries) {
                    insert.setString(1, bank);
                    insert.setBytes(2, entry.hash());
                    insert.setInt(3, entry.quality());
                    insert.setString(4, entry.provenance());
                    insert.setString(5, entry.notes());
                    insert.setObject(6, time(entry.disableUntil()));
                    insert.setObject(7, time(Optional.of(act.at())));
                    insert.setString(8, act.byKey());
                    insert.addBatch();
                }
                for (int count : insert.executeBatch()) added += count;
            }
            try (var note = connection.prepareStatement(NOTE_ADDED)) {
                note.setLong(1, before);
                note.executeUpdate();
            }
            if (added > 0) transaction.append(event("hashes-added", bank, added, act));
            return Optional.of(added);
        });
    }

    /** @return false when the bank has no such entry */
    public boolean remove(String bank, long entryId, Act act) {
        return cell.transact(transaction -> {
            try (var remove = transaction.connection().prepareStatement(REMOVE)) {
                remove.setString(1, bank);
                remove.setLong(2, entryId);
                if (remove.executeUpdate() == 0) return false;
            }
            transaction.append(event("hashes-removed", bank, 1, act));
            return true;
        });
    }

    /** In the order they were added, after one of them. */
    public List<EntryRow> entries(String bank, long after, int limit) {
        return cell.read(connection -> rows(
                connection,
                "SELECT " + ENTRY_COLUMNS
                        + " FROM hash_entry WHERE bank = ? AND entry_id > ? ORDER BY entry_id LIMIT ?",
                select -> {
                    select.setString(1, bank);
                    select.setLong(2, after);
                    select.setInt(3, limit);
                },
                HashBankStore::entry));
    }

    /** The id of a bank's hash. */
    public Optional<Long> entry(String bank, byte[] hash) {
        return cell.read(connection -> rows(
                        connection,
                        "SELECT entry_id FROM hash_entry WHERE bank = ? AND hash = ?",
                        select -> {
                            select.setString(1, bank);
                            select.setBytes(2, hash);
                        },
                        row -> row.getLong(1))
                .stream()
                .findFirst());
    }

    /** Those of the given ids that there are still. */
    public List<EntryRow> entries(List<Long> ids) {
        return cell.read(connection -> rows(
                connection,
                "SELECT " + ENTRY_COLUMNS + " FROM hash_entry WHERE entry_id = ANY (?)",
                select -> select.setArray(1, connection.createArrayOf("int8", ids.toArray())),
                HashBankStore::entry));
    }

    /** Of whatever bank, for laying out an index anew; the position is 0. */
    public List<HashChange> everything(long afterEntry, int limit) {
        return cell.read(connection -> rows(
                connection,
                "SELECT 0, entry_id, hash, true FROM hash_entry WHERE entry_id > ? ORDER BY entry_id LIMIT ?",
                select -> {
                    select.setLong(1, afterEntry);
                    select.setInt(2, limit);
                },
                HashBankStore::change));
    }

    public List<HashChange> changes(long afterPosition, int limit) {
        return cell.read(connection -> rows(
                connection,
                "SELECT position, entry_id, hash, present FROM hash_change WHERE position > ? ORDER BY position LIMIT ?",
                select -> {
                    select.setLong(1, afterPosition);
                    select.setInt(2, limit);
                },
                HashBankStore::change));
    }

    /** Of the newest change; 0 when there was none. */
    public long position() {
        return number("SELECT coalesce(max(position), 0) FROM hash_change");
    }

    /** Entries of all banks. */
    public long size() {
        return number("SELECT count(*) FROM hash_entry");
    }

    private long number(String sql) {
        return cell.read(connection ->
                rows(connection, sql, _ -> {}, row -> row.getLong(1)).getFirst());
    }

    /**
     * Keeps matches that are answered, and puts an entry into quarantine that matched more often than a hash can.
     *
     * @param flood matches of one entry within the window that are too many
     * @return entries that were put into quarantine by this
     */
    public List<Long> matched(List<MatchedRow> matches, Instant at, Duration window, int flood, Act act) {
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            try (var insert = connection.prepareStatement(
                    "INSERT INTO hash_match (match_id, entry_id, distance, at, state) VALUES (?, ?, ?, ?, 'OPEN')")) {
                for (var match : matches) {
                    insert.setString(1, match.matchId());
                    insert.setLong(2, match.entryId());
                    insert.setInt(3, match.distance());
                    insert.setObject(4, time(Optional.of(at)));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            var ids = matches.stream().map(MatchedRow::entryId).distinct().toList();
            var quarantined = rows(
                    connection,
                    "UPDATE hash_entry SET quarantined_at = ? WHERE entry_id = ANY (?) AND quarantined_at IS NULL"
                            + " AND (SELECT count(*) FROM hash_match m WHERE m.entry_id = hash_entry.entry_id AND m.at > ?) >= ?"
                            + " RETURNING entry_id, bank",
                    update -> {
                        update.setObject(1, time(Optional.of(at)));
                        update.setArray(2, connection.createArrayOf("int8", ids.toArray()));
                        update.setObject(3, time(Optional.of(at.minus(window))));
                        update.setInt(4, flood);
                    },
                    row -> Map.entry(row.getLong(1), row.getString(2)));
            if (!quarantined.isEmpty())
                transaction.append(
                        event("hash-quarantined", quarantined.getFirst().getValue(), quarantined.size(), act));
            return quarantined.stream().map(Map.Entry::getKey).toList();
        });
    }

    /**
     * What a person says about a match. A dispute sends the entry's later matches to people until somebody confirms one, and
     * that lifts a quarantine too.
     *
     * @return false when there is no such match
     */
    public boolean say(String matchId, boolean confirmed, Act act) {
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            var entries = rows(
                    connection,
                    "UPDATE hash_match SET state = ?, said_by = ?, said_at = ? WHERE match_id = ? RETURNING entry_id",
                    update -> {
                        update.setString(1, confirmed ? "CONFIRMED" : "DISPUTED");
                        update.setString(2, act.byKey());
                        update.setObject(3, time(Optional.of(act.at())));
                        update.setString(4, matchId);
                    },
                    row -> row.getLong(1));
            if (entries.isEmpty()) return false;
            var banks = rows(
                    connection,
                    "UPDATE hash_entry SET disputed = ?, quarantined_at = CASE WHEN ? THEN quarantined_at END"
                            + " WHERE entry_id = ? RETURNING bank",
                    update -> {
                        update.setBoolean(1, !confirmed);
                        update.setBoolean(2, !confirmed);
                        update.setLong(3, entries.getFirst());
                    },
                    row -> row.getString(1));
            String bank = banks.isEmpty() ? "" : banks.getFirst();
            transaction.append(event(confirmed ? "hash-match-confirmed" : "hash-match-disputed", bank, 1, act));
            return true;
        });
    }

    private static LogEvent event(String kind, String bank, long count, Act act) {
        return new LogEvent(
                act.eventId(),
                kind,
                act.at(),
                new EntryFacts(Map.of("bank", bank, "count", count, "key", act.byKey())));
    }

    private static boolean exists(Connection connection, String bank) throws SQLException {
        return !rows(
                        connection,
                        "SELECT 1 FROM hash_bank WHERE name = ?",
                        select -> select.setString(1, bank),
                        row -> row.getInt(1))
                .isEmpty();
    }

    private static long lastEntry(Connection connection) throws SQLException {
        return rows(connection, "SELECT coalesce(max(entry_id), 0) FROM hash_entry", _ -> {}, row -> row.getLong(1))
                .getFirst();
    }

    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private interface Reading<R> {
        R read(ResultSet row) throws SQLException;
    }

    private static <R> List<R> rows(Connection connection, String sql, Binding binding, Reading<R> reading)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            try (var results = statement.executeQuery()) {
                var rows = new ArrayList<R>();
                while (results.next()) rows.add(reading.read(results));
                return rows;
            }
        }
    }

    private static BankRow bank(ResultSet row) throws SQLException {
        return new BankRow(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getString(5),
                row.getString(6),
                row.getBoolean(7),
                row.getDouble(8),
                time(row, 9),
                row.getInt(10),
                row.getInt(11));
    }

    private static EntryRow entry(ResultSet row) throws SQLException {
        var entry = new NewEntry(row.getBytes(3), row.getInt(4), row.getString(5), row.getString(6), time(row, 7));
        return new EntryRow(
                row.getLong(1),
                row.getString(2),
                entry,
                time(row, 8),
                row.getBoolean(9),
                time(row, 10).orElseThrow(),
                row.getString(11));
    }

    private static HashChange change(ResultSet row) throws SQLException {
        return new HashChange(row.getLong(1), row.getLong(2), row.getBytes(3), row.getBoolean(4));
    }

    private static @Nullable OffsetDateTime time(Optional<Instant> at) {
        return at.map(it -> it.atOffset(ZoneOffset.UTC)).orElse(null);
    }

    private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
