package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** New decisions on stored content in one batch. Lives for one transaction. */
final class RedecisionRows {
    private static final String SELECT_WRITTEN =
            "SELECT decision_id, log_index FROM decision WHERE decision_id = ANY (?)";
    private static final String SELECT_STANDING = """
        SELECT d.decision_id, c.content_index, c.standing_index, s.decision_id AS standing_id, c.screening_id,
          c.revision, c.sealed_content, a.account_ref, a.state, a.key_id, a.wrapped_key
        FROM decision d
        JOIN content c ON c.content_index = d.content_index
        JOIN decision s ON s.log_index = c.standing_index
        JOIN account a ON a.account_ref = c.account_ref
        WHERE d.decision_id = ANY (?)\
        """;
    private static final String UPDATE_STANDING = """
        UPDATE content SET standing_index = u.s FROM unnest(?, ?) AS u (c, s) WHERE content.content_index = u.c\
        """;

    private final Connection connection;
    private final LogHead head;
    private final PersonKeyRing ring;
    private final Sealer sealer;

    RedecisionRows(Connection connection, LogHead head, PersonKeyRing ring, Sealer sealer) {
        this.connection = connection;
        this.head = head;
        this.ring = ring;
        this.sealer = sealer;
    }

    /** A content by one of its decisions; {@code held} is null when it may not be decided on again. */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    private record Standing(
            long contentIndex,
            long standingIndex,
            String standingId,
            String screeningId,
            int revision,
            byte @Nullable [] sealedContent,
            AccountRef account,
            PersonKeyRing.@Nullable Held held) {}

    void write(List<PreparedRedecision> works) throws SQLException {
        if (works.isEmpty()) return;
        var written = new HashMap<String, Long>();
        Bulk.query(
                connection,
                SELECT_WRITTEN,
                row -> written.put(row.getString(1), row.getLong(2)),
                Bulk.texts(works, work -> work.redecision.decisionId()));
        var standing = new HashMap<String, Standing>();
        Bulk.query(
                connection,
                SELECT_STANDING,
                row -> standing.put(row.getString("decision_id"), read(row)),
                Bulk.texts(works, work -> work.redecision.supersedes()));
        var rows = new ArrayList<DecisionRows.DecisionRow>();
        var notes = new ArrayList<NotesRows.Change>();
        for (var work : works) decide(work, written, standing, rows, notes);
        DecisionRows.insert(connection, rows, sealer.context().region());
        NotesRows.apply(connection, NotesTopic.MARKS, notes, sealer.context());
        if (!rows.isEmpty())
            Bulk.update(
                    connection,
                    UPDATE_STANDING,
                    Bulk.longs(rows, DecisionRows.DecisionRow::contentIndex),
                    Bulk.longs(rows, DecisionRows.DecisionRow::index));
    }

    private Standing read(ResultSet row) throws SQLException {
        var account = new AccountRef(row.getBytes("account_ref"));
        var wrapped = row.getBytes("wrapped_key");
        boolean active = switch (AccountState.valueOf(row.getString("state"))) {
            case ACTIVE, GUEST -> true;
            case MOVING, MOVED, ERASING, ERASED -> false;
        };
        return new Standing(
                row.getLong("content_index"),
                row.getLong("standing_index"),
                row.getString("standing_id"),
                row.getString("screening_id"),
                row.getInt("revision"),
                row.getBytes("sealed_content"),
                account,
                active && wrapped != null ? ring.stored(account, row.getString("key_id"), wrapped) : null);
    }

    private void decide(
            PreparedRedecision work,
            Map<String, Long> written,
            Map<String, Standing> standing,
            List<DecisionRows.DecisionRow> rows,
            List<NotesRows.Change> notes) {
        var redecision = work.redecision;
        var index = written.get(redecision.decisionId());
        var on = standing.get(redecision.supersedes());
        if (index != null) {
            work.decide(new RedecisionOutcome.Written(index)); // An attempt whose commit was not answered did happen.
        } else if (on == null || on.held() == null || on.sealedContent() == null) {
            work.decide(new RedecisionOutcome.Gone());
        } else if (!on.standingId().equals(redecision.supersedes())) {
            work.decide(new RedecisionOutcome.Superseded(on.standingId()));
        } else {
            var row = row(redecision, on, on.held(), on.sealedContent());
            rows.add(row);
            var change = redecision.notes();
            if (change != null)
                notes.add(new NotesRows.Change(on.account(), on.held().key(), change));
            written.put(redecision.decisionId(), row.index());
            // A second one on the same content in this batch comes too late.
            standing.put(
                    redecision.supersedes(),
                    new Standing(
                            on.contentIndex(),
                            row.index(),
                            redecision.decisionId(),
                            on.screeningId(),
                            on.revision(),
                            on.sealedContent(),
                            on.account(),
                            on.held()));
            work.decide(new RedecisionOutcome.Written(row.index()));
        }
    }

    private DecisionRows.DecisionRow row(
            Redecision redecision, Standing on, PersonKeyRing.Held held, byte[] sealedContent) {
        var content = held.key().open(sealedContent, sealer.context().content(on.screeningId(), on.revision()));
        var sealed = sealer.seal(redecision, on.account().digest(), content, held.key());
        return new DecisionRows.DecisionRow(
                head.append(sealed.entry()),
                redecision.decisionId(),
                on.contentIndex(),
                on.standingIndex(),
                on.revision(),
                redecision.report(),
                redecision.effects(),
                sealed);
    }
}
