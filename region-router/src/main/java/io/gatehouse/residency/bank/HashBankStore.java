package io.gatehouse.residency.bank;

import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.cell.LoggedTransaction;
import io.gatehouse.residency.log.EntryFacts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A region's hash banks in its cell. Every change of what matches leaves an entry in the region's log, in the same
 * transaction. Thread-safe. Throws {@link io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away;
 * reads may be repeated, and so may changes with the same {@link Act#eventId}.
 */
public final class HashBankStore {
    private static final String BANK_COLUMNS = "name, owner, category, severity, legal_basis, notes, negative,"
            + " enable_ratio, disable_until, distance, quality, purpose";
    private static final String BANK = "SELECT " + BANK_COLUMNS + " FROM hash_bank WHERE name = ? AND NOT leaving";
    private static final String ENTRY_COLUMNS = "entry_id, bank, hash, quality, provenance, notes, disable_until,"
            + " quarantined_at, disputed, added_at, added_by, kind, digest";
    private static final String ADD = "INSERT INTO hash_entry (bank, hash, quality, provenance, notes, disable_until,"
            + " added_at, added_by, kind, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (bank, hash) DO NOTHING";
    private static final String OF_VIDEO = "INSERT INTO hash_video (bank, video, entry_id) SELECT bank, ?, entry_id"
            + " FROM hash_entry WHERE bank = ? AND hash = ? ON CONFLICT DO NOTHING";
    private static final String NOTE_ADDED = "INSERT INTO hash_change (entry_id, hash, present)"
            + " SELECT entry_id, hash, true FROM hash_entry WHERE entry_id > ? ORDER BY entry_id";
    private static final String NOTE_GONE =
            " RETURNING entry_id, hash) INSERT INTO hash_change (entry_id, hash, present)"
                    + " SELECT entry_id, hash, false FROM gone";
    private static final String REMOVE =
            "WITH gone AS (DELETE FROM hash_entry WHERE bank = ? AND entry_id = ?" + NOTE_GONE;
    private static final String REMOVE_LEAVING = "WITH gone AS (DELETE FROM hash_entry WHERE entry_id IN (SELECT"
            + " e.entry_id FROM hash_entry e JOIN hash_bank b ON b.name = e.bank WHERE b.leaving LIMIT ?)" + NOTE_GONE;

    /** The kind of what is no digest. */
    private static final String PICTURE = "PDQ";

    private final Cell cell;

    public HashBankStore(Cell cell) {
        this.cell = cell;
    }

    /** Which changes nodes still need. */
    public HashFollowing following() {
        return new HashFollowing(cell);
    }

    /** @return false, and nothing changed, when there is a bank of this name and {@code replace} is false, or none and it is true */
    public boolean put(BankRow bank, boolean replace, Act act) {
        return cell.transact(transaction -> replace ? replace(transaction, bank, act) : create(transaction, bank, act));
    }

    private static boolean create(LoggedTransaction transaction, BankRow bank, Act act) throws SQLException {
        int created = BankSql.update(
                transaction.connection(),
                "INSERT INTO hash_bank (" + BANK_COLUMNS
                        + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING",
                values(bank));
        if (created > 0) transaction.append(event("hash-bank-created", bank.name(), 1, act));
        return created > 0;
    }

    private static boolean replace(LoggedTransaction transaction, BankRow bank, Act act) throws SQLException {
        var connection = transaction.connection();
        var before = BankSql.first(connection, BANK, HashBankStore::bank, bank.name());
        if (before.isEmpty()) return false;
        var values = new java.util.ArrayList<>(List.of(values(bank)));
        values.add(bank.name());
        BankSql.update(
                connection,
                "UPDATE hash_bank SET (" + BANK_COLUMNS + ") = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE name = ?",
                values.toArray());
        long index = transaction.append(event("hash-bank-changed", bank.name(), 1, act));
        if (bank.mayMatchMoreThan(before.get()))
            BankSql.update(
                    connection,
                    "UPDATE hash_bank SET matched_entry = 0, changed_index = ? WHERE name = ?",
                    index,
                    bank.name());
        return true;
    }

    private static Object[] values(BankRow bank) {
        return new Object[] {
            bank.name(),
            bank.owner(),
            bank.category(),
            bank.severity(),
            bank.legalBasis(),
            bank.notes(),
            bank.negative(),
            bank.enableRatio(),
            bank.disableUntil(),
            bank.distance(),
            bank.quality(),
            bank.purpose()
        };
    }

    /** By name, without those that are being removed. */
    public List<BankRow> banks() {
        return cell.read(connection -> BankSql.rows(
                connection,
                "SELECT " + BANK_COLUMNS + " FROM hash_bank WHERE NOT leaving ORDER BY name",
                HashBankStore::bank));
    }

    public Optional<BankRow> bank(String name) {
        return cell.read(connection -> BankSql.first(connection, BANK, HashBankStore::bank, name));
    }

    /**
     * Removes a bank: from this commit on it matches nothing and is not shown. Its entries go by {@link #removeLeft}.
     *
     * @return how many entries it has; empty when there is no such bank
     */
    public Optional<Long> removeBank(String name, Act act) {
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            if (BankSql.update(connection, "UPDATE hash_bank SET leaving = true WHERE name = ? AND NOT leaving", name)
                    == 0) return Optional.empty();
            long entries = BankSql.number(connection, "SELECT count(*) FROM hash_entry WHERE bank = ?", name);
            transaction.append(event("hash-bank-removed", name, entries, act));
            return Optional.of(entries);
        });
    }

    /**
     * Takes some entries of removed banks out of the index, and the banks themselves when they have none left.
     *
     * @param most at a time: writers wait for this
     * @return whether some may be left
     */
    public boolean removeLeft(int most) {
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            if (BankSql.update(connection, REMOVE_LEAVING, most) > 0) return true;
            BankSql.update(
                    connection,
                    "DELETE FROM hash_exchange_row WHERE exchange IN (SELECT x.name FROM hash_exchange x"
                            + " JOIN hash_bank b ON b.name = x.bank WHERE b.leaving)");
            BankSql.update(
                    connection, "DELETE FROM hash_exchange WHERE bank IN (SELECT name FROM hash_bank WHERE leaving)");
            BankSql.update(connection, "DELETE FROM hash_bank WHERE leaving");
            return false;
        });
    }

    /** That banks are being removed. */
    public boolean isRemoving() {
        return cell.read(connection -> BankSql.number(connection, "SELECT count(*) FROM hash_bank WHERE leaving")) > 0;
    }

    /**
     * Adds hashes; one that the bank has already stays as it is, and becomes a frame of one more video where the new one is.
     *
     * @return how many were new; empty when there is no such bank
     */
    public Optional<Integer> add(String bank, List<NewEntry> entries, Act act) {
        return cell.transact(transaction -> {
            if (BankSql.first(transaction.connection(), BANK, HashBankStore::bank, bank)
                    .isEmpty()) return Optional.empty();
            int added = add(transaction.connection(), bank, entries, act);
            if (added > 0) transaction.append(event("hashes-added", bank, added, act));
            return Optional.of(added);
        });
    }

    /** By whoever holds the log's head. */
    static int add(Connection connection, String bank, List<NewEntry> entries, Act act) throws SQLException {
        long before = BankSql.number(connection, "SELECT coalesce(max(entry_id), 0) FROM hash_entry");
        int added = 0;
        try (var insert = connection.prepareStatement(ADD);
                var link = connection.prepareStatement(OF_VIDEO)) {
            for (var entry : entries) {
                insert.setString(1, bank);
                insert.setBytes(2, entry.hash());
                insert.setInt(3, entry.quality());
                insert.setString(4, entry.provenance());
                insert.setString(5, entry.notes());
                insert.setObject(6, BankSql.time(entry.disableUntil()));
                insert.setObject(7, BankSql.time(Optional.of(act.at())));
                insert.setString(8, act.byKey());
                insert.setString(
                        9, entry.digest().map(digest -> digest.kind().name()).orElse(PICTURE));
                insert.setBytes(10, entry.digest().map(FileDigest::value).orElse(null));
                insert.addBatch();
                if (entry.video().isEmpty()) continue;
                link.setString(1, entry.video().get());
                link.setString(2, bank);
                link.setBytes(3, entry.hash());
                link.addBatch();
            }
            for (int count : insert.executeBatch()) added += count;
            link.executeBatch();
        }
        BankSql.update(connection, NOTE_ADDED, before);
        return added;
    }

    /** @return false when the bank has no such entry */
    public boolean remove(String bank, long entryId, Act act) {
        return cell.transact(transaction -> {
            if (BankSql.update(transaction.connection(), REMOVE, bank, entryId) == 0) return false;
            transaction.append(event("hashes-removed", bank, 1, act));
            return true;
        });
    }

    /**
     * Lets an entry match nothing before a time.
     *
     * @return false when the bank has no such entry
     */
    public boolean disable(String bank, long entryId, Optional<Instant> until, Act act) {
        return cell.transact(transaction -> {
            int changed = BankSql.update(
                    transaction.connection(),
                    "UPDATE hash_entry SET disable_until = ? WHERE bank = ? AND entry_id = ?",
                    until,
                    bank,
                    entryId);
            if (changed == 0) return false;
            transaction.append(event("hashes-disabled", bank, 1, act));
            return true;
        });
    }

    /** In the order they were added, after one of them. */
    public List<EntryRow> entries(String bank, long after, int limit) {
        return cell.read(connection -> BankSql.rows(
                connection,
                "SELECT " + ENTRY_COLUMNS
                        + " FROM hash_entry WHERE bank = ? AND entry_id > ? ORDER BY entry_id LIMIT ?",
                HashBankStore::entry,
                bank,
                after,
                limit));
    }

    /** The id of a bank's hash. */
    public Optional<Long> entry(String bank, byte[] hash) {
        return cell.read(connection -> BankSql.first(
                connection,
                "SELECT entry_id FROM hash_entry WHERE bank = ? AND hash = ?",
                row -> row.getLong(1),
                bank,
                hash));
    }

    /** Those of the given ids that there are still. */
    public List<EntryRow> entries(List<Long> ids) {
        return cell.read(connection -> BankSql.rows(
                connection,
                "SELECT " + ENTRY_COLUMNS + " FROM hash_entry WHERE entry_id = ANY (?)",
                HashBankStore::entry,
                ids));
    }

    /**
     * The known videos of which some of the given entries are frames.
     *
     * @param quality of the frames that count, at least
     */
    public List<KnownVideo> videos(List<Long> entryIds, int quality) {
        return cell.read(connection -> BankSql.rows(
                connection,
                "SELECT v.entry_id, v.bank, v.video, (SELECT count(*) FROM hash_video w JOIN hash_entry f"
                        + " ON f.entry_id = w.entry_id WHERE w.bank = v.bank AND w.video = v.video AND f.quality >= ?)"
                        + " FROM hash_video v JOIN hash_entry e ON e.entry_id = v.entry_id"
                        + " WHERE v.entry_id = ANY (?) AND e.quality >= ? ORDER BY v.bank, v.video, v.entry_id",
                row -> new KnownVideo(row.getLong(1), row.getString(2), row.getString(3), row.getLong(4)),
                quality,
                entryIds,
                quality));
    }

    /** Of whatever bank, for laying out an index anew; the position is 0. */
    public List<HashChange> everything(long afterEntry, int limit) {
        return cell.read(connection -> BankSql.rows(
                connection,
                "SELECT entry_id, hash FROM hash_entry WHERE entry_id > ? ORDER BY entry_id LIMIT ?",
                row -> new HashChange(0, row.getLong(1), row.getBytes(2), true),
                afterEntry,
                limit));
    }

    /** Of the newest change, also when it was cut; 0 when there was none. */
    public long position() {
        return number("SELECT greatest((SELECT coalesce(max(position), 0) FROM hash_change),"
                + " (SELECT max(position) FROM hash_cut))");
    }

    /** Entries of all banks. */
    public long size() {
        return number("SELECT count(*) FROM hash_entry");
    }

    /** Entries of a bank. */
    public long size(String bank) {
        return cell.read(
                connection -> BankSql.number(connection, "SELECT count(*) FROM hash_entry WHERE bank = ?", bank));
    }

    private long number(String sql) {
        return cell.read(connection -> BankSql.number(connection, sql));
    }

    /** Entries in quarantine, the newest first. */
    public List<EntryRow> quarantined(int limit) {
        return cell.read(connection -> BankSql.rows(
                connection,
                "SELECT " + ENTRY_COLUMNS + " FROM hash_entry WHERE quarantined_at IS NOT NULL"
                        + " ORDER BY quarantined_at DESC, entry_id LIMIT ?",
                HashBankStore::entry,
                limit));
    }

    /**
     * Keeps matches that are answered, and puts an entry into quarantine that matched more often than a hash can since somebody
     * confirmed it last.
     *
     * @param matches one whose id is kept already is not counted again
     * @param flood matches of one entry within the window that are too many
     * @return entries that were put into quarantine by this
     */
    public List<Long> matched(List<MatchedRow> matches, Instant at, Duration window, int flood, Act act) {
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            try (var insert = connection.prepareStatement(
                    "INSERT INTO hash_match (match_id, entry_id, distance, at, state) VALUES (?, ?, ?, ?, 'OPEN')"
                            + " ON CONFLICT (match_id) DO NOTHING")) {
                for (var match : matches) {
                    insert.setString(1, match.matchId());
                    insert.setLong(2, match.entryId());
                    insert.setInt(3, match.distance());
                    insert.setObject(4, BankSql.time(Optional.of(at)));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            var ids = matches.stream().map(MatchedRow::entryId).distinct().toList();
            var quarantined = BankSql.rows(
                    connection,
                    "UPDATE hash_entry SET quarantined_at = ? WHERE entry_id = ANY (?) AND quarantined_at IS NULL"
                            + " AND (SELECT count(*) FROM hash_match m WHERE m.entry_id = hash_entry.entry_id"
                            + " AND m.at > greatest(?, hash_entry.confirmed_at)) >= ?"
                            + " RETURNING entry_id, bank",
                    row -> Map.entry(row.getLong(1), row.getString(2)),
                    at,
                    ids,
                    at.minus(window),
                    flood);
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
            var entry = BankSql.first(
                    connection,
                    "UPDATE hash_match SET state = ?, said_by = ?, said_at = ? WHERE match_id = ? RETURNING entry_id",
                    row -> row.getLong(1),
                    confirmed ? "CONFIRMED" : "DISPUTED",
                    act.byKey(),
                    act.at(),
                    matchId);
            if (entry.isEmpty()) return false;
            var bank = BankSql.first(
                    connection,
                    "UPDATE hash_entry SET disputed = ?"
                            + (confirmed ? ", quarantined_at = NULL, confirmed_at = ?" : "")
                            + " WHERE entry_id = ? RETURNING bank",
                    row -> row.getString(1),
                    confirmed ? new Object[] {false, act.at(), entry.get()} : new Object[] {true, entry.get()});
            transaction.append(
                    event(confirmed ? "hash-match-confirmed" : "hash-match-disputed", bank.orElse(""), 1, act));
            return true;
        });
    }

    static LogEvent event(String kind, String bank, long count, Act act) {
        return new LogEvent(
                act.eventId(),
                kind,
                act.at(),
                new EntryFacts(Map.of("bank", bank, "count", count, "key", act.byKey())));
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
                BankSql.time(row, 9),
                row.getInt(10),
                row.getInt(11),
                Optional.ofNullable(row.getString(12)));
    }

    /** Empty for the hash of a picture. */
    static Optional<FileDigest.Kind> kind(String stored) {
        return stored.equals(PICTURE) ? Optional.empty() : Optional.of(FileDigest.Kind.valueOf(stored));
    }

    private static EntryRow entry(ResultSet row) throws SQLException {
        var kind = kind(row.getString(12));
        byte[] digest = row.getBytes(13);
        var entry = new NewEntry(
                row.getBytes(3),
                row.getInt(4),
                row.getString(5),
                row.getString(6),
                BankSql.time(row, 7),
                Optional.empty(),
                kind.map(known -> new FileDigest(known, digest)));
        return new EntryRow(
                row.getLong(1),
                row.getString(2),
                entry,
                BankSql.time(row, 8),
                row.getBoolean(9),
                BankSql.time(row, 10).orElseThrow(),
                row.getString(11));
    }
}
