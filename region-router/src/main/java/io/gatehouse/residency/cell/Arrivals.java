package io.gatehouse.residency.cell;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.log.LogEntry;
import io.gatehouse.residency.region.RegionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The new cell's end of migrations: takes in what is a person's under a new key, reads it back, and lets the person in.
 * Until then nobody writes here for them, and nobody is sent here to read. Every step may be repeated after a crash.
 * Thread-safe; every method throws {@link io.gatehouse.residency.database.DatabaseUnavailableException} when the database
 * is away.
 */
public final class Arrivals {
    private static final String SELECT = "SELECT * FROM arrival WHERE migration_id = ANY (?)";
    private static final String MEDIA = """
        INSERT INTO media (media_id, account_ref, digest_ref, object_key, size_bytes, sealed_digest,
          sealed_description, stored_at)
        SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING\
        """;
    private static final String VERIFIED = """
        UPDATE arrival SET state = 'VERIFIED', media = u.m, bytes = u.b FROM unnest(?, ?, ?) AS u (id, m, b)
        WHERE migration_id = u.id AND state = 'COPYING'\
        """;
    private static final String ARRIVED = """
        UPDATE arrival SET state = 'ARRIVED', log_index = u.i FROM unnest(?, ?) AS u (m, i)
        WHERE migration_id = u.m AND state = 'VERIFIED'\
        """;

    private final Database database;
    private final CellDigests digests;
    private final PersonKeyRing ring;
    private final Sealer sealer;
    private final String logName;

    Arrivals(Database database, CellDigests digests, PersonKeyRing ring, Sealer sealer, String logName) {
        this.database = database;
        this.digests = digests;
        this.ring = ring;
        this.sealer = sealer;
        this.logName = logName;
    }

    /** The name of this cell's log, as its checkpoints say it. */
    public String logName() {
        return logName;
    }

    /** @param fromLog name of the log that the person's entries stand in now */
    public record Coming(
            String migrationId,
            AccountRef account,
            RegionId from,
            String fromLog,
            long homeEpoch,
            CarriedPerson person) {}

    /** What became of a wish to enter. */
    public sealed interface Opening {
        record Open(Arrival arrival) implements Opening {}

        /** @param state of the account here, which is in the way */
        record Refused(AccountState state) implements Opening {}
    }

    /**
     * Makes new keys and takes people in; the same again finds what was opened before. One transaction for all of them.
     *
     * @return by migration
     */
    public Map<String, Opening> open(List<Coming> people, Instant at) {
        return database.transact(connection -> {
            var head = LogHead.lock(connection);
            var openings = new HashMap<String, Opening>();
            for (var before :
                    find(connection, people.stream().map(Coming::migrationId).toList()))
                openings.put(before.migrationId(), new Opening.Open(before));
            var states = known(connection, people);
            var entering = new ArrayList<EnteringPeople.Entering>();
            var guests = new HashMap<AccountRef, String>();
            for (var each : people) {
                if (openings.containsKey(each.migrationId())) continue;
                var known = states.get(each.account());
                if (known == null)
                    entering.add(EnteringPeople.entering(each, ring.fresh(each.account()), false, false));
                else
                    switch (known.state()) {
                        case MOVED ->
                            entering.add(EnteringPeople.entering(each, ring.fresh(each.account()), true, false));
                        case GUEST -> {
                            guests.put(each.account(), each.migrationId());
                            entering.add(
                                    EnteringPeople.entering(each, Objects.requireNonNull(known.held()), true, true));
                        }
                        case ACTIVE, MOVING, ERASING, ERASED ->
                            openings.put(each.migrationId(), new Opening.Refused(known.state()));
                    }
            }
            if (entering.isEmpty()) return openings;
            ArrivingGuests.putAside(connection, guests, head.next());
            new EnteringPeople(sealer).enter(connection, entering);
            EnteringPeople.insert(connection, entering, at);
            for (var opened : find(
                    connection,
                    entering.stream().map(each -> each.coming().migrationId()).toList()))
                openings.put(opened.migrationId(), new Opening.Open(opened));
            return openings;
        });
    }

    /** @param held null once moved away or erased */
    private record Known(AccountState state, PersonKeyRing.@Nullable Held held) {}

    private Map<AccountRef, Known> known(Connection connection, List<Coming> people) throws SQLException {
        var known = new HashMap<AccountRef, Known>();
        Bulk.query(
                connection,
                "SELECT account_ref, state, key_id, wrapped_key FROM account WHERE account_ref = ANY (?)",
                row -> {
                    var account = new AccountRef(row.getBytes("account_ref"));
                    return known.put(
                            account,
                            new Known(
                                    AccountState.valueOf(row.getString("state")),
                                    ring.storedOrNull(account, row).orElse(null)));
                },
                Bulk.bytes(people, each -> each.account().digest()));
        return known;
    }

