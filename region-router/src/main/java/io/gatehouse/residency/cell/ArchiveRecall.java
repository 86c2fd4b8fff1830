package io.gatehouse.residency.cell;

import io.gatehouse.residency.archive.ArchivedContent;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.PersonKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings archived contents back into their rows, sealed as they were. */
final class ArchiveRecall {
    /** Some hundred kilobytes, and a transaction of some ten milliseconds. */
    private static final int AT_ONCE = 500;
    /** A content that changes under our hands is read again; so often in a row means a fault. */
    private static final int TRIES = 5;

    private static final String SELECT = "SELECT c.content_index, c.screening_id, c.revision, c.account_ref, a.state,"
            + " a.key_id, a.wrapped_key," + ArchivePlace.COLUMNS
            + "FROM content c JOIN account a ON a.account_ref = c.account_ref WHERE c.archive_segment IS NOT NULL AND ";
    private static final String OF_PEOPLE =
            SELECT + "c.account_ref = ANY (?) ORDER BY c.content_index LIMIT " + AT_ONCE;
    private static final String OF_DECISION =
            SELECT + "c.content_index = (SELECT content_index FROM decision WHERE decision_id = ANY (?))";
    /** What was deleted while it was read is read again. */
    private static final String PUT_BACK = "UPDATE content c SET sealed_content = u.b," + ArchivePlace.NOWHERE
            + "FROM unnest(?, ?, ?) AS u (i, g, b) WHERE c.content_index = u.i AND c.archive_segment = u.g"
            + " AND (c.archive_content_salt IS NULL) = (u.b IS NULL) RETURNING c.content_index";

    private static final String DECISIONS = "UPDATE decision d SET sealed_record = u.r, sealed_answer = u.a"
            + " FROM unnest(?, ?, ?) AS u (i, r, a) WHERE d.log_index = u.i";

    private final Database database;
    private final SealContext context;
    private final PersonKeyRing ring;
    private final ArchiveSource source;

    ArchiveRecall(Database database, SealContext context, PersonKeyRing ring, ArchiveSource source) {
        this.database = database;
        this.context = context;
        this.ring = ring;
        this.source = source;
    }

    private record Found(ArchivePlace place, String screeningId, int revision, PersonKey key) {}

    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    private record Sealed(long index, int revision, byte @Nullable [] bytes) {}

    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    private record SealedDecision(long index, byte @Nullable [] record, byte @Nullable [] answer) {}

    long of(List<AccountRef> accounts) {
        if (isEmpty()) return 0;
        long back = 0;
        int inVain = 0;
        while (true) {
            var found = database.read(connection ->
                    Bulk.query(connection, OF_PEOPLE, this::found, Bulk.bytes(accounts, AccountRef::digest)));
            if (found.isEmpty()) return back;
            int some = putBack(found.stream().flatMap(Optional::stream).toList());
            inVain = some == 0 ? inVain + 1 : 0;
            if (inVain == TRIES)
                throw new IllegalStateException("contents of people who leave do not come back from the archive");
            back += some;
        }
    }

    /** Most cells have no archive, and nobody's contents are to be gone through for it. */
    private boolean isEmpty() {
        return !database.read(connection ->
                        Bulk.query(connection, "SELECT EXISTS (SELECT FROM archive_segment)", row -> row.getBoolean(1)))
                .getFirst();
    }

    boolean ofDecision(String decisionId) {
        for (int i = 0; i < TRIES; i++) {
            var found = database.read(connection ->
                    Bulk.query(connection, OF_DECISION, this::found, Bulk.texts(List.of(decisionId), id -> id)));
            var readable = found.stream().flatMap(Optional::stream).toList();
            if (readable.isEmpty()) return false;
            if (putBack(readable) > 0) return true;
        }
        throw new IllegalStateException("the content of " + decisionId + " does not come back from the archive");
    }

