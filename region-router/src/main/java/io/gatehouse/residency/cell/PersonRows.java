package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.PersonKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** A person's rows besides contents, opened. The same code reads both ends of a migration. */
final class PersonRows {
    private static final String HELD =
            "SELECT account_ref, key_id, wrapped_key FROM account WHERE account_ref = ANY (?)";
    private static final String PEOPLE =
            "SELECT account_ref, sealed_profile, created_at, guests FROM account WHERE account_ref = ANY (?)";
    private static final String NOTES =
            "SELECT account_ref, topic, sealed_notes FROM account_notes WHERE account_ref = ANY (?)";
    private static final String REQUEST_COLUMNS = "request_id, kind, state, account_ref, home_epoch, step, progress,"
            + " received_at, due_on, extended_because, asked_by, ended_at, certificate";
    /** Without the place in the log, which is another cell's. */
    private static final String REQUESTS = "SELECT r.account_ref, to_jsonb(r)::text FROM (SELECT " + REQUEST_COLUMNS
            + " FROM person_request WHERE account_ref = ANY (?) AND state IN ('DONE', 'REFUSED')) AS r"
            + " ORDER BY r.request_id";

    private static final String INSERT_REQUESTS = "INSERT INTO person_request (" + REQUEST_COLUMNS + ") SELECT "
            + REQUEST_COLUMNS + " FROM unnest(?) AS j, jsonb_populate_record(NULL::person_request, j::jsonb)"
            + " ON CONFLICT DO NOTHING";
    private static final String MEDIA =
            "SELECT * FROM media WHERE account_ref = ? AND media_id > ? ORDER BY media_id LIMIT ?";
    /** What a person takes along: all that is not held here alone. */
    private static final String GOING = "SELECT * FROM media WHERE account_ref = ? AND media_id > ? AND ("
            + PlacedRows.areFree("media") + " OR " + PlacedRows.areShownFreely("media") + ") ORDER BY media_id LIMIT ?";

    private static final String CAME = "SELECT * FROM media WHERE account_ref = ? AND media_id > ? AND ("
            + PlacedRows.areFree("media") + " OR media_id = ANY (?)) ORDER BY media_id LIMIT ?";
    private static final String LEAVING_GUESTS = """
        SELECT c.account_ref FROM content c JOIN placed_content p USING (content_index) WHERE c.account_ref = ANY (?)
        UNION SELECT m.account_ref FROM media m JOIN placed_media p USING (media_id) WHERE m.account_ref = ANY (?)\
        """;

    private PersonRows() {}

    /** @throws IllegalStateException when the person has no key here */
    static PersonKeyRing.Held held(Connection connection, AccountRef account, PersonKeyRing ring) throws SQLException {
        return Objects.requireNonNull(held(connection, List.of(account), ring).get(account));
    }

    /** @throws IllegalStateException when one of them has no key here */
    static Map<AccountRef, PersonKeyRing.Held> held(
            Connection connection, Collection<AccountRef> accounts, PersonKeyRing ring) throws SQLException {
        var found = new HashMap<AccountRef, PersonKeyRing.Held>();
        Bulk.query(
                connection,
                HELD,
                row -> {
                    var account = new AccountRef(row.getBytes("account_ref"));
                    return ring.storedOrNull(account, row).map(held -> found.put(account, held));
                },
                refs(accounts));
        if (!found.keySet().containsAll(accounts))
            throw new IllegalStateException("a person without a key in this cell");
        return found;
    }

    static Map<AccountRef, PersonKey> keys(Connection connection, Collection<AccountRef> accounts, PersonKeyRing ring)
            throws SQLException {
        var keys = new HashMap<AccountRef, PersonKey>();
        held(connection, accounts, ring).forEach((account, held) -> keys.put(account, held.key()));
        return keys;
    }

    private static Bulk.Column refs(Collection<AccountRef> accounts) {
        return Bulk.bytes(List.copyOf(accounts), AccountRef::digest);
    }

    /** Those of the accounts that are here. */
    static Map<AccountRef, CarriedPerson> people(
            Connection connection, Map<AccountRef, PersonKey> keys, SealContext context) throws SQLException {
        var notes = new HashMap<AccountRef, Map<NotesTopic, byte[]>>();
        Bulk.query(
                connection,
                NOTES,
                row -> {
                    var account = new AccountRef(row.getBytes(1));
                    var topic = NotesTopic.valueOf(row.getString(2));
                    return notes.computeIfAbsent(account, _ -> new EnumMap<>(NotesTopic.class))
                            .put(topic, keyOf(account, keys).open(row.getBytes(3), context.notes(account, topic)));
                },
                refs(keys.keySet()));
        var requests = requests(connection, keys.keySet());
        var people = new HashMap<AccountRef, CarriedPerson>();
        Bulk.query(
                connection,
                PEOPLE,
                row -> {
                    var account = new AccountRef(row.getBytes(1));
                    return people.put(
                            account,
                            new CarriedPerson(
                                    keyOf(account, keys).open(row.getBytes(2), context.profile(account)),
                                    Bulk.instant(row, "created_at"),
                                    Set.of((String[]) row.getArray("guests").getArray()),
                                    requests.getOrDefault(account, List.of()),
                                    notes.getOrDefault(account, Map.of())));
                },
                refs(keys.keySet()));
        return people;
    }

