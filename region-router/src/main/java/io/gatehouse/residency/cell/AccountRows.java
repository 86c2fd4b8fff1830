package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Accounts of a batch: read under the cell's lock, created where missing. */
final class AccountRows {
    private static final String SELECT =
            "SELECT account_ref, home_epoch, state, key_id, wrapped_key FROM account WHERE account_ref = ANY (?)";
    private static final String INSERT = """
        INSERT INTO account (account_ref, home_epoch, state, key_id, wrapped_key, sealed_profile, created_at)
        SELECT r, e, 'ACTIVE', k, w, p, t FROM unnest(?, ?, ?, ?, ?, ?) AS u (r, e, k, w, p, t)\
        """;

    private final CellDigests digests;
    private final PersonKeyRing ring;
    private final Sealer sealer;

    AccountRows(CellDigests digests, PersonKeyRing ring, Sealer sealer) {
        this.digests = digests;
        this.ring = ring;
        this.sealer = sealer;
    }

    /** @param held null once erased or moved away */
    record AccountRow(long epoch, AccountState state, PersonKeyRing.@Nullable Held held, boolean created) {
        boolean isHomeFor(Author author) {
            return state == AccountState.ACTIVE && epoch == author.homeEpoch();
        }
    }

    /** An author and what to store should the account be missing. */
    record Arriving(Author author, PersonKeyRing.Held guess, Instant at) {}

    Map<AccountRef, AccountRow> ensure(Connection connection, List<Arriving> arriving) throws SQLException {
        var byRef = new LinkedHashMap<AccountRef, Arriving>();
        for (var each : arriving) byRef.putIfAbsent(each.author().account(), each);
        var rows = new HashMap<AccountRef, AccountRow>();
        if (byRef.isEmpty()) return rows;
        var refs = List.copyOf(byRef.keySet());
        Bulk.query(
                connection,
                SELECT,
                row -> rows.put(new AccountRef(row.getBytes("account_ref")), read(row)),
                Bulk.bytes(refs, AccountRef::digest));
        byRef.keySet().removeAll(rows.keySet());
        refuseErased(connection, byRef, rows);
        insert(connection, new ArrayList<>(byRef.values()));
        byRef.forEach((ref, each) ->
                rows.put(ref, new AccountRow(each.author().homeEpoch(), AccountState.ACTIVE, each.guess(), true)));
        return rows;
    }

    /** Whoever was erased in the epoch that a write names is not made anew by it: the directory gives a later one. */
    private void refuseErased(
            Connection connection, Map<AccountRef, Arriving> missing, Map<AccountRef, AccountRow> rows)
            throws SQLException {
        if (missing.isEmpty()) return;
        ErasedAccounts.epochs(connection, digests, List.copyOf(missing.keySet()))
                .forEach((ref, epoch) -> {
                    if (Objects.requireNonNull(missing.get(ref)).author().homeEpoch() > epoch) return;
                    missing.remove(ref);
                    rows.put(ref, new AccountRow(epoch, AccountState.ERASED, null, false));
                });
    }

    private AccountRow read(ResultSet row) throws SQLException {
        var ref = new AccountRef(row.getBytes("account_ref"));
        var wrapped = row.getBytes("wrapped_key");
        var held = wrapped == null ? null : ring.stored(ref, row.getString("key_id"), wrapped);
        return new AccountRow(row.getLong("home_epoch"), AccountState.valueOf(row.getString("state")), held, false);
    }

    private void insert(Connection connection, List<Arriving> missing) throws SQLException {
        if (missing.isEmpty()) return;
        Bulk.update(
                connection,
                INSERT,
                Bulk.bytes(missing, each -> each.author().account().digest()),
                Bulk.longs(missing, each -> each.author().homeEpoch()),
                Bulk.texts(missing, each -> each.guess().wrapped().regionKeyId()),
                Bulk.bytes(missing, each -> each.guess().wrapped().bytes()),
                Bulk.bytes(
                        missing,
                        each -> each.guess()
                                .key()
                                .seal(
                                        each.author().profile(),
                                        sealer.context().profile(each.author().account()))),
                Bulk.times(missing, Arriving::at));
    }
}
