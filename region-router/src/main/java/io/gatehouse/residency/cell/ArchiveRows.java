package io.gatehouse.residency.cell;

import io.gatehouse.residency.archive.ArchivedContent;
import io.gatehouse.residency.archive.ArchivedContent.Decision;
import io.gatehouse.residency.archive.ArchivedContent.Revision;
import io.gatehouse.residency.archive.SegmentWriter.Placed;
import io.gatehouse.residency.cell.ArchiveBatch.Item;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.KeyRefusedException;
import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.key.WrappedKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes contents out of their rows. */
final class ArchiveRows {
    /** With the first decision, which nearly always is the only one. */
    static final String PAGE = """
        SELECT c.content_index, c.screening_id, c.client, c.standing_index, c.revision, c.sealed_content, c.account_ref,
          c.archive_segment, g.run, a.state, a.key_id, a.wrapped_key,
          d.log_index, d.decision_id, d.supersedes_index, d.revision AS of_revision, d.surface, d.verdict,
          array_to_string(d.categories, ',') AS categories, d.language, d.policy_digest, d.degraded, d.decided_at,
          d.sealed_record, d.sealed_answer
        """ + PageStatements.FROM_CONTENTS + """
        JOIN decision d ON d.log_index = c.content_index
        JOIN account a ON a.account_ref = c.account_ref
        LEFT JOIN archive_segment g ON g.segment = c.archive_segment
        WHERE d.decided_at < ? ORDER BY c.content_index LIMIT ?\
        """;
    /** Decisions that followed the first ones: they hang together in a chain. */
    private static final String FOLLOWED = """
        WITH RECURSIVE d AS (
          SELECT n.* FROM decision n WHERE n.supersedes_index = ANY (?)
          UNION ALL SELECT n.* FROM decision n JOIN d ON n.supersedes_index = d.log_index)
        SELECT content_index, log_index, decision_id, supersedes_index, revision AS of_revision, surface, verdict,
          array_to_string(categories, ',') AS categories, language, policy_digest, degraded, decided_at, sealed_record,
          sealed_answer
        FROM d\
        """;

    private static final String EARLIER =
            "SELECT content_index, revision, sealed_content FROM content_revision WHERE content_index = ANY (?)"
                    + " ORDER BY content_index, revision";

    /** Not what was ended since it was read: a segment would bring it back. */
    private static final String MARK = """
        UPDATE content c SET sealed_content = NULL, archive_segment = u.g, archive_offset = u.o,
          archive_content_length = u.cl, archive_decision_length = u.dl, archive_content_salt = u.cs,
          archive_decision_salt = u.ds
        FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS u (i, acc, s, r, gone, g, o, cl, dl, cs, ds)
        WHERE c.content_index = u.i AND c.account_ref = u.acc AND c.standing_index = u.s AND c.revision = u.r
          AND (c.sealed_content IS NULL) = u.gone AND c.archive_segment IS NULL
          AND (c.sealed_content IS NOT NULL OR EXISTS (SELECT 1 FROM decision d
            WHERE d.log_index = c.standing_index AND d.sealed_record IS NOT NULL))
        RETURNING c.content_index\
        """;

    /**
     * Said in the transaction that moves contents, and of it alone. That it moves them, which is no news to who follows changes (V49). And that it
     * need not wait for the disk while it holds up the cell's writers: who dies finds what is lost in its rows, and what ends
     * the segment's listing waits for all that was written before it.
     */
    private static final String MOVING = """
        SELECT set_config('gatehouse.archiving', 'on', true), set_config('synchronous_commit', 'off', true)\
        """;

    private static final String FREE =
            "UPDATE decision SET sealed_record = NULL, sealed_answer = NULL WHERE log_index = ANY (?)";

    private final Database database;
    private final SealContext context;
    private final PersonKeyRing ring;

    ArchiveRows(Database database, SealContext context, PersonKeyRing ring) {
        this.database = database;
        this.context = context;
        this.ring = ring;
    }

