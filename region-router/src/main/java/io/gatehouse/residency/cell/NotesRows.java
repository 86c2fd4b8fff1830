package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.PersonKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is noted about the people of one batch. Read and written under the cell's lock, so no change is lost. */
final class NotesRows {
    private static final String SELECT =
            "SELECT account_ref, sealed_notes FROM account_notes WHERE topic = ANY (?) AND account_ref = ANY (?)";
    private static final String UPSERT = """
            INSERT INTO account_notes (account_ref, topic, sealed_notes)
            SELECT * FROM unnest(?, ?, ?)
            ON CONFLICT (account_ref, topic) DO UPDATE SET sealed_notes = excluded.sealed_notes""";

    private NotesRows() {}

    /** @param key under which the account's data are sealed */
    record Change(AccountRef account, PersonKey key, NotesChange change) {}

    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    private record Notes(AccountRef account, PersonKey key, byte[] plain) {}

    static void apply(Connection connection, NotesTopic topic, List<Change> changes, SealContext context)
            throws SQLException {
        if (changes.isEmpty()) return;
        var sealed = new LinkedHashMap<AccountRef, byte[]>();
        Bulk.query(
                connection,
                SELECT,
                row -> sealed.put(new AccountRef(row.getBytes(1)), row.getBytes(2)),
                Bulk.texts(List.of(topic), NotesTopic::name),
                Bulk.bytes(changes, change -> change.account().digest()));
        Map<AccountRef, Notes> notes = new LinkedHashMap<>();
        for (var change : changes) {
            var before = notes.get(change.account());
            byte[] plain = before == null
                    ? open(sealed.get(change.account()), change.key(), context, change.account(), topic)
                    : before.plain();
            notes.put(
                    change.account(),
                    new Notes(change.account(), change.key(), change.change().apply(plain)));
        }
        var rows = List.copyOf(notes.values());
        Bulk.update(
                connection,
                UPSERT,
                Bulk.bytes(rows, row -> row.account().digest()),
                Bulk.texts(rows, _ -> topic.name()),
                Bulk.bytes(rows, row -> row.key().seal(row.plain(), context.notes(row.account(), topic))));
    }

    static byte[] read(Connection connection, AccountRef account, NotesTopic topic, PersonKey key, SealContext context)
            throws SQLException {
        var sealed = Bulk.query(
                connection,
                SELECT,
                row -> row.getBytes(2),
                Bulk.texts(List.of(topic), NotesTopic::name),
                Bulk.bytes(List.of(account), AccountRef::digest));
        return open(sealed.isEmpty() ? null : sealed.getFirst(), key, context, account, topic);
    }

    static byte[] open(
            byte @Nullable [] sealed, PersonKey key, SealContext context, AccountRef account, NotesTopic topic) {
        return sealed == null ? new byte[0] : key.open(sealed, context.notes(account, topic));
    }
}
