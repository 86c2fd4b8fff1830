package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.PersonKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * People who were guests in the cell that becomes their home. What the guest was is put aside when the person is taken in, so
 * that what is read back is what came and nothing else; on arrival both become one, and when the move is given up the guest is
 * as it was. The guest's key is the person's key here.
 */
final class ArrivingGuests {
    private static final String PUT_ASIDE = """
        INSERT INTO guest_before (account_ref, migration_id, home_epoch, guest_of, sealed_profile, created_at, first_index,
          sealed_marks)
        SELECT a.account_ref, u.m, a.home_epoch, a.guest_of, a.sealed_profile, a.created_at, u.f, n.sealed_notes
        FROM unnest(?, ?, ?) AS u (r, m, f) JOIN account a ON a.account_ref = u.r
        LEFT JOIN account_notes n ON n.account_ref = a.account_ref AND n.topic = 'MARKS'\
        """;
    private static final String FIRST = "SELECT account_ref, first_index FROM guest_before WHERE account_ref = ANY (?)";
    private static final String MARKS = """
        SELECT g.account_ref, g.sealed_marks, n.sealed_notes FROM guest_before g
        LEFT JOIN account_notes n ON n.account_ref = g.account_ref AND n.topic = 'MARKS'
        WHERE g.account_ref = ANY (?) AND g.sealed_marks IS NOT NULL\
        """;
    /** What was sheltered for the home that was down is at home now; other placements say under which law it was said. */
    private static final String SHELTERED = """
        DELETE FROM placed_content p USING content c
        WHERE c.account_ref = ANY (?) AND p.content_index = c.content_index AND p.reason = '%s'\
        """.formatted(Shelter.FAILOVER);
    /** Copies for members here of what lies here itself from now on. */
    private static final String COPIES = """
        DELETE FROM content_copy y USING content c
        WHERE y.account_ref = ANY (?) AND c.screening_id = y.screening_id AND c.account_ref = y.account_ref\
        """;

    private static final String COPIES_MEDIA = """
        DELETE FROM copy_media y USING media m
        WHERE m.account_ref = ANY (?) AND m.media_id = y.media_id
          AND NOT EXISTS (SELECT 1 FROM content_copy k WHERE k.screening_id = y.screening_id)\
        """;
    /** Media that nothing here holds under another law are the person's own by now. */
    private static final String MEDIA = """
        DELETE FROM placed_media p USING media m
        WHERE m.account_ref = ANY (?) AND m.media_id = p.media_id
          AND NOT EXISTS (SELECT 1 FROM copy_media y WHERE y.media_id = p.media_id)
          AND NOT EXISTS (SELECT 1 FROM content_media s JOIN placed_content x USING (content_index)
            WHERE s.media_id = p.media_id)\
        """;

    private static final String FORGET = "DELETE FROM guest_before WHERE account_ref = ANY (?)";
    private static final List<String> WHAT_CAME = List.of(
            "DELETE FROM media WHERE account_ref = ANY (?) AND " + PlacedRows.areFree("media"),
            "DELETE FROM account_notes WHERE account_ref = ANY (?)",
            "DELETE FROM person_request WHERE account_ref = ANY (?)");
    private static final String NOTES_AGAIN = """
        INSERT INTO account_notes (account_ref, topic, sealed_notes)
        SELECT account_ref, 'MARKS', sealed_marks FROM guest_before
        WHERE account_ref = ANY (?) AND sealed_marks IS NOT NULL\
        """;
    private static final String AGAIN = """
        UPDATE account a SET state = 'GUEST', home_epoch = g.home_epoch, guest_of = g.guest_of, guests = '{}',
          sealed_profile = g.sealed_profile, created_at = g.created_at
        FROM guest_before g WHERE a.account_ref = g.account_ref AND g.account_ref = ANY (?) AND a.state = 'MOVING'\
        """;

    private ArrivingGuests() {}

    /** @param migrations of each account */
    static void putAside(Connection connection, Map<AccountRef, String> migrations, long firstIndex)
            throws SQLException {
        if (migrations.isEmpty()) return;
        var accounts = List.copyOf(migrations.keySet());
        Bulk.update(
                connection,
                PUT_ASIDE,
                Bulk.bytes(accounts, AccountRef::digest),
                Bulk.texts(accounts, account -> Objects.requireNonNull(migrations.get(account))),
                Bulk.longs(accounts, _ -> firstIndex));
        Bulk.update(connection, "DELETE FROM account_notes WHERE account_ref = ANY (?)", refs(accounts));
    }

    /** Index from which on contents came with the person; people who were no guests are left out. */
    static Map<AccountRef, Long> firstIndexes(Connection connection, Collection<AccountRef> accounts)
            throws SQLException {
        var found = new HashMap<AccountRef, Long>();
        Bulk.query(
                connection, FIRST, row -> found.put(new AccountRef(row.getBytes(1)), row.getLong(2)), refs(accounts));
        return found;
    }

    /** @param merging makes, of what was noted of the guest, a change of what is noted of the person */
    static void becomeResidents(
            Connection connection,
            Map<AccountRef, PersonKey> keys,
            Function<byte[], NotesChange> merging,
            SealContext context)
            throws SQLException {
        var guests = firstIndexes(connection, keys.keySet()).keySet();
        if (guests.isEmpty()) return;
        mergeMarks(connection, guests, keys, merging, context);
        for (var sql : List.of(SHELTERED, COPIES, COPIES_MEDIA, MEDIA, FORGET))
            Bulk.update(connection, sql, refs(guests));
    }

    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    private record Marks(AccountRef account, byte[] guest, byte @Nullable [] resident) {}

    private static void mergeMarks(
            Connection connection,
            Set<AccountRef> guests,
            Map<AccountRef, PersonKey> keys,
            Function<byte[], NotesChange> merging,
            SealContext context)
            throws SQLException {
        for (var marks : Bulk.query(
                connection,
                MARKS,
                row -> new Marks(new AccountRef(row.getBytes(1)), row.getBytes(2), row.getBytes(3)),
                refs(guests))) {
            var key = Objects.requireNonNull(keys.get(marks.account()));
            var place = context.notes(marks.account(), NotesTopic.MARKS);
            byte[] resident = marks.resident();
            byte[] merged = merging.apply(key.open(marks.guest(), place))
                    .apply(resident == null ? new byte[0] : key.open(resident, place));
            Bulk.update(
                    connection,
                    EnteringPeople.NOTES,
                    refs(List.of(marks.account())),
                    Bulk.texts(List.of(NotesTopic.MARKS), NotesTopic::name),
                    Bulk.bytes(List.of(key.seal(merged, place)), bytes -> bytes));
        }
    }

    /** Once the contents that came are removed again. */
    static void beGuestAgain(Connection connection, AccountRef account) throws SQLException {
        var one = refs(List.of(account));
        if (firstIndexes(connection, List.of(account)).isEmpty()) return;
        for (var sql : WHAT_CAME) Bulk.update(connection, sql, one);
        for (var sql : List.of(NOTES_AGAIN, AGAIN, FORGET)) Bulk.update(connection, sql, one);
    }

    private static Bulk.Column refs(Collection<AccountRef> accounts) {
        return Bulk.bytes(List.copyOf(accounts), AccountRef::digest);
    }
}
