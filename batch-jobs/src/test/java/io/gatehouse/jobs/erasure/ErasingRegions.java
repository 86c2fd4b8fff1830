package io.gatehouse.jobs.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.ControlDatabase;
import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.cell.ContentName;
import io.gatehouse.residency.cell.MediaWrite;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.ReportFacts;
import io.gatehouse.residency.cell.WriteOutcome;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.database.Migrations;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.key.FileRegionKey;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.rights.Deadline;
import io.gatehouse.residency.rights.ErasureProof;
import io.gatehouse.residency.rights.ErasureSite;
import io.gatehouse.residency.rights.ErasureStep;
import io.gatehouse.residency.rights.Erasures;
import io.gatehouse.residency.rights.LegalHold;
import io.gatehouse.residency.rights.LegalHolds;
import io.gatehouse.residency.rights.PersonRequest;
import io.gatehouse.residency.rights.PersonRequests;
import io.gatehouse.residency.rights.RequestKind;
import io.gatehouse.residency.rights.StepWatch;
import io.gatehouse.residency.store.FileRegionStore;
import io.gatehouse.residency.store.ObjectKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.sql.DataSource;

/** Two real cells with stores, a directory, and people at home in the west who have been in the north, too. */
public final class ErasingRegions implements ErasureCells, AutoCloseable {
    public static final RegionId WEST = new RegionId("eu-west-1");
    static final RegionId NORTH = new RegionId("eu-north-1");
    private static final Instant SAID = Instant.parse("2026-01-15T12:00:00Z");

    public final Database control = ControlDatabase.emptied();
    final AccountDirectory directory;
    final Map<RegionId, Absent> databases = new LinkedHashMap<>();
    /** Where people have been beside the regions that are served. */
    volatile Set<RegionId> alsoIn = Set.of();
    /** Told of each step's boundaries. */
    volatile StepWatch watch = StepWatch.NONE;

    private final Map<RegionId, ErasureSite> sites = new LinkedHashMap<>();
    private Erasures erasures;
    private int numbered;

