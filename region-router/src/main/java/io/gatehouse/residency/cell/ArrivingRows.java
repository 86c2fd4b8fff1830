package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.ArrivingSeals.Sealed;
import io.gatehouse.residency.cell.ArrivingSeals.SealedDecision;
import io.gatehouse.residency.directory.AccountRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes what comes from another cell, sealed and placed in the log. Lives for one transaction. */
final class ArrivingRows {
    private static final String CONTENTS = """
        INSERT INTO content (content_index, content_ref, screening_id, account_ref, client, standing_index,
          sealed_name, sealed_content, revision)
        SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)\
        """;
    private static final String DECISIONS = """
        INSERT INTO decision (log_index, decision_id, content_index, supersedes_index, surface, verdict, categories,
          language, policy_digest, degraded, decided_at, sealed_record, sealed_answer, revision)
        SELECT i, d, c, s, u, v, string_to_array(g, ','), l, p, b, t, r, a, n
        FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS x (i, d, c, s, u, v, g, l, p, b, t, r, a, n)\
        """;
    private static final String EFFECTS = """
        INSERT INTO outbox (log_index, n, kind, sealed_payload, due_at, attempts)
        SELECT * FROM unnest(?, ?, ?, ?, ?, ?)\
        """;
    /** A key that has expired here is free. */
    private static final String KEYS = """
        INSERT INTO idempotency (key_ref, body_ref, log_index, expires_at, sealed_key)
        SELECT * FROM unnest(?, ?, ?, ?, ?)
        ON CONFLICT (key_ref) DO UPDATE
        SET body_ref = excluded.body_ref, log_index = excluded.log_index, expires_at = excluded.expires_at,
          sealed_key = excluded.sealed_key\
        """;

    private static final String MEDIA =
            "INSERT INTO content_media (content_index, media_id) SELECT * FROM unnest(?, ?)";
    private static final String EARLIER =
            "INSERT INTO content_revision (content_index, revision, sealed_content) SELECT * FROM unnest(?, ?, ?)";

    private final Connection connection;
    private final CellDigests digests;

    ArrivingRows(Connection connection, CellDigests digests) {
        this.connection = connection;
        this.digests = digests;
    }

    record ContentRow(AccountRef account, Sealed content, long index, long standing) {}

    record DecisionRow(
            SealedDecision decision,
            long index,
            long content,
            @Nullable Long supersedes) {}

    void insert(List<ContentRow> contents, List<DecisionRow> decisions) throws SQLException {
        insertContents(connection, contents);
        insertDecisions(connection, decisions);
        insertWhatHangsOn(connection, contents, decisions);
    }

    private static void insertContents(Connection connection, List<ContentRow> rows) throws SQLException {
        Bulk.update(
                connection,
                CONTENTS,
                Bulk.longs(rows, ContentRow::index),
                Bulk.bytes(rows, row -> row.content().ref()),
                Bulk.texts(rows, row -> row.content().plain().screeningId()),
                Bulk.bytes(rows, row -> row.account().digest()),
                Bulk.texts(rows, row -> row.content().plain().client()),
                Bulk.longs(rows, ContentRow::standing),
                sealed(rows, row -> row.content().name()),
                sealed(rows, row -> row.content().content()),
                Bulk.integers(rows, row -> row.content().plain().revision()));
    }

    private static <T> Bulk.Column sealed(List<T> rows, java.util.function.Function<T, byte @Nullable []> value) {
        return new Bulk.Column("bytea", rows.stream().map(value).toArray(byte[][]::new));
    }

    private static void insertDecisions(Connection connection, List<DecisionRow> rows) throws SQLException {
        Bulk.update(
                connection,
                DECISIONS,
                Bulk.longs(rows, DecisionRow::index),
                Bulk.texts(rows, row -> row.decision().plain().decisionId()),
                Bulk.longs(rows, DecisionRow::content),
                new Bulk.Column(
                        "int8", rows.stream().map(DecisionRow::supersedes).toArray(Long[]::new)),
                Bulk.texts(rows, row -> row.decision().plain().report().surface()),
                Bulk.texts(rows, row -> row.decision().plain().report().verdict()),
                Bulk.texts(
                        rows,
                        row -> String.join(",", row.decision().plain().report().categories())),
                Bulk.texts(rows, row -> row.decision().plain().report().language()),
                Bulk.texts(rows, row -> row.decision().plain().report().policyDigest()),
                Bulk.truths(rows, row -> row.decision().plain().report().degraded()),
                Bulk.times(rows, row -> row.decision().plain().report().decidedAt()),
                sealed(rows, row -> row.decision().record()),
                sealed(rows, row -> row.decision().answer()),
                Bulk.integers(rows, row -> row.decision().plain().revision()));
    }