    /** What comes of one person in one page. */
    public record Load(
            String migrationId, AccountRef account, String fromLog, long afterCursor, List<CarriedContent> contents) {
        public Load {
            contents = List.copyOf(contents);
        }
    }

    /**
     * Takes in contents: one transaction, with an entry in the log for every decision, that commits under the new key and
     * names the old entry.
     *
     * @throws IllegalStateException when another worker took in more meanwhile, or the migration was given up
     */
    public void add(List<Load> loads, Instant at) {
        var accounts = loads.stream().map(Load::account).distinct().toList();
        var keys = database.read(connection -> PersonRows.keys(connection, accounts, ring));
        var page = new ArrivingPage(digests, sealer, at);
        for (var load : loads) page.prepare(load, Objects.requireNonNull(keys.get(load.account())));
        database.transact(connection -> {
            var head = LogHead.lock(connection);
            page.write(connection, head);
            head.write();
            return loads;
        });
    }

    /** Takes in media whose objects are durable here. What is there already stays as it is. */
    public void addMedia(AccountRef account, List<CarriedMedia> media) {
        if (media.isEmpty()) return;
        var key = key(account);
        var context = sealer.context();
        database.transact(connection -> {
            LogHead.lock(connection);
            return Bulk.update(
                    connection,
                    MEDIA,
                    Bulk.texts(media, CarriedMedia::mediaId),
                    Bulk.bytes(media, _ -> account.digest()),
                    Bulk.bytes(media, each -> digests.media(each.sha256())),
                    Bulk.texts(media, CarriedMedia::objectKey),
                    Bulk.longs(media, CarriedMedia::sizeBytes),
                    Bulk.bytes(media, each -> key.seal(each.sha256(), context.mediaDigest(each.mediaId()))),
                    Bulk.bytes(media, each -> key.seal(each.description(), context.mediaDescription(each.mediaId()))),
                    Bulk.times(media, CarriedMedia::storedAt));
        });
    }

    /** The person's key here, which is another than in the cell that they leave. */
    public PersonKey key(AccountRef account) {
        return database.read(
                connection -> PersonRows.held(connection, account, ring).key());
    }

    /** Those who have media. */
    public Set<AccountRef> withMedia(Collection<AccountRef> accounts) {
        return database.read(connection -> PersonRows.withMedia(connection, accounts));
    }

    /**
     * Media that came, in order of id; {@code after} is empty for the first page. Those that a guest had here before are among
     * them only if they came as well.
     *
     * @param sent ids of the page that was sent
     */
    public List<CarriedMedia> came(AccountRef account, String after, List<String> sent, int limit) {
        return database.read(connection -> PersonRows.came(
                connection,
                PersonRows.held(connection, account, ring).key(),
                sealer.context(),
                account,
                after,
                sent,
                limit));
    }

    /** All media of the person here, in order of id; {@code after} is empty for the first page. */
    public List<CarriedMedia> media(AccountRef account, String after, int limit) {
        return database.read(connection -> PersonRows.media(
                connection, account, PersonRows.held(connection, account, ring).key(), sealer.context(), after, limit));
    }

    /** What was read back. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by hand.
    public record ReadBack(byte[] digest, long contents, long decisions, long keys) {
        public boolean isSameAs(Arrival arrival) {
            return Arrays.equals(digest, arrival.digest())
                    && contents == arrival.counts().contents()
                    && decisions == arrival.counts().decisions()
                    && keys == arrival.counts().keys();
        }
    }

    /**
     * Reads from the tables all that came of people, opens it, and digests it anew.
     *
     * @return by migration
     */
    public Map<String, ReadBack> readBack(List<Arrival> arrivals) {
        return new ReadingBack(database, ring, sealer.context()).read(arrivals);
    }

    /** One whose things were read back, the same as what was sent. */
    public record Verified(String migrationId, long media, long bytes) {}

    /** Only who is verified may be switched. */
    public void verified(List<Verified> people) {
        database.transact(connection -> Bulk.update(
                connection,
                VERIFIED,
                Bulk.texts(people, Verified::migrationId),
                Bulk.longs(people, Verified::media),
                Bulk.longs(people, Verified::bytes)));
    }

