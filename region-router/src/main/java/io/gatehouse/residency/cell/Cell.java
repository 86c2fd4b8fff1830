package io.gatehouse.residency.cell;

import io.gatehouse.residency.attestation.Attester;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.Migrations;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.KeyRefusedException;
import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.key.PersonKeys;
import io.gatehouse.residency.key.RegionKey;
import io.gatehouse.residency.key.SecretFile;
import io.gatehouse.residency.log.LogIntegrator;
import io.gatehouse.residency.log.LogKey;
import io.gatehouse.residency.log.RegionLog;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.RegionStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One region's cell as this process serves it: its tables, its commit point, its log. Thread-safe. */
public final class Cell implements AutoCloseable {
    private final RegionId region;
    private final CommitPoint commitPoint;
    private final CellWriter writer;
    private final SqlCellReader reader;
    private final TrafficReader traffic;
    private final RegionLog log;
    private final LogIntegrator integrator;
    private final Departures departures;
    private final Arrivals arrivals;
    private final CellSweep sweep;
    private final Database database;
    private final PersonRemoval removal;
    private final Sealer sealer;
    private final CellDigests digests;
    private final PersonKeyRing ring;
    private final Conversations conversations;
    private final Copies copies;
    private final Shelter shelter;
    private final MediaHashes mediaHashes;
    private final MediaLooks mediaLooks;
    private final OwnKeys ownKeys;
    private final Outbox outbox;
    private final Deliveries deliveries;
    private final Uploads uploads;
    private final ArchiveSource archiveSource;
    private final Archive archive;

    private Cell(
            RegionId region,
            CommitPoint commitPoint,
            SqlCellReader reader,
            TrafficReader traffic,
            RegionLog log,
            LogIntegrator integrator,
            Departures departures,
            Arrivals arrivals,
            CellSweep sweep,
            PersonRemoval removal,
            Sealer sealer,
            CellDigests digests,
            PersonKeyRing ring,
            Conversations conversations,
            Copies copies,
            Shelter shelter,
            MediaHashes mediaHashes,
            MediaLooks mediaLooks,
            OwnKeys ownKeys,
            Outbox outbox,
            Deliveries deliveries,
            Uploads uploads,
            ArchiveSource archiveSource,
            Archive archive,
            Database database) {
        this.region = region;
        this.commitPoint = commitPoint;
        this.writer = new RecallingWriter(commitPoint, archive);
        this.reader = reader;
        this.traffic = traffic;
        this.log = log;
        this.integrator = integrator;
        this.departures = departures;
        this.arrivals = arrivals;
        this.sweep = sweep;
        this.removal = removal;
        this.sealer = sealer;
        this.digests = digests;
        this.ring = ring;
        this.conversations = conversations;
        this.copies = copies;
        this.shelter = shelter;
        this.mediaHashes = mediaHashes;
        this.mediaLooks = mediaLooks;
        this.ownKeys = ownKeys;
        this.outbox = outbox;
        this.deliveries = deliveries;
        this.uploads = uploads;
        this.archiveSource = archiveSource;
        this.archive = archive;
        this.database = database;
    }

    /**
     * Brings the tables up to date and starts the writer and the log integrator.
     *
     * @param database the cell's own; closed by the caller after the cell
     * @param keys directory of the cell's own secrets (log key, digest key), created 0600 when the cell is new
     * @param logName name of the region's log in checkpoints; its last path segment is the region, for example
     *     {@code gatehouse.example/eu-west-1}
     * @throws CellRefusedException when the database is another region's, or its role could see another's rows
     * @throws KeyRefusedException when the cell was filled under other secrets
     */
    public static Cell open(
            RegionId region, Database database, RegionKey regionKey, Path keys, String logName, Clock clock) {
        if (!logName.endsWith('/' + region.value()))
            throw new IllegalArgumentException("the log's name must end with /" + region + ": " + logName);
        var ownership = new RowOwnership(database, region);
        ownership.refuseAnotherCells();
        Migrations.cell(database);
        ownership.ensure();
        var digests = new CellDigests(SecretFile.bytes(keys.resolve("digest.key")));
        database.transact(connection -> {
            identify(connection, region, digests);
            return region;
        });
        var logKey = LogKey.openOrCreate(keys.resolve("log.key"), logName);
        var sealer = new Sealer(new SealContext(region));
        var random = new SecureRandom();
        var personKeys = new PersonKeys(regionKey, random);
        var ring = new PersonKeyRing(personKeys, region);
        var source = new ArchiveSource(region, database);
        var idempotency = new IdempotencyRows(digests, ring, sealer, clock);
        return new Cell(
                region,
                new CommitPoint(database, digests, ring, sealer, clock),
                new SqlCellReader(database, digests, ring, sealer, idempotency, source),
                new SqlTrafficReader(database, ring, sealer.context(), source),
                new RegionLog(database, logKey),
                LogIntegrator.start(database, logKey),
                new Departures(database, ring, sealer),
                new Arrivals(database, digests, ring, sealer, logName),
                new CellSweep(database, region),
                new PersonRemoval(database, digests, ring),
                sealer,
                digests,
                ring,
                new Conversations(database, digests),
                new Copies(database, ring, sealer.context()),
                new Shelter(database, ring, sealer.context()),
                new MediaHashes(database, ring, sealer.context()),
                new MediaLooks(database),
                new OwnKeys(region, personKeys),
                new Outbox(database),
                new Deliveries(database),
                new Uploads(database, ring, sealer.context()),
                source,
                new Archive(database, sealer.context(), ring, source, random),
                database);
    }

