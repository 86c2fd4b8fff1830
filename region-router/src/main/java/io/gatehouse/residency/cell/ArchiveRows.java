package io.gatehouse.residency.cell;

import io.gatehouse.residency.archive.ArchivedContent;
import io.gatehouse.residency.archive.SegmentWriter.Placed;
import io.gatehouse.residency.cell.ArchiveBatch.Item;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.KeyRefusedException;
import io.gatehouse.residency.key.PersonKey;
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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes contents out of their rows. */
final class ArchiveRows {
    /** With the first decision, which nearly always is the only one. */
    private static final String SELECT = """
        SELECT c.content_index, c.screening_id, c.client, c.standing_index, c.revision, c.sealed_content, c.account_ref,
          c.archive_segment, g.run, a.state, a.key_id, a.wrapped_key,
          d.log_index, d.decision_id, d.supersedes_index, d.revision AS of_revision, d.surface, d.verdict,
          array_to_string(d.categories, ',') AS categories, d.language, d.policy_digest, d.degraded, d.decided_at,
          d.sealed_record, d.sealed_answer
        FROM content c
        JOIN decision d ON d.log_index = c.content_index
        JOIN account a ON a.account_ref = c.account_ref
        LEFT JOIN archive_segment g ON g.segment = c.archive_segment
        WHERE c.content_index >= ? AND c.content_index < ? AND d.decided_at < ? ORDER BY c.content_index LIMIT ?\
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
            "SELECT content_index, revision, sealed_content FROM content_revision WHERE content_index = ANY (?)";

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

    /** A content as its row has it, and its first decision. */
    private record Row(
            long index,
            String screeningId,
            String client,
            long standing,
            int revision,
            AccountRef account,
            PersonKey key,
            byte @Nullable [] words,
            List<ArchivedContent.Decision> decisions) {
        boolean isPlain() {
            return standing == index && revision == 1;
        }
    }

    /** What is gone through in one page. */
    private static final class Page {
        final List<Row> rows = new ArrayList<>();
        final TreeMap<String, Long> skipped = new TreeMap<>();
        /** Contents of which a later decision or an earlier revision does not open. */
        final Set<Long> unreadable = new HashSet<>();

        long next;
        long sealedBytes;
        int read;

        void skip(String reason) {
            skipped.merge(reason, 1L, Long::sum);
        }
    }

    /**
     * @param before contents whose standing decision was made at this time or later are left
     * @param run whose own work is not counted as left where it is
     */
    ArchiveBatch load(String run, long from, long to, Instant before, int limit) {
        var page = new Page();
        page.next = from;
        return database.read(connection -> {
            try (var select = connection.prepareStatement(SELECT)) {
                select.setLong(1, from);
                select.setLong(2, to);
                select.setObject(3, before.atOffset(ZoneOffset.UTC));
                select.setInt(4, limit);
                select.setFetchSize(limit);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) take(rows, run, page);
                }
            }
            if (page.read < limit) page.next = to;
            return new ArchiveBatch(items(connection, page, before), page.skipped, page.next, page.sealedBytes);
        });
    }

    private void take(ResultSet row, String run, Page page) throws SQLException {
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
            page.skip("account_" + state.name().toLowerCase(java.util.Locale.ROOT));
            return;
        }
        try {
            page.rows.add(row(row, new AccountRef(row.getBytes("account_ref")), wrapped, page));
        } catch (KeyRefusedException refused) {
            // It stays where it is: what does not open cannot be sealed anew.
            page.skip("unreadable");
        }
    }

    private Row row(ResultSet row, AccountRef account, byte[] wrapped, Page page) throws SQLException {
        var key = ring.stored(account, row.getString("key_id"), wrapped).key();
        byte[] sealed = row.getBytes("sealed_content");
        String screening = row.getString("screening_id");
        int revision = row.getInt("revision");
        page.sealedBytes += sealed == null ? 0 : sealed.length;
        var decisions = new ArrayList<ArchivedContent.Decision>(1);
        decisions.add(decision(row, key, page));
        return new Row(
                row.getLong("content_index"),
                screening,
                row.getString("client"),
                row.getLong("standing_index"),
                revision,
                account,
                key,
                sealed == null ? null : key.open(sealed, context.content(screening, revision)),
                decisions);
    }

    private ArchivedContent.Decision decision(ResultSet row, PersonKey key, Page page) throws SQLException {
        String id = row.getString("decision_id");
        byte[] record = row.getBytes("sealed_record");
        byte[] answer = row.getBytes("sealed_answer");
        page.sealedBytes += (record == null ? 0 : record.length) + (answer == null ? 0 : answer.length);
        String categories = row.getString("categories");
        return new ArchivedContent.Decision(
                id,
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
                record == null ? null : key.open(record, context.record(id)),
                answer == null ? null : key.open(answer, context.answer(id)));
    }

    private List<Item> items(Connection connection, Page page, Instant before) throws SQLException {
        var chained = page.rows.stream().filter(row -> !row.isPlain()).toList();
        var earlier =
                chained.isEmpty() ? Map.<Long, List<ArchivedContent.Revision>>of() : chain(connection, page, chained);
        var items = new ArrayList<Item>(page.rows.size());
        for (var row : page.rows) {
            var standing = row.decisions().getLast();
            for (var each : row.decisions()) if (each.logIndex() == row.standing()) standing = each;
            if (page.unreadable.contains(row.index())) page.skip("unreadable");
            else if (!standing.decidedAt().isBefore(before)) page.skip("decided_since");
            else if (row.words() == null && row.decisions().stream().allMatch(each -> each.record() == null))
                page.skip("nothing_kept");
            else items.add(item(row, earlier.getOrDefault(row.index(), List.of())));
        }
        return items;
    }

    private static Item item(Row row, List<ArchivedContent.Revision> earlier) {
        var revisions = new ArrayList<>(earlier);
        byte[] words = row.words();
        if (words != null) revisions.add(new ArchivedContent.Revision(row.revision(), words));
        row.decisions().sort(Comparator.comparingLong(ArchivedContent.Decision::logIndex));
        return new Item(
                new ArchivedContent(
                        row.index(), row.screeningId(), row.client(), row.standing(), revisions, row.decisions()),
                row.account(),
                row.key(),
                row.revision(),
                words == null);
    }

    /** Adds later decisions to their rows. @return earlier revisions, by content, oldest first */
    private Map<Long, List<ArchivedContent.Revision>> chain(Connection connection, Page page, List<Row> chained)
            throws SQLException {
        var byIndex = new HashMap<Long, Row>();
        for (var row : chained) byIndex.put(row.index(), row);
        var indexes = Bulk.longs(chained, Row::index);
        Bulk.query(
                connection,
                FOLLOWED,
                row -> {
                    var of = byIndex.get(row.getLong("content_index"));
                    try {
                        return of != null && of.decisions().add(decision(row, of.key(), page));
                    } catch (KeyRefusedException refused) {
                        return page.unreadable.add(of.index());
                    }
                },
                indexes);
        Map<Long, List<ArchivedContent.Revision>> earlier = new HashMap<>();
        Bulk.query(
                connection,
                EARLIER + " ORDER BY content_index, revision",
                row -> {
                    var of = byIndex.get(row.getLong(1));
                    if (of == null) return false;
                    int number = row.getInt(2);
                    byte[] sealed = row.getBytes(3);
                    page.sealedBytes += sealed.length;
                    try {
                        return earlier.computeIfAbsent(of.index(), _ -> new ArrayList<>())
                                .add(new ArchivedContent.Revision(
                                        number, of.key().open(sealed, context.content(of.screeningId(), number))));
                    } catch (KeyRefusedException refused) {
                        return page.unreadable.add(of.index());
                    }
                },
                indexes);
        return earlier;
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
                        ArchivedContent.Decision::logIndex));
        var edited = taken.stream().filter(put -> put.item().revision() > 1).toList();
        if (!edited.isEmpty())
            Bulk.update(
                    connection,
                    "DELETE FROM content_revision WHERE content_index = ANY (?)",
                    Bulk.longs(edited, put -> put.item().content().index()));
        return taken;
    }
}
