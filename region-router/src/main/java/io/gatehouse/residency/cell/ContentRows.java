package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.PreparedContent.Keyed;
import io.gatehouse.residency.directory.AccountRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The contents of one batch: decides what becomes of each and inserts those that are new. Lives for one transaction. */
final class ContentRows {
    private static final String SELECT_CONTENTS = """
        SELECT c.content_ref, c.screening_id, d.decision_id, d.log_index
        FROM content c JOIN decision d ON d.log_index = c.content_index WHERE c.content_ref = ANY (?)\
        """;
    private static final String INSERT_CONTENTS = """
        INSERT INTO content (content_index, content_ref, screening_id, account_ref, client, standing_index,
          sealed_name, sealed_content)
        SELECT i, r, s, a, c, i, n, b FROM unnest(?, ?, ?, ?, ?, ?, ?) AS u (i, r, s, a, c, n, b)\
        """;
    private static final String INSERT_MEDIA =
            "INSERT INTO content_media (content_index, media_id) SELECT DISTINCT * FROM unnest(?, ?)";

    private final Connection connection;
    private final LogHead head;
    private final IdempotencyRows keys;
    private final CellDigests digests;
    private final Sealer sealer;
    private final Map<AccountRef, AccountRows.AccountRow> accounts;
    private final List<Accepted> accepted = new ArrayList<>();

    ContentRows(
            Connection connection,
            LogHead head,
            IdempotencyRows keys,
            CellDigests digests,
            Sealer sealer,
            Map<AccountRef, AccountRows.AccountRow> accounts) {
        this.connection = connection;
        this.head = head;
        this.keys = keys;
        this.digests = digests;
        this.sealer = sealer;
        this.accounts = accounts;
    }

    private record Existing(String screeningId, String decisionId, long index) {}

    private record Accepted(PreparedContent work, long index, Sealer.SealedContent sealed) {}

    void write(List<PreparedContent> works) throws SQLException {
        if (works.isEmpty()) return;
        var contents = existing(works);
        var earlier = keys.find(
                connection,
                works.stream()
                        .flatMap(work -> java.util.stream.Stream.ofNullable(work.write.idempotency()))
                        .toList());
        for (var work : works) decide(work, contents, earlier);
        insert();
    }

    private Map<Keyed, Existing> existing(List<PreparedContent> works) throws SQLException {
        var found = new HashMap<Keyed, Existing>();
        Bulk.query(
                connection,
                SELECT_CONTENTS,
                row -> found.put(
                        new Keyed(row.getBytes("content_ref")),
                        new Existing(
                                row.getString("screening_id"), row.getString("decision_id"), row.getLong("log_index"))),
                Bulk.bytes(works, work -> work.contentRef.bytes()));
        return found;
    }

    /** The maps learn of what is accepted, so that equals within one batch meet the same answers as across batches. */
    private void decide(
            PreparedContent work, Map<Keyed, Existing> contents, Map<Keyed, IdempotencyRows.Earlier> earlier) {
        var write = work.write;
        var there = contents.get(work.contentRef);
        // An attempt whose commit was not answered did happen.
        if (there != null && there.decisionId().equals(write.decisionId())) {
            work.decide(new WriteOutcome.Written(there.index()));
            return;
        }
        var idempotency = write.idempotency();
        if (idempotency != null) {
            var before = earlier.get(new Keyed(digests.idempotencyKey(idempotency)));
            if (before != null) {
                work.decide(before.answerTo(digests.body(idempotency)));
                return;
            }
        }
        var account = Objects.requireNonNull(accounts.get(write.author().account()));
        var held = account.held();
        if (held == null || !account.takes(write.author())) {
            work.decide(new WriteOutcome.StaleHome(account.epoch(), account.state()));
        } else if (there != null) {
            work.decide(new WriteOutcome.ContentExists(there.screeningId()));
        } else {
            var sealed = work.sealedUnder(held, sealer);
            long index = head.append(sealed.decision().entry());
            accepted.add(new Accepted(work, index, sealed));
            work.decide(new WriteOutcome.Written(index));
            contents.put(work.contentRef, new Existing(write.screeningId(), write.decisionId(), index));
            if (idempotency != null)
                earlier.put(
                        new Keyed(digests.idempotencyKey(idempotency)),
                        new IdempotencyRows.Earlier(
                                digests.body(idempotency),
                                write.decisionId(),
                                index,
                                write.payload().answer()));
        }
    }

    private void insert() throws SQLException {
        if (accepted.isEmpty()) return;
        Bulk.update(
                connection,
                INSERT_CONTENTS,
                Bulk.longs(accepted, Accepted::index),
                Bulk.bytes(accepted, each -> each.work.contentRef.bytes()),
                Bulk.texts(accepted, each -> each.work.write.screeningId()),
                Bulk.bytes(accepted, each -> each.work.write.author().account().digest()),
                Bulk.texts(accepted, each -> each.work.write.name().client()),
                Bulk.bytes(accepted, each -> each.sealed.name()),
                Bulk.bytes(accepted, each -> each.sealed.content()));
        DecisionRows.insert(
                connection,
                accepted.stream().map(ContentRows::decisionRow).toList(),
                sealer.context().region());
        insertShadows();
        insertKeys();
        insertMedia();
        insertPlaced();
        insertOwed();
        changeNotes();
    }

    private void changeNotes() throws SQLException {
        var changes = new ArrayList<NotesRows.Change>();
        for (var each : accepted) {
            var notes = each.work.write.notes();
            if (notes == null) continue;
            changes.add(new NotesRows.Change(
                    each.work.write.author().account(), each.work.guess().key(), notes));
        }
        NotesRows.apply(connection, NotesTopic.MARKS, changes, sealer.context());
    }

    private static DecisionRows.DecisionRow decisionRow(Accepted each) {
        var write = each.work.write;
        return new DecisionRows.DecisionRow(
                each.index,
                write.decisionId(),
                each.index,
                null,
                1,
                write.report(),
                write.effects(),
                each.sealed.decision());
    }

    private void insertShadows() throws SQLException {
        var rows = new ArrayList<ShadowRows.Row>();
        for (var each : accepted)
            for (var verdict : each.work.write.shadows()) rows.add(new ShadowRows.Row(each.index, verdict));
        ShadowRows.insert(connection, rows);
    }

    private void insertKeys() throws SQLException {
        var rows = new ArrayList<IdempotencyRows.Row>();
        for (var each : accepted) {
            var key = each.work.write.idempotency();
            if (key != null)
                rows.add(new IdempotencyRows.Row(
                        key, each.index, each.work.write.report().decidedAt(), each.sealed.idempotencyKey()));
        }
        keys.insert(connection, rows);
    }

    private void insertPlaced() throws SQLException {
        var rows = accepted.stream()
                .filter(each -> each.work.write.lying().placed() != null)
                .toList();
        PlacedRows.insert(
                connection,
                rows.stream()
                        .map(each -> new PlacedRows.Row(each.index, each.work.write))
                        .toList());
    }

    private void insertOwed() throws SQLException {
        for (var each : accepted)
            CopyRows.owe(connection, each.index, each.work.write.lying().copies());
    }

    private record MediaUse(long index, String mediaId) {}

    private void insertMedia() throws SQLException {
        var uses = new ArrayList<MediaUse>();
        for (var each : accepted)
            for (var mediaId : each.work.write.media()) uses.add(new MediaUse(each.index, mediaId));
        if (uses.isEmpty()) return;
        Bulk.update(connection, INSERT_MEDIA, Bulk.longs(uses, MediaUse::index), Bulk.texts(uses, MediaUse::mediaId));
    }
}
