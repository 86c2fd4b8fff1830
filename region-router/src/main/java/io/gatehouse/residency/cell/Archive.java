package io.gatehouse.residency.cell;

import io.gatehouse.residency.archive.ArchivedContent;
import io.gatehouse.residency.archive.SegmentKeys;
import io.gatehouse.residency.archive.SegmentWriter;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.residency.store.RegionStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was said in a cell long ago, in segments of its store (ADR 45). What changes a content that lies there brings it back into
 * its rows first. Thread-safe; methods throw {@link io.gatehouse.residency.database.DatabaseUnavailableException} and {@link
 * RegionStore.StoreUnavailableException} when one of both is away, and may be repeated.
 */
public final class Archive {
    /** Prefix of the objects. */
    public static final String PREFIX = "archive/";

    private static final String DIGITS = "234567abcdefghijklmnopqrstuvwxyz";
    /** 130 bits. */
    private static final int NAME_LENGTH = 26;

    /** Contents taken out of their rows in one transaction, while which nobody else writes: some ten milliseconds. */
    private static final int AT_ONCE = 512;

    private static final String SEGMENTS = "SELECT * FROM archive_segment WHERE state = 'WRITTEN'";
    private static final String KEYS = "SELECT c.content_index," + ArchivePlace.COLUMNS
            + ", c.account_ref, a.state, a.key_id, a.wrapped_key FROM content c JOIN account a"
            + " ON a.account_ref = c.account_ref WHERE c.content_index BETWEEN ? AND ? AND c.archive_segment = ?";
    private static final String BEGIN = """
        INSERT INTO archive_segment (segment, object_key, run, state, begun_at, size_bytes, row_bytes, first_index,
          last_index, sha256)
        SELECT coalesce(max(segment), 0) + 1, ?, ?, 'WRITING', ?, ?, ?, ?, ?, ? FROM archive_segment RETURNING segment\
        """;
    private static final String END =
            "UPDATE archive_segment SET state = 'WRITTEN', contents = ?, decisions = ? WHERE segment = ?";
    private static final String SETTLE = """
        WITH RECURSIVE lying AS (
          SELECT w.segment, c.content_index FROM archive_segment w
          JOIN content c ON c.content_index BETWEEN w.first_index AND w.last_index AND c.archive_segment = w.segment
          WHERE w.state = 'WRITING' AND (w.run = ANY (?) OR w.begun_at < ALL (?))),
        decided AS (
          SELECT l.segment, d.log_index FROM lying l JOIN decision d ON d.log_index = l.content_index
          UNION ALL SELECT p.segment, n.log_index FROM decision n JOIN decided p ON n.supersedes_index = p.log_index)
        UPDATE archive_segment g SET state = 'WRITTEN',
          contents = (SELECT count(*) FROM lying l WHERE l.segment = g.segment),
          decisions = (SELECT count(*) FROM decided d WHERE d.segment = g.segment)
        WHERE g.segment IN (SELECT segment FROM lying)\
        """;
    /** Whoever writes one needs seconds; one that is older was left by a process that died. */
    private static final String EMPTY = """
        SELECT segment, object_key FROM archive_segment g WHERE begun_at < ? AND NOT EXISTS (
          SELECT 1 FROM content c WHERE c.archive_segment = g.segment
            AND c.content_index BETWEEN g.first_index AND g.last_index) LIMIT 1000\
        """;

    private final RegionId region;
    private final Database database;
    private final PersonKeyRing ring;
    private final ArchiveSource source;
    private final ArchiveRows rows;
    private final ArchiveRecall recall;
    private final SecureRandom random;

    Archive(Database database, SealContext context, PersonKeyRing ring, ArchiveSource source, SecureRandom random) {
        this.region = context.region();
        this.database = database;
        this.ring = ring;
        this.source = source;
        this.random = random;
        this.rows = new ArchiveRows(database, context, ring);
        this.recall = new ArchiveRecall(database, context, ring, source);
    }

