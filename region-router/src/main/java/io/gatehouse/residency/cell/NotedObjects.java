package io.gatehouse.residency.cell;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.store.ObjectKey;
import java.util.List;

/** Keys of objects that are to be deleted, so that they can be deleted, and looked for again, when no row names them. Thread-safe. */
final class NotedObjects {
    private final Database database;

    NotedObjects(Database database) {
        this.database = database;
    }

    /**
     * Writes down the keys of the person's objects, so that they can be deleted, and looked for again, when no row names
     * them any more. Repeatable.
     *
     * @return how many are written down
     */
    long note(String erasureId, AccountRef account) {
        return database.transact(connection -> {
            try (var insert = connection.prepareStatement(
                    "INSERT INTO erased_object (erasure_id, object_key)"
                            + " SELECT ?, object_key FROM (SELECT object_key FROM media WHERE account_ref = ? UNION ALL"
                            + " SELECT object_key FROM media_upload_part WHERE account_ref = ?) AS objects ON CONFLICT DO NOTHING")) {
                insert.setString(1, erasureId);
                insert.setBytes(2, account.digest());
                insert.setBytes(3, account.digest());
                insert.executeUpdate();
            }
            return Bulk.query(
                            connection,
                            "SELECT count(*) FROM erased_object WHERE erasure_id = ANY (?)",
                            row -> row.getLong(1),
                            Bulk.texts(List.of(erasureId), id -> id))
                    .getFirst();
        });
    }

    /**
     * Keys that {@link #note} wrote down, in order.
     *
     * @param after the last key of the page before; empty for the first page
     */
    List<ObjectKey> page(String erasureId, String after, int limit) {
        return database.read(connection -> Bulk.query(
                connection,
                "SELECT object_key FROM erased_object WHERE erasure_id = ANY (?) AND object_key > ALL (?)"
                        + " ORDER BY object_key LIMIT " + limit,
                row -> new ObjectKey(row.getString(1)),
                Bulk.texts(List.of(erasureId), id -> id),
                Bulk.texts(List.of(after), key -> key)));
    }

    /** Ids under which objects are written down, at most {@code limit}: of erasures, and of contents that were deleted. */
    List<String> ids(int limit) {
        return database.read(connection -> Bulk.query(
                connection,
                "SELECT DISTINCT erasure_id FROM erased_object ORDER BY erasure_id LIMIT " + limit,
                row -> row.getString(1)));
    }

    /** Forgets what {@link #note} wrote down. */
    void forget(String erasureId) {
        database.transact(connection -> Bulk.update(
                connection,
                "DELETE FROM erased_object WHERE erasure_id = ANY (?)",
                Bulk.texts(List.of(erasureId), id -> id)));
    }
}
