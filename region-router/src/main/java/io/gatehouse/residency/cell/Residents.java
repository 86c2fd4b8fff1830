package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.Departures.Resident;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** People who are at home here, in order of their keyed digests, with how much is theirs. Thread-safe. */
final class Residents {
    private static final String RESIDENTS = """
        SELECT a.account_ref, a.home_epoch, a.key_id, a.wrapped_key, a.sealed_profile,
          (SELECT count(*) FROM content c WHERE c.account_ref = a.account_ref) AS contents,
          (SELECT count(*) FROM media m WHERE m.account_ref = a.account_ref) AS media,
          (SELECT coalesce(sum(m.size_bytes), 0) FROM media m WHERE m.account_ref = a.account_ref) AS bytes
        FROM account a WHERE a.state = 'ACTIVE'\
        """;

    private final Database database;
    private final PersonKeyRing ring;
    private final SealContext context;

    Residents(Database database, PersonKeyRing ring, SealContext context) {
        this.database = database;
        this.ring = ring;
        this.context = context;
    }

    /**
     * People who are at home here, in order of their keyed digests.
     *
     * @param fromPlace of the first, as {@link Resident#place} has it
     * @param toPlace after the last; at most 2^32
     */
    List<Resident> between(long fromPlace, long toPlace, int limit) {
        return list(placed(fromPlace), true, toPlace, limit);
    }

    /** Those that follow. */
    List<Resident> after(Resident last, long toPlace, int limit) {
        return list(last.account().digest(), false, toPlace, limit);
    }

    private static byte[] placed(long place) {
        return ByteBuffer.allocate(Integer.BYTES).putInt((int) place).array();
    }

    private List<Resident> list(byte[] from, boolean inclusive, long toPlace, int limit) {
        boolean isBounded = toPlace < 1L << Integer.SIZE;
        return database.read(connection -> {
            try (var select = connection.prepareStatement(RESIDENTS
                    + (inclusive ? " AND a.account_ref >= ?" : " AND a.account_ref > ?")
                    + (isBounded ? " AND a.account_ref < ?" : "")
                    + " ORDER BY a.account_ref LIMIT ?")) {
                int at = 1;
                select.setBytes(at++, from);
                if (isBounded) select.setBytes(at++, placed(toPlace));
                select.setInt(at, limit);
                return Bulk.all(select, this::resident);
            }
        });
    }

    private Resident resident(ResultSet row) throws SQLException {
        var account = new AccountRef(row.getBytes("account_ref"));
        var key = ring.stored(account, row.getString("key_id"), row.getBytes("wrapped_key"))
                .key();
        return new Resident(
                account,
                row.getLong("home_epoch"),
                key.open(row.getBytes("sealed_profile"), context.profile(account)),
                new CarriedCounts(row.getLong("contents"), 0, 0, row.getLong("media"), row.getLong("bytes")));
    }
}
