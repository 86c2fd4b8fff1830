package io.gatehouse.residency.cell;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.log.LogEntry;
import io.gatehouse.residency.region.RegionId;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The old cell's end of migrations: takes people out of writing, hands out what is theirs, and records what became of
 * each. What is removed afterwards is {@link PersonRemoval}'s. Every step may be repeated after a crash. Thread-safe; every
 * method throws {@link io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away.
 */
public final class Departures {
    private static final String FIND = "SELECT * FROM departure WHERE ";
    private static final String LEFT = """
        UPDATE departure d SET state = 'LEFT', contents = u.c, decisions = u.d, keys = u.k, media = u.m, bytes = u.b,
          digest = u.h
        FROM unnest(?, ?, ?, ?, ?, ?, ?) AS u (id, c, d, k, m, b, h)
        WHERE d.migration_id = u.id AND d.state = 'MOVING' RETURNING d.migration_id\
        """;
    private static final String LEASE = """
        UPDATE departure SET worker = ?, leased_until = ?
        WHERE migration_id = ANY (?) AND state IN ('MOVING', 'LEFT')
          AND (worker = ? OR worker IS NULL OR leased_until < ?)
        RETURNING migration_id\
        """;
    private static final String GONE = """
        UPDATE departure d SET state = 'GONE', ended_at = u.t, worker = NULL, leased_until = NULL
        FROM unnest(?, ?) AS u (t, id) WHERE d.migration_id = u.id AND d.state = 'LEFT' RETURNING d.migration_id\
        """;

    private final Database database;
    private final PersonKeyRing ring;
    private final Sealer sealer;
    private final BeginningDepartures beginning;
    private final Residents residents;
    private final MovedIds movedIds;

    Departures(Database database, PersonKeyRing ring, Sealer sealer) {
        this.database = database;
        this.ring = ring;
        this.sealer = sealer;
        this.beginning = new BeginningDepartures(database, ring, this);
        this.residents = new Residents(database, ring, sealer.context());
        this.movedIds = new MovedIds(database);
    }

    /**
     * A person about to move.
     *
     * @param migrationId random and new
     * @param homeEpoch of the home that is left, as the directory has it
     */
    public record Leaving(String migrationId, AccountRef account, RegionId to, long homeEpoch, String transferId) {}

    /** What became of a wish to leave. */
    public sealed interface Begun {
        /** From now on the person reads only. */
        record Moving(Departure departure) implements Begun {}

        /** A migration of the person is under way already. */
        record AlreadyMoving(String migrationId) implements Begun {}

        /** A legal hold, or a request of the person, lies here and must end first: it does not move with them. */
        record Bound() implements Begun {}

        /** The person is not at home here in that epoch. */
        record NotAtHome(Optional<AccountState> state) implements Begun {}
    }

    /** One transaction for all of them. */
    public Map<AccountRef, Begun> begin(List<Leaving> people, Lease lease) {
        return beginning.begin(people, lease);
    }

    byte[] entry(
            String id, String kind, AccountRef account, @Nullable PersonKey key, Instant at, Map<String, ?> facts) {
        return new LogEntry(
                        id,
                        kind,
                        sealer.context().region(),
                        at,
                        key == null ? null : Sealer.commitment(key, "author", id, account.digest()),
                        null,
                        new EntryFacts(facts))
                .encode();
    }

    /**
     * The right to carry on with migrations, so that two workers do not do the same twice. Nothing but time depends on it.
     *
     * @param worker random, of one process
     */
    public record Lease(String worker, Instant now, Instant until) {}

    /** Takes or renews it; those that another worker has are not among the answers. */
    public Set<String> lease(List<String> migrationIds, Lease lease) {
        return database.transact(connection -> {
            try (var update = connection.prepareStatement(LEASE)) {
                update.setString(1, lease.worker());
                update.setObject(2, lease.until().atOffset(ZoneOffset.UTC));
                update.setArray(3, connection.createArrayOf("text", migrationIds.toArray()));
                update.setString(4, lease.worker());
                update.setObject(5, lease.now().atOffset(ZoneOffset.UTC));
                return Set.copyOf(Bulk.all(update, row -> row.getString(1)));
            }
        });
    }

    /** Writes down why a migration is given up, before it is: whoever carries on gives it up too. */
    public void giveUp(String migrationId, String reason) {
        database.transact(connection -> {
            try (var update = connection.prepareStatement(
                    "UPDATE departure SET reason = ? WHERE migration_id = ? AND state = 'MOVING' AND reason IS NULL")) {
                update.setString(1, reason);
                update.setString(2, migrationId);
                return update.executeUpdate();
            }
        });
    }

    /**
     * Somebody at home here, with how much is theirs.
     *
     * @param profile opened
     * @param counts decisions and keys are not counted
     */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    public record Resident(AccountRef account, long homeEpoch, byte[] profile, CarriedCounts counts) {
        /** The first four bytes of the keyed digest: numbers that people are spread over evenly. */
        public long place() {
            return Integer.toUnsignedLong(ByteBuffer.wrap(account.digest()).getInt());
        }
    }

    /**
     * People who are at home here, in order of their keyed digests.
     *
     * @param fromPlace of the first, as {@link Resident#place} has it
     * @param toPlace after the last; at most 2^32
     */
    public List<Resident> residents(long fromPlace, long toPlace, int limit) {
        return residents.between(fromPlace, toPlace, limit);
    }

    /** Those that follow. */
    public List<Resident> residents(Resident last, long toPlace, int limit) {
        return residents.after(last, toPlace, limit);
    }

    /** What is kept of people besides contents and media. */
    public Map<AccountRef, CarriedPerson> people(Collection<AccountRef> accounts) {
        return database.read(connection -> PersonRows.people(connection, keys(connection, accounts), sealer.context()));
    }

    /** Tables with rows of people that would be lost; almost nobody has any. */
    public Map<AccountRef, SortedSet<String>> notCarried(Collection<AccountRef> accounts) {
        return database.read(connection -> PersonRows.notCarried(connection, accounts));
    }

    /**
     * Where to go on with one person.
     *
     * @param after content index of the last one before; -1 for none
     */
    public record Place(AccountRef account, long after) {}

    /** How many contents are to come of each; exact, because people who move write nothing. */
    public Map<AccountRef, Long> toCome(List<Place> places) {
        return movedIds.toCome(places);
    }

    /**
     * @param limit of each person's contents
     * @return by place, in the order of the log
     */
    public List<List<CarriedContent>> contents(List<Place> places, int limit) {
        return database.read(connection -> {
            var keys = keys(connection, places.stream().map(Place::account).toList());
            return PersonContents.free(connection, sealer.context())
                    .pages(
                            places.stream()
                                    .map(place -> new PersonContents.Place(
                                            place.account(),
                                            Objects.requireNonNull(keys.get(place.account())),
                                            place.after()))
                                    .toList(),
                            limit);
        });
    }

    /** Those of whom something is held here under another law, and stays with a guest of their new home. */
    public Set<AccountRef> leavingGuests(Collection<AccountRef> accounts) {
        return database.read(connection -> PersonRows.leavingGuests(connection, accounts));
    }

    /** Those who have media. */
    public Set<AccountRef> withMedia(Collection<AccountRef> accounts) {
        return database.read(connection -> PersonRows.withMedia(connection, accounts));
    }

    /** In order of id; {@code after} is empty for the first page. */
    public List<CarriedMedia> media(AccountRef account, String after, int limit) {
        return database.read(connection ->
                PersonRows.going(connection, account, key(connection, account), sealer.context(), after, limit));
    }

    private PersonKey key(Connection connection, AccountRef account) throws SQLException {
        return PersonRows.held(connection, account, ring).key();
    }

    private Map<AccountRef, PersonKey> keys(Connection connection, Collection<AccountRef> accounts)
            throws SQLException {
        return PersonRows.keys(connection, accounts, ring);
    }

    /**
     * The person's home is the other cell now.
     *
     * @param logIndex where the new cell's log says so
     */
    public record Left(Departure departure, CarriedCounts counts, byte[] digest, String log, long logIndex) {}

    /** Those that had left before are passed over. One transaction for all of them. */
    public void left(List<Left> people, Instant at) {
        database.transact(connection -> {
            var head = LogHead.lock(connection);
            var changed = new HashSet<>(Bulk.query(
                    connection,
                    LEFT,
                    row -> row.getString(1),
                    Bulk.texts(people, each -> each.departure().migrationId()),
                    Bulk.longs(people, each -> each.counts().contents()),
                    Bulk.longs(people, each -> each.counts().decisions()),
                    Bulk.longs(people, each -> each.counts().keys()),
                    Bulk.longs(people, each -> each.counts().media()),
                    Bulk.longs(people, each -> each.counts().bytes()),
                    Bulk.bytes(people, Left::digest)));
            var keys = keys(
                    connection,
                    people.stream()
                            .filter(each -> changed.contains(each.departure().migrationId()))
                            .map(each -> each.departure().account())
                            .toList());
            for (var each : people) {
                var departure = each.departure();
                if (!changed.contains(departure.migrationId())) continue;
                var facts = new TreeMap<String, Object>();
                facts.put("to", departure.to().value());
                facts.put("to_log", each.log());
                facts.put("to_index", each.logIndex());
                facts.put("contents", each.counts().contents());
                facts.put("decisions", each.counts().decisions());
                facts.put("media", each.counts().media());
                facts.put("digest", java.util.HexFormat.of().formatHex(each.digest()));
                head.append(entry(
                        departure.migrationId() + ".left",
                        "migration-left",
                        departure.account(),
                        keys.get(departure.account()),
                        at,
                        facts));
            }
            head.write();
            return changed;
        });
    }

    /**
     * Writes down where the ids of what is theirs are found from now on. To be called before anything is removed.
     *
     * @param to where they all went
     */
    public void point(List<Departure> departures, RegionId to) {
        movedIds.point(departures, to);
    }

    /**
     * One who is gone.
     *
     * @param removed rows by table, for the log
     * @param isGuest whether something stays here under another law
     */
    public record Gone(Departure departure, Map<String, Long> removed, boolean isGuest) {}

    /** The end: nothing of them is here any more. One transaction for all of them. */
    public void gone(List<Gone> people, Instant at) {
        database.transact(connection -> {
            var head = LogHead.lock(connection);
            var ended = new HashSet<>(Bulk.query(
                    connection,
                    GONE,
                    row -> row.getString(1),
                    Bulk.times(people, _ -> at),
                    Bulk.texts(people, each -> each.departure().migrationId())));
            for (var each : people) {
                var departure = each.departure();
                if (!ended.contains(departure.migrationId())) continue;
                var facts = new TreeMap<String, Object>();
                facts.put("to", departure.to().value());
                facts.put("removed", new TreeMap<>(each.removed()));
                facts.put("remains", 0L);
                if (each.isGuest()) facts.put("left_as_guest", true);
                head.append(entry(
                        departure.migrationId() + ".proved", "migration-proved", departure.account(), null, at, facts));
            }
            head.write();
            return ended;
        });
    }

    /**
     * The person stays, and may write again, under the epoch that the directory has by now: nothing that a slower worker
     * still does can move them.
     *
     * @param reason a word or sentence, nothing personal
     */
    public void stay(Departure departure, long epoch, String reason, Instant at) {
        database.transact(connection -> {
            var head = LogHead.lock(connection);
            if (end(connection, departure.migrationId(), "STAYED", "MOVING", reason, at)) {
                try (var update = connection.prepareStatement("UPDATE account SET state = 'ACTIVE', home_epoch = ?"
                        + " WHERE account_ref = ? AND state = 'MOVING'")) {
                    update.setLong(1, epoch);
                    update.setBytes(2, departure.account().digest());
                    update.executeUpdate();
                }
                head.append(entry(
                        departure.migrationId() + ".undone",
                        "migration-undone",
                        departure.account(),
                        key(connection, departure.account()),
                        at,
                        Map.of("to", departure.to().value(), "reason", reason)));
            }
            head.write();
            return departure;
        });
    }

    private static boolean end(
            Connection connection, String id, String state, String before, @Nullable String reason, Instant at)
            throws SQLException {
        try (var update = connection.prepareStatement("UPDATE departure SET state = ?, reason = ?, ended_at = ?,"
                + " worker = NULL, leased_until = NULL WHERE migration_id = ? AND state = ?")) {
            update.setString(1, state);
            update.setString(2, reason);
            update.setObject(3, at.atOffset(ZoneOffset.UTC));
            update.setString(4, id);
            update.setString(5, before);
            return update.executeUpdate() == 1;
        }
    }

    /** Why migrations are given up, of those that are: somebody else may have said so since they were read. */
    public Map<String, String> givenUp(List<String> migrationIds) {
        var reasons = new HashMap<String, String>();
        database.read(connection -> Bulk.query(
                connection,
                "SELECT migration_id, reason FROM departure WHERE migration_id = ANY (?) AND reason IS NOT NULL",
                row -> reasons.put(row.getString(1), row.getString(2)),
                Bulk.texts(migrationIds, id -> id)));
        return reasons;
    }

    public Optional<Departure> find(String migrationId) {
        return list(FIND + "migration_id = ?", statement -> statement.setString(1, migrationId)).stream()
                .findFirst();
    }

    /** Newest first. */
    public List<Departure> of(AccountRef account) {
        return list(
                FIND + "account_ref = ? ORDER BY started_at DESC",
                statement -> statement.setBytes(1, account.digest()));
    }

    /** Those that are not at an end, oldest first. */
    public List<Departure> underWay(int limit) {
        return list(
                FIND + "state IN ('MOVING', 'LEFT') ORDER BY started_at LIMIT ?",
                statement -> statement.setInt(1, limit));
    }

    /** Where something is found that was here; empty when nothing of this id moved away. */
    public Optional<RegionId> movedTo(String id) {
        return movedIds.movedTo(id);
    }

    @FunctionalInterface
    private interface Binding {
        void bind(java.sql.PreparedStatement statement) throws SQLException;
    }

    private List<Departure> list(String sql, Binding binding) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(sql)) {
                binding.bind(select);
                return Bulk.all(select, Departures::read);
            }
        });
    }

    private static Departure read(ResultSet row) throws SQLException {
        return new Departure(
                row.getString("migration_id"),
                new AccountRef(row.getBytes("account_ref")),
                new RegionId(row.getString("to_region")),
                row.getLong("home_epoch"),
                Departure.State.valueOf(row.getString("state")),
                row.getString("transfer_id"),
                row.getString("reason"),
                Bulk.instant(row, "started_at"),
                row.getObject("ended_at") == null ? null : Bulk.instant(row, "ended_at"),
                row.getLong("first_index"),
                row.getLong("last_index"),
                PersonRows.counts(row),
                row.getBytes("digest"));
    }
}