    /** Segments that hold something, in order of their numbers. */
    public List<ArchiveSegment> segments() {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(SEGMENTS + " ORDER BY segment")) {
                return Bulk.all(select, Archive::segment);
            }
        });
    }

    /** Those that one run wrote. */
    public List<ArchiveSegment> segments(String run) {
        return database.read(connection -> Bulk.query(
                connection,
                SEGMENTS + " AND run = ANY (?) ORDER BY segment",
                Archive::segment,
                Bulk.texts(List.of(run), each -> each)));
    }

    private static ArchiveSegment segment(ResultSet row) throws SQLException {
        return new ArchiveSegment(
                row.getLong("segment"),
                new ObjectKey(row.getString("object_key")),
                row.getString("run"),
                row.getInt("contents"),
                row.getInt("decisions"),
                row.getLong("size_bytes"),
                row.getLong("row_bytes"),
                row.getLong("first_index"),
                row.getLong("last_index"),
                row.getString("sha256"));
    }

    /** What opens a segment today: one query. To be asked for when a segment is read, and not to be kept. */
    public SegmentKeys keys(ArchiveSegment segment) {
        Map<Long, SegmentKeys.Opening> openings = new HashMap<>();
        database.read(connection -> {
            try (var select = connection.prepareStatement(KEYS)) {
                select.setLong(1, segment.firstIndex());
                select.setLong(2, segment.lastIndex());
                select.setLong(3, segment.segment());
                return Bulk.all(select, row -> {
                    var place = ArchivePlace.of(row);
                    byte[] wrapped = row.getBytes("wrapped_key");
                    boolean isGoing = AccountState.valueOf(row.getString("state")) == AccountState.ERASING;
                    if (place == null || wrapped == null || isGoing) return false;
                    var account = new AccountRef(row.getBytes("account_ref"));
                    PersonKey key = ring.stored(account, row.getString("key_id"), wrapped)
                            .key();
                    openings.put(place.contentIndex(), place.opening(key));
                    return true;
                });
            }
        });
        return index -> Optional.ofNullable(openings.get(index));
    }

    /**
     * Contents of a range that can be archived, at most a segment's worth, opened.
     *
     * @param run whose own work is not counted as left where it is
     * @param before contents on which something was decided at this time or later stay
     */
    public ArchiveBatch load(String run, long from, long to, Instant before) {
        return rows.load(run, from, to, before, SegmentWriter.MAX_CONTENTS);
    }

    /**
     * Writes what was loaded into a segment, and takes it out of its rows where these are still as they were. Whoever dies in
     * between loses nothing: what is in its rows is loaded again.
     *
     * @return how many contents were taken out
     */
    public int store(String run, ArchiveBatch batch, Instant at) {
        int taken = 0;
        var rest = batch.items();
        while (!rest.isEmpty()) {
            var writer = new SegmentWriter(region, random);
            var puts = new ArrayList<ArchiveRows.Put>();
            for (var item : rest) {
                if (writer.isFull()) break;
                puts.add(new ArchiveRows.Put(item, writer.add(item.content(), item.key())));
            }
            // Of what is longer than a segment may be, the rest goes into the next.
            double share = puts.size() / (double) batch.contents();
            taken += store(run, puts, writer, Math.round(batch.sealedBytes() * share), at);
            rest = rest.subList(puts.size(), rest.size());
        }
        return taken;
    }

    private int store(String run, List<ArchiveRows.Put> puts, SegmentWriter writer, long sealedBytes, Instant at) {
        var key = newKey();
        byte[] bytes = writer.finish();
        long segment = begin(key, run, at, puts, bytes.length, writer.sha256(), sealedBytes);
        try {
            source.store().put(key, new ByteArrayInputStream(bytes), bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot be read", e);
        }
        int contents = 0;
        int decisions = 0;
        for (var some : ArchiveTurns.of(puts, AT_ONCE)) {
            var taken = database.transact(connection -> ArchiveRows.mark(connection, segment, some));
            contents += taken.size();
            for (var put : taken) decisions += put.item().content().decisions().size();
        }
        end(segment, contents, decisions);
        return contents;
    }

    /** As other random names are, so that keys are spread evenly over their parts. */
    private ObjectKey newKey() {
        var name = new StringBuilder(PREFIX);
        for (int i = 0; i < NAME_LENGTH; i++) name.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        return new ObjectKey(name.toString());
    }

    /** Listed before its object is there, so that an object which nobody lists is nobody's. */
    private long begin(
            ObjectKey key,
            String run,
            Instant at,
            List<ArchiveRows.Put> puts,
            long sizeBytes,
            byte[] sha256,
            long sealedBytes) {
        return database.transact(connection -> {
            var _ = LogHead.lock(connection);
            try (var insert = connection.prepareStatement(BEGIN)) {
                insert.setString(1, key.value());
                insert.setString(2, run);
                insert.setObject(3, at.atOffset(ZoneOffset.UTC));
                insert.setLong(4, sizeBytes);
                insert.setLong(5, sealedBytes);
                insert.setLong(6, puts.getFirst().item().content().index());
                insert.setLong(7, puts.getLast().item().content().index());
                insert.setString(8, HexFormat.of().formatHex(sha256));
                return Bulk.all(insert, row -> row.getLong(1)).getFirst();
            }
        });
    }

    private void end(long segment, int contents, int decisions) {
        database.transact(connection -> {
            try (var update = connection.prepareStatement(END)) {
                update.setInt(1, contents);
                update.setInt(2, decisions);
                update.setLong(3, segment);
                return update.executeUpdate();
            }
        });
    }

    /**
     * Finishes the listing of what earlier executions of a run wrote before they died, and of what was begun before that time.
     * Its numbers are counted from the rows.
     *
     * @return how many segments
     */
    public int settle(String run, Instant begunBefore) {
        return database.transact(connection -> Bulk.update(
                connection,
                SETTLE,
                Bulk.texts(List.of(run), each -> each),
                Bulk.times(List.of(begunBefore), each -> each)));
    }

    /** Removes segments in which nothing is left, as long as they are older than that. @return how many */
    public int removeEmpty(Instant begunBefore) {
        var empty = database.read(connection -> {
            try (var select = connection.prepareStatement(EMPTY)) {
                select.setObject(1, begunBefore.atOffset(ZoneOffset.UTC));
                return Bulk.all(select, row -> Map.entry(row.getLong(1), new ObjectKey(row.getString(2))));
            }
        });
        // The object first: a listing without it is looked at again, an object without a listing by nobody.
        for (var segment : empty) {
            source.store().delete(segment.getValue());
            database.transact(connection -> Bulk.update(
                    connection,
                    "DELETE FROM archive_segment WHERE segment = ANY (?)",
                    Bulk.longs(List.of(segment), Map.Entry::getKey)));
        }
        return empty.size();
    }

    /** Reads contents that were archived, for whoever found their places. */
    Map<Long, ArchivedContent> read(List<ArchiveSource.Wanted> wanted) {
        return source.read(wanted);
    }

    /** Brings all contents of these people back into their rows. @return how many */
    public long recall(List<AccountRef> accounts) {
        return recall.of(accounts);
    }

    /** Brings the content of a decision back into its rows. @return whether it was archived */
    public boolean recall(String decisionId) {
        return recall.ofDecision(decisionId);
    }
}
