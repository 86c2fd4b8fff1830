package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.PreparedContent.Keyed;
import io.gatehouse.residency.directory.AccountRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who was erased from this cell: keeps late writes, and what old backups hold, from bringing anyone back. */
final class ErasedAccounts {
    private static final String SELECT =
            "SELECT erased_ref, max(home_epoch) AS epoch FROM erased_account WHERE erased_ref = ANY (?) GROUP BY"
                    + " erased_ref";
    private static final String REMEMBER = """
        INSERT INTO erased_account (erasure_id, erased_ref, home_epoch, erased_at)
        SELECT ?, ?, home_epoch, ? FROM account WHERE account_ref = ? ON CONFLICT DO NOTHING\
        """;
    /** Everybody's stand-in exists once there is something to stand for. */
    private static final String NOBODY = """
        INSERT INTO account (account_ref, home_epoch, state, created_at) VALUES (?, 1, 'ERASED', now())
        ON CONFLICT DO NOTHING\
        """;

    private ErasedAccounts() {}

    /** The last home epoch in which each of them was erased here; those who were not are left out. */
    static Map<AccountRef, Long> epochs(Connection connection, CellDigests digests, List<AccountRef> accounts)
            throws SQLException {
        var byDigest = new HashMap<Keyed, AccountRef>();
        for (var account : accounts) byDigest.put(new Keyed(digests.erased(account)), account);
        var found = new HashMap<AccountRef, Long>();
        Bulk.query(
                connection,
                SELECT,
                row -> found.put(byDigest.get(new Keyed(row.getBytes("erased_ref"))), row.getLong("epoch")),
                Bulk.bytes(List.copyOf(byDigest.keySet()), Keyed::bytes));
        return found;
    }

    static void remember(Connection connection, String erasureId, byte[] erasedRef, AccountRef account, Instant at)
            throws SQLException {
        try (var insert = connection.prepareStatement(REMEMBER)) {
            insert.setString(1, erasureId);
            insert.setBytes(2, erasedRef);
            insert.setObject(3, at.atOffset(java.time.ZoneOffset.UTC));
            insert.setBytes(4, account.digest());
            insert.executeUpdate();
        }
    }

    /** Before its first write: the directory knew the account, the cell did not yet, and now must not any more. */
    static void remember(Connection connection, String erasureId, byte[] erasedRef, long epoch, Instant at)
            throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO erased_account (erasure_id, erased_ref, home_epoch, erased_at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING")) {
            insert.setString(1, erasureId);
            insert.setBytes(2, erasedRef);
            insert.setLong(3, epoch);
            insert.setObject(4, at.atOffset(java.time.ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    static void ensureNobody(Connection connection) throws SQLException {
        try (var insert = connection.prepareStatement(NOBODY)) {
            insert.setBytes(1, OwnedTables.NOBODY.digest());
            insert.executeUpdate();
        }
    }
}
