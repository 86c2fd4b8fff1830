package io.gatehouse.residency.bank;

import io.gatehouse.residency.cell.Cell;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which changes of a region's hashes are still needed. Thread-safe. Throws {@link
 * io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away; every method may be repeated.
 */
public final class HashFollowing {
    /** A node that was away longer lays its index out anew: the changes of two weeks are small beside the hashes. */
    public static final Duration WAITED_FOR = Duration.ofDays(14);

    private final Cell cell;

    public HashFollowing(Cell cell) {
        this.cell = cell;
    }

    /**
     * Changes after a position, in order.
     *
     * @return empty when some of them are gone: the index must be laid out anew
     */
    public Optional<List<HashChange>> changes(long afterPosition, int limit) {
        return cell.read(connection -> {
            var changes = BankSql.rows(
                    connection,
                    "SELECT position, entry_id, hash, present FROM hash_change WHERE position > ? ORDER BY position LIMIT ?",
                    row -> new HashChange(row.getLong(1), row.getLong(2), row.getBytes(3), row.getBoolean(4)),
                    afterPosition,
                    limit);
            // Afterwards: what was cut between the two reads is then known to be gone.
            return BankSql.number(connection, "SELECT position FROM hash_cut") > afterPosition
                    ? Optional.empty()
                    : Optional.of(changes);
        });
    }

    /**
     * Says that a node needs the changes after a position, also when it is started again.
     *
     * @param node the same after a restart
     */
    public void report(String node, long position, Instant now) {
        cell.transact(transaction -> BankSql.update(
                transaction.connection(),
                "INSERT INTO hash_follower (node, position, seen_at) VALUES (?, ?, ?) ON CONFLICT (node) DO UPDATE"
                        + " SET position = excluded.position, seen_at = excluded.seen_at",
                node,
                position,
                now));
    }

    /**
     * Removes changes that every node has followed, and forgets nodes that were not heard of for {@link #WAITED_FOR}.
     *
     * @param most rows at a time, so that nobody waits
     * @return how many rows went
     */
    public int cut(Instant now, int most) {
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            BankSql.update(connection, "DELETE FROM hash_follower WHERE seen_at < ?", now.minus(WAITED_FOR));
            var followed = BankSql.rows(connection, "SELECT min(position), count(*) FROM hash_follower", row ->
                    new long[] {row.getLong(1), row.getLong(2)});
            if (followed.getFirst()[1] == 0) return 0;
            long cut = followed.getFirst()[0];
            BankSql.update(connection, "UPDATE hash_cut SET position = greatest(position, ?)", cut);
            return BankSql.update(
                    connection,
                    "DELETE FROM hash_change WHERE position IN (SELECT position FROM hash_change WHERE position <= ?"
                            + " ORDER BY position LIMIT ?)",
                    cut,
                    most);
        });
    }
}