    /**
     * Lets people in whose home is here by now, and says so in the log; those that are in already stay so. Who was a guest
     * here is one with the resident from then on.
     *
     * @param merging makes, of what was noted of a guest, a change of what is noted of the resident
     */
    public void arrive(List<String> migrationIds, Function<byte[], NotesChange> merging, Instant at) {
        database.transact(connection -> {
            var head = LogHead.lock(connection);
            var ids = new ArrayList<String>();
            var indexes = new ArrayList<Long>();
            var accounts = new ArrayList<AccountRef>();
            var arriving = find(connection, migrationIds).stream()
                    .filter(arrival -> arrival.state() == Arrival.State.VERIFIED)
                    .toList();
            var keys = PersonRows.keys(
                    connection, arriving.stream().map(Arrival::account).toList(), ring);
            ArrivingGuests.becomeResidents(connection, keys, merging, sealer.context());
            for (var arrival : arriving) {
                ids.add(arrival.migrationId());
                accounts.add(arrival.account());
                indexes.add(head.append(arrived(arrival, Objects.requireNonNull(keys.get(arrival.account())), at)));
            }
            if (!ids.isEmpty()) {
                Bulk.update(connection, ARRIVED, Bulk.texts(ids, id -> id), Bulk.longs(indexes, Long::longValue));
                Bulk.update(
                        connection,
                        "UPDATE account SET state = 'ACTIVE' WHERE account_ref = ANY (?) AND state = 'MOVING'",
                        Bulk.bytes(accounts, AccountRef::digest));
            }
            head.write();
            return ids;
        });
    }

    private byte[] arrived(Arrival arrival, PersonKey key, Instant at) {
        String id = arrival.migrationId() + ".arrived";
        var facts = new TreeMap<String, Object>();
        facts.put("from", arrival.from().value());
        facts.put("home_epoch", arrival.homeEpoch());
        facts.put("contents", arrival.counts().contents());
        facts.put("decisions", arrival.counts().decisions());
        facts.put("media", arrival.counts().media());
        if (arrival.wasGuest()) facts.put("was_guest", true);
        facts.put("digest", HexFormat.of().formatHex(arrival.digest()));
        return new LogEntry(
                        id,
                        "migration-arrived",
                        sealer.context().region(),
                        at,
                        Sealer.commitment(key, "author", id, arrival.account().digest()),
                        null,
                        new EntryFacts(facts))
                .encode();
    }

    /**
     * The end of one that was given up, after what had come was removed: the account is as unknown here as before. Nothing
     * else of this migration is taken in from now on.
     */
    public void withdraw(String migrationId) {
        database.transact(connection -> {
            LogHead.lock(connection);
            try (var update = connection.prepareStatement(
                    "UPDATE arrival SET state = 'WITHDRAWN' WHERE migration_id = ? AND state IN ('COPYING',"
                            + " 'VERIFIED')")) {
                update.setString(1, migrationId);
                return update.executeUpdate();
            }
        });
    }

    /** Index from which on contents came with the person, while one who was a guest is moving here. */
    public Optional<Long> firstOfGuest(AccountRef account) {
        return Optional.ofNullable(
                database.read(connection -> ArrivingGuests.firstIndexes(connection, List.of(account)))
                        .get(account));
    }

    /** The guest is as it was, once the contents that came are removed again. The same again changes nothing. */
    public void beGuestAgain(AccountRef account) {
        database.transact(connection -> {
            LogHead.lock(connection);
            ArrivingGuests.beGuestAgain(connection, account);
            return account;
        });
    }

    /** Forgets an account of which nothing was known before a migration that was withdrawn. */
    public void forget(String migrationId) {
        database.transact(connection -> {
            LogHead.lock(connection);
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM account a USING arrival r"
                    + " WHERE r.migration_id = ? AND r.state = 'WITHDRAWN' AND NOT r.known_before"
                    + " AND a.account_ref = r.account_ref AND a.state = 'MOVED'")) {
                delete.setString(1, migrationId);
                return delete.executeUpdate();
            }
        });
    }

    public Optional<Arrival> find(String migrationId) {
        return Optional.ofNullable(find(List.of(migrationId)).get(migrationId));
    }

    /** By migration; those that never came here are left out. */
    public Map<String, Arrival> find(List<String> migrationIds) {
        var found = new HashMap<String, Arrival>();
        for (var arrival : database.read(connection -> find(connection, migrationIds)))
            found.put(arrival.migrationId(), arrival);
        return found;
    }

    /** Newest first. */
    public List<Arrival> of(AccountRef account) {
        return database.read(connection -> Bulk.query(
                connection,
                "SELECT * FROM arrival WHERE account_ref = ANY (?) ORDER BY opened_at DESC",
                Arrivals::read,
                Bulk.bytes(List.of(account), AccountRef::digest)));
    }

    private static List<Arrival> find(Connection connection, List<String> migrationIds) throws SQLException {
        return Bulk.query(connection, SELECT, Arrivals::read, Bulk.texts(migrationIds, id -> id));
    }

    static Arrival read(ResultSet row) throws SQLException {
        Long logIndex = Bulk.nullableLong(row, "log_index");
        return new Arrival(
                row.getString("migration_id"),
                new AccountRef(row.getBytes("account_ref")),
                new RegionId(row.getString("from_region")),
                row.getLong("home_epoch"),
                Arrival.State.valueOf(row.getString("state")),
                row.getLong("cursor"),
                row.getBytes("digest"),
                PersonRows.counts(row),
                row.getBoolean("was_guest"),
                logIndex == null ? -1 : logIndex);
    }
}