    /** A content as its row has it, and its decisions: everything still sealed. */
    private record Row(
            long index,
            String screeningId,
            String client,
            long standing,
            int revision,
            AccountRef account,
            WrappedKey key,
            byte @Nullable [] words,
            List<Decision> decisions,
            List<Revision> earlier) {
        boolean isPlain() {
            return standing == index && revision == 1;
        }

        /** When it was last decided on. */
        Instant decidedAt() {
            var standingDecision = decisions.getLast();
            for (var each : decisions) if (each.logIndex() == standing) standingDecision = each;
            return standingDecision.decidedAt();
        }

        boolean isEmpty() {
            return words == null && decisions.stream().allMatch(each -> each.record() == null);
        }
    }

    /** What is gone through in one page. */
    private static final class Page {
        final List<Row> rows = new ArrayList<>();
        final TreeMap<String, Long> skipped = new TreeMap<>();
        long next;
        long sealedBytes;
        int read;

        void skip(String reason) {
            skipped.merge(reason, 1L, Long::sum);
        }

        byte @Nullable [] counted(byte @Nullable [] sealed) {
            if (sealed != null) sealedBytes += sealed.length;
            return sealed;
        }
    }

    /**
     * Reads in one go and opens afterwards: a transaction that is open for long keeps what others gave up from being cleared away.
     *
     * @param before contents whose standing decision was made at this time or later are left
     * @param run whose own work is not counted as left where it is
     */
    ArchiveBatch load(String run, long from, long to, Instant before, int limit) {
        var page = database.read(connection -> {
            var read = page(connection, run, from, to, before, limit);
            chain(connection, read);
            return read;
        });
        var items = new ArrayList<Item>(page.rows.size());
        for (var row : page.rows) {
            if (!row.decidedAt().isBefore(before)) page.skip("decided_since");
            else if (row.isEmpty()) page.skip("nothing_kept");
            else {
                try {
                    items.add(opened(row));
                } catch (KeyRefusedException refused) {
                    // It stays where it is: what does not open cannot be sealed anew.
                    page.skip("unreadable");
                }
            }
        }
        return new ArchiveBatch(items, page.skipped, page.next, page.sealedBytes);
    }

    private static Page page(Connection connection, String run, long from, long to, Instant before, int limit)
            throws SQLException {
        var page = new Page();
        page.next = from;
        try (var select = PageStatements.prepare(connection, PAGE)) {
            select.setLong(1, from);
            select.setLong(2, to);
            select.setObject(3, before.atOffset(ZoneOffset.UTC));
            select.setInt(4, limit);
            try (var rows = select.executeQuery()) {
                while (rows.next()) take(rows, run, page);
            }
        }
        if (page.read < limit) page.next = to;
        return page;
    }

    private static void take(ResultSet row, String run, Page page) throws SQLException {
        page.read++;
        long index = row.getLong("content_index");
        page.next = index + 1;
        var _ = row.getLong("archive_segment");
        if (!row.wasNull()) {
            if (!run.equals(row.getString("run"))) page.skip("archived_before");
            return;
        }
        var state = AccountState.valueOf(row.getString("state"));
        byte[] wrapped = row.getBytes("wrapped_key");
        if (state != AccountState.ACTIVE || wrapped == null) {
            page.skip("account_" + state.name().toLowerCase(Locale.ROOT));
            return;
        }
        var decisions = new ArrayList<Decision>(1);
        decisions.add(sealedDecision(row, page));
        page.rows.add(new Row(
                index,
                row.getString("screening_id"),
                row.getString("client"),
                row.getLong("standing_index"),
                row.getInt("revision"),
                new AccountRef(row.getBytes("account_ref")),
                new WrappedKey(row.getString("key_id"), wrapped),
                page.counted(row.getBytes("sealed_content")),
                decisions,
                new ArrayList<>(0)));
    }

    private static Decision sealedDecision(ResultSet row, Page page) throws SQLException {
        String categories = row.getString("categories");
        return new Decision(
                row.getString("decision_id"),
                row.getLong("log_index"),
                Bulk.nullableLong(row, "supersedes_index"),
                row.getInt("of_revision"),
                row.getString("surface"),
                row.getString("verdict"),
                categories.isEmpty() ? List.of() : List.of(categories.split(",", -1)),
                row.getString("language"),
                row.getString("policy_digest"),
                row.getBoolean("degraded"),
                Bulk.instant(row, "decided_at"),
                page.counted(row.getBytes("sealed_record")),
                page.counted(row.getBytes("sealed_answer")));
    }

