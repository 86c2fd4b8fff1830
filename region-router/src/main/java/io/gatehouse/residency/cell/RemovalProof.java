package io.gatehouse.residency.cell;

import static io.gatehouse.residency.cell.PersonRemoval.guests;
import static io.gatehouse.residency.cell.PersonRemoval.indexes;
import static io.gatehouse.residency.cell.PersonRemoval.isRemovedWithRows;
import static io.gatehouse.residency.cell.PersonRemoval.refs;
import static io.gatehouse.residency.cell.PersonRemoval.staying;
import static io.gatehouse.residency.cell.PersonRemoval.useIndexes;

import io.gatehouse.residency.cell.OwnedTable.AtErasure;
import io.gatehouse.residency.cell.OwnedTable.Owner;
import io.gatehouse.residency.cell.PersonRemoval.Ending;
import io.gatehouse.residency.cell.PersonRemoval.Keys;
import io.gatehouse.residency.cell.PersonRemoval.Range;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts what there is of people, and looks again for what should be gone, with questions of its own. Thread-safe; throws {@link
 * io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away, and a retry is safe.
 */
final class RemovalProof {
    /** Parts of statements: decisions hang on a content in a chain. */
    private static final String DECISIONS = """
        d (log_index) AS (
          SELECT log_index FROM decision WHERE log_index IN (SELECT content_index FROM c)
          UNION ALL SELECT n.log_index FROM decision n JOIN d ON n.supersedes_index = d.log_index)\
        """;

    private static final String ALL_OF = "WITH RECURSIVE c (content_index) AS (SELECT content_index FROM content"
            + " WHERE account_ref = ?), " + DECISIONS + " SELECT count(*) FROM ";
    private static final String NOBODY_BETWEEN =
            "WITH RECURSIVE c (content_index) AS (SELECT content_index FROM content"
                    + " WHERE account_ref = ? AND content_index BETWEEN ? AND ?), " + DECISIONS
                    + " SELECT count(*) FROM ";

    private final Database database;

    RemovalProof(Database database) {
        this.database = database;
    }

    /** How many rows of each table are the person's, tables without any left out. Exact once nothing is written any more. */
    SortedMap<String, Long> inventory(AccountRef account) {
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
            case Owner.Nobody _, Owner.OwnKey _ -> 0;
        };
    }

    /**
     * Looks again for what people who moved should have left nothing of: rows that name them, and rows at the places where
     * theirs were.
     *
     * @param removed what was removed just now; of people whose rows somebody else removed, empty
     * @return rows by table; people of whom nothing is left are left out
     */
    Map<AccountRef, SortedMap<String, Long>> remainsOfMoved(Map<AccountRef, RemovedRows> removed) {
        var accounts = List.copyOf(removed.keySet());
        var contents = new HashMap<Long, AccountRef>();
        var decisions = new HashMap<Long, AccountRef>();
        removed.forEach((account, rows) -> {
            rows.contents().forEach(index -> contents.put(index, account));
            rows.decisions().forEach(index -> decisions.put(index, account));
        });
        return database.read(connection -> {
            useIndexes(connection);
            // What is noted of a guest may be new by now.
            var guests = guests(connection, accounts);
            var gone = accounts.stream()
                    .filter(account -> !guests.contains(account))
                    .toList();
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
                                    new Keys(
                                            refs(isKeptForGuests(table) ? accounts : gone),
                                            row -> Optional.of(new AccountRef(row.getBytes(1)))),
                                    found);
                    }
                    // Rows by media go with the media, which name the person.
                    case Owner.ByMedia _, Owner.Nobody _, Owner.OwnKey _ -> {}
                }
            }
            return found;
        });
    }

    /** Whether what stays of a guest in it is told from the rest. */
    private static boolean isKeptForGuests(OwnedTable table) {
        return !staying(table.name(), Ending.MOVED).isEmpty();
    }

    private static void look(
            Connection connection,
            OwnedTable table,
            String column,
            Keys keys,
            Map<AccountRef, SortedMap<String, Long>> found)
            throws SQLException {
        if (keys.values().values().length == 0) return;
        var sql = "SELECT " + column + " FROM " + table.name() + " WHERE " + column + " = ANY (?)"
                + staying(table.name(), Ending.MOVED);
        for (var owner : Bulk.query(connection, sql, keys.owner(), keys.values()))
            found.computeIfAbsent(owner.orElseThrow(), _ -> new TreeMap<>()).merge(table.name(), 1L, Long::sum);
    }

    /**
     * Looks again for what should be gone, in every table; empty when nothing is left.
     *
     * @param contents where the person's contents were, from {@link PersonRemoval#contentsOf} before anything was removed
     * @return rows found, by table
     */
    SortedMap<String, Long> remains(AccountRef account, Range contents) {
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

    /** As {@link #remains}, when whose it was is known no more: what hangs on contents of nobody and should not. */
    SortedMap<String, Long> remainsOfNobody(Range contents) {
        if (contents.last() < contents.first()) return new TreeMap<>();
        return database.read(connection -> {
            var found = new TreeMap<String, Long>();
            for (var table : OwnedTables.CELL) {
                long rows = ofNobody(connection, table, contents);
                if (rows > 0) found.put(table.name(), rows);
            }
            return found;
        });
    }

    private static long remains(Connection connection, OwnedTable table, AccountRef account, Range contents)
            throws SQLException {
        return owned(connection, table, account) + ofNobody(connection, table, contents);
    }

    private static long ofNobody(Connection connection, OwnedTable table, Range contents) throws SQLException {
        return switch (table.owner()) {
            case Owner.ByContent(var column) -> ofNobody(connection, table, column + " IN (TABLE c)", contents);
            case Owner.ByDecision(var column) -> ofNobody(connection, table, column + " IN (TABLE d)", contents);
            case Owner.ByAccount _ ->
                table.name().equals("content")
                        ? ofNobody(connection, table, "content_index IN (TABLE c)", contents)
                        : 0;
            case Owner.ByMedia _, Owner.Nobody _, Owner.OwnKey _ -> 0;
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
}
