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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The new cell's end of migrations: takes in what is a person's under a new key, reads it back, and lets the person in.
 * Until then nobody writes here for them, and nobody is sent here to read. Every step may be repeated after a crash.
 * Thread-safe; every method throws {@link io.gatehouse.residency.database.DatabaseUnavailableException} when the database
 * is away.
 */
public final class Arrivals {
    /** Contents read back at once: some megabytes at most. */
    private static final int READ_AT_ONCE = 512;

    private static final String SELECT = "SELECT * FROM arrival WHERE migration_id = ?";
    private static final String INSERT = """
        INSERT INTO arrival (migration_id, account_ref, from_region, home_epoch, state, known_before, opened_at, cursor,
          digest, contents, decisions, keys)
        VALUES (?, ?, ?, ?, 'COPYING', ?, ?, -1, ?, 0, 0, 0)\
        """;
    private static final String ENTER = """
        INSERT INTO account (account_ref, home_epoch, state, key_id, wrapped_key, sealed_profile, created_at)
        VALUES (?, ?, 'MOVING', ?, ?, ?, ?)
        ON CONFLICT (account_ref) DO UPDATE SET home_epoch = excluded.home_epoch, state = excluded.state,
          key_id = excluded.key_id, wrapped_key = excluded.wrapped_key, sealed_profile = excluded.sealed_profile,
          created_at = excluded.created_at\
        """;
    private static final String NOTES = "INSERT INTO account_notes (account_ref, topic, sealed_notes) VALUES (?, ?, ?)"
            + " ON CONFLICT (account_ref, topic) DO UPDATE SET sealed_notes = excluded.sealed_notes";
    private static final String MEDIA = """
        INSERT INTO media (media_id, account_ref, digest_ref, object_key, size_bytes, sealed_digest,
          sealed_description, stored_at)
        SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING\
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

    /** Makes a new key and takes in the person; the same again finds what was opened before. */
    public Opening open(Coming coming, Instant at) {
        return database.transact(connection -> {
            var before = find(connection, coming.migrationId());
            if (before.isPresent()) return new Opening.Open(before.get());
            LogHead.lock(connection);
            var state = state(connection, coming.account());
            if (state.isPresent() && state.get() != AccountState.MOVED) return new Opening.Refused(state.get());
            var held = ring.fresh(coming.account());
            enter(connection, coming, held);
            byte[] digest = CarriedChain.start(held.key(), coming.person());
            insert(connection, coming, state.isPresent(), digest, at);
            return new Opening.Open(find(connection, coming.migrationId()).orElseThrow());
        });
    }

    private static Optional<AccountState> state(Connection connection, AccountRef account) throws SQLException {
        return Bulk.query(
                        connection,
                        "SELECT state FROM account WHERE account_ref = ANY (?)",
                        row -> AccountState.valueOf(row.getString(1)),
                        Bulk.bytes(List.of(account), AccountRef::digest))
                .stream()
                .findFirst();
    }

    private void enter(Connection connection, Coming coming, PersonKeyRing.Held held) throws SQLException {
        var account = coming.account();
        var context = sealer.context();
        try (var insert = connection.prepareStatement(ENTER)) {
            insert.setBytes(1, account.digest());
            insert.setLong(2, coming.homeEpoch());
            insert.setString(3, held.wrapped().regionKeyId());
            insert.setBytes(4, held.wrapped().bytes());
            insert.setBytes(5, held.key().seal(coming.person().profile(), context.profile(account)));
            insert.setObject(6, coming.person().createdAt().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
        try (var insert = connection.prepareStatement(NOTES)) {
            for (var notes : coming.person().notes().entrySet()) {
                insert.setBytes(1, account.digest());
                insert.setString(2, notes.getKey().name());
                insert.setBytes(3, held.key().seal(notes.getValue(), context.notes(account, notes.getKey())));
                insert.executeUpdate();
            }
        }
    }

    private static void insert(Connection connection, Coming coming, boolean knownBefore, byte[] digest, Instant at)
            throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, coming.migrationId());
            insert.setBytes(2, coming.account().digest());
            insert.setString(3, coming.from().value());
            insert.setLong(4, coming.homeEpoch());
            insert.setBoolean(5, knownBefore);
            insert.setObject(6, at.atOffset(ZoneOffset.UTC));
            insert.setBytes(7, digest);
            insert.executeUpdate();
        }
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
        var keys = new HashMap<AccountRef, PersonKey>();
        for (var load : loads) keys.computeIfAbsent(load.account(), this::key);
        var page = new ArrivingPage(digests, sealer, at);
        for (var load : loads) page.prepare(load, java.util.Objects.requireNonNull(keys.get(load.account())));
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

    /** In order of id; {@code after} is empty for the first page. */
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

    /** Reads from the tables all that came of the person, opens it, and digests it anew. */
    public ReadBack readBack(AccountRef account) {
        var key = key(account);
        var person = database.read(connection -> PersonRows.person(connection, account, key, sealer.context()));
        byte[] digest = CarriedChain.start(key, person);
        long contents = 0;
        long decisions = 0;
        long keys = 0;
        for (long after = -1; ; ) {
            long from = after;
            var page = database.read(connection ->
                    new PersonContents(connection, key, sealer.context()).page(account, from, READ_AT_ONCE));
            for (var content : page) {
                digest = CarriedChain.add(digest, key, content.encode());
                contents++;
                decisions += content.decisions().size();
                keys += content.keys();
            }
            if (page.size() < READ_AT_ONCE) return new ReadBack(digest, contents, decisions, keys);
            after = page.getLast().index();
        }
    }

    /** Once what was read back is the same as what was sent. Only what is verified may be switched to. */
    public void verified(String migrationId, long media, long bytes) {
        database.transact(connection -> {
            try (var update = connection.prepareStatement("UPDATE arrival SET state = 'VERIFIED', media = ?, bytes = ?"
                    + " WHERE migration_id = ? AND state = 'COPYING'")) {
                update.setLong(1, media);
                update.setLong(2, bytes);
                update.setString(3, migrationId);
                return update.executeUpdate();
            }
        });
    }

    /** Lets people in whose home is here by now, and says so in the log; those that are in already stay so. */
    public void arrive(List<String> migrationIds, Instant at) {
        database.transact(connection -> {
            var head = LogHead.lock(connection);
            var ids = new ArrayList<String>();
            var indexes = new ArrayList<Long>();
            var accounts = new ArrayList<AccountRef>();
            for (var arrival : Bulk.query(
                    connection,
                    "SELECT * FROM arrival WHERE state = 'VERIFIED' AND migration_id = ANY (?)",
                    Arrivals::read,
                    Bulk.texts(migrationIds, id -> id))) {
                ids.add(arrival.migrationId());
                accounts.add(arrival.account());
                indexes.add(head.append(arrived(connection, arrival, at)));
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

    private byte[] arrived(Connection connection, Arrival arrival, Instant at) throws SQLException {
        String id = arrival.migrationId() + ".arrived";
        var key = PersonRows.held(connection, arrival.account(), ring).key();
        var facts = new TreeMap<String, Object>();
        facts.put("from", arrival.from().value());
        facts.put("home_epoch", arrival.homeEpoch());
        facts.put("contents", arrival.counts().contents());
        facts.put("decisions", arrival.counts().decisions());
        facts.put("media", arrival.counts().media());
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
        return database.read(connection -> find(connection, migrationId));
    }

    private static Optional<Arrival> find(Connection connection, String migrationId) throws SQLException {
        try (var select = connection.prepareStatement(SELECT)) {
            select.setString(1, migrationId);
            return Bulk.all(select, Arrivals::read).stream().findFirst();
        }
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
                logIndex == null ? -1 : logIndex);
    }
}
