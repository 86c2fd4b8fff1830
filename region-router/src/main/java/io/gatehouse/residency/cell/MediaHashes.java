package io.gatehouse.residency.cell;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was seen in this cell's media, sealed. Media without it wait: so the queue is as durable as the media. Thread-safe;
 * throws {@link io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away, and a retry is safe.
 */
public final class MediaHashes {
    /** While somebody else looks at the same bytes there is nothing to do; afterwards what they saw is there. */
    private static final String NOBODY_ELSE_LOOKS = """
        NOT EXISTS (SELECT 1 FROM media_look l WHERE l.digest_ref = m.digest_ref AND l.version = ?
          AND l.until > now() AND l.holder <> ?)\
        """;

    /**
     * What waits, as the last looks let expect it. One under way counts by how far it is from what was expected: so one that takes
     * longer is expected to take as long again as it is over. A factor beyond 100 is of a file that lied about itself, and no pace.
     */
    private static final String MEDIA_WORK = """
        WITH media_work AS (
          SELECT w.media_id, w.urgency, w.since, l.since IS NOT NULL AS under_way,
            CASE WHEN l.since IS NULL THEN e.millis
              ELSE abs(e.millis - 1000 * extract(epoch FROM now() - l.since)::double precision) END AS millis
          FROM media_waiting w LEFT JOIN media_pace p USING (picture)
            CROSS JOIN LATERAL (SELECT w.work_millis
              * least(greatest(coalesce(p.took_millis / p.expected_millis, 1), 0.1), 100) AS millis) e
            CROSS JOIN LATERAL (
              SELECT min(m.since) AS since FROM media_look m WHERE m.media_id = w.media_id AND m.until > now()) l)
        """;

    private static final String WAITING = MEDIA_WORK + """
        SELECT m.media_id, coalesce(w.urgency, 0) AS urgency, coalesce(w.millis, 0) AS millis
        FROM media m JOIN account a USING (account_ref) LEFT JOIN media_hash h USING (media_id)
          LEFT JOIN media_work w USING (media_id)
        WHERE a.state IN ('ACTIVE', 'GUEST') AND (h.version IS NULL OR h.version < ?) AND %s
        ORDER BY m.stored_at LIMIT ?\
        """.formatted(NOBODY_ELSE_LOOKS);
    private static final String NEXT = MEDIA_WORK + """
        SELECT w.media_id, w.urgency, w.millis
        FROM media_work w JOIN media m USING (media_id) JOIN account a USING (account_ref)
        WHERE a.state IN ('ACTIVE', 'GUEST') AND %s ORDER BY w.urgency DESC, w.since LIMIT ?\
        """.formatted(NOBODY_ELSE_LOOKS);
    private static final String UNSEEN = """
        SELECT i FROM unnest(?) AS u (i) WHERE NOT EXISTS (SELECT 1 FROM media_hash h WHERE h.media_id = i AND h.version = ?)\
        """;
    /** Also of media that came by a migration and were not estimated. */
    private static final String HURRY = """
        INSERT INTO media_waiting AS w (media_id, urgency, work_millis, since)
        SELECT m.media_id, ?, 0, m.stored_at FROM media m LEFT JOIN media_hash h USING (media_id)
        WHERE m.media_id = ANY (?) AND (h.version IS NULL OR h.version < ?)
          FOR KEY SHARE OF m
        ON CONFLICT (media_id) DO UPDATE SET urgency = greatest(w.urgency, excluded.urgency)\
        """;

    private static final String PROGRESS = MEDIA_WORK + """
        SELECT (SELECT count(*) FROM media_hash h WHERE h.media_id = ANY (?) AND h.version >= ?) AS seen,
          coalesce(max((SELECT sum(o.millis) FROM media_work o
            WHERE o.urgency > w.urgency OR o.urgency = w.urgency AND o.since <= w.since
              OR o.under_way AND w.urgency < ?)), 0) AS ahead
        FROM media_waiting w WHERE w.media_id = ANY (?)\
        """;
    private static final String WORK = MEDIA_WORK + "SELECT coalesce(sum(millis), 0) FROM media_work";
    private static final String OWNER = """
        SELECT a.account_ref, a.key_id, a.wrapped_key FROM media m JOIN account a USING (account_ref)
        WHERE m.media_id = ? AND a.state IN ('ACTIVE', 'GUEST')\
        """;
    private static final String STORE = """
        INSERT INTO media_hash (media_id, version, sealed_hashes, hashed_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (media_id) DO UPDATE SET version = excluded.version, sealed_hashes = excluded.sealed_hashes,
          hashed_at = excluded.hashed_at WHERE media_hash.version <= excluded.version\
        """;
    private static final String WAITS_NO_MORE = "DELETE FROM media_waiting WHERE media_id = ?";

    /** Of the last ten looks or so; those that were expected to take long count for more. */
    private static final String LEARN = """
        INSERT INTO media_pace AS p (picture, expected_millis, took_millis)
        SELECT picture, greatest(work_millis, ?), ? FROM media_waiting WHERE media_id = ? AND work_millis > 0
        ON CONFLICT (picture) DO UPDATE SET expected_millis = 0.9 * p.expected_millis + excluded.expected_millis,
          took_millis = 0.9 * p.took_millis + excluded.took_millis\
        """;

    /** Expected of a look, at least, for its pace: what is said to be nearly nothing tells nothing of the others. */
    private static final int LEAST_EXPECTED_MILLIS = 20;

    /** Those of this urgency have somebody who looks at them beside what is under way. */
    private static final int GOES_BESIDE = 3;

    private static final String FIND = """
        SELECT h.media_id, h.sealed_hashes, a.account_ref, a.key_id, a.wrapped_key
        FROM media_hash h JOIN media m USING (media_id) JOIN account a USING (account_ref)
        WHERE h.media_id = ? AND h.version = ? AND a.wrapped_key IS NOT NULL AND a.state <> 'ERASING'\
        """;

    /** The oldest first: floods of the same bytes end with many that nobody has looked at. */
    private static final String OF_SAME_BYTES = """
        SELECT h.media_id, h.sealed_hashes, a.account_ref, a.key_id, a.wrapped_key
        FROM media w JOIN media m ON m.digest_ref = w.digest_ref JOIN media_hash h ON h.media_id = m.media_id
          JOIN account a ON a.account_ref = m.account_ref
        WHERE w.media_id = ? AND h.version = ? AND a.wrapped_key IS NOT NULL AND a.state <> 'ERASING'
        ORDER BY m.stored_at LIMIT 1\
        """;

    private static final String SEEN = """
        SELECT h.seen_number, h.media_id, h.sealed_hashes, h.hashed_at, a.account_ref, a.key_id, a.wrapped_key
        FROM media_hash h JOIN media m USING (media_id) JOIN account a USING (account_ref)
        WHERE h.version = ? AND h.seen_number >= ? AND h.seen_number < ? AND a.wrapped_key IS NOT NULL
          AND a.state <> 'ERASING' ORDER BY h.seen_number LIMIT ?\
        """;

    private static final String LATE = """
        SELECT 1 FROM media_hash h JOIN content_media s USING (media_id) JOIN content c USING (content_index)
          JOIN decision d ON d.log_index = c.standing_index
        WHERE h.version = ? AND h.hashed_at > ? AND d.decided_at < h.hashed_at LIMIT 1\
        """;
    private static final String NOT_SEEN = """
        SELECT count(*) FROM media m JOIN account a USING (account_ref) LEFT JOIN media_hash h USING (media_id)
        WHERE a.state IN ('ACTIVE', 'GUEST') AND (h.version IS NULL OR h.version < ?) AND m.stored_at < ?\
        """;

    private final Database database;
    private final PersonKeyRing ring;
    private final SealContext context;

    MediaHashes(Database database, PersonKeyRing ring, SealContext context) {
        this.database = database;
        this.ring = ring;
        this.context = context;
    }

    /**
     * Media that nobody looked at yet.
     *
     * @param urgency as {@link #hurry} said; 0 when nobody did
     * @param work roughly, as the last looks went; zero where nobody estimated it
     */
    public record Waiting(String mediaId, int urgency, Duration work) {}

    /**
     * How far looking has come.
     *
     * @param seen of the media asked about
     * @param ahead work until the last of the others, itself included, as the last looks went
     */
    public record Progress(int seen, Duration ahead) {}

    /**
     * Media that were not looked at yet in this version, oldest first, without those at whose bytes somebody else looks now.
     *
     * @param holder who asks, as {@link MediaLooks} knows them
     */
    public List<Waiting> waiting(int version, String holder, int limit) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(WAITING)) {
                select.setInt(1, version);
                select.setInt(2, version);
                select.setString(3, holder);
                select.setInt(4, limit);
                return Bulk.all(select, MediaHashes::waiting);
            }
        });
    }

    /**
     * Media that wait as they were stored, the most urgent first, then the oldest; at most {@code limit}. Those of {@link #waiting}
     * that came by a migration, or that another version looked at, are not among them, nor are those at whose bytes somebody else
     * looks now.
     *
     * @param version in which they will be looked at
     * @param holder who asks, as {@link MediaLooks} knows them
     */
    public List<Waiting> next(int version, String holder, int limit) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(NEXT)) {
                select.setInt(1, version);
                select.setString(2, holder);
                select.setInt(3, limit);
                return Bulk.all(select, MediaHashes::waiting);
            }
        });
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        return new Waiting(row.getString("media_id"), row.getInt("urgency"), Duration.ofMillis(row.getLong("millis")));
    }

    /**
     * Makes media that wait more urgent, never less; whichever process decodes finds it here.
     *
     * @param urgency at least 1
     * @return how many of them wait
     */
    public int hurry(List<String> mediaIds, int version, int urgency) {
        return database.transact(connection -> {
            try (var update = connection.prepareStatement(HURRY)) {
                update.setInt(1, urgency);
                update.setArray(2, connection.createArrayOf("text", mediaIds.toArray()));
                update.setInt(3, version);
                return update.executeUpdate();
            }
        });
    }

    /** Which of these nobody has looked at yet in this version. */
    public List<String> unseen(List<String> mediaIds, int version) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(UNSEEN)) {
                select.setArray(1, connection.createArrayOf("text", mediaIds.toArray()));
                select.setInt(2, version);
                return Bulk.all(select, row -> row.getString(1));
            }
        });
    }

    /** All work that waits in this cell, as the last looks went. */
    public Duration work() {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(WORK)) {
                return Bulk.all(select, row -> Duration.ofMillis(row.getLong(1)))
                        .getFirst();
            }
        });
    }

    public Progress progress(List<String> mediaIds, int version) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(PROGRESS)) {
                var ids = connection.createArrayOf("text", mediaIds.toArray());
                select.setArray(1, ids);
                select.setInt(2, version);
                select.setInt(3, GOES_BESIDE);
                select.setArray(4, ids);
                return Bulk.all(
                                select,
                                row -> new Progress(row.getInt("seen"), Duration.ofMillis(row.getLong("ahead"))))
                        .getFirst();
            }
        });
    }

    /**
     * Stores what was seen without decoding, in media with the same bytes, and replaces what an earlier version saw.
     *
     * @return false when the media, or their owner, are no longer here: nothing was stored
     */
    public boolean store(String mediaId, int version, byte[] hashes, Instant at) {
        return store(mediaId, version, hashes, at, Optional.empty());
    }

    /** As {@link #store(String, int, byte[], Instant)}, of what was decoded, for which the media's work is counted by the time it took. */
    public boolean store(String mediaId, int version, byte[] hashes, Instant at, Duration took) {
        return store(mediaId, version, hashes, at, Optional.of(took));
    }

    private boolean store(String mediaId, int version, byte[] hashes, Instant at, Optional<Duration> took) {
        return database.transact(connection -> {
            byte[] sealed = seal(connection, mediaId, hashes);
            if (sealed == null) return false;
            if (took.isPresent()) learn(connection, mediaId, took.get());
            try (var insert = connection.prepareStatement(STORE)) {
                insert.setString(1, mediaId);
                insert.setInt(2, version);
                insert.setBytes(3, sealed);
                insert.setObject(4, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
                insert.executeUpdate();
            }
            try (PreparedStatement delete = connection.prepareStatement(WAITS_NO_MORE)) {
                delete.setString(1, mediaId);
                delete.executeUpdate();
            }
            return true;
        });
    }

    private static void learn(Connection connection, String mediaId, Duration took) throws SQLException {
        try (var learn = connection.prepareStatement(LEARN)) {
            learn.setInt(1, LEAST_EXPECTED_MILLIS);
            learn.setLong(2, took.toMillis());
            learn.setString(3, mediaId);
            learn.executeUpdate();
        }
    }

    /** For media that wait no more, whoever looked at them. */
    public void settle(String mediaId) {
        database.transact(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(WAITS_NO_MORE)) {
                delete.setString(1, mediaId);
                return delete.executeUpdate();
            }
        });
    }

    private byte @Nullable [] seal(Connection connection, String mediaId, byte[] hashes) throws SQLException {
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
        return opened(FIND, mediaId, version);
    }

    /** As {@link #find}, in whatever media here that have the same bytes, whoever stored them. */
    public Optional<byte[]> ofSameBytes(String mediaId, int version) {
        return opened(OF_SAME_BYTES, mediaId, version);
    }

    private Optional<byte[]> opened(String sql, String mediaId, int version) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(sql)) {
                select.setString(1, mediaId);
                select.setInt(2, version);
                return Bulk.all(select, row -> {
                            var account = new AccountRef(row.getBytes("account_ref"));
                            var held = ring.stored(account, row.getString("key_id"), row.getBytes("wrapped_key"));
                            var of = context.mediaHashes(row.getString("media_id"));
                            return held.key().open(row.getBytes("sealed_hashes"), of);
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
     * @param at when it was looked at, last
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed over, never changed.
    public record Seen(long number, String mediaId, byte[] hashes, Instant at) {}

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
                            held.key().open(row.getBytes("sealed_hashes"), context.mediaHashes(mediaId)),
                            row.getObject("hashed_at", OffsetDateTime.class).toInstant());
                });
            }
        });
    }

    /** Whether some were looked at since a time of which a content had been decided before, without what was seen then. */
    public boolean isAnyLate(int version, Instant since) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(LATE)) {
                select.setInt(1, version);
                select.setObject(2, since.atOffset(ZoneOffset.UTC));
                return !Bulk.all(select, row -> true).isEmpty();
            }
        });
    }

    /** How many that were stored before a time nobody has looked at in this version. */
    public long unseen(int version, Instant before) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(NOT_SEEN)) {
                select.setInt(1, version);
                select.setObject(2, before.atOffset(ZoneOffset.UTC));
                return Bulk.all(select, row -> row.getLong(1)).getFirst();
            }
        });
    }

    /** The number that the next medium that is seen gets, or a smaller one that is free. */
    public long nextNumber() {
        return database.read(connection -> {
            try (var select = connection.prepareStatement("SELECT coalesce(max(seen_number), 0) + 1 FROM media_hash")) {
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
