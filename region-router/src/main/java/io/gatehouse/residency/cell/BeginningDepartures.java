package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.Departures.Begun;
import io.gatehouse.residency.cell.Departures.Lease;
import io.gatehouse.residency.cell.Departures.Leaving;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.PersonKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes people out of writing who are about to leave. Thread-safe. */
final class BeginningDepartures {
    private static final String ACCOUNTS = """
        SELECT a.account_ref, a.state, a.home_epoch, a.key_id, a.wrapped_key, d.migration_id,
          (SELECT coalesce(min(content_index), 0) FROM content c WHERE c.account_ref = a.account_ref) AS first,
          (SELECT coalesce(max(content_index), -1) FROM content c WHERE c.account_ref = a.account_ref) AS last
        FROM account a
        LEFT JOIN departure d ON d.account_ref = a.account_ref AND d.state IN ('MOVING', 'LEFT')
        WHERE a.account_ref = ANY (?)\
        """;
    private static final String BEGIN = """
        INSERT INTO departure (migration_id, account_ref, to_region, home_epoch, state, transfer_id, started_at,
          first_index, last_index, worker, leased_until)
        SELECT m, a, r, e, 'MOVING', t, s, f, l, w, x
        FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS u (m, a, r, e, t, s, f, l, w, x)\
        """;
    private static final String BOUND = """
        SELECT a.account_ref FROM account a WHERE a.account_ref = ANY (?) AND (
          EXISTS (SELECT 1 FROM legal_hold h WHERE h.account_ref = a.account_ref AND h.lifted_at IS NULL
            AND (h.until_at IS NULL OR h.until_at > ALL (?)))
          OR EXISTS (SELECT 1 FROM person_request r WHERE r.account_ref = a.account_ref
            AND r.state IN ('RUNNING', 'HELD')))\
        """;

    private final Database database;
    private final PersonKeyRing ring;
    private final Departures entries;

    /** @param entries makes the entries of the log */
    BeginningDepartures(Database database, PersonKeyRing ring, Departures entries) {
        this.database = database;
        this.ring = ring;
        this.entries = entries;
    }

    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    private record Row(
            AccountState state,
            long epoch,
            PersonKeyRing.@Nullable Held held,
            @Nullable String migrationId,
            long first,
            long last) {}

    /** One transaction for all of them. */
    Map<AccountRef, Begun> begin(List<Leaving> people, Lease lease) {
        Instant at = lease.now();
        return database.transact(connection -> {
            var head = LogHead.lock(connection);
            var rows = new HashMap<AccountRef, Row>();
            Bulk.query(
                    connection,
                    ACCOUNTS,
                    row -> rows.put(new AccountRef(row.getBytes("account_ref")), row(row)),
                    Bulk.bytes(people, each -> each.account().digest()));
            var bound = new HashSet<>(Bulk.query(
                    connection,
                    BOUND,
                    row -> new AccountRef(row.getBytes("account_ref")),
                    Bulk.bytes(people, each -> each.account().digest()),
                    Bulk.times(List.of(at), now -> now)));
            var outcomes = new HashMap<AccountRef, Begun>();
            var moving = new ArrayList<Leaving>();
            for (var each : people) {
                var row = rows.get(each.account());
                if (row != null && row.migrationId() != null) {
                    outcomes.put(each.account(), new Begun.AlreadyMoving(row.migrationId()));
                } else if (row == null
                        || row.held() == null
                        || row.state() != AccountState.ACTIVE
                        || row.epoch() != each.homeEpoch()) {
                    outcomes.put(
                            each.account(), new Begun.NotAtHome(Optional.ofNullable(row == null ? null : row.state())));
                } else if (bound.contains(each.account())) {
                    outcomes.put(each.account(), new Begun.Bound());
                } else if (outcomes.put(each.account(), new Begun.Moving(departure(each, row, at))) == null) {
                    moving.add(each);
                    head.append(begun(each, row.held().key(), at));
                }
            }
            write(connection, moving, rows, lease);
            head.write();
            return outcomes;
        });
    }

    private Row row(ResultSet row) throws SQLException {
        var wrapped = row.getBytes("wrapped_key");
        var account = new AccountRef(row.getBytes("account_ref"));
        return new Row(
                AccountState.valueOf(row.getString("state")),
                row.getLong("home_epoch"),
                wrapped == null ? null : ring.stored(account, row.getString("key_id"), wrapped),
                row.getString("migration_id"),
                row.getLong("first"),
                row.getLong("last"));
    }

    private static Departure departure(Leaving each, Row row, Instant at) {
        return new Departure(
                each.migrationId(),
                each.account(),
                each.to(),
                each.homeEpoch(),
                Departure.State.MOVING,
                each.transferId(),
                null,
                at,
                null,
                row.first(),
                row.last(),
                CarriedCounts.NONE,
                null);
    }

    private static void write(Connection connection, List<Leaving> moving, Map<AccountRef, Row> rows, Lease lease)
            throws SQLException {
        if (moving.isEmpty()) return;
        Bulk.update(
                connection,
                "UPDATE account SET state = 'MOVING' WHERE account_ref = ANY (?)",
                Bulk.bytes(moving, each -> each.account().digest()));
        Bulk.update(
                connection,
                BEGIN,
                Bulk.texts(moving, Leaving::migrationId),
                Bulk.bytes(moving, each -> each.account().digest()),
                Bulk.texts(moving, each -> each.to().value()),
                Bulk.longs(moving, Leaving::homeEpoch),
                Bulk.texts(moving, Leaving::transferId),
                Bulk.times(moving, _ -> lease.now()),
                Bulk.longs(
                        moving,
                        each -> Objects.requireNonNull(rows.get(each.account())).first()),
                Bulk.longs(
                        moving,
                        each -> Objects.requireNonNull(rows.get(each.account())).last()),
                Bulk.texts(moving, _ -> lease.worker()),
                Bulk.times(moving, _ -> lease.until()));
    }

    private byte[] begun(Leaving each, PersonKey key, Instant at) {
        var facts = new TreeMap<String, Object>();
        facts.put("to", each.to().value());
        facts.put("home_epoch", each.homeEpoch());
        facts.put("transfer", each.transferId());
        return entries.entry(each.migrationId() + ".begun", "migration-begun", each.account(), key, at, facts);
    }
}
