package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.AccountRows.AccountRow;
import io.gatehouse.residency.cell.PreparedContent.Keyed;
import io.gatehouse.residency.directory.AccountRef;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** New revisions of stored contents in one batch. Lives for one transaction. */
final class EditRows {
    private static final String SELECT_WRITTEN =
            "SELECT decision_id, log_index, revision FROM decision WHERE decision_id = ANY (?)";
    private static final String SELECT_STANDING = """
        SELECT d.decision_id, c.content_index, c.revision, c.standing_index, s.decision_id AS standing_id, c.screening_id,
          c.sealed_content IS NULL AS gone, a.account_ref, a.home_epoch, a.state, a.guest_of, a.key_id, a.wrapped_key
        FROM decision d
        JOIN content c ON c.content_index = d.content_index
        JOIN decision s ON s.log_index = c.standing_index
        JOIN account a ON a.account_ref = c.account_ref
        WHERE d.decision_id = ANY (?)\
        """;
    /** As it is sealed: what seals it names content and revision, not the table. */
    private static final String KEEP = """
        INSERT INTO content_revision (content_index, revision, sealed_content)
        SELECT content_index, revision, sealed_content FROM content WHERE content_index = ANY (?)\
        """;

    private static final String REPLACE = """
        UPDATE content SET revision = u.r, standing_index = u.s, sealed_content = u.b
        FROM unnest(?, ?, ?, ?) AS u (c, r, s, b) WHERE content.content_index = u.c\
        """;
    /** Whoever has a copy is owed another. */
    private static final String OWE_AGAIN = """
        UPDATE copy_owed SET stored_at = NULL, revision = u.r FROM unnest(?, ?) AS u (c, r)
        WHERE copy_owed.content_index = u.c\
        """;

    private static final String SHOW_MEDIA = "INSERT INTO content_media (content_index, media_id)"
            + " SELECT DISTINCT * FROM unnest(?, ?) ON CONFLICT DO NOTHING";

    private final Connection connection;
    private final LogHead head;
    private final IdempotencyRows keys;
    private final CellDigests digests;
    private final PersonKeyRing ring;
    private final Sealer sealer;
    private final List<Accepted> accepted = new ArrayList<>();

    EditRows(
            Connection connection,
            LogHead head,
            IdempotencyRows keys,
            CellDigests digests,
            PersonKeyRing ring,
            Sealer sealer) {
        this.connection = connection;
        this.head = head;
        this.keys = keys;
        this.digests = digests;
        this.ring = ring;
        this.sealer = sealer;
    }

    /** A content by one of its decisions. */
    private record Standing(
            long contentIndex,
            int revision,
            long standingIndex,
            String standingId,
            String screeningId,
            boolean gone,
            AccountRef account,
            AccountRow row) {}

    private record Accepted(ContentEdit edit, Standing on, int revision, long index, Sealer.SealedEdit sealed) {}

    private record Written(long index, int revision) {}

    void write(List<PreparedEdit> works) throws SQLException {
        if (works.isEmpty()) return;
        var written = new HashMap<String, Written>();
        Bulk.query(
                connection,
                SELECT_WRITTEN,
                row -> written.put(row.getString(1), new Written(row.getLong(2), row.getInt(3))),
                Bulk.texts(works, work -> work.edit.decisionId()));
        var earlier = keys.find(
                connection,
                works.stream()
                        .flatMap(work -> java.util.stream.Stream.ofNullable(work.edit.idempotency()))
                        .toList());
        var standing = new HashMap<String, Standing>();
        Bulk.query(
                connection,
                SELECT_STANDING,
                row -> standing.put(row.getString("decision_id"), read(row)),
                Bulk.texts(works, work -> work.edit.supersedes()));
        var inThisBatch = new HashMap<Long, String>();
        for (var work : works) work.decide(decide(work.edit, written, earlier, standing, inThisBatch));
        insert();
    }

    private Standing read(ResultSet row) throws SQLException {
        var account = new AccountRef(row.getBytes("account_ref"));
        var wrapped = row.getBytes("wrapped_key");
        return new Standing(
                row.getLong("content_index"),
                row.getInt("revision"),
                row.getLong("standing_index"),
                row.getString("standing_id"),
                row.getString("screening_id"),
                row.getBoolean("gone"),
                account,
                new AccountRow(
                        row.getLong("home_epoch"),
                        AccountState.valueOf(row.getString("state")),
                        AccountRows.region(row.getString("guest_of")),
                        wrapped == null ? null : ring.stored(account, row.getString("key_id"), wrapped),
                        false));
    }

