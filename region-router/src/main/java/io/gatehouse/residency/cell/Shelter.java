package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.OwnedTable.Owner;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a cell shelters of people whose home was down. Thread-safe; throws {@link
 * io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away, and a retry is safe.
 */
public final class Shelter {
    /** The reason of such placements. */
    public static final String FAILOVER = "failover";

    /** The reason of those whose author moved away before they came home: they stay, as a guest's of the new home. */
    public static final String KEPT = "failover_kept";

    private static final String HOMES = """
        SELECT home_region FROM placed_content WHERE reason = '%s'
        UNION SELECT home_region FROM placed_media WHERE reason = '%s'\
        """.formatted(FAILOVER, FAILOVER);
    private static final String SHELTERED = """
        SELECT c.account_ref, p.home_region FROM placed_content p JOIN content c USING (content_index)
        WHERE p.reason = '%s'
        UNION SELECT m.account_ref, p.home_region FROM placed_media p JOIN media m USING (media_id)
        WHERE p.reason = '%s'\
        """.formatted(FAILOVER, FAILOVER);
    private static final String PEOPLE =
            "SELECT account_ref FROM (" + SHELTERED + ") AS s WHERE home_region = ? LIMIT ?";
    private static final String AMONG = "SELECT account_ref FROM (" + SHELTERED + ") AS s WHERE account_ref = ANY (?)";
    private static final String INDEXES = """
        SELECT p.content_index FROM placed_content p JOIN content c USING (content_index)
        WHERE p.reason = '%s' AND p.home_region = ? AND c.account_ref = ?\
        """.formatted(FAILOVER);

    private static final List<String> KEEP = List.of(
            "UPDATE placed_content p SET reason = '" + KEPT + "' FROM content c WHERE c.account_ref = ANY (?)"
                    + " AND c.content_index = p.content_index AND p.reason = '" + FAILOVER + "'",
            "UPDATE placed_media p SET reason = '" + KEPT + "' FROM media m WHERE m.account_ref = ANY (?)"
                    + " AND m.media_id = p.media_id AND p.reason = '" + FAILOVER + "'");

    private static final String MOVED = """
        INSERT INTO moved_id (id, region)
        SELECT screening_id, ? FROM content WHERE content_index = ?
        UNION ALL SELECT decision_id, ? FROM decision WHERE content_index = ?
        ON CONFLICT (id) DO UPDATE SET region = excluded.region\
        """;
    private static final String AS_READ =
            "SELECT content_index FROM content WHERE content_index = ? AND standing_index = ?"
                    + " AND (sealed_content IS NULL) = ?";
    /** A guest of whom nothing is left. */
    private static final String EMPTY = """
        DELETE FROM account a WHERE a.account_ref = ? AND a.state = 'GUEST'
        AND NOT EXISTS (SELECT 1 FROM content c WHERE c.account_ref = a.account_ref)
        AND NOT EXISTS (SELECT 1 FROM content_copy c WHERE c.account_ref = a.account_ref)
        AND NOT EXISTS (SELECT 1 FROM media m WHERE m.account_ref = a.account_ref)\
        """;

    private final Database database;
    private final PersonKeyRing ring;
    private final SealContext context;

    Shelter(Database database, PersonKeyRing ring, SealContext context) {
        this.database = database;
        this.ring = ring;
        this.context = context;
    }

    /** Regions whose people are sheltered here. */
    public Set<RegionId> homes() {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(HOMES)) {
                return new HashSet<>(Bulk.all(select, row -> new RegionId(row.getString(1))));
            }
        });
    }

    /** Some of those who wait to be brought home, at most {@code limit}. */
    public List<AccountRef> people(RegionId home, int limit) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(PEOPLE)) {
                select.setString(1, home.value());
                select.setInt(2, limit);
                return Bulk.all(select, row -> new AccountRef(row.getBytes(1)));
            }
        });
    }

    /** Those of the people of whom something is sheltered here. */
    public Set<AccountRef> among(Collection<AccountRef> accounts) {
        return database.read(connection -> new HashSet<>(Bulk.query(
                connection,
                AMONG,
                row -> new AccountRef(row.getBytes(1)),
                Bulk.bytes(List.copyOf(accounts), AccountRef::digest))));
    }

    /**
     * The person's home is not the one any more that was down: what is sheltered stays here as a guest's. To be called when the
     * new home lists this region.
     */
    public void keep(AccountRef account) {
        var one = Bulk.bytes(List.of(account), AccountRef::digest);
        database.transact(connection -> {
            for (var sql : KEEP) Bulk.update(connection, sql, one);
            return account;
        });
    }

    /** A person's sheltered contents, opened, in the order of the log, at most {@code limit}. */
    public List<CarriedContent> contents(RegionId home, AccountRef account, int limit) {
        return database.read(connection -> {
            var key = keyOf(connection, account);
            if (key.isEmpty()) return List.of();
            Set<Long> sheltered;
            try (var select = connection.prepareStatement(INDEXES)) {
                select.setString(1, home.value());
                select.setBytes(2, account.digest());
                sheltered = new HashSet<>(Bulk.all(select, row -> row.getLong(1)));
            }
            if (sheltered.isEmpty()) return List.of();
            long before = sheltered.stream().mapToLong(Long::longValue).min().getAsLong() - 1;
            return new PersonContents(connection, context)
                    .page(new PersonContents.Place(account, key.get().key(), before), limit).stream()
                            .filter(content -> sheltered.contains(content.index()))
                            .toList();
        });
    }

    private Optional<PersonKeyRing.Held> keyOf(Connection connection, AccountRef account) throws SQLException {
        try (var select =
                connection.prepareStatement("SELECT key_id, wrapped_key FROM account WHERE account_ref = ?")) {
            select.setBytes(1, account.digest());
            return Bulk.all(select, row -> ring.storedOrNull(account, row)).stream()
                    .flatMap(Optional::stream)
                    .findFirst();
        }
    }

    /**
     * Removes a content that is durable in its home by now; its ids lead there.
     *
     * @param content as it was read here and is there
     * @return false, and nothing is removed, when it was decided on, edited or deleted here since
     */
    public boolean release(AccountRef account, CarriedContent content, RegionId home) {
        return database.transact(connection -> {
            LogHead.lock(connection);
            if (!isAsRead(connection, content)) return false;
            leadTo(connection, content.index(), home);
            remove(connection, content.index());
            if (forget(connection, account)) ring.forget(account);
            return true;
        });
    }

    private static boolean isAsRead(Connection connection, CarriedContent content) throws SQLException {
        long standing = content.decisions().stream()
                .filter(CarriedContent.Decision::stands)
                .findFirst()
                .orElse(content.decisions().getFirst())
                .index();
        try (var select = connection.prepareStatement(AS_READ)) {
            select.setLong(1, content.index());
            select.setLong(2, standing);
            select.setBoolean(3, content.content() == null);
            return !Bulk.all(select, row -> row.getLong(1)).isEmpty();
        }
    }

    private static void leadTo(Connection connection, long contentIndex, RegionId home) throws SQLException {
        try (var insert = connection.prepareStatement(MOVED)) {
            insert.setString(1, home.value());
            insert.setLong(2, contentIndex);
            insert.setString(3, home.value());
            insert.setLong(4, contentIndex);
            insert.executeUpdate();
        }
    }

    private static void remove(Connection connection, long contentIndex) throws SQLException {
        var content = Bulk.longs(List.of(contentIndex), Long::longValue);
        var decisions = Bulk.longs(
                Bulk.query(
                        connection,
                        "SELECT log_index FROM decision WHERE content_index = ANY (?)",
                        row -> row.getLong(1),
                        content),
                Long::longValue);
        for (var table : OwnedTables.CELL) {
            switch (table.owner()) {
                case Owner.ByDecision(var column) ->
                    Bulk.update(
                            connection, "DELETE FROM " + table.name() + " WHERE " + column + " = ANY (?)", decisions);
                case Owner.ByContent(var column) ->
                    Bulk.update(connection, "DELETE FROM " + table.name() + " WHERE " + column + " = ANY (?)", content);
                case Owner.ByAccount _,
                        Owner.ByMedia _,
                        Owner.Nobody _,
                        Owner.OwnKey _ -> {} // Media follow by themselves.
            }
        }
        Bulk.update(connection, "DELETE FROM content WHERE content_index = ANY (?)", content);
    }

    /** The account of somebody of whom nothing is here any more; nothing happens while there is. */
    void forgetIfEmpty(AccountRef account) {
        boolean isGone = database.transact(connection -> {
            LogHead.lock(connection);
            return forget(connection, account);
        });
        if (isGone) ring.forget(account);
    }

    private static boolean forget(Connection connection, AccountRef account) throws SQLException {
        try (var delete = connection.prepareStatement(EMPTY)) {
            delete.setBytes(1, account.digest());
            if (delete.executeUpdate() == 0) return false;
        }
        Bulk.update(
                connection,
                "DELETE FROM account_notes WHERE account_ref = ANY (?)",
                Bulk.bytes(List.of(account), AccountRef::digest));
        return true;
    }
}