    /** Empty for what nobody may touch any more. */
    private Optional<Found> found(ResultSet row) throws SQLException {
        var place = ArchivePlace.of(row);
        byte[] wrapped = row.getBytes("wrapped_key");
        if (place == null || wrapped == null) return Optional.empty();
        var key = ring.stored(new AccountRef(row.getBytes("account_ref")), row.getString("key_id"), wrapped)
                .key();
        return Optional.of(new Found(place, row.getString("screening_id"), row.getInt("revision"), key));
    }

    private int putBack(List<Found> found) {
        var contents = source.read(found.stream()
                .map(each -> new ArchiveSource.Wanted(each.place(), each.key()))
                .toList());
        var newest = new ArrayList<Sealed>();
        Map<Long, List<Sealed>> earlier = new HashMap<>();
        Map<Long, List<SealedDecision>> decisions = new HashMap<>();
        var segments = new HashMap<Long, Long>();
        for (var each : found) {
            var content = contents.get(each.place().contentIndex());
            if (content == null) continue;
            segments.put(content.index(), each.place().segment());
            seal(each, content, newest, earlier);
            decisions.put(content.index(), decisions(each, content));
        }
        if (newest.isEmpty()) return 0;
        return database.transact(connection -> {
            var _ = LogHead.lock(connection);
            var back = new HashSet<>(Bulk.query(
                    connection,
                    PUT_BACK,
                    row -> row.getLong(1),
                    Bulk.longs(newest, Sealed::index),
                    Bulk.longs(newest, each -> Objects.requireNonNull(segments.get(each.index()))),
                    Bulk.nullableBytes(newest, Sealed::bytes)));
            insert(connection, back, earlier, decisions);
            return back.size();
        });
    }

    private void seal(Found each, ArchivedContent content, List<Sealed> newest, Map<Long, List<Sealed>> earlier) {
        byte[] words = null;
        var before = new ArrayList<Sealed>();
        for (var revision : content.revisions()) {
            byte[] sealed = each.key().seal(revision.content(), context.content(each.screeningId(), revision.number()));
            if (revision.number() == each.revision()) words = sealed;
            else before.add(new Sealed(content.index(), revision.number(), sealed));
        }
        newest.add(new Sealed(content.index(), each.revision(), words));
        earlier.put(content.index(), before);
    }

    private List<SealedDecision> decisions(Found each, ArchivedContent content) {
        var sealed = new ArrayList<SealedDecision>();
        for (var decision : content.decisions()) {
            byte[] record = decision.record();
            byte[] answer = decision.answer();
            sealed.add(new SealedDecision(
                    decision.logIndex(),
                    record == null ? null : each.key().seal(record, context.record(decision.decisionId())),
                    answer == null ? null : each.key().seal(answer, context.answer(decision.decisionId()))));
        }
        return sealed;
    }

    private static void insert(
            Connection connection,
            Set<Long> back,
            Map<Long, List<Sealed>> earlier,
            Map<Long, List<SealedDecision>> decisions)
            throws SQLException {
        var rows = back.stream()
                .flatMap(index -> decisions.getOrDefault(index, List.of()).stream())
                .toList();
        Bulk.update(
                connection,
                DECISIONS,
                Bulk.longs(rows, SealedDecision::index),
                Bulk.nullableBytes(rows, SealedDecision::record),
                Bulk.nullableBytes(rows, SealedDecision::answer));
        var revisions = back.stream()
                .flatMap(index -> earlier.getOrDefault(index, List.of()).stream())
                .toList();
        if (!revisions.isEmpty())
            Bulk.update(
                    connection,
                    "INSERT INTO content_revision (content_index, revision, sealed_content)"
                            + " SELECT * FROM unnest(?, ?, ?) ON CONFLICT DO NOTHING",
                    Bulk.longs(revisions, Sealed::index),
                    Bulk.integers(revisions, Sealed::revision),
                    Bulk.nullableBytes(revisions, Sealed::bytes));
    }
}