    private EditOutcome decide(
            ContentEdit edit,
            Map<String, Written> written,
            Map<Keyed, IdempotencyRows.Earlier> earlier,
            Map<String, Standing> standing,
            Map<Long, String> inThisBatch)
            throws SQLException {
        var before = written.get(edit.decisionId());
        // An attempt whose commit was not answered did happen.
        if (before != null) return new EditOutcome.Edited(before.index(), before.revision());
        var idempotency = edit.idempotency();
        if (idempotency != null) {
            var answered = earlier.get(new Keyed(digests.idempotencyKey(idempotency)));
            if (answered != null) return repeat(answered, digests.body(idempotency));
        }
        var on = standing.get(edit.supersedes());
        if (on == null) return new EditOutcome.Gone();
        var account = on.row().followed(connection, edit.author());
        var held = account.held();
        if (held == null || !on.account().equals(edit.author().account()) || !account.takes(edit.author()))
            return new EditOutcome.StaleHome(account.epoch(), account.state());
        if (on.gone()) return new EditOutcome.Gone();
        // A second one on the same content in this batch comes too late.
        String stands = inThisBatch.getOrDefault(on.contentIndex(), on.standingId());
        if (!stands.equals(edit.supersedes())) return new EditOutcome.Superseded(stands);
        if (on.revision() >= ContentEdit.MAX_REVISIONS) return new EditOutcome.TooManyRevisions();
        int revision = on.revision() + 1;
        var sealed = sealer.seal(edit, on.screeningId(), revision, on.contentIndex(), held.key());
        long index = head.append(sealed.decision().entry());
        accepted.add(new Accepted(edit, on, revision, index, sealed));
        inThisBatch.put(on.contentIndex(), edit.decisionId());
        written.put(edit.decisionId(), new Written(index, revision));
        if (idempotency != null)
            earlier.put(
                    new Keyed(digests.idempotencyKey(idempotency)),
                    new IdempotencyRows.Earlier(
                            digests.body(idempotency),
                            edit.decisionId(),
                            index,
                            edit.payload().answer()));
        return new EditOutcome.Edited(index, revision);
    }

    private static EditOutcome repeat(IdempotencyRows.Earlier answered, byte[] body) {
        return switch (answered.answerTo(body)) {
            case WriteOutcome.Repeated(var decisionId, var answer, long index) ->
                new EditOutcome.Repeated(decisionId, answer, index);
            case WriteOutcome.KeyReused _,
                    WriteOutcome.Written _,
                    WriteOutcome.ContentExists _,
                    WriteOutcome.StaleHome _ -> new EditOutcome.KeyReused();
        };
    }

    private void insert() throws SQLException {
        if (accepted.isEmpty()) return;
        var contents = Bulk.longs(accepted, each -> each.on.contentIndex());
        var revisions = Bulk.integers(accepted, Accepted::revision);
        Bulk.update(connection, KEEP, contents);
        Bulk.update(
                connection,
                REPLACE,
                contents,
                revisions,
                Bulk.longs(accepted, Accepted::index),
                Bulk.bytes(accepted, each -> each.sealed.content()));
        DecisionRows.insert(
                connection,
                accepted.stream().map(EditRows::row).toList(),
                sealer.context().region());
        Bulk.update(connection, OWE_AGAIN, contents, revisions);
        ShadowRows.insert(
                connection,
                accepted.stream()
                        .flatMap(each ->
                                each.edit.shadows().stream().map(verdict -> new ShadowRows.Row(each.index, verdict)))
                        .toList());
        keys.insert(
                connection,
                accepted.stream()
                        .filter(each -> each.edit.idempotency() != null)
                        .map(each -> new IdempotencyRows.Row(
                                java.util.Objects.requireNonNull(each.edit.idempotency()),
                                each.index,
                                each.edit.report().decidedAt(),
                                each.sealed.idempotencyKey()))
                        .toList());
        showMedia();
        changeNotes();
    }

    private static DecisionRows.DecisionRow row(Accepted each) {
        return new DecisionRows.DecisionRow(
                each.index,
                each.edit.decisionId(),
                each.on.contentIndex(),
                each.on.standingIndex(),
                each.revision,
                each.edit.report(),
                each.edit.effects(),
                each.sealed.decision());
    }

    private record MediaUse(long content, String mediaId) {}

    private void showMedia() throws SQLException {
        var uses = accepted.stream()
                .flatMap(each -> each.edit.media().stream().map(id -> new MediaUse(each.on.contentIndex(), id)))
                .toList();
        if (!uses.isEmpty())
            Bulk.update(
                    connection, SHOW_MEDIA, Bulk.longs(uses, MediaUse::content), Bulk.texts(uses, MediaUse::mediaId));
    }

    private void changeNotes() throws SQLException {
        var changes = new ArrayList<NotesRows.Change>();
        for (var each : accepted) {
            var notes = each.edit.notes();
            var held = each.on.row().held();
            if (notes != null && held != null) changes.add(new NotesRows.Change(each.on.account(), held.key(), notes));
        }
        NotesRows.apply(connection, NotesTopic.MARKS, changes, sealer.context());
    }
}
