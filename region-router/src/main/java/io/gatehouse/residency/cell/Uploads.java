package io.gatehouse.residency.cell;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Media that come in parts. What was acknowledged survives whatever happens to the process; what ends is written down for deletion in
 * the transaction that ends it. Thread-safe; throws {@link io.gatehouse.residency.database.DatabaseUnavailableException} when the
 * database is away, and a retry is safe.
 */
public final class Uploads {
    /** Locked, so that nobody is erased or moved between the look and the row. */
    private static final String OWNER = "SELECT account_ref, key_id, wrapped_key FROM account WHERE account_ref = ?"
            + " AND state IN ('ACTIVE', 'GUEST') FOR SHARE";

    private static final String OPEN = """
        INSERT INTO media_upload (upload_id, account_ref, client, state, size_bytes, received_bytes, media_id,
          sealed_description, expires_at) VALUES (?, ?, ?, 'OPEN', ?, 0, ?, ?, ?)\
        """;
    private static final String FIND = """
        SELECT u.*, a.key_id, a.wrapped_key, a.state AS owner_state FROM media_upload u JOIN account a USING (account_ref)
        WHERE u.upload_id = ?\
        """;
    private static final String IS_HELD = """
        EXISTS (SELECT 1 FROM legal_hold h WHERE h.account_ref = media_upload.account_ref AND h.lifted_at IS NULL
          AND (h.until_at IS NULL OR h.until_at > ?))\
        """;
    private static final String UNFINISHED = """
        SELECT u.*, a.key_id, a.wrapped_key FROM media_upload u JOIN account a USING (account_ref)
        WHERE u.account_ref = ? AND u.state <> 'STORED' AND u.upload_id > ? AND a.wrapped_key IS NOT NULL
        ORDER BY u.upload_id LIMIT ?\
        """;
    private static final String ADVANCE = """
        UPDATE media_upload SET received_bytes = received_bytes + ?, expires_at = ?
        WHERE upload_id = ? AND received_bytes = ? AND state = 'OPEN'\
        """;
    private static final String ADD = """
        INSERT INTO media_upload_part (upload_id, start_byte, size_bytes, object_key, account_ref) VALUES (?, ?, ?, ?, ?)\
        """;
    private static final String NOTE = """
        INSERT INTO erased_object (erasure_id, object_key) SELECT ?, object_key FROM media_upload_part WHERE upload_id = ?
        ON CONFLICT DO NOTHING\
        """;

    private final Database database;
    private final PersonKeyRing ring;
    private final SealContext context;

    Uploads(Database database, PersonKeyRing ring, SealContext context) {
        this.database = database;
        this.ring = ring;
        this.context = context;
    }

    /** How an upload stands. */
    public enum State {
        OPEN,
        STORED,
        /** What came was not what was announced, or no medium. */
        FAILED
    }

    /**
     * @param mediaId under which the media will be found
     * @param description what the caller keeps about it; sealed
     */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    public record Upload(
            String id,
            AccountRef account,
            String client,
            State state,
            long sizeBytes,
            long receivedBytes,
            String mediaId,
            byte[] description,
            Instant expiresAt) {
        public boolean isWhole() {
            return receivedBytes == sizeBytes;
        }
    }

    /** @param start of its first byte in the whole */
    public record Part(long start, int sizeBytes, String objectKey) {}

    /** @return false when its owner is not at home here any more */
    public boolean open(Upload upload) {
        return database.transact(connection -> {
            var held = owner(connection, upload.account());
            if (held == null) return false;
            try (var insert = connection.prepareStatement(OPEN)) {
                insert.setString(1, upload.id());
                insert.setBytes(2, upload.account().digest());
                insert.setString(3, upload.client());
                insert.setLong(4, upload.sizeBytes());
                insert.setString(5, upload.mediaId());
                insert.setBytes(6, held.key().seal(upload.description(), context.upload(upload.id())));
                insert.setObject(7, time(upload.expiresAt()));
                insert.executeUpdate();
            }
            return true;
        });
    }

