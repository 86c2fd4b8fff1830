package io.gatehouse.jobs.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.Cells;
import io.gatehouse.jobs.ControlDatabase;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.jobs.SmallSteps;
import io.gatehouse.jobs.attestation.AttestedCells;
import io.gatehouse.jobs.sweep.SweptCells;
import io.gatehouse.residency.attestation.Attester;
import io.gatehouse.residency.cell.AccountWrite;
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
import io.gatehouse.residency.crossing.Actor;
import io.gatehouse.residency.crossing.Crossing;
import io.gatehouse.residency.crossing.Destination;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.crossing.Ruling;
import io.gatehouse.residency.crossing.SqlCrossingLedger;
import io.gatehouse.residency.crossing.TransferGate;
import io.gatehouse.residency.crossing.TransferRules;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.Migrations;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.home.AccountProfile;
import io.gatehouse.residency.home.Age;
import io.gatehouse.residency.home.EvidenceKind;
import io.gatehouse.residency.home.Holder;
import io.gatehouse.residency.home.HomeRegion;
import io.gatehouse.residency.home.HomeRegionResolver;
import io.gatehouse.residency.home.PersonFacts;
import io.gatehouse.residency.home.ResidenceEvidence;
import io.gatehouse.residency.home.ResidenceRules;
import io.gatehouse.residency.key.FileRegionKey;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.media.SealingStream;
import io.gatehouse.residency.migration.Boundary;
import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.migration.PeopleMover;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.residency.store.FileRegionStore;
import io.gatehouse.residency.store.ObjectKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Britons who have been at home in Ireland since 2020, as {@code homes.yaml} had it then: their move to Britain has been due
 * since the first day of 2021. Two real cells, the shipped law, a real control database.
 */
public final class BritonsInIreland implements Cells, MovingCells, SweptCells, AttestedCells, AutoCloseable {
    public static final RegionId IRELAND = new RegionId("eu-west-1");
    public static final RegionId BRITAIN = new RegionId("uk");
    private static final Instant SETTLED = Instant.parse("2020-03-01T12:00:00Z");
    private static final Path POLICIES =
            Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies/residency");

    public final Database control = ControlDatabase.emptied();
    public final AccountDirectory directory;
    public final CellEnd ireland;
    public final CellEnd britain;
    /** Told of every boundary; to be set before a job is made. */
    volatile BiConsumer<Boundary, String> watch = (_, _) -> {};

    private final Topology topology = Topology.load(POLICIES);
    private final HomeRegionResolver resolver = new HomeRegionResolver(topology, ResidenceRules.load(POLICIES));
    private final Clock clock = Clock.systemUTC();
    private final TransferGate gate;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<Database> databases = new ArrayList<>();

