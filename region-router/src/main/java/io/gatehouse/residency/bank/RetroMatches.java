package io.gatehouse.residency.bank;

import io.gatehouse.residency.cell.Cell;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which hashes have not been looked for yet among the media that were seen before they came. Thread-safe. Throws {@link
 * io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away; every method may be repeated.
 */
public final class RetroMatches {
    /** Banks of innocent hashes match nothing by themselves. */
    private static final String ASKED = "NOT b.leaving AND NOT b.negative AND b.enable_ratio > 0"
            + " AND (b.disable_until IS NULL OR b.disable_until <= ?)";

    private static final String NEWER = "FROM hash_entry e JOIN hash_bank b ON b.name = e.bank WHERE " + ASKED
            + " AND e.entry_id > ? AND e.entry_id > b.matched_entry AND e.entry_id <= ?"
            + " AND (e.disable_until IS NULL OR e.disable_until <= ?)";

    /** Known when the bank was last asked about, but switched on only since. */
    private static final String ENABLED_SINCE = "FROM hash_entry e JOIN hash_bank b ON b.name = e.bank WHERE " + ASKED
            + " AND e.entry_id > ? AND e.entry_id <= b.matched_entry AND e.entry_id <= ?"
            + " AND e.disable_until <= ? AND e.disable_until > b.matched_at";

    private final Cell cell;

    public RetroMatches(Cell cell) {
        this.cell = cell;
    }

    /**
     * What is due at a time.
     *
     * @param most hashes; what is beyond is due afterwards
     */
    public Due due(Instant now, int most) {
        return cell.read(connection -> {
            // Before the hashes: a bank that changes meanwhile counts as changed later.
            long index = BankSql.number(connection, "SELECT next_index FROM log_head");
            long last = BankSql.number(connection, "SELECT coalesce(max(entry_id), 0) FROM hash_entry");
            var bounded = BankSql.rows(
                    connection,
                    "SELECT count(*), coalesce(max(entry_id), 0) FROM (SELECT e.entry_id " + NEWER
                            + " ORDER BY e.entry_id LIMIT ?) first",
                    row -> new long[] {row.getLong(1), row.getLong(2)},
                    now,
                    first(connection, now),
                    last,
                    now,
                    most);
            var found = bounded.getFirst();
            return new Due(found[0] == most ? found[1] : last, index, now);
        });
    }

    /** That a look would find nothing to ask about. */
    public boolean isEmpty(Due due) {
        return entries(due, 0, 1).isEmpty();
    }

    /** Hashes that are due, in the order they were added, after one of them; the position is 0. */
    public List<HashChange> entries(Due due, long after, int limit) {
        return cell.read(connection -> BankSql.rows(
                connection,
                "(SELECT e.entry_id, e.hash " + NEWER
                        + " ORDER BY e.entry_id LIMIT ?) UNION ALL (SELECT e.entry_id, e.hash " + ENABLED_SINCE
                        + " ORDER BY e.entry_id LIMIT ?) ORDER BY 1 LIMIT ?",
                RetroMatches::change,
                due.at(),
                Math.max(after, first(connection, due.at())),
                due.entry(),
                due.at(),
                limit,
                due.at(),
                after,
                due.entry(),
                due.at(),
                limit,
                limit));
    }

    private static HashChange change(ResultSet row) throws SQLException {
        return new HashChange(0, row.getLong(1), row.getBytes(2), true);
    }

    /** Older hashes were looked for in every bank: a look at ten million new ones reads no others. */
    private static long first(Connection connection, Instant now) throws SQLException {
        return BankSql.number(
                connection, "SELECT coalesce(min(b.matched_entry), 0) FROM hash_bank b WHERE " + ASKED, now);
    }

    /**
     * Since when media that are looked at were asked about no bank's older hashes by this: when the bank was asked whose turn is
     * longest ago. Empty when none was, so that all of them are due.
     */
    public Optional<Instant> lastAsked(Instant now) {
        return cell.read(connection -> BankSql.rows(
                        connection,
                        "SELECT min(b.matched_at) FROM hash_bank b WHERE " + ASKED,
                        row -> BankSql.time(row, 1),
                        now)
                .getFirst());
    }

    /** Notes that everything due was looked for. Banks that were changed since it began are due again. */
    public void matched(Due due) {
        cell.transact(transaction -> BankSql.update(
                transaction.connection(),
                "UPDATE hash_bank SET matched_entry = greatest(matched_entry, ?), matched_at = ?"
                        + " WHERE changed_index < ? AND NOT leaving AND (disable_until IS NULL OR disable_until <= ?)",
                due.entry(),
                due.at(),
                due.index(),
                due.at()));
    }
}