    private record MediaUse(long content, String mediaId) {}

    private record EffectRow(long index, CarriedContent.WaitingEffect effect, byte[] sealed) {}

    private void insertWhatHangsOn(Connection connection, List<ContentRow> contents, List<DecisionRow> decisions)
            throws SQLException {
        var media = contents.stream()
                .flatMap(row -> row.content().plain().media().stream().map(id -> new MediaUse(row.index(), id)))
                .toList();
        if (!media.isEmpty())
            Bulk.update(connection, MEDIA, Bulk.longs(media, MediaUse::content), Bulk.texts(media, MediaUse::mediaId));
        insertEarlier(connection, contents);
        insertCopies(connection, contents);
        var shadows = decisions.stream()
                .flatMap(row ->
                        row.decision().plain().shadows().stream().map(each -> new ShadowRows.Row(row.index(), each)))
                .toList();
        ShadowRows.insert(connection, shadows);
        insertEffects(connection, decisions);
        insertKeys(connection, decisions);
    }

    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    private record RevisionRow(long content, int number, byte[] sealed) {}

    private static void insertEarlier(Connection connection, List<ContentRow> contents) throws SQLException {
        var rows = contents.stream()
                .flatMap(row -> IntStream.range(0, row.content().earlier().size())
                        .mapToObj(i -> new RevisionRow(
                                row.index(),
                                row.content().plain().earlier().get(i).number(),
                                row.content().earlier().get(i))))
                .toList();
        if (rows.isEmpty()) return;
        Bulk.update(
                connection,
                EARLIER,
                Bulk.longs(rows, RevisionRow::content),
                Bulk.integers(rows, RevisionRow::number),
                Bulk.bytes(rows, RevisionRow::sealed));
    }

    private record CopyRow(long content, CarriedContent.CopyOwed copy) {}

    private static void insertCopies(Connection connection, List<ContentRow> contents) throws SQLException {
        var copies = contents.stream()
                .flatMap(row -> row.content().plain().copies().stream().map(copy -> new CopyRow(row.index(), copy)))
                .toList();
        if (copies.isEmpty()) return;
        Bulk.update(
                connection,
                "INSERT INTO copy_owed (content_index, region, transfer_id, stored_at)"
                        + " SELECT c, r, t, nullif(s, '')::timestamptz FROM unnest(?, ?, ?, ?) AS u (c, r, t, s)",
                Bulk.longs(copies, CopyRow::content),
                Bulk.texts(copies, row -> row.copy().region()),
                Bulk.texts(copies, row -> row.copy().transferId()),
                Bulk.texts(
                        copies,
                        row -> row.copy().storedAt() == null
                                ? ""
                                : String.valueOf(row.copy().storedAt())));
    }

    private static void insertEffects(Connection connection, List<DecisionRow> decisions) throws SQLException {
        var effects = decisions.stream()
                .flatMap(row -> IntStream.range(0, row.decision().effects().size())
                        .mapToObj(i -> new EffectRow(
                                row.index(),
                                row.decision().plain().effects().get(i),
                                row.decision().effects().get(i))))
                .toList();
        if (effects.isEmpty()) return;
        Bulk.update(
                connection,
                EFFECTS,
                Bulk.longs(effects, EffectRow::index),
                Bulk.integers(effects, row -> row.effect().n()),
                Bulk.texts(effects, row -> row.effect().kind()),
                Bulk.bytes(effects, EffectRow::sealed),
                Bulk.times(effects, row -> row.effect().dueAt()),
                Bulk.integers(effects, row -> row.effect().attempts()));
    }

    private void insertKeys(Connection connection, List<DecisionRow> decisions) throws SQLException {
        var keyed = decisions.stream()
                .filter(row -> row.decision().plain().key() != null)
                .toList();
        if (keyed.isEmpty()) return;
        Bulk.update(
                connection,
                KEYS,
                Bulk.bytes(keyed, row -> digests.idempotencyKey(keyOf(row).key())),
                Bulk.bytes(keyed, row -> digests.body(keyOf(row).key())),
                Bulk.longs(keyed, DecisionRow::index),
                Bulk.times(keyed, row -> keyOf(row).expiresAt()),
                sealed(keyed, row -> row.decision().idempotencyKey()));
    }

    private static CarriedContent.Key keyOf(DecisionRow row) {
        return java.util.Objects.requireNonNull(row.decision().plain().key());
    }
}