    public BritonsInIreland(Path home) {
        try {
            Migrations.control(control);
            directory = AccountDirectory.open(control, home.resolve("directory.key"));
            ireland = end(home, IRELAND);
            britain = end(home, BRITAIN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        gate = new TransferGate(
                topology,
                TransferRules.load(POLICIES, topology),
                Map.of(
                        IRELAND,
                        SqlCrossingLedger.open(
                                IRELAND, databases.getFirst(), ireland.cell().writer()),
                        BRITAIN,
                        SqlCrossingLedger.open(
                                BRITAIN, databases.getLast(), britain.cell().writer())),
                region -> region + ".t." + UUID.randomUUID(),
                clock);
    }

    private CellEnd end(Path home, RegionId region) throws IOException {
        var keys = Files.createDirectories(home.resolve(region.value()));
        var database = ControlDatabase.empty();
        databases.add(database);
        var key = FileRegionKey.openOrCreate(keys.resolve("region.key"), region);
        var cell = Cell.open(region, database, key, keys, "gatehouse.test/" + region, clock);
        opened.add(cell);
        var store = FileRegionStore.open(region, keys.resolve("objects"));
        cell.attach(store);
        return new CellEnd(cell, store);
    }

    /** @param others jobs beside the one that moves everyone */
    public JobDesk desk(BatchJob... others) {
        var jobs = new ArrayList<BatchJob>(List.of(others));
        jobs.add(moving());
        return JobDesk.open(control, jobs);
    }

    /** The job that moves everyone. */
    private BatchJob moving() {
        return moving(MovingPass.CHUNK_SIZE);
    }

    /** @param together people who share steps */
    public BatchJob moving(int together) {
        var mover = new PeopleMover(
                directory,
                (region, profile, at) -> moved(region, AccountProfile.ofJson(profile), at),
                _ -> before -> before,
                (_, _, _) -> Map.of(),
                "worker-" + UUID.randomUUID(),
                clock,
                (boundary, id) -> watch.accept(boundary, id));
        return new RegionJob(
                new SmallSteps(new MoveEveryone(this, mover, resolver, clock), together),
                this,
                ScreeningPace.IDLE,
                new SecureRandom(),
                clock);
    }

    private byte[] moved(RegionId region, AccountProfile profile, Instant at) {
        var due = profile.moveDue(resolver, java.time.LocalDate.ofInstant(at, java.time.ZoneOffset.UTC))
                .orElseThrow();
        assertThat(due.region()).isEqualTo(region);
        return profile.movedTo(due, at).toJson();
    }

    /** Somebody with so many messages. */
    public void settle(String person, int messages) {
        var author = new Author(
                directory.refOf(person),
                directory.claim(directory.refOf(person), IRELAND).epoch(),
                profile(person));
        ireland.cell().writer().put(new AccountWrite(IRELAND + ".e." + UUID.randomUUID(), author, SETTLED));
        for (int n = 0; n < messages; n++)
            assertThat(say(ireland, person, author.homeEpoch(), Integer.toString(n)))
                    .isInstanceOf(WriteOutcome.Written.class);
    }

    /** A picture of somebody at home in Ireland, kept as the service keeps it. */
    public ObjectKey picture(String person, String name) {
        var account = directory.refOf(person);
        String mediaId = IRELAND + ".m." + name;
        var key = ireland.cell().reader().personKey(account).orElseThrow();
        var object = new ObjectKey("media/" + name);
        byte[] sha256;
        try {
            var sealing = new SealingStream(new ByteArrayInputStream(bytes(name)), name.length(), key, mediaId);
            ireland.store().put(object, sealing);
            sha256 = sealing.sha256();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var author = new Author(account, 1, profile(person));
        ireland.cell()
                .writer()
                .store(new MediaWrite(
                        mediaId,
                        author,
                        object.value(),
                        sha256,
                        name.length(),
                        bytes("{\"media_type\":\"image/png\"}"),
                        SETTLED));
        return object;
    }

    private byte[] profile(String person) {
        var residence = List.of(new ResidenceEvidence(EvidenceKind.VERIFIED, new CountryCode("GB"), SETTLED));
        var facts = new PersonFacts(Age.ADULT, Holder.PERSON);
        var resolved = (HomeRegion.Resolved) resolver.resolve(residence, facts, SETTLED);
        return AccountProfile.first(person, facts, residence, resolved, IRELAND, SETTLED)
                .toJson();
    }

    WriteOutcome say(CellEnd home, String person, long epoch, String n) {
        String id = person + "-" + n;
        return home.cell()
                .writer()
                .write(new CellWrite(
                        new Author(directory.refOf(person), epoch, profile(person)),
                        new ContentName("client", id),
                        null,
                        home.region() + ".s." + id,
                        home.region() + ".d." + id,
                        new Payload(bytes("text " + id), bytes("record " + id), bytes("answer " + id)),
                        new ReportFacts("comment", "allow", List.of(), "en", "sha256:00", false, SETTLED),
                        new EntryFacts(Map.of("verdict", "allow")),
                        List.of(),
                        List.of()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Every row of every table of a cell as text, but checkpoints and tiles: they are made of the log's entries, a moment later. */
    public List<String> rows(CellEnd end) {
        return end.cell().read(connection -> {
            var rows = new ArrayList<String>();
            for (var table : texts(
                    connection,
                    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
                            + "AND tablename NOT IN ('checkpoint', 'log_tile')"))
                rows.addAll(texts(connection, "SELECT '" + table + " ' || t::text FROM " + table + " t"));
            rows.sort(null);
            return rows;
        });
    }

    private static List<String> texts(java.sql.Connection connection, String sql) throws SQLException {
        var found = new ArrayList<String>();
        try (var select = connection.prepareStatement(sql);
                var rows = select.executeQuery()) {
            while (rows.next()) found.add(rows.getString(1));
        }
        return found;
    }

    @Override
    public SortedSet<RegionId> served() {
        return new TreeSet<>(List.of(IRELAND, BRITAIN));
    }

    @Override
    public CellReader reader(RegionId region) {
        return end(region).cell().reader();
    }

    @Override
    public CellWriter writer(RegionId region) {
        return end(region).cell().writer();
    }

    @Override
    public boolean serves(RegionId region) {
        return served().contains(region);
    }

    @Override
    public CellEnd end(RegionId region) {
        return region.equals(IRELAND) ? ireland : britain;
    }

    @Override
    public boolean isSameJurisdiction(RegionId one, RegionId other) {
        return one.equals(other);
    }

    @Override
    public Attester attester(RegionId region) {
        return end(region).cell().attester(end(region).store());
    }

    @Override
    public Map<String, String> facts(RegionId region) {
        return Map.of("region", region.value());
    }

    @Override
    public String migrationId(RegionId from) {
        return from + ".v." + UUID.randomUUID();
    }

    @Override
    public Passage pass(RegionId from, RegionId to, LegalBasisClaim basis, long people) {
        return gate.pass(crossing(from, to, basis, people));
    }

    @Override
    public Ruling rule(RegionId from, RegionId to, LegalBasisClaim basis, long people) {
        return gate.rule(crossing(from, to, basis, people));
    }

    private Crossing crossing(RegionId from, RegionId to, LegalBasisClaim basis, long people) {
        Instant now = clock.instant();
        var seat = topology.region(from).orElseThrow().location();
        return new Crossing(
                Purpose.RESIDENCE_CHANGE,
                PeopleMover.EVERYTHING,
                from,
                new Destination.ToRegion(to),
                new Actor("migration", Actor.Kind.SYSTEM, seat),
                basis,
                people,
                null,
                now,
                now.plus(Duration.ofHours(1)));
    }

    public Optional<RegionId> homeOf(String person) {
        var account = directory.refOf(person);
        return Optional.ofNullable(directory.findNow(List.of(account)).get(account))
                .map(home -> home.region());
    }

    @Override
    public void close() throws Exception {
        for (var each : opened.reversed()) each.close();
        directory.close();
        for (var each : databases) each.close();
    }
}
