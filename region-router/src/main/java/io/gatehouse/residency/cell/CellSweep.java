package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.OwnedTable.AtErasure;
import io.gatehouse.residency.cell.OwnedTable.Owner;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.log.LogEntry;
import io.gatehouse.residency.region.RegionId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a misplacement sweep asks of one cell, in pages of sorted keys so that it is compared by merging, and the cases that
 * it opens there. Thread-safe; every method throws {@link
 * io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away.
 */
public final class CellSweep {
    /** Rows of one page: some hundred kilobytes. */
    public static final int PAGE = 10_000;
    /** Of one kind, in one cell: more are one fault, not many, and counted. */
    public static final int MOST_CASES = 1_000;
    /** Into which accounts are cut: whoever dies goes through an eighth of them again. */
    public static final int SLICES = 8;

    private static final String OBJECT_KEYS = """
        SELECT object_key FROM (
          (SELECT object_key FROM media
            WHERE object_key COLLATE "C" > ? AND (?::text IS NULL OR object_key COLLATE "C" <= ?)
            ORDER BY object_key COLLATE "C" LIMIT ?)
          UNION ALL
          (SELECT object_key FROM media_upload_part
            WHERE object_key COLLATE "C" > ? AND (?::text IS NULL OR object_key COLLATE "C" <= ?)
            ORDER BY object_key COLLATE "C" LIMIT ?)) AS both_kinds
        ORDER BY object_key COLLATE "C" LIMIT ?\
        """;
    private static final String SEGMENT_KEYS = """
        SELECT object_key FROM archive_segment
        WHERE object_key COLLATE "C" > ? AND (?::text IS NULL OR object_key COLLATE "C" <= ?)
        ORDER BY object_key COLLATE "C" LIMIT ?\
        """;
    private static final String ACCOUNTS = """
        SELECT a.account_ref, a.state, a.home_epoch,
          (SELECT min(d.started_at) FROM departure d
            WHERE d.account_ref = a.account_ref AND d.state IN ('MOVING', 'LEFT')) AS leaving_since,
          (SELECT min(r.opened_at) FROM arrival r
            WHERE r.account_ref = a.account_ref AND r.state IN ('COPYING', 'VERIFIED')) AS coming_since
        FROM account a WHERE a.account_ref > ? AND (?::bytea IS NULL OR a.account_ref < ?)
        ORDER BY a.account_ref LIMIT ?\
        """;
    private static final String UPSERT = """
        INSERT INTO misplacement AS m (case_id, kind, what, account_ref, candidate_breach, state, first_seen, last_seen,
          log_index, opened_run, ended_run)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (case_id) DO UPDATE SET last_seen = excluded.last_seen, state = excluded.state,
          candidate_breach = excluded.candidate_breach, opened_run = coalesce(excluded.opened_run, m.opened_run),
          ended_run = excluded.ended_run\
        """;

    private final Database database;
    private final RegionId region;

    CellSweep(Database database, RegionId region) {
        this.database = database;
        this.region = region;
    }

    /**
     * Keys of the objects that rows name, in the order of listings.
     *
     * @param to the last key that is asked for; empty for all that follow
     */
    public List<String> objectKeys(String after, Optional<String> to, int limit) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(OBJECT_KEYS)) {
                for (int table = 0; table < 8; table += 4) {
                    select.setString(table + 1, after);
                    select.setString(table + 2, to.orElse(null));
                    select.setString(table + 3, to.orElse(null));
                    select.setInt(table + 4, limit);
                }
                select.setInt(9, limit);
                return Bulk.all(select, row -> row.getString(1));
            }
        });
    }

    /** As {@link #objectKeys}, for the segments of the archive. */
    public List<String> segmentKeys(String after, Optional<String> to, int limit) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(SEGMENT_KEYS)) {
                select.setString(1, after);
                select.setString(2, to.orElse(null));
                select.setString(3, to.orElse(null));
                select.setInt(4, limit);
                return Bulk.all(select, row -> row.getString(1));
            }
        });
    }

    /** Segments of the archive among these whose objects may not be there yet. */
    public Set<String> beingWritten(List<String> objectKeys) {
        return database.read(connection -> new HashSet<>(Bulk.query(
                connection,
                "SELECT object_key FROM archive_segment WHERE state = 'WRITING' AND object_key COLLATE \"C\" = ANY (?)",
                row -> row.getString(1),
                Bulk.texts(objectKeys, key -> key))));
    }

    /** Which of these objects this cell has rows of. */
    public Set<String> named(List<String> objectKeys) {
        return database.read(connection -> new HashSet<>(Bulk.query(
                connection,
                "SELECT object_key FROM media WHERE object_key COLLATE \"C\" = ANY (?) UNION ALL SELECT object_key FROM"
                        + " media_upload_part WHERE object_key COLLATE \"C\" = ANY (?) UNION ALL SELECT object_key FROM"
                        + " archive_segment WHERE object_key COLLATE \"C\" = ANY (?)",
                row -> row.getString(1),
                Bulk.texts(objectKeys, key -> key),
                Bulk.texts(objectKeys, key -> key),
                Bulk.texts(objectKeys, key -> key))));
    }

    /** An account as the sweep compares it. */
    public record SweptAccount(
            AccountRef account,
            AccountState state,
            long homeEpoch,
            Optional<Instant> leavingSince,
            Optional<Instant> comingSince) {}

    /**
     * Accounts of one of {@link #SLICES} parts, in order of their keyed digests, which are random: parts are of about one size.
     *
     * @param slice from 0
     * @param after empty for the first page
     */
    public List<SweptAccount> accounts(int slice, Optional<AccountRef> after, int limit) {
        int width = 256 / SLICES;
        byte[] first = slice == 0 ? new byte[0] : new byte[] {(byte) (slice * width)};
        byte[] end = slice == SLICES - 1 ? null : new byte[] {(byte) ((slice + 1) * width)};
        return database.read(connection -> {
            try (var select = connection.prepareStatement(ACCOUNTS)) {
                // A digest is longer than its own first byte, and so lies behind it.
                select.setBytes(1, after.map(AccountRef::digest).orElse(first));
                select.setBytes(2, end);
                select.setBytes(3, end);
                select.setInt(4, limit);
                return Bulk.all(select, CellSweep::swept);
            }
        });
    }

    public Optional<SweptAccount> account(AccountRef account) {
        return database.read(connection -> Bulk.query(
                        connection,
                        ACCOUNTS.substring(0, ACCOUNTS.indexOf("WHERE a.account_ref > ?"))
                                + "WHERE a.account_ref = ANY (?)",
                        CellSweep::swept,
                        Bulk.bytes(List.of(account), AccountRef::digest))
                .stream()
                .findFirst());
    }

    private static SweptAccount swept(ResultSet row) throws SQLException {
        return new SweptAccount(
                new AccountRef(row.getBytes("account_ref")),
                AccountState.valueOf(row.getString("state")),
                row.getLong("home_epoch"),
                time(row, "leaving_since"),
                time(row, "coming_since"));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return row.getObject(column) == null ? Optional.empty() : Optional.of(Bulk.instant(row, column));
    }

    /** Rows of a table whose owner is not at home here, with the owner when there is one. */
    public record Leftover(String table, @Nullable AccountRef account, Optional<AccountState> state, long rows) {}

    /** Names of the tables that {@link #leftovers(String)} looks through. */
    public static List<String> ownedTables() {
        return OwnedTables.CELL.stream()
                .filter(CellSweep::isOwned)
                .map(OwnedTable::name)
                .toList();
    }

    private static boolean isOwned(OwnedTable table) {
        if (table.atErasure() instanceof AtErasure.DeleteButNotAtMove
                || table.name().equals("account")) return false;
        return switch (table.owner()) {
            case Owner.ByAccount _, Owner.ByContent _, Owner.ByDecision _, Owner.ByMedia _ -> true;
            case Owner.Nobody _, Owner.OwnKey _ -> false;
        };
    }

    /** Of all tables. */
    public List<Leftover> leftovers() {
        return ownedTables().stream().flatMap(each -> leftovers(each).stream()).toList();
    }

    /** One query, whatever the table's size; at most {@link #MOST_CASES} owners. */
    public List<Leftover> leftovers(String name) {
        var table = OwnedTables.cell(name);
        return database.read(connection -> switch (table.owner()) {
            case Owner.ByAccount(var column) -> ofAccounts(connection, name, column);
            case Owner.ByContent(var column) -> without(connection, name, column, "content", "content_index");
            case Owner.ByDecision(var column) -> without(connection, name, column, "decision", "log_index");
            case Owner.ByMedia(var column) -> without(connection, name, column, "media", "media_id");
            case Owner.Nobody _, Owner.OwnKey _ -> List.of();
        });
    }

    private static List<Leftover> ofAccounts(Connection connection, String table, String column) throws SQLException {
        var sql = "SELECT t." + column + ", a.state, count(*) FROM " + table
                + " t LEFT JOIN account a ON a.account_ref = t."
                + column + " WHERE t." + column + " <> ? AND (a.account_ref IS NULL OR a.state IN ('MOVED', 'ERASED'))"
                + " GROUP BY 1, 2 ORDER BY 1 LIMIT " + MOST_CASES;
        try (var select = connection.prepareStatement(sql)) {
            select.setBytes(1, OwnedTables.NOBODY.digest());
            return Bulk.all(
                    select,
                    row -> new Leftover(
                            table,
                            new AccountRef(row.getBytes(1)),
                            Optional.ofNullable(row.getString(2)).map(AccountState::valueOf),
                            row.getLong(3)));
        }
    }

    private static List<Leftover> without(
            Connection connection, String table, String column, String owners, String owner) throws SQLException {
        if (table.equals(owners)) return List.of();
        var sql = "SELECT count(*) FROM " + table + " t WHERE NOT EXISTS (SELECT 1 FROM " + owners + " o WHERE o."
                + owner + " = t." + column + ")";
        try (var select = connection.prepareStatement(sql)) {
            long rows = Bulk.all(select, row -> row.getLong(1)).getFirst();
            return rows == 0 ? List.of() : List.of(new Leftover(table, null, Optional.empty(), rows));
        }
    }

    /** Whether all ids of media in a cell that end so moved elsewhere: then an object of the name is a leftover. */
    public boolean hasMovedAway(String objectKey) {
        String random = objectKey.substring(objectKey.lastIndexOf('/') + 1);
        return database.read(connection -> {
            try (var select = connection.prepareStatement("SELECT 1 FROM moved_id WHERE id = ? AND region <> ?")) {
                select.setString(1, region.value() + ".m." + random);
                select.setString(2, region.value());
                return !Bulk.all(select, row -> row.getInt(1)).isEmpty();
            }
        });
    }

    /** Whether the person left, and the migration that took them away is proved to be over. */
    public boolean isGone(AccountRef account) {
        return database.read(connection -> !Bulk.query(
                        connection,
                        "SELECT 1 FROM departure d JOIN account a USING (account_ref) WHERE d.account_ref = ANY (?)"
                                + " AND d.state = 'GONE' AND a.state = 'MOVED'",
                        row -> row.getInt(1),
                        Bulk.bytes(List.of(account), AccountRef::digest))
                .isEmpty());
    }

    /** A misplacement, and whether the sweep put it right. */
    public record Found(Misplacement misplacement, boolean isRepaired) {}

    /**
     * Opens cases for what is new, with an entry in the log each, and notes that the others were seen again. What was put
     * right gets an entry of its own.
     *
     * @param run of the job that found them
     * @return the cases that are new
     */
    public List<MisplacementCase> record(List<Found> found, String run, Instant at) {
        if (found.isEmpty()) return List.of();
        return database.transact(connection -> {
            var head = LogHead.lock(connection);
            var known = new HashSet<>(Bulk.query(
                    connection,
                    "SELECT case_id FROM misplacement WHERE case_id = ANY (?) AND state = 'OPEN'",
                    row -> row.getString(1),
                    Bulk.texts(found, each -> caseId(each.misplacement()))));
            var opened = new ArrayList<MisplacementCase>();
            try (var upsert = connection.prepareStatement(UPSERT)) {
                for (var each : found) {
                    var misplacement = each.misplacement();
                    String id = caseId(misplacement);
                    var state = each.isRepaired() ? MisplacementCase.State.REPAIRED : MisplacementCase.State.OPEN;
                    boolean isNew = known.add(id);
                    long index = isNew || each.isRepaired() ? head.append(entry(misplacement, id, state, at)) : -1;
                    if (isNew) opened.add(new MisplacementCase(id, misplacement, state, at, at, index));
                    upsert.setString(1, id);
                    upsert.setString(2, misplacement.kind().name());
                    upsert.setString(3, misplacement.what());
                    upsert.setBytes(
                            4,
                            misplacement.account() == null
                                    ? null
                                    : misplacement.account().digest());
                    upsert.setBoolean(5, misplacement.candidateBreach());
                    upsert.setString(6, state.name());
                    upsert.setObject(7, at.atOffset(java.time.ZoneOffset.UTC));
                    upsert.setObject(8, at.atOffset(java.time.ZoneOffset.UTC));
                    upsert.setLong(9, index);
                    upsert.setString(10, isNew ? run : null);
                    upsert.setString(11, each.isRepaired() ? run : null);
                    upsert.addBatch();
                }
                upsert.executeBatch();
            }
            head.write();
            return opened;
        });
    }

    /** Ids of entries differ from sweep to sweep, because a case may open again. */
    private byte[] entry(Misplacement misplacement, String id, MisplacementCase.State state, Instant at) {
        var facts = new TreeMap<String, Object>();
        facts.put("case", id);
        facts.put("misplacement", misplacement.kind().wireName());
        facts.put("candidate_breach", misplacement.candidateBreach());
        facts.put("repaired", state == MisplacementCase.State.REPAIRED);
        String entryId = id + '.' + at.toEpochMilli() + (state == MisplacementCase.State.REPAIRED ? ".repaired" : "");
        return new LogEntry(entryId, "misplacement", region, at, null, null, new EntryFacts(facts)).encode();
    }

    private String caseId(Misplacement misplacement) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((misplacement.kind() + "/" + misplacement.what()).getBytes(StandardCharsets.UTF_8));
            if (misplacement.account() != null)
                digest.update(misplacement.account().digest());
            return region + ".x." + HexFormat.of().formatHex(digest.digest(), 0, 13);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Closes the cases of these kinds that a run, begun then, did not see again. */
    public void closeUnseen(Set<Misplacement.Kind> kinds, String run, Instant began) {
        database.transact(connection -> {
            try (var update = connection.prepareStatement("UPDATE misplacement SET state = 'GONE', ended_run = ?"
                    + " WHERE state = 'OPEN' AND kind = ANY (?) AND last_seen < ?")) {
                update.setString(1, run);
                update.setArray(2, names(connection, kinds));
                update.setObject(3, began.atOffset(java.time.ZoneOffset.UTC));
                return update.executeUpdate();
            }
        });
    }

    private static Array names(Connection connection, Set<Misplacement.Kind> kinds) throws SQLException {
        return connection.createArrayOf("text", kinds.stream().map(Enum::name).toArray());
    }

    /** What a run did to cases: however often it was interrupted, the same. */
    public record CaseCounts(long opened, long repaired, long closed) {}

    /** Of these kinds. */
    public CaseCounts countCases(Set<Misplacement.Kind> kinds, String run) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement("SELECT count(*) FILTER (WHERE opened_run = ?),"
                    + " count(*) FILTER (WHERE ended_run = ? AND state = 'REPAIRED'),"
                    + " count(*) FILTER (WHERE ended_run = ? AND state = 'GONE') FROM misplacement"
                    + " WHERE kind = ANY (?)")) {
                for (int at = 1; at <= 3; at++) select.setString(at, run);
                select.setArray(4, names(connection, kinds));
                return Bulk.all(select, row -> new CaseCounts(row.getLong(1), row.getLong(2), row.getLong(3)))
                        .getFirst();
            }
        });
    }

    /** How many objects of some keys a run removed. */
    public long removed(String run, String prefix, String after, Optional<String> to) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement("SELECT count(*) FROM misplacement WHERE ended_run = ?"
                    + " AND state = 'REPAIRED' AND kind = 'ORPHAN_OBJECT' AND starts_with(what, ?)"
                    + " AND what COLLATE \"C\" > ? AND (?::text IS NULL OR what COLLATE \"C\" <= ?)")) {
                select.setString(1, run);
                select.setString(2, prefix);
                select.setString(3, after);
                select.setString(4, to.orElse(null));
                select.setString(5, to.orElse(null));
                return Bulk.all(select, row -> row.getLong(1)).getFirst();
            }
        });
    }

    /** Open cases of these kinds that were seen at that time or since, oldest first. */
    public List<MisplacementCase> seenSince(Set<Misplacement.Kind> kinds, Instant since) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement("SELECT * FROM misplacement WHERE state = 'OPEN'"
                    + " AND kind = ANY (?) AND last_seen >= ? ORDER BY first_seen, case_id")) {
                select.setArray(1, names(connection, kinds));
                select.setObject(2, since.atOffset(java.time.ZoneOffset.UTC));
                return Bulk.all(select, CellSweep::read);
            }
        });
    }

    /** Oldest first; of all states when none is named. */
    public List<MisplacementCase> cases(Optional<MisplacementCase.State> state, int limit) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement("SELECT * FROM misplacement"
                    + (state.isPresent() ? " WHERE state = '" + state.get().name() + "'" : "")
                    + " ORDER BY first_seen, case_id LIMIT ?")) {
                select.setInt(1, limit);
                return Bulk.all(select, CellSweep::read);
            }
        });
    }

    private static MisplacementCase read(ResultSet row) throws SQLException {
        byte[] account = row.getBytes("account_ref");
        return new MisplacementCase(
                row.getString("case_id"),
                new Misplacement(
                        Misplacement.Kind.valueOf(row.getString("kind")),
                        row.getString("what"),
                        account == null ? null : new AccountRef(account),
                        row.getBoolean("candidate_breach")),
                MisplacementCase.State.valueOf(row.getString("state")),
                Bulk.instant(row, "first_seen"),
                Bulk.instant(row, "last_seen"),
                row.getLong("log_index"));
    }
}
