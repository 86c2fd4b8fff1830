package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.EntryFacts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An author's deletion of one content: what was said goes, and media that no other content shows; decisions and log stay. */
public final class ContentDeletion {
    private static final String FIND = """
        SELECT c.content_index, c.screening_id, c.client, c.account_ref, c.sealed_content IS NULL AND c.archive_content_salt IS NULL AS gone, a.state,
          EXISTS (SELECT 1 FROM legal_hold h WHERE h.account_ref = c.account_ref AND h.lifted_at IS NULL
            AND (h.until_at IS NULL OR h.until_at > ?)) AS held
        FROM content c JOIN account a ON a.account_ref = c.account_ref WHERE \
        """;
    private static final String BY_REF = FIND + "c.content_ref = ?";
    private static final String BY_INDEX = FIND + "c.content_index = ?";

    /** Media of this content alone; written down, so that their objects go even when this process does not live to see it. */
    private static final String NOTE_OBJECTS = """
        INSERT INTO erased_object (erasure_id, object_key)
        SELECT ?, m.object_key FROM content_media u JOIN media m USING (media_id)
        WHERE u.content_index = ? AND NOT EXISTS (SELECT 1 FROM content_media o
          WHERE o.media_id = u.media_id AND o.content_index <> u.content_index)
          AND NOT EXISTS (SELECT 1 FROM copy_media y WHERE y.media_id = u.media_id)
        ON CONFLICT DO NOTHING\
        """;

    private static final String DELETE_MEDIA = """
        DELETE FROM media m USING content_media u WHERE u.media_id = m.media_id AND u.content_index = ?
          AND NOT EXISTS (SELECT 1 FROM content_media o
            WHERE o.media_id = u.media_id AND o.content_index <> u.content_index)
          AND NOT EXISTS (SELECT 1 FROM copy_media y WHERE y.media_id = u.media_id)\
        """;

    /** A statement of its own, after the media are gone: it then sees what was stored while they were waited for. */
    private static final String DELETE_HASHES = """
        DELETE FROM media_hash h USING content_media u WHERE u.media_id = h.media_id AND u.content_index = ?
          AND NOT EXISTS (SELECT 1 FROM media m WHERE m.media_id = h.media_id)\
        """;

    private static final String DELETE_WAITING =
            DELETE_HASHES.replace("DELETE FROM media_hash h", "DELETE FROM media_waiting h");
    private static final String DELETE_LOOKS =
            DELETE_HASHES.replace("DELETE FROM media_hash h", "DELETE FROM media_look h");
    private static final String DELETE_PLACED = DELETE_HASHES.replace("media_hash", "placed_media");

    private ContentDeletion() {}

    /** What became of it. */
    public sealed interface Outcome {
        /** @param screeningId under which copies of it may lie in other cells */
        record Deleted(String screeningId) implements Outcome {}

        record NoSuchContent() implements Outcome {}

        /** A legal hold keeps the author's data; that somebody asked is in the log. */
        record Held() implements Outcome {}

        /** The author is at home elsewhere, and only there a hold on their data is known: nothing was done yet. */
        record OfGuest(AccountRef author) implements Outcome {}

        /** The author is erased, or on the way to another cell. */
        record Closed(AccountState state) implements Outcome {}
    }

    private record Found(
            long index, String screeningId, AccountRef account, boolean gone, AccountState state, boolean held) {}

    /** @param isFree whether a guest's home was asked, and holds nothing of theirs */
    static Outcome delete(LoggedTransaction transaction, byte[] contentRef, String eventId, Instant at, boolean isFree)
            throws SQLException {
        var found = find(transaction.connection(), BY_REF, select -> select.setBytes(2, contentRef), at);
        return delete(transaction, found, eventId, at, isFree, Map.of());
    }

    /** The time of keeping is over: goes as a deletion does, and says by which rule. */
    static Outcome end(
            LoggedTransaction transaction, long contentIndex, String eventId, Instant at, boolean isFree, String rule)
            throws SQLException {
        var found = find(transaction.connection(), BY_INDEX, select -> select.setLong(2, contentIndex), at);
        return delete(transaction, found, eventId, at, isFree, Map.of("retention_rule", rule));
    }

    private static Outcome delete(
            LoggedTransaction transaction,
            Optional<Found> found,
            String eventId,
            Instant at,
            boolean isFree,
            Map<String, String> why)
            throws SQLException {
        var connection = transaction.connection();
        if (found.isEmpty()) return new Outcome.NoSuchContent();
        var content = found.get();
        switch (content.state()) {
            case ACTIVE, GUEST -> {}
            case MOVING, MOVED, ERASING, ERASED -> {
                return new Outcome.Closed(content.state());
            }
        }
        if (content.gone()) return new Outcome.Deleted(content.screeningId());
        if (content.held()) {
            transaction.append(
                    new LogEvent(
                            eventId,
                            "content-deletion-refused",
                            at,
                            new EntryFacts(Map.of("decision_index", content.index(), "reason", "held"))),
                    content.account());
            return new Outcome.Held();
        }
        if (content.state() == AccountState.GUEST && !isFree) return new Outcome.OfGuest(content.account());
        try (var note = connection.prepareStatement(NOTE_OBJECTS)) {
            note.setString(1, eventId);
            note.setLong(2, content.index());
            note.executeUpdate();
        }
        for (var sql : List.of(
                DELETE_MEDIA,
                DELETE_HASHES,
                DELETE_WAITING,
                DELETE_LOOKS,
                DELETE_PLACED,
                "DELETE FROM content_media WHERE content_index = ?",
                "DELETE FROM content_revision WHERE content_index = ?",
                // Copies elsewhere are owed their end: also of a cell that is down while this is deleted.
                "UPDATE copy_owed SET stored_at = NULL WHERE content_index = ?",
                // Without its salt nobody opens what a segment has of it.
                "UPDATE content SET sealed_content = NULL, archive_content_salt = NULL WHERE content_index = ?"))
            try (var statement = connection.prepareStatement(sql)) {
                statement.setLong(1, content.index());
                statement.executeUpdate();
            }
        var facts = new LinkedHashMap<String, Object>(why);
        facts.put("decision_index", content.index());
        transaction.append(new LogEvent(eventId, "content-deleted", at, new EntryFacts(facts)), content.account());
        return new Outcome.Deleted(content.screeningId());
    }

    @FunctionalInterface
    private interface Which {
        void bind(PreparedStatement select) throws SQLException;
    }

    private static Optional<Found> find(Connection connection, String sql, Which which, Instant at)
            throws SQLException {
        try (var select = connection.prepareStatement(sql)) {
            select.setObject(1, at.atOffset(java.time.ZoneOffset.UTC));
            which.bind(select);
            return Bulk.all(
                            select,
                            row -> new Found(
                                    row.getLong("content_index"),
                                    row.getString("screening_id"),
                                    new AccountRef(row.getBytes("account_ref")),
                                    row.getBoolean("gone"),
                                    AccountState.valueOf(row.getString("state")),
                                    row.getBoolean("held")))
                    .stream()
                    .findFirst();
        }
    }
}