    /** A cell opened with a lost secret, or on another's database, would find nothing and mix what must not be mixed. */
    private static void identify(Connection connection, RegionId region, CellDigests digests) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO cell_identity (region, digest_key_check) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, region.value());
            insert.setBytes(2, digests.check());
            insert.executeUpdate();
        }
        try (var select = connection.prepareStatement("SELECT region, digest_key_check FROM cell_identity");
                var rows = select.executeQuery()) {
            rows.next();
            if (!rows.getString(1).equals(region.value()))
                throw new KeyRefusedException("the database is of the cell " + rows.getString(1) + ", not " + region);
            if (!Arrays.equals(rows.getBytes(2), digests.check()))
                throw new KeyRefusedException("the cell " + region + " was filled under another digest.key");
        }
    }

    public RegionId region() {
        return region;
    }

    public CellWriter writer() {
        return writer;
    }

    public CellReader reader() {
        return reader;
    }

    /** For jobs that look back at what was said. */
    public TrafficReader traffic() {
        return traffic;
    }

    /**
     * Removes what versions in shadow concluded beside decisions older than this; decisions stay.
     *
     * @return how many verdicts there were
     * @throws io.gatehouse.residency.database.DatabaseUnavailableException when the database is away; retrying is safe
     */
    public long pruneShadow(Instant decidedBefore) {
        return ShadowRows.prune(database, traffic.indexBefore(decidedBefore, Duration.ZERO));
    }

    /** For looking for what lies where it must not. */
    public CellSweep sweep() {
        return sweep;
    }

    /** Attests what this cell and its store hold. */
    public Attester attester(RegionStore store) {
        return new Attester(database, log, store);
    }

    /**
     * Rows and log entries in one transaction, as this cell's only writer while it lasts: for rare acts, one at a time.
     *
     * @throws io.gatehouse.residency.database.DatabaseUnavailableException when the database is away; whether it was
     *     committed is not known, and repeating it with the same ids is safe
     */
    public <R> R transact(LoggedTransaction.Work<R> work) {
        return database.transact(connection -> {
            var transaction = new LoggedTransaction(connection, LogHead.lock(connection), sealer, digests, ring);
            R result = work.run(transaction);
            transaction.write();
            return result;
        });
    }

    /**
     * Deletes a client's content at its author's wish. The objects of its media are only written down, under the event's id:
     * {@link PersonRemoval#notedObjects} has them until {@link PersonRemoval#forgetObjects}.
     */
    public ContentDeletion.Outcome delete(ContentName name, String eventId, Instant at) {
        return transact(transaction -> ContentDeletion.delete(transaction, digests.content(name), eventId, at, false));
    }

    /** As {@link #delete}, once it is known that no hold at the home of a guest keeps it. */
    public ContentDeletion.Outcome deleteOfGuest(ContentName name, String eventId, Instant at) {
        return transact(transaction -> ContentDeletion.delete(transaction, digests.content(name), eventId, at, true));
    }

    /**
     * Deletes the copy of a content that was deleted in its home, with media that nothing else here shows: their objects are
     * written down under the event's id, as with {@link #delete}.
     *
     * @return whether there are such objects
     */
    public boolean deleteCopy(String screeningId, String eventId) {
        var one = Bulk.texts(List.of(screeningId), id -> id);
        return database.transact(connection -> {
            LogHead.lock(connection);
            Bulk.update(connection, "DELETE FROM content_copy WHERE screening_id = ANY (?)", one);
            var media = Bulk.query(
                    connection,
                    "DELETE FROM copy_media WHERE screening_id = ANY (?) RETURNING media_id",
                    row -> row.getString(1),
                    one);
            return GuestMedia.removeUnshown(connection, eventId, media) > 0;
        });
    }

    /**
     * The key under which what is the author's is sealed here; makes the account, as a guest's or at home, when it is missing.
     *
     * @return empty when the account's home is another by now
     */
    public Optional<PersonKey> welcome(Author author, Instant at) {
        var account = author.account();
        return database.transact(connection -> {
            LogHead.lock(connection);
            var row = new AccountRows(digests, ring, sealer)
                    .ensure(connection, List.of(new AccountRows.Arriving(author, ring.guess(account), at)))
                    .get(account);
            var held = row == null ? null : row.held();
            return row == null || held == null || !row.takes(author) ? Optional.empty() : Optional.of(held.key());
        });
    }

    /** Reads rows of this cell; nothing is opened. */
    public <R> R read(Database.Work<R> work) {
        return database.read(work);
    }

    /** Everything of one person, opened: for their own copy, or under a hold. Empty when nothing of theirs can be opened. */
    public Optional<PersonReader> person(AccountRef account) {
        return PersonReader.of(database, sealer.context(), ring, archiveSource, account);
    }

    /** Keys of single records, for what people said who need have no account. */
    public OwnKeys ownKeys() {
        return ownKeys;
    }

    /** A keyed digest that finds a record by what its sender calls it, and says nothing outside of this cell. */
    public byte[] recordRef(String kind, String... parts) {
        return digests.record(kind, parts);
    }

    /** Unwrapped keys in this process's memory. */
    public boolean remembersKeyOf(AccountRef account) {
        return ring.remembers(account);
    }

    /** What an account is called in the ledger of who was erased; another for each cell. */
    public byte[] erasedRef(AccountRef account) {
        return digests.erased(account);
    }

    public void forgetKeyOf(AccountRef account) {
        ring.forget(account);
    }

    /**
     * What was said long ago. Before anything is archived, and where anything was, the cell is to be {@linkplain #attach given}
     * the store.
     */
    public Archive archive() {
        return archive;
    }

    /** Ends what was kept for long enough. */
    public Retention retention() {
        return new Retention(this, database);
    }

    /** The region's objects, among them the archive; closed by the caller after the cell. */
    public void attach(RegionStore store) {
        if (!store.region().equals(region))
            throw new IllegalArgumentException("the store of " + store.region() + " is not the cell's, " + region);
        archiveSource.attach(store);
    }

    /** For people who leave this cell for another. */
    public Departures departures() {
        return departures;
    }

    /** For people who come from another cell. */
    public Arrivals arrivals() {
        return arrivals;
    }

    /** Where conversations are placed, as far as this cell was told. */
    public Conversations conversations() {
        return conversations;
    }

    /** Copies for members of conversations who are at home elsewhere. */
    public Copies copies() {
        return copies;
    }

    /** What lies here because its authors' home was down. */
    public Shelter shelter() {
        return shelter;
    }

    /** What was seen in pictures and videos. */
    public MediaHashes mediaHashes() {
        return mediaHashes;
    }

    /** Who looks at which of them. */
    public MediaLooks mediaLooks() {
        return mediaLooks;
    }

    /** Effects of decisions that wait to be carried out. */
    public Outbox outbox() {
        return outbox;
    }

    /** What endpoints are told of decisions. */
    public Deliveries deliveries() {
        return deliveries;
    }

    /** What an index of this cell follows. */
    public SearchFeed searchFeed() {
        return new SearchFeed(database, reader);
    }

    /** Media that come in parts. */
    public Uploads uploads() {
        return uploads;
    }

    /** Gives up connections that wait for a database which is gone without a word. */
    public void sever() {
        database.sever();
    }

    /** For erasing a person here, and for what a migration leaves behind. */
    public PersonRemoval removal() {
        return removal;
    }

    public RegionLog log() {
        return log;
    }

    /** Signs a checkpoint over all that was committed before the call, without waiting for the integrator's next turn. */
    public void signCheckpoint() {
        integrator.integrateAll();
    }

    /** Waits for what is being written, signs a last checkpoint, stops. */
    @Override
    public void close() {
        commitPoint.close();
        integrator.close();
    }
}
