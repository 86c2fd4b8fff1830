package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.OwnedTable.AtErasure;
import io.gatehouse.residency.cell.OwnedTable.Owner;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.store.ObjectKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Removes what one cell holds of one person, table by table as {@link OwnedTables#CELL} says. In this order, each step
 * repeatable after a crash: objects (while rows still name them), rows, key. Thread-safe; throws {@link
 * io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away, and a retry is safe.
 */
public final class PersonRemoval {
    /** Contents in one transaction: some megabytes of rows, a fraction of a second. */
    static final int CONTENTS_AT_ONCE = 500;

    /** Parts of {@link #NOBODY_BETWEEN} statements and of {@link #remove}: decisions hang on a content in a chain. */
    private static final String DECISIONS = """
        d (log_index) AS (
          SELECT log_index FROM decision WHERE log_index IN (SELECT content_index FROM c)
          UNION ALL SELECT n.log_index FROM decision n JOIN d ON n.supersedes_index = d.log_index)\
        """;

    private static final String CHUNK = """
        WITH RECURSIVE c AS (
          SELECT p.n, c.content_index FROM unnest(?, ?) WITH ORDINALITY AS p (account, first, n), LATERAL (
            SELECT content_index FROM content WHERE account_ref = p.account AND content_index >= p.first
            ORDER BY content_index LIMIT %d) AS c),
        d (n, log_index) AS (
          SELECT c.n, d.log_index FROM c JOIN decision d ON d.log_index = c.content_index
          UNION ALL SELECT d.n, e.log_index FROM decision e JOIN d ON e.supersedes_index = d.log_index)
        SELECT n, true, content_index FROM c UNION ALL SELECT n, false, log_index FROM d\
        """.formatted(CONTENTS_AT_ONCE);
    private static final String MOVE_AWAY = """
        UPDATE account SET state = 'MOVED', key_id = NULL, wrapped_key = NULL, sealed_profile = NULL
        WHERE account_ref = ANY (?) AND wrapped_key IS NOT NULL\
        """;
    private static final String ALL_OF = "WITH RECURSIVE c (content_index) AS (SELECT content_index FROM content"
            + " WHERE account_ref = ?), " + DECISIONS + " SELECT count(*) FROM ";
    private static final String NOBODY_BETWEEN =
            "WITH RECURSIVE c (content_index) AS (SELECT content_index FROM content"
                    + " WHERE account_ref = ? AND content_index BETWEEN ? AND ?), " + DECISIONS
                    + " SELECT count(*) FROM ";

    private final Database database;
    private final CellDigests digests;
    private final PersonKeyRing ring;

    PersonRemoval(Database database, CellDigests digests, PersonKeyRing ring) {
        this.database = database;
        this.digests = digests;
        this.ring = ring;
    }

    /** Why a person's data go. */
    public enum Ending {
        /** For good: decisions stay for reports, of nobody. */
        ERASED(AccountState.ERASING),
        /** To another cell, with the person: nothing stays here but the log, and the row that says so. */
        MOVED(AccountState.MOVING);

        /** No write is accepted in it, so nothing comes while things go. */
        final AccountState during;

        Ending(AccountState during) {
            this.during = during;
        }
    }

    /**
     * Where a person's contents lie in the log.
     *
     * @param first of the contents' indexes
     * @param last likewise; below {@code first} when there is none
     */
    public record Range(long first, long last) {
        public static final Range EMPTY = new Range(0, -1);
    }

    public Range contentsOf(AccountRef account) {
        return database.read(connection -> Bulk.query(
                        connection,
                        "SELECT coalesce(min(content_index), 0), coalesce(max(content_index), -1) FROM content"
                                + " WHERE account_ref = ANY (?)",
                        row -> new Range(row.getLong(1), row.getLong(2)),
                        refs(account))
                .getFirst());
    }

    /**
     * Writes down the keys of the person's objects, so that they can be deleted, and looked for again, when no row names
     * them any more. Repeatable.
     *
     * @return how many are written down
     */
    public long noteObjects(String erasureId, AccountRef account) {
        return database.transact(connection -> {
            try (var insert = connection.prepareStatement(
                    "INSERT INTO erased_object (erasure_id, object_key)"
                            + " SELECT ?, object_key FROM (SELECT object_key FROM media WHERE account_ref = ? UNION ALL"
                            + " SELECT object_key FROM media_upload_part WHERE account_ref = ?) AS objects ON CONFLICT DO NOTHING")) {
                insert.setString(1, erasureId);
                insert.setBytes(2, account.digest());
                insert.setBytes(3, account.digest());
                insert.executeUpdate();
            }
            return Bulk.query(
                            connection,
                            "SELECT count(*) FROM erased_object WHERE erasure_id = ANY (?)",
                            row -> row.getLong(1),
                            Bulk.texts(List.of(erasureId), id -> id))
                    .getFirst();
        });
    }

    /**
     * Keys that {@link #noteObjects} wrote down, in order.
     *
     * @param after the last key of the page before; empty for the first page
     */
    public List<ObjectKey> notedObjects(String erasureId, String after, int limit) {
        return database.read(connection -> Bulk.query(
                connection,
                "SELECT object_key FROM erased_object WHERE erasure_id = ANY (?) AND object_key > ALL (?)"
                        + " ORDER BY object_key LIMIT " + limit,
                row -> new ObjectKey(row.getString(1)),
                Bulk.texts(List.of(erasureId), id -> id),
                Bulk.texts(List.of(after), key -> key)));
    }

    /** Ids under which objects are written down, at most {@code limit}: of erasures, and of contents that were deleted. */
    public List<String> noted(int limit) {
        return database.read(connection -> Bulk.query(
                connection,
                "SELECT DISTINCT erasure_id FROM erased_object ORDER BY erasure_id LIMIT " + limit,
                row -> row.getString(1)));
    }

    /** Forgets what {@link #noteObjects} wrote down. */
    public void forgetObjects(String erasureId) {
        database.transact(connection -> Bulk.update(
                connection,
                "DELETE FROM erased_object WHERE erasure_id = ANY (?)",
                Bulk.texts(List.of(erasureId), id -> id)));
    }

    /**
     * Removes the rows; the account's own, with the key, stays until {@link #end}.
     *
     * @return how many rows of each table were removed or made anonymous by this call
     * @throws IllegalStateException when the account still takes writes
     */
    public SortedMap<String, Long> removeRows(AccountRef account, Ending ending) {
        return Objects.requireNonNull(removeRows(List.of(account), ending).get(account))
                .rows();
    }

    /**
     * As {@link #removeRows(AccountRef, Ending)}, for people who share transactions.
     *
     * @return of each of them
     */
    public Map<AccountRef, RemovedRows> removeRows(List<AccountRef> accounts, Ending ending) {
        var removed = new HashMap<AccountRef, RemovedRows>();
        for (var account : accounts) removed.put(account, new RemovedRows());
        var counts = new HashMap<AccountRef, Long>();
        database.read(connection -> Bulk.query(
                connection,
                "SELECT account_ref, count(*) FROM content WHERE account_ref = ANY (?) GROUP BY account_ref",
                row -> counts.put(new AccountRef(row.getBytes(1)), row.getLong(2)),
                refs(accounts)));
        // Each turn is a transaction, so that nothing else in the cell waits long.
        for (var together : FullPages.of(accounts, each -> counts.getOrDefault(each, 0L), CONTENTS_AT_ONCE))
            while (database.transact(connection -> removeSome(connection, together, 0, ending, removed))
                    >= CONTENTS_AT_ONCE) {
                // Somebody alone, with more than a page.
            }
        database.transact(connection -> {
            removeWhole(connection, accounts, ending, removed);
            return removed;
        });
        return removed;
    }

    /** Removes what came with somebody whose move is given up, and leaves what lay here before. */
    public void removeContentsFrom(AccountRef account, long firstIndex) {
        var removed = Map.of(account, new RemovedRows());
        while (database.transact(
                        connection -> removeSome(connection, List.of(account), firstIndex, Ending.MOVED, removed))
                > 0) {
            // Each turn is a transaction, so that nothing else in the cell waits long.
        }
    }

    private static int removeSome(
            Connection connection,
            List<AccountRef> accounts,
            long firstIndex,
            Ending ending,
            Map<AccountRef, RemovedRows> removed)
            throws SQLException {
        refuseOpen(connection, accounts, ending);
        useIndexes(connection);
        var contents = new HashMap<Long, AccountRef>();
        var decisions = new HashMap<Long, AccountRef>();
        Bulk.query(
                connection,
                CHUNK,
                row -> {
                    var account = accounts.get(row.getInt(1) - 1);
                    return (row.getBoolean(2) ? contents : decisions).put(row.getLong(3), account);
                },
                refs(accounts),
                Bulk.longs(accounts, _ -> firstIndex));
        if (contents.isEmpty()) return 0;
        if (ending == Ending.ERASED) ErasedAccounts.ensureNobody(connection);
        var some = new HashMap<AccountRef, RemovedRows>();
        contents.forEach((index, account) ->
                some.computeIfAbsent(account, _ -> new RemovedRows()).contents().add(index));
        decisions.forEach((index, account) -> some.computeIfAbsent(account, _ -> new RemovedRows())
                .decisions()
                .add(index));
        for (var table : OwnedTables.CELL) {
            switch (table.owner()) {
                case Owner.ByContent(var column) -> remove(connection, table, column, ending, indexes(contents), some);
                case Owner.ByDecision(var column) ->
                    remove(connection, table, column, ending, indexes(decisions), some);
                case Owner.ByAccount _, Owner.ByMedia _, Owner.Nobody _ -> {}
            }
        }
        // The contents themselves last: they are what the next turn finds its work by.
        remove(connection, OwnedTables.cell("content"), "content_index", ending, indexes(contents), some);
        some.forEach(
                (account, rows) -> Objects.requireNonNull(removed.get(account)).add(rows));
        return contents.size();
    }

    /** Keys of rows, and whose each row is. */
    private record Keys(Bulk.Column values, Bulk.Row<Optional<AccountRef>> owner) {}

    private static Keys indexes(Map<Long, AccountRef> owners) {
        return new Keys(
                Bulk.longs(List.copyOf(owners.keySet()), Long::longValue),
                row -> Optional.ofNullable(owners.get(row.getLong(1))));
    }

    private static void removeWhole(
            Connection connection, List<AccountRef> accounts, Ending ending, Map<AccountRef, RemovedRows> removed)
            throws SQLException {
        refuseOpen(connection, accounts, ending);
        // Nobody carries the parts of unfinished uploads: their objects are deleted as those of deleted contents are.
        if (ending == Ending.MOVED)
            Bulk.update(
                    connection,
                    "INSERT INTO erased_object (erasure_id, object_key) SELECT 'upload.e.' || upload_id, object_key"
                            + " FROM media_upload_part WHERE account_ref = ANY (?) ON CONFLICT DO NOTHING",
                    refs(accounts));
        var media = new HashMap<String, AccountRef>();
        Bulk.query(
                connection,
                "SELECT media_id, account_ref FROM media WHERE account_ref = ANY (?)",
                row -> media.put(row.getString(1), new AccountRef(row.getBytes(2))),
                refs(accounts));
        var byMedia = new Keys(
                Bulk.texts(List.copyOf(media.keySet()), id -> id),
                row -> Optional.ofNullable(media.get(row.getString(1))));
        var byAccount = new Keys(refs(accounts), row -> Optional.of(new AccountRef(row.getBytes(1))));
        for (var table : OwnedTables.CELL) {
            switch (table.owner()) {
                case Owner.ByMedia(var column) -> remove(connection, table, column, ending, byMedia, removed);
                case Owner.ByAccount(var column) -> {
                    if (isRemovedWithRows(table, ending)) remove(connection, table, column, ending, byAccount, removed);
                }
                case Owner.ByContent _, Owner.ByDecision _, Owner.Nobody _ -> {}
            }
        }
    }

    private static boolean isRemovedWithRows(OwnedTable table, Ending ending) {
        return switch (table.atErasure()) {
            case AtErasure.Delete _, AtErasure.Anonymise _ -> true;
            case AtErasure.WithCertificate _ -> ending == Ending.MOVED;
            case AtErasure.DeleteButNotAtMove _ -> ending == Ending.ERASED;
            case AtErasure.DeleteWithKey _, AtErasure.NothingToDo _ -> false;
        };
    }

    private static void refuseOpen(Connection connection, List<AccountRef> accounts, Ending ending)
            throws SQLException {
        for (var state : Bulk.query(
                connection,
                "SELECT state FROM account WHERE account_ref = ANY (?)",
                row -> AccountState.valueOf(row.getString(1)),
                refs(accounts)))
            if (state != ending.during && state != AccountState.MOVED)
                throw new IllegalStateException("an account in state " + state + " takes writes: nothing is removed");
    }

    /** A planner without statistics would read whole tables. */
    private static void useIndexes(Connection connection) throws SQLException {
        try (var settings = connection.prepareStatement(PersonContents.BY_INDEX)) {
            settings.execute();
        }
    }

    private static void remove(
            Connection connection,
            OwnedTable table,
            String column,
            Ending ending,
            Keys keys,
            Map<AccountRef, RemovedRows> removed)
            throws SQLException {
        var which = " WHERE " + column + " = ANY (?) RETURNING " + column;
        String sql = switch (table.atErasure()) {
            case AtErasure.Delete _, AtErasure.WithCertificate _ -> "DELETE FROM " + table.name() + which;
            case AtErasure.DeleteButNotAtMove _ -> ending == Ending.MOVED ? "" : "DELETE FROM " + table.name() + which;
            case AtErasure.Anonymise(var set, var _) ->
                ending == Ending.MOVED
                        ? "DELETE FROM " + table.name() + which
                        : "UPDATE " + table.name() + " SET " + assignments(set) + which;
            case AtErasure.DeleteWithKey _, AtErasure.NothingToDo _ ->
                throw new IllegalArgumentException(table.name() + " is not removed row by row");
        };
        if (sql.isEmpty() || keys.values().values().length == 0) return;
        for (var owner : Bulk.query(connection, sql, keys.owner(), keys.values())) {
            // A content that became nobody's by this statement does not say whose it was.
            owner.map(removed::get).ifPresent(rows -> rows.count(table.name()));
        }
    }

    private static String assignments(SortedMap<String, String> set) {
        var parts = new ArrayList<String>();
        set.forEach((column, sql) -> parts.add(column + " = " + sql));
        return String.join(", ", parts);
    }

    /** How many rows of each table are the person's, tables without any left out. Exact once nothing is written any more. */
    public SortedMap<String, Long> inventory(AccountRef account) {
        return database.read(connection -> {
            var found = new TreeMap<String, Long>();
            for (var table : OwnedTables.CELL) {
                long rows = owned(connection, table, account);
                if (rows > 0) found.put(table.name(), rows);
            }
            return found;
        });
    }

    private static long owned(Connection connection, OwnedTable table, AccountRef account) throws SQLException {
        return switch (table.owner()) {
            case Owner.ByContent(var column) ->
                count(connection, ALL_OF + table.name() + " WHERE " + column + " IN (TABLE c)", account);
            case Owner.ByDecision(var column) ->
                count(connection, ALL_OF + table.name() + " WHERE " + column + " IN (TABLE d)", account);
            case Owner.ByAccount(var column) ->
                count(connection, "SELECT count(*) FROM " + table.name() + " WHERE " + column + " = ?", account);
            case Owner.ByMedia(var column) ->
                count(
                        connection,
                        "SELECT count(*) FROM " + table.name() + " JOIN media USING (" + column
                                + ") WHERE account_ref = ?",
                        account);
            case Owner.Nobody _ -> 0;
        };
    }

    /**
     * Destroys the person's key, and with it whatever copy of anything sealed may lie anywhere. The account's row goes
     * (erased) or says that the account moved. From here on nothing can bring the person's data back.
     *
     * @param id of the erasure or migration; the same again changes nothing
     * @return whether there was a row to take leave of
     */
    public boolean end(String id, AccountRef account, Ending ending, Instant at) {
        var destroyed = database.transact(connection -> {
            var _ = LogHead.lock(connection);
            refuseOpen(connection, List.of(account), ending);
            return switch (ending) {
                case ERASED -> {
                    ErasedAccounts.remember(connection, id, digests.erased(account), account, at);
                    yield Bulk.update(connection, "DELETE FROM account WHERE account_ref = ANY (?)", refs(account));
                }
                case MOVED -> Bulk.update(connection, MOVE_AWAY, refs(account));
            };
        });
        ring.forget(account);
        return destroyed > 0;
    }

    /** As {@link #end}, for people who moved. One transaction for all of them. */
    public void endMoved(List<AccountRef> accounts) {
        database.transact(connection -> {
            var _ = LogHead.lock(connection);
            refuseOpen(connection, accounts, Ending.MOVED);
            return Bulk.update(connection, MOVE_AWAY, refs(accounts));
        });
        accounts.forEach(ring::forget);
    }

    /**
     * Looks again for what people who moved should have left nothing of: rows that name them, and rows at the places where
     * theirs were.
     *
     * @param removed what was removed just now; of people whose rows somebody else removed, empty
     * @return rows by table; people of whom nothing is left are left out
     */
    public Map<AccountRef, SortedMap<String, Long>> remainsOfMoved(Map<AccountRef, RemovedRows> removed) {
        var accounts = List.copyOf(removed.keySet());
        var contents = new HashMap<Long, AccountRef>();
        var decisions = new HashMap<Long, AccountRef>();
        removed.forEach((account, rows) -> {
            rows.contents().forEach(index -> contents.put(index, account));
            rows.decisions().forEach(index -> decisions.put(index, account));
        });
        return database.read(connection -> {
            useIndexes(connection);
            var found = new HashMap<AccountRef, SortedMap<String, Long>>();
            for (var table : OwnedTables.CELL) {
                switch (table.owner()) {
                    case Owner.ByContent(var column) -> look(connection, table, column, indexes(contents), found);
                    case Owner.ByDecision(var column) -> look(connection, table, column, indexes(decisions), found);
                    case Owner.ByAccount(var column) -> {
                        if (table.name().equals("content"))
                            look(connection, table, "content_index", indexes(contents), found);
                        if (isRemovedWithRows(table, Ending.MOVED))
                            look(
                                    connection,
                                    table,
                                    column,
                                    new Keys(refs(accounts), row -> Optional.of(new AccountRef(row.getBytes(1)))),
                                    found);
                    }
                    // Rows by media go with the media, which name the person.
                    case Owner.ByMedia _, Owner.Nobody _ -> {}
                }
            }
            return found;
        });
    }

    private static void look(
            Connection connection,
            OwnedTable table,
            String column,
            Keys keys,
            Map<AccountRef, SortedMap<String, Long>> found)
            throws SQLException {
        if (keys.values().values().length == 0) return;
        var sql = "SELECT " + column + " FROM " + table.name() + " WHERE " + column + " = ANY (?)";
        for (var owner : Bulk.query(connection, sql, keys.owner(), keys.values()))
            found.computeIfAbsent(owner.orElseThrow(), _ -> new TreeMap<>()).merge(table.name(), 1L, Long::sum);
    }

    /**
     * Looks again for what should be gone, in every table; empty when nothing is left.
     *
     * @param contents where the person's contents were, from {@link #contentsOf} before anything was removed
     * @return rows found, by table
     */
    public SortedMap<String, Long> remains(AccountRef account, Range contents) {
        return database.read(connection -> {
            var found = new TreeMap<String, Long>();
            for (var table : OwnedTables.CELL) {
                if (table.atErasure() instanceof AtErasure.WithCertificate) continue;
                long rows = remains(connection, table, account, contents);
                if (rows > 0) found.put(table.name(), rows);
            }
            return found;
        });
    }

    private static long remains(Connection connection, OwnedTable table, AccountRef account, Range contents)
            throws SQLException {
        long rows = owned(connection, table, account);
        return rows
                + switch (table.owner()) {
                    case Owner.ByContent(var column) -> ofNobody(connection, table, column + " IN (TABLE c)", contents);
                    case Owner.ByDecision(var column) ->
                        ofNobody(connection, table, column + " IN (TABLE d)", contents);
                    case Owner.ByAccount _ ->
                        table.name().equals("content")
                                ? ofNobody(connection, table, "content_index IN (TABLE c)", contents)
                                : 0;
                    case Owner.ByMedia _, Owner.Nobody _ -> 0;
                };
    }

    /** What hangs on contents of nobody and should not: whole rows, or columns that should be empty. */
    private static long ofNobody(Connection connection, OwnedTable table, String which, Range contents)
            throws SQLException {
        var sql = NOBODY_BETWEEN + table.name() + " WHERE " + which;
        if (table.atErasure() instanceof AtErasure.Anonymise(var set, var _)) {
            var notEmpty = set.entrySet().stream()
                    .filter(column -> column.getValue().equals(OwnedTables.EMPTY_SQL))
                    .map(column -> column.getKey() + " IS NOT NULL")
                    .toList();
            sql += " AND (" + String.join(" OR ", notEmpty) + ")";
        }
        try (var select = connection.prepareStatement(sql)) {
            select.setBytes(1, OwnedTables.NOBODY.digest());
            select.setLong(2, contents.first());
            select.setLong(3, contents.last());
            return Bulk.all(select, row -> row.getLong(1)).getFirst();
        }
    }

    private static long count(Connection connection, String sql, AccountRef account) throws SQLException {
        try (var select = connection.prepareStatement(sql)) {
            select.setBytes(1, account.digest());
            return Bulk.all(select, row -> row.getLong(1)).getFirst();
        }
    }

    private static Bulk.Column refs(AccountRef account) {
        return refs(List.of(account));
    }

    private static Bulk.Column refs(List<AccountRef> accounts) {
        return Bulk.bytes(accounts, AccountRef::digest);
    }
}
