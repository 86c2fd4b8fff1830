package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Rows of people who are taken in, under the keys that they have here. Lives for one transaction. */
final class EnteringPeople {
    private static final String INSERT = """
        INSERT INTO arrival (migration_id, account_ref, from_region, home_epoch, state, known_before, was_guest, opened_at,
          cursor, digest, contents, decisions, keys)
        SELECT m, a, f, e, 'COPYING', k, g, o, -1, d, 0, 0, 0
        FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) AS u (m, a, f, e, k, g, o, d)\
        """;
    private static final String ENTER = """
        INSERT INTO account (account_ref, home_epoch, state, key_id, wrapped_key, sealed_profile, created_at, guests)
        SELECT a, e, 'MOVING', k, w, p, c, string_to_array(g, ',') FROM unnest(?, ?, ?, ?, ?, ?, ?)
          AS u (a, e, k, w, p, c, g)
        ON CONFLICT (account_ref) DO UPDATE SET home_epoch = excluded.home_epoch, state = excluded.state,
          key_id = excluded.key_id, wrapped_key = excluded.wrapped_key, sealed_profile = excluded.sealed_profile,
          created_at = excluded.created_at, guests = excluded.guests, guest_of = NULL\
        """;
    static final String NOTES = "INSERT INTO account_notes (account_ref, topic, sealed_notes)"
            + " SELECT * FROM unnest(?, ?, ?) ON CONFLICT (account_ref, topic) DO UPDATE SET sealed_notes = excluded.sealed_notes";

    private final Sealer sealer;

    EnteringPeople(Sealer sealer) {
        this.sealer = sealer;
    }

    /** @param digest of what is kept of the person besides contents: what the chain begins with */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    record Entering(
            Arrivals.Coming coming, PersonKeyRing.Held held, boolean knownBefore, boolean wasGuest, byte[] digest) {}

    static Entering entering(Arrivals.Coming coming, PersonKeyRing.Held held, boolean knownBefore, boolean wasGuest) {
        return new Entering(coming, held, knownBefore, wasGuest, CarriedChain.start(held.key(), coming.person()));
    }

    void enter(Connection connection, List<Entering> people) throws SQLException {
        var context = sealer.context();
        Bulk.update(
                connection,
                ENTER,
                Bulk.bytes(people, each -> each.coming().account().digest()),
                Bulk.longs(people, each -> each.coming().homeEpoch()),
                Bulk.texts(people, each -> each.held().wrapped().regionKeyId()),
                Bulk.bytes(people, each -> each.held().wrapped().bytes()),
                Bulk.bytes(
                        people,
                        each -> each.held()
                                .key()
                                .seal(
                                        each.coming().person().profile(),
                                        context.profile(each.coming().account()))),
                Bulk.times(people, each -> each.coming().person().createdAt()),
                Bulk.texts(
                        people, each -> String.join(",", each.coming().person().guests())));
        PersonRows.insertRequests(
                connection,
                people.stream()
                        .flatMap(each -> each.coming().person().requests().stream())
                        .toList());
        insertNotes(connection, people);
    }

    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    private record Notes(AccountRef account, NotesTopic topic, byte[] sealed) {}

    private void insertNotes(Connection connection, List<Entering> people) throws SQLException {
        var rows = new ArrayList<Notes>();
        for (var each : people) {
            var account = each.coming().account();
            each.coming()
                    .person()
                    .notes()
                    .forEach((topic, notes) -> rows.add(new Notes(
                            account,
                            topic,
                            each.held().key().seal(notes, sealer.context().notes(account, topic)))));
        }
        if (rows.isEmpty()) return;
        Bulk.update(
                connection,
                NOTES,
                Bulk.bytes(rows, row -> row.account().digest()),
                Bulk.texts(rows, row -> row.topic().name()),
                Bulk.bytes(rows, Notes::sealed));
    }

    static void insert(Connection connection, List<Entering> people, Instant at) throws SQLException {
        Bulk.update(
                connection,
                INSERT,
                Bulk.texts(people, each -> each.coming().migrationId()),
                Bulk.bytes(people, each -> each.coming().account().digest()),
                Bulk.texts(people, each -> each.coming().from().value()),
                Bulk.longs(people, each -> each.coming().homeEpoch()),
                Bulk.truths(people, Entering::knownBefore),
                Bulk.truths(people, Entering::wasGuest),
                Bulk.times(people, _ -> at),
                Bulk.bytes(people, Entering::digest));
    }
}