    private static PersonKey keyOf(AccountRef account, Map<AccountRef, PersonKey> keys) {
        return Objects.requireNonNull(keys.get(account));
    }

    /** Those that are closed; an open one stops the migration. */
    private static Map<AccountRef, List<String>> requests(Connection connection, Collection<AccountRef> accounts)
            throws SQLException {
        var found = new HashMap<AccountRef, List<String>>();
        Bulk.query(
                connection,
                REQUESTS,
                row -> found.computeIfAbsent(new AccountRef(row.getBytes(1)), _ -> new ArrayList<>())
                        .add(row.getString(2)),
                refs(accounts));
        return found;
    }

    static void insertRequests(Connection connection, List<String> requests) throws SQLException {
        if (!requests.isEmpty()) Bulk.update(connection, INSERT_REQUESTS, Bulk.texts(requests, request -> request));
    }

    /** Those who have media, in whatever order. */
    static Set<AccountRef> withMedia(Connection connection, Collection<AccountRef> accounts) throws SQLException {
        return new HashSet<>(Bulk.query(
                connection,
                "SELECT DISTINCT account_ref FROM media WHERE account_ref = ANY (?)",
                row -> new AccountRef(row.getBytes(1)),
                refs(accounts)));
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

    /** Those of whom something stays here under another law, when they leave. */
    static Set<AccountRef> leavingGuests(Connection connection, Collection<AccountRef> accounts) throws SQLException {
        return new HashSet<>(Bulk.query(
                connection, LEAVING_GUESTS, row -> new AccountRef(row.getBytes(1)), refs(accounts), refs(accounts)));
    }

    static List<CarriedMedia> going(
            Connection connection, AccountRef account, PersonKey key, SealContext context, String after, int limit)
            throws SQLException {
        try (var select = connection.prepareStatement(GOING)) {
            select.setBytes(1, account.digest());
            select.setString(2, after);
            select.setInt(3, limit);
            return Bulk.all(select, row -> media(row, key, context));
        }
    }

    static List<CarriedMedia> came(
            Connection connection,
            PersonKey key,
            SealContext context,
            AccountRef account,
            String after,
            List<String> sent,
            int limit)
            throws SQLException {
        try (var select = connection.prepareStatement(CAME)) {
            select.setBytes(1, account.digest());
            select.setString(2, after);
            select.setArray(3, connection.createArrayOf("text", sent.toArray()));
            select.setInt(4, limit);
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
     * Tables that a migration carries, those whose rows end with the home, those that say what stays here under another law,
     * with a guest, and what staff asked here. What is in none stops a migration. Holds that still bind stop it before it
     * begins.
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
            "placed_content",
            "placed_media",
            "copy_media",
            "media",
            "media_hash",
            "media_waiting",
            "media_look",
            "media_upload",
            "media_upload_part",
            "account_notes",
            "account",
            "departure",
            "arrival",
            "misplacement",
            "access_grant",
            "search_question",
            "legal_hold");

    /** A question by table that {@link #KNOWN} does not name: whose rows it has. */
    private static final List<String> NOT_CARRIED = OwnedTables.CELL.stream()
            .filter(table -> !KNOWN.contains(table.name()))
            .flatMap(table -> notCarried(table).stream())
            .toList();

    private static Optional<String> notCarried(OwnedTable table) {
        var from = " FROM " + table.name() + " t";
        var byContent = from + " JOIN content c ON c.content_index = t.";
        return Optional.of(
                        switch (table.owner()) {
                            case OwnedTable.Owner.ByAccount(var column) ->
                                "t." + column + from + " WHERE t." + column + " = ANY (?)"
                                        + (table.name().equals("person_request")
                                                ? " AND t.state NOT IN ('DONE', 'REFUSED')"
                                                : "");
                            case OwnedTable.Owner.ByContent(var column) ->
                                "c.account_ref" + byContent + column + " WHERE c.account_ref = ANY (?)";
                            case OwnedTable.Owner.ByDecision(var column) ->
                                "c.account_ref" + byContent + column + " WHERE c.account_ref = ANY (?)";
                            case OwnedTable.Owner.ByMedia(var column) ->
                                "m.account_ref" + from + " JOIN media m ON m.media_id = t." + column
                                        + " WHERE m.account_ref = ANY (?)";
                            case OwnedTable.Owner.Nobody _, OwnedTable.Owner.OwnKey _ -> "";
                        })
                .filter(question -> !question.isEmpty())
                .map(question -> "SELECT DISTINCT '" + table.name() + "', " + question);
    }

    /** Tables with rows of people that a migration would lose; a new table is among them until it is carried. */
    static Map<AccountRef, SortedSet<String>> notCarried(Connection connection, Collection<AccountRef> accounts)
            throws SQLException {
        var found = new HashMap<AccountRef, SortedSet<String>>();
        for (var question : NOT_CARRIED)
            Bulk.query(
                    connection,
                    question,
                    row -> found.computeIfAbsent(new AccountRef(row.getBytes(2)), _ -> new TreeSet<>())
                            .add(row.getString(1)),
                    refs(accounts));
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
