package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
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
    private static final String SELECT = "SELECT account_ref, home_epoch, state, guest_of, key_id, wrapped_key"
            + " FROM account WHERE account_ref = ANY (?)";
    private static final String INSERT = """
        INSERT INTO account (account_ref, home_epoch, state, guest_of, key_id, wrapped_key, sealed_profile, created_at)
        SELECT r, e, CASE WHEN g IS NULL THEN 'ACTIVE' ELSE 'GUEST' END, g, k, w, p, t
        FROM unnest(?, ?, ?, ?, ?, ?, ?) AS u (r, e, g, k, w, p, t)\
        """;
    /** Of a later home: the person moved, and is a guest from there now. */
    private static final String UPDATE_GUEST =
            "UPDATE account SET home_epoch = ?, guest_of = ? WHERE account_ref = ? AND state = 'GUEST'";
    /** Who left and comes back as a guest gets a new key: the old one was destroyed. */
    private static final String RETURN_AS_GUEST = """
        UPDATE account SET state = 'GUEST', home_epoch = ?, guest_of = ?, key_id = ?, wrapped_key = ?
        WHERE account_ref = ? AND state = 'MOVED'\
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
    record AccountRow(
            long epoch,
            AccountState state,
            @Nullable RegionId guestOf,
            PersonKeyRing.@Nullable Held held,
            boolean created) {
        /** Whether the author may write here, at home or as the guest that the row is of. */
        boolean takes(Author author) {
            return epoch == author.homeEpoch()
                    && (author.guestOf() == null
                            ? state == AccountState.ACTIVE
                            : state == AccountState.GUEST && author.guestOf().equals(guestOf));
        }

        private boolean isOutdatedFor(Author author) {
            return author.guestOf() != null
                    && author.homeEpoch() > epoch
                    && (state == AccountState.GUEST || state == AccountState.MOVED);
        }

        /** The row as an author's later home makes it; the same for everybody else. */
        AccountRow followed(Connection connection, Author author) throws SQLException {
            var home = author.guestOf();
            if (home == null || state != AccountState.GUEST || !isOutdatedFor(author)) return this;
            try (var update = connection.prepareStatement(UPDATE_GUEST)) {
                update.setLong(1, author.homeEpoch());
                update.setString(2, home.value());
                update.setBytes(3, author.account().digest());
                update.executeUpdate();
            }
            return new AccountRow(author.homeEpoch(), state, home, held, false);
        }

        AccountRow known() {
            return new AccountRow(epoch, state, guestOf, held, false);
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
        for (var each : arriving) {
            var row = rows.get(each.author().account());
            if (row != null && row.isOutdatedFor(each.author()))
                rows.put(each.author().account(), follow(connection, row, each));
        }
        byRef.keySet().removeAll(rows.keySet());
        refuseErased(connection, byRef, rows);
        insert(connection, new ArrayList<>(byRef.values()));
        byRef.forEach((ref, each) -> rows.put(ref, created(each)));
        return rows;
    }

    private static AccountRow created(Arriving each) {
        var home = each.author().guestOf();
        return new AccountRow(
                each.author().homeEpoch(),
                home == null ? AccountState.ACTIVE : AccountState.GUEST,
                home,
                each.guess(),
                true);
    }

    /** Rare, so row by row. */
    private static AccountRow follow(Connection connection, AccountRow row, Arriving each) throws SQLException {
        var author = each.author();
        var home = Objects.requireNonNull(author.guestOf());
        var held = row.state() == AccountState.GUEST ? row.held() : each.guess();
        try (var update =
                connection.prepareStatement(row.state() == AccountState.GUEST ? UPDATE_GUEST : RETURN_AS_GUEST)) {
            update.setLong(1, author.homeEpoch());
            update.setString(2, home.value());
            if (row.state() == AccountState.MOVED) {
                update.setString(3, each.guess().wrapped().regionKeyId());
                update.setBytes(4, each.guess().wrapped().bytes());
            }
            update.setBytes(
                    row.state() == AccountState.MOVED ? 5 : 3, author.account().digest());
            update.executeUpdate();
        }
        return new AccountRow(author.homeEpoch(), AccountState.GUEST, home, held, false);
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
                    rows.put(ref, new AccountRow(epoch, AccountState.ERASED, null, null, false));
                });
    }

    private AccountRow read(ResultSet row) throws SQLException {
        var ref = new AccountRef(row.getBytes("account_ref"));
        var wrapped = row.getBytes("wrapped_key");
        var held = wrapped == null ? null : ring.stored(ref, row.getString("key_id"), wrapped);
        return new AccountRow(
                row.getLong("home_epoch"),
                AccountState.valueOf(row.getString("state")),
                region(row.getString("guest_of")),
                held,
                false);
    }

    static @Nullable RegionId region(@Nullable String name) {
        return name == null ? null : new RegionId(name);
    }

    private void insert(Connection connection, List<Arriving> missing) throws SQLException {
        if (missing.isEmpty()) return;
        Bulk.update(
                connection,
                INSERT,
                Bulk.bytes(missing, each -> each.author().account().digest()),
                Bulk.longs(missing, each -> each.author().homeEpoch()),
                Bulk.nullableTexts(missing, each -> nameOf(each.author().guestOf())),
                Bulk.texts(missing, each -> each.guess().wrapped().regionKeyId()),
                Bulk.bytes(missing, each -> each.guess().wrapped().bytes()),
                Bulk.nullableBytes(missing, this::sealedProfile),
                Bulk.times(missing, Arriving::at));
    }

    private byte @Nullable [] sealedProfile(Arriving each) {
        var author = each.author();
        // Who a guest is, only their home knows, unless it is down.
        if (author.guestOf() != null && author.profile().length == 0) return null;
        return each.guess().key().seal(author.profile(), sealer.context().profile(author.account()));
    }

    private static @Nullable String nameOf(@Nullable RegionId region) {
        return region == null ? null : region.value();
    }
}