    /** What is found under an upload's id. */
    public sealed interface Found {
        record Here(Upload upload) implements Found {}

        /** Its owner is on the way to another cell: it ends when they arrive there, and goes on when they do not. */
        record OwnerMoves() implements Found {}

        /** Its owner moved, and what had come of it was deleted. */
        record OwnerMoved() implements Found {}

        /** There was none, it was dropped or its time is over; or its owner is erased. */
        record Nothing() implements Found {}
    }

    public Found look(String id) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(FIND)) {
                select.setString(1, id);
                var found = Bulk.all(select, this::found);
                if (!found.isEmpty()) return found.getFirst();
            }
            try (var select = connection.prepareStatement("SELECT 1 FROM moved_id WHERE id = ?")) {
                select.setString(1, id);
                return Bulk.all(select, row -> row.getInt(1)).isEmpty() ? new Found.Nothing() : new Found.OwnerMoved();
            }
        });
    }

    private Found found(ResultSet row) throws SQLException {
        return switch (AccountState.valueOf(row.getString("owner_state"))) {
            case ACTIVE, GUEST -> new Found.Here(upload(row));
            case MOVING -> new Found.OwnerMoves();
            case MOVED -> new Found.OwnerMoved();
            case ERASING, ERASED -> new Found.Nothing();
        };
    }

    /** Empty when there is none, or its owner is not at home here. */
    public Optional<Upload> find(String id) {
        return look(id) instanceof Found.Here(var upload) ? Optional.of(upload) : Optional.empty();
    }

    /** A person's uploads that became no medium, also while an erasure waits; by id, after this one. */
    public List<Upload> unfinished(AccountRef account, String afterId, int limit) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(UNFINISHED)) {
                select.setBytes(1, account.digest());
                select.setString(2, afterId);
                select.setInt(3, limit);
                return Bulk.all(select, this::upload);
            }
        });
    }

    /** Whether a legal hold keeps what came of an upload. */
    public boolean isHeld(String id, Instant now) {
        return database.read(connection -> {
            try (var select =
                    connection.prepareStatement("SELECT 1 FROM media_upload WHERE upload_id = ? AND " + IS_HELD)) {
                select.setString(1, id);
                select.setObject(2, time(now));
                return !Bulk.all(select, row -> row.getInt(1)).isEmpty();
            }
        });
    }

    private Upload upload(ResultSet row) throws SQLException {
        var account = new AccountRef(row.getBytes("account_ref"));
        var held = ring.stored(account, row.getString("key_id"), row.getBytes("wrapped_key"));
        String id = row.getString("upload_id");
        return new Upload(
                id,
                account,
                row.getString("client"),
                State.valueOf(row.getString("state")),
                row.getLong("size_bytes"),
                row.getLong("received_bytes"),
                row.getString("media_id"),
                held.key().open(row.getBytes("sealed_description"), context.upload(id)),
                Bulk.instant(row, "expires_at"));
    }

    /**
     * Acknowledges parts whose objects are durable.
     *
     * @param parts one after the other, the first where the upload stood
     * @return false, and nothing changed, when it stands elsewhere by now, has ended, or its owner is not at home here any more
     */
    public boolean add(Upload upload, List<Part> parts, Instant expiresAt) {
        long bytes = parts.stream().mapToLong(Part::sizeBytes).sum();
        return database.transact(connection -> {
            if (owner(connection, upload.account()) == null) return false;
            try (var advance = connection.prepareStatement(ADVANCE)) {
                advance.setLong(1, bytes);
                advance.setObject(2, time(expiresAt));
                advance.setString(3, upload.id());
                advance.setLong(4, parts.getFirst().start());
                if (advance.executeUpdate() == 0) return false;
            }
            try (var add = connection.prepareStatement(ADD)) {
                for (var part : parts) {
                    add.setString(1, upload.id());
                    add.setLong(2, part.start());
                    add.setInt(3, part.sizeBytes());
                    add.setString(4, part.objectKey());
                    add.setBytes(5, upload.account().digest());
                    add.addBatch();
                }
                add.executeBatch();
            }
            return true;
        });
    }

    /** In order. */
    public List<Part> parts(String uploadId) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement("SELECT start_byte, size_bytes, object_key FROM"
                    + " media_upload_part WHERE upload_id = ? ORDER BY start_byte")) {
                select.setString(1, uploadId);
                return Bulk.all(select, row -> new Part(row.getLong(1), row.getInt(2), row.getString(3)));
            }
        });
    }

    /**
     * Ends an upload. The objects of its parts are only written down, under the event's id, as those of a deleted content are.
     *
     * @param state that it is left in until it expires
     */
    public void end(String uploadId, State state, String eventId) {
        drop(
                uploadId,
                eventId,
                "UPDATE media_upload SET state = '" + state.name() + "' WHERE upload_id = ? AND state = 'OPEN'");
    }

    /** As {@link #end}, and forgets that there was one. */
    public void forget(String uploadId, String eventId) {
        drop(uploadId, eventId, "DELETE FROM media_upload WHERE upload_id = ?");
    }

    private void drop(String uploadId, String eventId, String last) {
        database.transact(connection -> {
            try (PreparedStatement note = connection.prepareStatement(NOTE)) {
                note.setString(1, eventId);
                note.setString(2, uploadId);
                note.executeUpdate();
            }
            for (var sql : List.of("DELETE FROM media_upload_part WHERE upload_id = ?", last))
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setString(1, uploadId);
                    statement.executeUpdate();
                }
            return uploadId;
        });
    }

    /** Ends an upload that failed, and keeps what came of it, which a legal hold wants; it goes when that is over. */
    public void fail(String uploadId) {
        database.transact(connection -> {
            try (var update = connection.prepareStatement(
                    "UPDATE media_upload SET state = 'FAILED' WHERE upload_id = ? AND state = 'OPEN'")) {
                update.setString(1, uploadId);
                return update.executeUpdate();
            }
        });
    }

    /**
     * Uploads whose time is over, and which no legal hold keeps.
     *
     * @param except those that could not be dropped a moment ago, so that they are not in the way of others
     */
    public List<String> expired(Instant now, Collection<String> except, int limit) {
        return database.read(connection -> {
            try (var select =
                    connection.prepareStatement("SELECT upload_id FROM media_upload WHERE expires_at <= ? AND NOT "
                            + IS_HELD + " AND upload_id <> ALL (?) ORDER BY expires_at LIMIT ?")) {
                select.setObject(1, time(now));
                select.setObject(2, time(now));
                select.setArray(3, connection.createArrayOf("text", except.toArray()));
                select.setInt(4, limit);
                return Bulk.all(select, row -> row.getString(1));
            }
        });
    }

    /**
     * Uploads that were all there at that time, and became no medium: whoever should have made it was killed.
     *
     * @param except those that could not be joined a moment ago, so that they are not in the way of others
     */
    public List<String> whole(Instant expiringBefore, Collection<String> except, int limit) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement("SELECT upload_id FROM media_upload WHERE state = 'OPEN'"
                    + " AND received_bytes = size_bytes AND expires_at <= ? AND upload_id <> ALL (?)"
                    + " ORDER BY expires_at LIMIT ?")) {
                select.setObject(1, time(expiringBefore));
                select.setArray(2, connection.createArrayOf("text", except.toArray()));
                select.setInt(3, limit);
                return Bulk.all(select, row -> row.getString(1));
            }
        });
    }

    private PersonKeyRing.@Nullable Held owner(Connection connection, AccountRef account) throws SQLException {
        try (var select = connection.prepareStatement(OWNER)) {
            select.setBytes(1, account.digest());
            var owners =
                    Bulk.all(select, row -> ring.stored(account, row.getString("key_id"), row.getBytes("wrapped_key")));
            return owners.isEmpty() ? null : owners.getFirst();
        }
    }

    private static OffsetDateTime time(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
