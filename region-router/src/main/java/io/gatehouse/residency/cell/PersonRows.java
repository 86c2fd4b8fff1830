package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.PersonKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A person's rows besides contents, opened. The same code reads both ends of a migration. */
final class PersonRows {
    private static final String HELD = "SELECT key_id, wrapped_key FROM account WHERE account_ref = ?";
    private static final String PERSON = "SELECT sealed_profile, created_at, guests FROM account WHERE account_ref = ?";
    private static final String NOTES = "SELECT topic, sealed_notes FROM account_notes WHERE account_ref = ?";
    private static final String REQUEST_COLUMNS = "request_id, kind, state, account_ref, home_epoch, step, progress,"
            + " received_at, due_on, extended_because, asked_by, ended_at, certificate";
    /** Without the place in the log, which is another cell's. */
    private static final String REQUESTS = "SELECT to_jsonb(r)::text FROM (SELECT " + REQUEST_COLUMNS
            + " FROM person_request WHERE account_ref = ? AND state IN ('DONE', 'REFUSED')) AS r ORDER BY r.request_id";

    private static final String INSERT_REQUEST = "INSERT INTO person_request (" + REQUEST_COLUMNS + ") SELECT "
            + REQUEST_COLUMNS + " FROM jsonb_populate_record(NULL::person_request, ?::jsonb) ON CONFLICT DO NOTHING";
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
        var requests = requests(connection, account);
        try (var select = connection.prepareStatement(PERSON)) {
            select.setBytes(1, account.digest());
            return Bulk.all(
                            select,
                            row -> new CarriedPerson(
                                    key.open(row.getBytes(1), context.profile(account)),
                                    Bulk.instant(row, "created_at"),
                                    Set.of((String[]) row.getArray("guests").getArray()),
                                    requests,
                                    notes))
                    .getFirst();
        }
    }

    /** Those that are closed; an open one stops the migration. */
    private static List<String> requests(Connection connection, AccountRef account) throws SQLException {
        try (var select = connection.prepareStatement(REQUESTS)) {
            select.setBytes(1, account.digest());
            return Bulk.all(select, row -> row.getString(1));
        }
    }

    static void insertRequests(Connection connection, List<String> requests) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT_REQUEST)) {
            for (var request : requests) {
                insert.setString(1, request);
                insert.executeUpdate();
            }
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

    /**
     * Tables that a migration carries, and those whose rows end with the home. What is in neither stops a migration. Holds
     * that still bind stop it before it begins.
     */
    private static final Set<String> KNOWN = Set.of(
            "outbox",
            "idempotency",
            "shadow_verdict",
            "content_media",
            "copy_owed",
            "decision",
            "content",
            "content_revision",
            "media",
            "media_hash",
            "account_notes",
            "account",
            "departure",
            "arrival",
            "misplacement",
            "access_grant",
            "legal_hold");

    /** Tables with rows of the person that a migration would lose; a new table is among them until it is carried. */
    static Set<String> notCarried(Connection connection, AccountRef account) throws SQLException {
        var found = new TreeSet<String>();
        for (var table : OwnedTables.CELL) {
            if (KNOWN.contains(table.name())) continue;
            String owned = switch (table.owner()) {
                case OwnedTable.Owner.ByAccount(var column) ->
                    column + " = ?"
                            + (table.name().equals("person_request") ? " AND state NOT IN ('DONE', 'REFUSED')" : "");
                case OwnedTable.Owner.ByContent(var column) ->
                    column + " IN (SELECT content_index FROM content WHERE account_ref = ?)";
                case OwnedTable.Owner.ByDecision(var column) ->
                    column + " IN (SELECT content_index FROM content WHERE account_ref = ?)";
                case OwnedTable.Owner.ByMedia(var column) ->
                    column + " IN (SELECT media_id FROM media WHERE account_ref = ?)";
                case OwnedTable.Owner.Nobody _ -> "";
            };
            if (owned.isEmpty()) continue;
            try (var select = connection.prepareStatement(
                    "SELECT EXISTS (SELECT 1 FROM " + table.name() + " WHERE " + owned + ")")) {
                select.setBytes(1, account.digest());
                if (Bulk.all(select, row -> row.getBoolean(1)).getFirst()) found.add(table.name());
            }
        }
        return found;
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