    /** Adds later decisions and earlier revisions to the few that have any. */
    private static void chain(Connection connection, Page page) throws SQLException {
        var byIndex = new HashMap<Long, Row>();
        for (var row : page.rows) if (!row.isPlain()) byIndex.put(row.index(), row);
        if (byIndex.isEmpty()) return;
        var indexes = Bulk.longs(List.copyOf(byIndex.keySet()), Long::longValue);
        Bulk.query(
                connection,
                FOLLOWED,
                row -> {
                    var of = byIndex.get(row.getLong("content_index"));
                    return of != null && of.decisions().add(sealedDecision(row, page));
                },
                indexes);
        Bulk.query(
                connection,
                EARLIER,
                row -> {
                    var of = byIndex.get(row.getLong(1));
                    byte[] sealed = row.getBytes(3);
                    page.counted(sealed);
                    return of != null && of.earlier().add(new Revision(row.getInt(2), sealed));
                },
                indexes);
    }

    private Item opened(Row row) {
        var key = ring.stored(row.account(), row.key()).key();
        var revisions = new ArrayList<Revision>(1);
        for (var each : row.earlier()) revisions.add(opened(row, key, each.number(), each.content()));
        byte[] words = row.words();
        if (words != null) revisions.add(opened(row, key, row.revision(), words));
        var decisions = new ArrayList<Decision>(row.decisions().size());
        for (var each : row.decisions()) decisions.add(opened(each, key));
        decisions.sort(Comparator.comparingLong(Decision::logIndex));
        return new Item(
                new ArchivedContent(row.index(), row.screeningId(), row.client(), row.standing(), revisions, decisions),
                row.account(),
                key,
                row.revision(),
                words == null);
    }

    private Revision opened(Row row, PersonKey key, int revision, byte[] sealed) {
        return new Revision(revision, key.open(sealed, context.content(row.screeningId(), revision)));
    }

    private Decision opened(Decision sealed, PersonKey key) {
        byte[] record = sealed.record();
        byte[] answer = sealed.answer();
        return sealed.with(
                record == null ? null : key.open(record, context.record(sealed.decisionId())),
                answer == null ? null : key.open(answer, context.answer(sealed.decisionId())));
    }

    /** A content and where it was put. */
    record Put(Item item, Placed placed) {}

    /**
     * Takes the bytes out of the rows of those that are still as they were read. Holds up the cell's writers for as long as it
     * takes: so few at once.
     *
     * @return of whom
     */
    static List<Put> mark(Connection connection, long segment, List<Put> puts) throws SQLException {
        var _ = LogHead.lock(connection);
        try (var moving = connection.prepareStatement(MOVING)) {
            moving.execute();
        }
        var marked = new HashSet<>(Bulk.query(
                connection,
                MARK,
                row -> row.getLong(1),
                Bulk.longs(puts, put -> put.item().content().index()),
                Bulk.bytes(puts, put -> put.item().account().digest()),
                Bulk.longs(puts, put -> put.item().content().standing()),
                Bulk.integers(puts, put -> put.item().revision()),
                Bulk.truths(puts, put -> put.item().gone()),
                Bulk.longs(puts, _ -> segment),
                Bulk.longs(puts, put -> put.placed().entry().offset()),
                Bulk.integers(puts, put -> put.placed().entry().contentLength()),
                Bulk.integers(puts, put -> put.placed().entry().decisionLength()),
                Bulk.nullableBytes(puts, put -> put.placed().contentSalt()),
                Bulk.bytes(puts, put -> put.placed().decisionSalt())));
        var taken = puts.stream()
                .filter(put -> marked.contains(put.item().content().index()))
                .toList();
        Bulk.update(
                connection,
                FREE,
                Bulk.longs(
                        taken.stream()
                                .flatMap(put -> put.item().content().decisions().stream())
                                .toList(),
                        Decision::logIndex));
        var edited = taken.stream().filter(put -> put.item().revision() > 1).toList();
        if (!edited.isEmpty())
            Bulk.update(
                    connection,
                    "DELETE FROM content_revision WHERE content_index = ANY (?)",
                    Bulk.longs(edited, put -> put.item().content().index()));
        return taken;
    }
}
