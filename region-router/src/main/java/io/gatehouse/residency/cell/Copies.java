package io.gatehouse.residency.cell;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Copies of contents for members who are at home elsewhere: what this cell owes to others, and what it holds for others.
 * Thread-safe; throws {@link io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away, and a
 * retry is safe.
 */
public final class Copies {
    private static final String OWED = """
        SELECT o.region, o.transfer_id, o.revision, c.screening_id, c.account_ref, a.home_epoch
        FROM copy_owed o JOIN content c USING (content_index) JOIN account a USING (account_ref)
        WHERE o.stored_at IS NULL AND a.state = 'ACTIVE' ORDER BY o.content_index, o.region LIMIT ?\
        """;
    private static final String SETTLE = """
        UPDATE copy_owed SET stored_at = ? WHERE stored_at IS NULL AND region = ? AND revision = ?
        AND content_index = (SELECT content_index FROM content WHERE screening_id = ?)\
        """;
    private static final String HELD = """
        SELECT c.screening_id, c.account_ref, c.sealed_content, a.key_id, a.wrapped_key
        FROM content_copy c JOIN account a USING (account_ref)
        WHERE c.screening_id = ? AND a.wrapped_key IS NOT NULL\
        """;

    private final Database database;
    private final PersonKeyRing ring;
    private final SealContext context;

    Copies(Database database, PersonKeyRing ring, SealContext context) {
        this.database = database;
        this.ring = ring;
        this.context = context;
    }

    /** A copy that is not stored yet, or not of the newest revision. */
    public record Owed(
            String screeningId, AccountRef author, long homeEpoch, RegionId region, String transferId, int revision) {}

    /** Oldest first. */
    public List<Owed> owed(int limit) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(OWED)) {
                select.setInt(1, limit);
                return Bulk.all(
                        select,
                        row -> new Owed(
                                row.getString("screening_id"),
                                new AccountRef(row.getBytes("account_ref")),
                                row.getLong("home_epoch"),
                                new RegionId(row.getString("region")),
                                row.getString("transfer_id"),
                                row.getInt("revision")));
            }
        });
    }

    /** Notes that a copy is stored, unless an edit since then owes another. */
    public void settle(Owed owed, Instant at) {
        int settled = database.transact(connection -> {
            try (var update = connection.prepareStatement(SETTLE)) {
                update.setObject(1, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
                update.setString(2, owed.region().value());
                update.setInt(3, owed.revision());
                update.setString(4, owed.screeningId());
                return update.executeUpdate();
            }
        });
        if (settled > 1) throw new IllegalStateException("a copy is owed more than once: " + owed.screeningId());
    }

    /** The content of a copy that this cell holds, opened; empty when there is none, or its author was erased. */
    public Optional<byte[]> content(String screeningId) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(HELD)) {
                select.setString(1, screeningId);
                return Bulk.all(select, row -> {
                            var held = ring.stored(
                                    new AccountRef(row.getBytes("account_ref")),
                                    row.getString("key_id"),
                                    row.getBytes("wrapped_key"));
                            return held.key().open(row.getBytes("sealed_content"), context.copy(screeningId));
                        })
                        .stream()
                        .findFirst();
            }
        });
    }
}
