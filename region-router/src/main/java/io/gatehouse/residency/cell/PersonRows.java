package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.PersonKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;

/** A person's rows besides contents, opened. The same code reads both ends of a migration. */
final class PersonRows {
    private static final String HELD = "SELECT key_id, wrapped_key FROM account WHERE account_ref = ?";
    private static final String PERSON = "SELECT sealed_profile, created_at FROM account WHERE account_ref = ?";
    private static final String NOTES = "SELECT topic, sealed_notes FROM account_notes WHERE account_ref = ?";
    private static final String MEDIA =
            "SELECT * FROM media WHERE account_ref = ? AND media_id > ? ORDER BY media_id LIMIT ?";

    private PersonRows() {}

    /** @throws IllegalStateException when the person has no key here */
    static PersonKeyRing.Held held(Connection connection, AccountRef account, PersonKeyRing ring) throws SQLException {
        try (var select = connection.prepareStatement(HELD)) {
            select.setBytes(1, account.digest());
            for (var row : Bulk.all(select, row -> ring.storedOrNull(account, row)))
                if (row.isPresent()) return row.get();
        }
        throw new IllegalStateException("a person without a key in this cell");
    }

    static CarriedPerson person(Connection connection, AccountRef account, PersonKey key, SealContext context)
            throws SQLException {
        var notes = new EnumMap<NotesTopic, byte[]>(NotesTopic.class);
        try (var select = connection.prepareStatement(NOTES)) {
            select.setBytes(1, account.digest());
            Bulk.all(select, row -> {
                var topic = NotesTopic.valueOf(row.getString(1));
                return notes.put(topic, key.open(row.getBytes(2), context.notes(account, topic)));
            });
        }
        try (var select = connection.prepareStatement(PERSON)) {
            select.setBytes(1, account.digest());
            return Bulk.all(
                            select,
                            row -> new CarriedPerson(
                                    key.open(row.getBytes(1), context.profile(account)),
                                    Bulk.instant(row, "created_at"),
                                    notes))
                    .getFirst();
        }
    }

    static List<CarriedMedia> media(
            Connection connection, AccountRef account, PersonKey key, SealContext context, String after, int limit)
            throws SQLException {
        try (var select = connection.prepareStatement(MEDIA)) {
            select.setBytes(1, account.digest());
            select.setString(2, after);
            select.setInt(3, limit);
            return Bulk.all(select, row -> media(row, key, context));
        }
    }

    private static CarriedMedia media(ResultSet row, PersonKey key, SealContext context) throws SQLException {
        String id = row.getString("media_id");
        return new CarriedMedia(
                id,
                row.getString("object_key"),
                key.open(row.getBytes("sealed_digest"), context.mediaDigest(id)),
                row.getLong("size_bytes"),
                key.open(row.getBytes("sealed_description"), context.mediaDescription(id)),
                Bulk.instant(row, "stored_at"));
    }

    static CarriedCounts counts(ResultSet row) throws SQLException {
        return new CarriedCounts(
                row.getLong("contents"),
                row.getLong("decisions"),
                row.getLong("keys"),
                row.getLong("media"),
                row.getLong("bytes"));
    }
}
