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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Removes what one cell holds of one person, table by table as {@link OwnedTables#CELL} says. In this order, each step
 * repeatable after a crash: objects (while rows still name them), rows, key. Thread-safe; throws {@link
 * io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away, and a retry is safe.
 */
public final class PersonRemoval {
    /** Contents in one transaction: some megabytes of rows, a fraction of a second. */
    static final int CONTENTS_AT_ONCE = 500;

    private static final String CHUNK = """
        WITH RECURSIVE c AS (
          SELECT p.n, c.content_index FROM unnest(?, ?) WITH ORDINALITY AS p (account, first, n), LATERAL (
            SELECT content_index FROM content WHERE account_ref = p.account AND content_index >= p.first%s
            ORDER BY content_index LIMIT %d) AS c),
        d (n, log_index) AS (
          SELECT c.n, d.log_index FROM c JOIN decision d ON d.log_index = c.content_index
          UNION ALL SELECT d.n, e.log_index FROM decision e JOIN d ON e.supersedes_index = d.log_index)
        SELECT n, true, content_index FROM c UNION ALL SELECT n, false, log_index FROM d\
        """;
    private static final String CHUNK_OF_ALL = CHUNK.formatted("", CONTENTS_AT_ONCE);
    private static final String CHUNK_OF_FREE =
            CHUNK.formatted(" AND " + PlacedRows.isFree("content"), CONTENTS_AT_ONCE);
    private static final String MOVE_AWAY = """
        UPDATE account SET state = 'MOVED', key_id = NULL, wrapped_key = NULL, sealed_profile = NULL
        WHERE account_ref = ANY (?) AND state = 'MOVING'\
        """;
    /** Something stays under another law: with a guest of the new home, under the key that it is sealed with. */
    private static final String BECOME_GUESTS = """
        UPDATE account a SET state = 'GUEST', guest_of = u.h, home_epoch = u.e, sealed_profile = NULL, guests = '{}'
        FROM unnest(?, ?, ?) AS u (r, h, e) WHERE a.account_ref = u.r AND a.state = 'MOVING'\
        """;

    private final Database database;
    private final CellDigests digests;
    private final PersonKeyRing ring;
    private final NotedObjects objects;
    private final RemovalProof proof;

    PersonRemoval(Database database, CellDigests digests, PersonKeyRing ring) {
        this.database = database;
        this.digests = digests;
        this.ring = ring;
        this.objects = new NotedObjects(database);
        this.proof = new RemovalProof(database);
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

    /** Keys of objects that are deleted when no row names them any more. */
    public long noteObjects(String erasureId, AccountRef account) {
        return objects.note(erasureId, account);
    }

    /**
     * Keys that {@link #noteObjects} wrote down, in order.
     *
     * @param after the last key of the page before; empty for the first page
     */
    public List<ObjectKey> notedObjects(String erasureId, String after, int limit) {
        return objects.page(erasureId, after, limit);
    }

    /** Ids under which objects are written down, at most {@code limit}: of erasures, and of contents that were deleted. */
    public List<String> noted(int limit) {
        return objects.ids(limit);
    }

    /** Forgets what {@link #noteObjects} wrote down. */
    public void forgetObjects(String erasureId) {
        objects.forget(erasureId);
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
                ending == Ending.MOVED ? CHUNK_OF_FREE : CHUNK_OF_ALL,
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
                case Owner.ByAccount _, Owner.ByMedia _, Owner.Nobody _, Owner.OwnKey _ -> {}
            }
        }
        // The contents themselves last: they are what the next turn finds its work by.
        remove(connection, OwnedTables.cell("content"), "content_index", ending, indexes(contents), some);
        some.forEach(
                (account, rows) -> Objects.requireNonNull(removed.get(account)).add(rows));
        return contents.size();
    }

    /** Keys of rows, and whose each row is. */
    record Keys(Bulk.Column values, Bulk.Row<Optional<AccountRef>> owner) {}

    static Keys indexes(Map<Long, AccountRef> owners) {
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
                // Locked, so that nobody begins to look at them who would write it down after we have looked for that.
                "SELECT media_id, account_ref FROM media WHERE account_ref = ANY (?)" + staying("media", ending)
                        + " FOR UPDATE",
                row -> media.put(row.getString(1), new AccountRef(row.getBytes(2))),
                refs(accounts));
        var byMedia = new Keys(
                Bulk.texts(List.copyOf(media.keySet()), id -> id),
                row -> Optional.ofNullable(media.get(row.getString(1))));
        // Who left and is a guest by now has been through this: what is noted of the guest is the guest's.
        var guests = ending == Ending.MOVED ? guests(connection, accounts) : Set.<AccountRef>of();
        var leaving =
                accounts.stream().filter(account -> !guests.contains(account)).toList();
        var byAccount = new Keys(refs(leaving), row -> Optional.of(new AccountRef(row.getBytes(1))));
        for (var table : OwnedTables.CELL) {
            switch (table.owner()) {
                case Owner.ByMedia(var column) -> remove(connection, table, column, ending, byMedia, removed);
                case Owner.ByAccount(var column) -> {
                    if (isRemovedWithRows(table, ending)) remove(connection, table, column, ending, byAccount, removed);
                }
                case Owner.ByContent _, Owner.ByDecision _, Owner.Nobody _, Owner.OwnKey _ -> {}
            }
        }
    }

    static Set<AccountRef> guests(Connection connection, Collection<AccountRef> accounts) throws SQLException {
        return new HashSet<>(Bulk.query(
                connection,
                "SELECT account_ref FROM account WHERE account_ref = ANY (?) AND state = 'GUEST'",
                row -> new AccountRef(row.getBytes(1)),
                refs(List.copyOf(accounts))));
    }

    /** What a person who moves leaves to the guest: a condition that leaves it out; empty where there is none. */
    static String staying(String table, Ending ending) {
        if (ending == Ending.ERASED) return "";
        return switch (table) {
            case "content" -> " AND " + PlacedRows.isFree("content");
            case "media" -> " AND " + PlacedRows.areFree("media");
            default -> "";
        };
    }

    static boolean isRemovedWithRows(OwnedTable table, Ending ending) {
        return switch (table.atErasure()) {
            case AtErasure.Delete _, AtErasure.Anonymise _ -> true;
            case AtErasure.WithCertificate _ -> ending == Ending.MOVED;
            case AtErasure.DeleteButNotAtMove _ -> ending == Ending.ERASED;
            case AtErasure.DeleteWithKey _, AtErasure.NothingToDo _, AtErasure.WithOwnKey _ -> false;
        };
    }

    private static void refuseOpen(Connection connection, List<AccountRef> accounts, Ending ending)
            throws SQLException {
        for (var state : Bulk.query(
                connection,
                "SELECT state FROM account WHERE account_ref = ANY (?)",
                row -> AccountState.valueOf(row.getString(1)),
                refs(accounts)))
            if (state != ending.during
                    && state != AccountState.MOVED
                    && !(ending == Ending.MOVED && state == AccountState.GUEST))
                throw new IllegalStateException("an account in state " + state + " takes writes: nothing is removed");
    }

    /** A planner without statistics would read whole tables. */
    static void useIndexes(Connection connection) throws SQLException {
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
        var which = " WHERE " + column + " = ANY (?)" + staying(table.name(), ending) + " RETURNING " + column;
        String sql = switch (table.atErasure()) {
            case AtErasure.Delete _, AtErasure.WithCertificate _ -> "DELETE FROM " + table.name() + which;
            case AtErasure.DeleteButNotAtMove _ -> ending == Ending.MOVED ? "" : "DELETE FROM " + table.name() + which;
            case AtErasure.Anonymise(var set, var _) ->
                ending == Ending.MOVED
                        ? "DELETE FROM " + table.name() + which
                        : "UPDATE " + table.name() + " SET " + assignments(set) + which;
            case AtErasure.DeleteWithKey _, AtErasure.NothingToDo _, AtErasure.WithOwnKey _ ->
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
        return proof.inventory(account);
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

    /**
     * As {@link #end}, for people who moved. Of whom something stays under another law, a guest of the new home stays with it,
     * and the key. One transaction for all of them.
     *
     * @return who is a guest by now
     */
    public Set<AccountRef> endMoved(List<Departure> departures) {
        var accounts = departures.stream().map(Departure::account).toList();
        var staying = database.transact(connection -> {
            var _ = LogHead.lock(connection);
            refuseOpen(connection, accounts, Ending.MOVED);
            var guests = PersonRows.leavingGuests(connection, accounts);
            var left = departures.stream()
                    .filter(each -> guests.contains(each.account()))
                    .toList();
            if (!left.isEmpty())
                Bulk.update(
                        connection,
                        BECOME_GUESTS,
                        Bulk.bytes(left, each -> each.account().digest()),
                        Bulk.texts(left, each -> each.to().value()),
                        Bulk.longs(left, each -> each.homeEpoch() + 1));
            Bulk.update(connection, MOVE_AWAY, refs(accounts));
            return guests;
        });
        accounts.forEach(ring::forget);
        return staying;
    }

    /**
     * Looks again for what people who moved should have left nothing of: rows that name them, and rows at the places where
     * theirs were.
     *
     * @param removed what was removed just now; of people whose rows somebody else removed, empty
     * @return rows by table; people of whom nothing is left are left out
     */
    public Map<AccountRef, SortedMap<String, Long>> remainsOfMoved(Map<AccountRef, RemovedRows> removed) {
        return proof.remainsOfMoved(removed);
    }

    /**
     * Looks again for what should be gone, in every table; empty when nothing is left.
     *
     * @param contents where the person's contents were, from {@link #contentsOf} before anything was removed
     * @return rows found, by table
     */
    public SortedMap<String, Long> remains(AccountRef account, Range contents) {
        return proof.remains(account, contents);
    }

    /**
     * Looks, long after an erasure, for what still hangs on contents that are nobody's and should not.
     *
     * @param contents where those of the erased were
     * @return rows found, by table
     */
    public SortedMap<String, Long> remainsOfNobody(Range contents) {
        return proof.remainsOfNobody(contents);
    }

    static Bulk.Column refs(AccountRef account) {
        return refs(List.of(account));
    }

    static Bulk.Column refs(List<AccountRef> accounts) {
        return Bulk.bytes(accounts, AccountRef::digest);
    }
}