    public ErasingRegions(Path home) {
        try {
            Migrations.control(control);
            directory = AccountDirectory.open(control, home.resolve("directory.key"));
            for (var region : List.of(WEST, NORTH)) sites.put(region, open(home, region));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        anew();
    }

    private ErasureSite open(Path home, RegionId region) throws IOException {
        var keys = Files.createDirectories(home.resolve(region.value()));
        var database = new Absent(ControlDatabase.empty());
        databases.put(region, database);
        var key = FileRegionKey.openOrCreate(keys.resolve("region.key"), region);
        var cell = Cell.open(region, database, key, keys, "gatehouse.test/" + region, Clock.systemUTC());
        var store = FileRegionStore.open(region, keys.resolve("objects"));
        cell.attach(store);
        return new ErasureSite(cell, store);
    }

    /** As another process has them: it knows nothing of the one before. */
    public void anew() {
        erasures = new Erasures(
                sites.values(),
                directory,
                List.of(),
                _ -> alsoIn,
                Clock.systemUTC(),
                (step, boundary) -> watch.at(step, boundary));
    }

    /** A database that can be away, and come back. */
    static final class Absent implements Database {
        private final Database database;
        volatile boolean isAway;

        Absent(Database database) {
            this.database = database;
        }

        private void mustBeThere() {
            if (isAway) throw new DatabaseUnavailableException("away, for a test", null);
        }

        @Override
        public String name() {
            return database.name();
        }

        @Override
        public DataSource dataSource() {
            return database.dataSource();
        }

        @Override
        public <R> R transact(Work<R> work) {
            mustBeThere();
            return database.transact(work);
        }

        @Override
        public DataSource migrator() {
            return database.migrator();
        }

        @Override
        public <R> R read(Work<R> work) {
            mustBeThere();
            return database.read(work);
        }

        @Override
        public void close() {
            database.close();
        }
    }

    /** Somebody with messages and a picture in both regions. */
    public void live(String person) {
        directory.claim(directory.refOf(person), WEST);
        for (var site : sites.values()) {
            String media = site.region() + ".m." + person;
            // The account first: a medium is somebody's who has said something.
            say(site, person, 0, List.of());
            try {
                site.store().put(new ObjectKey("media/" + person), new ByteArrayInputStream(bytes("pixels")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            site.cell()
                    .writer()
                    .store(new MediaWrite(
                            media, author(person), "media/" + person, new byte[32], 6, bytes("{}"), SAID));
            say(site, person, 1, List.of(media));
        }
    }

    private Author author(String person) {
        long epoch = directory.find(directory.refOf(person)).orElseThrow().epoch();
        return new Author(directory.refOf(person), epoch, bytes("{}"));
    }

    private void say(ErasureSite site, String person, int n, List<String> media) {
        String id = person + "-" + n + "-" + numbered++;
        assertThat(site.cell()
                        .writer()
                        .write(new CellWrite(
                                author(person),
                                new ContentName("client", id),
                                null,
                                site.region() + ".s." + id,
                                site.region() + ".d." + id,
                                new Payload(bytes("text"), bytes("record"), bytes("answer")),
                                new ReportFacts("comment", "allow", List.of(), "en", "sha256:00", false, SAID),
                                new EntryFacts(Map.of("verdict", "allow")),
                                List.of(),
                                media)))
                .isInstanceOf(WriteOutcome.Written.class);
    }

    /** Asks for an erasure: the account is closed, and nothing more happens by itself. */
    public String ask(String person, Instant receivedAt) {
        var account = directory.refOf(person);
        String id = WEST + ".r." + person;
        var request = new PersonRequest(
                id,
                RequestKind.ERASURE,
                PersonRequest.State.RUNNING,
                Optional.of(account),
                directory.find(account).orElseThrow().epoch(),
                Optional.of(ErasureStep.TAKE_STOCK),
                "{}",
                receivedAt,
                new Deadline(ZoneOffset.UTC).dueOn(receivedAt),
                Optional.empty(),
                "key-1",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(erasures.begin(request, WEST)).isInstanceOf(Erasures.Beginning.Begun.class);
        return id;
    }

    void hold(String person) {
        var hold = new LegalHold(
                WEST + ".h." + person, "litigation", Instant.now(), Optional.empty(), "key-1", Optional.empty());
        assertThat(holds().place(hold, directory.refOf(person), "a case"))
                .isInstanceOf(LegalHolds.Placing.Placed.class);
    }

    LegalHolds holds() {
        return new LegalHolds(site(WEST).cell());
    }

    PersonRequest request(String id) {
        return new PersonRequests(site(WEST).cell()).find(id).orElseThrow();
    }

    public List<String> texts(RegionId region, String sql) {
        return site(region).cell().read(connection -> {
            var found = new ArrayList<String>();
            try (var select = connection.prepareStatement(sql);
                    var rows = select.executeQuery()) {
                while (rows.next()) found.add(rows.getString(1));
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
            return found;
        });
    }

    void sql(RegionId region, String sql) {
        databases.get(region).transact(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public ErasureSite site(RegionId region) {
        return java.util.Objects.requireNonNull(sites.get(region));
    }

    @Override
    public Erasures erasures() {
        return erasures;
    }

    @Override
    public ErasureProof proof(RegionId home) {
        return new ErasureProof(site(home), sites.values(), directory);
    }

    @Override
    public SortedSet<RegionId> served() {
        return new TreeSet<>(sites.keySet());
    }

    @Override
    public CellReader reader(RegionId region) {
        return site(region).cell().reader();
    }

    @Override
    public CellWriter writer(RegionId region) {
        return site(region).cell().writer();
    }

    @Override
    public void close() {
        sites.values().forEach(site -> {
            site.cell().close();
            site.store().close();
        });
        directory.close();
        databases.values().forEach(Database::close);
    }
}
