package io.gatehouse.residency.cell;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * What was seen in this cell's media, sealed. Media without it wait: so the queue is as durable as the media. Thread-safe;
 * throws {@link io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away, and a retry is safe.
 */
public final class MediaHashes {
    private static final String WAITING = """
        SELECT m.media_id FROM media m JOIN account a USING (account_ref) LEFT JOIN media_hash h USING (media_id)
        WHERE a.state IN ('ACTIVE', 'GUEST') AND (h.version IS NULL OR h.version < ?) ORDER BY m.stored_at LIMIT ?\
        """;
    private static final String OWNER = """
        SELECT a.account_ref, a.key_id, a.wrapped_key FROM media m JOIN account a USING (account_ref)
        WHERE m.media_id = ? AND a.state IN ('ACTIVE', 'GUEST')\
        """;
    private static final String STORE = """
        INSERT INTO media_hash (media_id, version, sealed_hashes, hashed_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (media_id) DO UPDATE SET version = excluded.version, sealed_hashes = excluded.sealed_hashes,
          hashed_at = excluded.hashed_at WHERE media_hash.version <= excluded.version\
        """;
    private static final String FIND = """
        SELECT h.sealed_hashes, a.account_ref, a.key_id, a.wrapped_key
        FROM media_hash h JOIN media m USING (media_id) JOIN account a USING (account_ref)
        WHERE h.media_id = ? AND h.version = ? AND a.wrapped_key IS NOT NULL AND a.state <> 'ERASING'\
        """;

    private static final String SEEN = """
        SELECT h.seen_number, h.media_id, h.sealed_hashes, a.account_ref, a.key_id, a.wrapped_key
        FROM media_hash h JOIN media m USING (media_id) JOIN account a USING (account_ref)
        WHERE h.version = ? AND h.seen_number >= ? AND h.seen_number < ? AND a.wrapped_key IS NOT NULL
          AND a.state <> 'ERASING' ORDER BY h.seen_number LIMIT ?\
        """;

    private final Database database;
    private final PersonKeyRing ring;
    private final SealContext context;

    MediaHashes(Database database, PersonKeyRing ring, SealContext context) {
        this.database = database;
        this.ring = ring;
        this.context = context;
    }

    /** Media that were not looked at yet in this version, oldest first, at most {@code limit}. */
    public List<String> waiting(int version, int limit) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(WAITING)) {
                select.setInt(1, version);
                select.setInt(2, limit);
                return Bulk.all(select, row -> row.getString(1));
            }
        });
    }

    /**
     * Stores what was seen, and replaces what an earlier version saw.
     *
     * @return false when the media, or their owner, are no longer here: nothing was stored
     */
    public boolean store(String mediaId, int version, byte[] hashes, Instant at) {
        return database.transact(connection -> {
            byte[] sealed = seal(connection, mediaId, hashes);
            if (sealed == null) return false;
            try (var insert = connection.prepareStatement(STORE)) {
                insert.setString(1, mediaId);
                insert.setInt(2, version);
                insert.setBytes(3, sealed);
                insert.setObject(4, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
                insert.executeUpdate();
            }
            return true;
        });
    }

    private byte @org.jspecify.annotations.Nullable [] seal(Connection connection, String mediaId, byte[] hashes)
            throws SQLException {
        // Locked, so that nobody is erased or moved between the look and the row.
        try (var select = connection.prepareStatement(OWNER + " FOR SHARE")) {
            select.setString(1, mediaId);
            var owners = Bulk.all(select, row -> {
                var account = new AccountRef(row.getBytes("account_ref"));
                return ring.stored(account, row.getString("key_id"), row.getBytes("wrapped_key"));
            });
            return owners.isEmpty() ? null : owners.getFirst().key().seal(hashes, context.mediaHashes(mediaId));
        }
    }

    /** What was seen in this version, opened; empty when nothing was yet, or the media are not here. */
    public Optional<byte[]> find(String mediaId, int version) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(FIND)) {
                select.setString(1, mediaId);
                select.setInt(2, version);
                return Bulk.all(select, row -> {
                            var account = new AccountRef(row.getBytes("account_ref"));
                            var held = ring.stored(account, row.getString("key_id"), row.getBytes("wrapped_key"));
                            return held.key().open(row.getBytes("sealed_hashes"), context.mediaHashes(mediaId));
                        })
                        .stream()
                        .findFirst();
            }
        });
    }

    /**
     * What was seen in one medium, opened.
     *
     * @param number ascending over media, with gaps
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed over, never changed.
    public record Seen(long number, String mediaId, byte[] hashes) {}

    /**
     * Pages through what was seen in this version.
     *
     * @param from first number
     * @param to number after the last
     */
    public List<Seen> seen(int version, long from, long to, int limit) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(SEEN)) {
                select.setInt(1, version);
                select.setLong(2, from);
                select.setLong(3, to);
                select.setInt(4, limit);
                return Bulk.all(select, row -> {
                    var account = new AccountRef(row.getBytes("account_ref"));
                    var held = ring.stored(account, row.getString("key_id"), row.getBytes("wrapped_key"));
                    String mediaId = row.getString("media_id");
                    return new Seen(
                            row.getLong("seen_number"),
                            mediaId,
                            held.key().open(row.getBytes("sealed_hashes"), context.mediaHashes(mediaId)));
                });
            }
        });
    }

    /** The number that the next medium that is seen gets, or a smaller one that is free. */
    public long nextNumber() {
        return database.read(connection -> {
            try (var select =
                    connection.prepareStatement("SELECT coalesce(max(seen_number), 0) + 1 FROM media_hash")) {
                return Bulk.all(select, row -> row.getLong(1)).getFirst();
            }
        });
    }

    /** Numbers of the contents that show a medium, as {@link CellReader#standing} takes them. */
    public List<Long> contentsOf(String mediaId) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(
                    "SELECT content_index FROM content_media WHERE media_id = ? ORDER BY content_index")) {
                select.setString(1, mediaId);
                return Bulk.all(select, row -> row.getLong(1));
            }
        });
    }

    /** Where a medium was shown, by the surfaces of its contents' first decisions; empty when no content shows it yet. */
    public List<String> surfacesOf(String mediaId) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(
                    "SELECT DISTINCT d.surface FROM content_media c JOIN decision d ON d.log_index = c.content_index"
                            + " WHERE c.media_id = ? ORDER BY 1")) {
                select.setString(1, mediaId);
                return Bulk.all(select, row -> row.getString(1));
            }
        });
    }
}
