package io.gatehouse.residency.operator;

import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.RegionKey;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.operator.AccessGrant.Act;
import io.gatehouse.residency.region.RegionId;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@link GrantBook} in the region's own database. The log's entry is written before the row changes to something that
 * lets anyone in: a process killed in between leaves an entry and no leave.
 */
public final class SqlGrantBook implements GrantBook {
    private static final String COLUMNS = "grant_id, for_key, purpose, data, account_ref, record_id, basis,"
            + " sealed_reason, most_subjects, requested_at, until, approved_by, approved_at, revoked_by, revoked_at";
    private static final String INSERT = "INSERT INTO access_grant (grant_id, for_key, purpose, data, account_ref,"
            + " record_id, basis, sealed_reason, most_subjects, requested_at, until)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String STANDING = "SELECT " + COLUMNS + " FROM access_grant WHERE for_key = ? AND until > ?"
            + " AND approved_at <= ? AND revoked_at IS NULL ORDER BY requested_at, grant_id";
    private static final String APPROVE = "UPDATE access_grant SET approved_by = ?, approved_at = ?"
            + " WHERE grant_id = ? AND approved_by IS NULL AND revoked_by IS NULL AND until > ? AND for_key <> ?";
    private static final String REVOKE = "UPDATE access_grant SET revoked_by = ?, revoked_at = ?"
            + " WHERE grant_id = ? AND revoked_by IS NULL AND until > ?";

    private final RegionId region;
    private final Database database;
    private final RegionKey key;
    private final CellWriter writer;

    public SqlGrantBook(RegionId region, Database database, RegionKey key, CellWriter writer) {
        this.region = region;
        this.database = database;
        this.key = key;
        this.writer = writer;
    }

    @Override
    public void request(AccessGrant grant) {
        database.transact(connection -> {
            try (var insert = connection.prepareStatement(INSERT)) {
                insert.setString(1, grant.id());
                insert.setString(2, grant.forKey());
                insert.setString(3, grant.purpose().name());
                insert.setArray(
                        4,
                        connection.createArrayOf(
                                "text",
                                grant.data().stream()
                                        .map(DataKind::wireName)
                                        .sorted()
                                        .toArray()));
                var account = grant.account();
                insert.setBytes(5, account == null ? null : account.digest());
                insert.setString(6, grant.recordId());
                insert.setString(7, BasisJson.write(grant.basis()));
                insert.setBytes(8, key.wrap(grant.reason().getBytes(StandardCharsets.UTF_8), context(grant.id())));
                insert.setLong(9, grant.mostSubjects());
                insert.setObject(10, time(grant.requestedAt()));
                insert.setObject(11, time(grant.until()));
                return insert.executeUpdate();
            }
        });
        log("grant-requested", grant, grant.forKey(), grant.requestedAt());
    }

    @Override
    public List<AccessGrant> all(int limit) {
        return select(
                "SELECT " + COLUMNS + " FROM access_grant ORDER BY requested_at DESC, grant_id LIMIT ?",
                select -> select.setInt(1, limit));
    }

    @Override
    public Optional<AccessGrant> find(String id) {
        return select("SELECT " + COLUMNS + " FROM access_grant WHERE grant_id = ?", select -> select.setString(1, id))
                .stream()
                .findFirst();
    }

    @Override
    public List<AccessGrant> standing(String forKey, Instant at) {
        return select(STANDING, select -> {
            select.setString(1, forKey);
            select.setObject(2, time(at));
            select.setObject(3, time(at));
        });
    }

    @Override
    public Optional<AccessGrant> approve(String id, Act act) {
        var before = find(id);
        if (before.isEmpty() || before.get().stateAt(act.at()) != AccessGrant.State.REQUESTED) return Optional.empty();
        log("grant-approved", before.get(), act.byKey(), act.at());
        return changed(APPROVE, id, act, true);
    }

    @Override
    public Optional<AccessGrant> revoke(String id, Act act) {
        var changed = changed(REVOKE, id, act, false);
        changed.ifPresent(grant -> log("grant-revoked", grant, act.byKey(), act.at()));
        return changed;
    }

    private Optional<AccessGrant> changed(String sql, String id, Act act, boolean bySomebodyElse) {
        int rows = database.transact(connection -> {
            try (var update = connection.prepareStatement(sql)) {
                update.setString(1, act.byKey());
                update.setObject(2, time(act.at()));
                update.setString(3, id);
                update.setObject(4, time(act.at()));
                if (bySomebodyElse) update.setString(5, act.byKey());
                return update.executeUpdate();
            }
        });
        return rows == 1 ? find(id) : Optional.empty();
    }

    private void log(String kind, AccessGrant grant, String byKey, Instant at) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("grant", grant.id());
        facts.put("by", byKey);
        facts.put("for", grant.forKey());
        facts.put("purpose", grant.purpose().name());
        facts.put("data", grant.data().stream().map(DataKind::wireName).sorted().toList());
        facts.put("scope", grant.account() != null ? "account" : grant.recordId() != null ? "record" : "region");
        facts.put("basis", BasisJson.kindOf(grant.basis()));
        facts.put("subjects", grant.mostSubjects());
        facts.put("until", grant.until().toString());
        // One entry an act: the same act repeated finds its entry.
        writer.append(new LogEvent(grant.id() + "." + kind + "." + byKey, kind, at, new EntryFacts(facts)));
    }

    private byte[] context(String id) {
        return ("gatehouse/grant/" + region + '/' + id).getBytes(StandardCharsets.UTF_8);
    }

    private static OffsetDateTime time(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }

    /** Fills the parameters of a query. */
    @FunctionalInterface
    private interface Filling {
        void fill(PreparedStatement select) throws SQLException;
    }

    private List<AccessGrant> select(String sql, Filling filling) {
        return database.read(connection -> {
            var found = new ArrayList<AccessGrant>();
            try (var select = connection.prepareStatement(sql)) {
                filling.fill(select);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) found.add(grant(rows));
                }
            }
            return found;
        });
    }

    private AccessGrant grant(ResultSet row) throws SQLException {
        String id = row.getString("grant_id");
        byte[] account = row.getBytes("account_ref");
        var reason = new String(key.unwrap(row.getBytes("sealed_reason"), context(id)), StandardCharsets.UTF_8);
        return new AccessGrant(
                id,
                region,
                row.getString("for_key"),
                new Purpose(row.getString("purpose")),
                kinds((Object[]) row.getArray("data").getArray()),
                account == null ? null : new AccountRef(account),
                row.getString("record_id"),
                BasisJson.read(row.getString("basis"), reason),
                reason,
                row.getLong("most_subjects"),
                instant(row, "requested_at"),
                instant(row, "until"),
                act(row, "approved"),
                act(row, "revoked"));
    }

    private static Set<DataKind> kinds(Object[] names) {
        var kinds = new LinkedHashSet<DataKind>();
        Arrays.stream(names)
                .forEach(name -> kinds.add(DataKind.ofWireName(name.toString()).orElseThrow()));
        return kinds;
    }

    private static @Nullable Act act(ResultSet row, String what) throws SQLException {
        String by = row.getString(what + "_by");
        return by == null ? null : new Act(by, instant(row, what + "_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
