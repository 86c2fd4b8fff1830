package io.gatehouse.residency.migration;

import io.gatehouse.residency.cell.Account;
import io.gatehouse.residency.cell.AccountWrite;
import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.cell.ContentName;
import io.gatehouse.residency.cell.Effect;
import io.gatehouse.residency.cell.IdempotencyKey;
import io.gatehouse.residency.cell.MediaWrite;
import io.gatehouse.residency.cell.NotesChange;
import io.gatehouse.residency.cell.NotesTopic;
import io.gatehouse.residency.cell.NotesWrite;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.Redecision;
import io.gatehouse.residency.cell.ReportFacts;
import io.gatehouse.residency.cell.ShadowVerdict;
import io.gatehouse.residency.cell.WriteOutcome;
import io.gatehouse.residency.crossing.Actor;
import io.gatehouse.residency.crossing.Crossing;
import io.gatehouse.residency.crossing.Destination;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.crossing.SqlCrossingLedger;
import io.gatehouse.residency.crossing.TransferGate;
import io.gatehouse.residency.crossing.TransferRules;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.Migrations;
import io.gatehouse.residency.database.TestServer;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.home.Age;
import io.gatehouse.residency.home.CurrentHome;
import io.gatehouse.residency.home.EvidenceKind;
import io.gatehouse.residency.home.Holder;
import io.gatehouse.residency.home.HomeRegion;
import io.gatehouse.residency.home.HomeRegionResolver;
import io.gatehouse.residency.home.PersonFacts;
import io.gatehouse.residency.home.ResidenceEvidence;
import io.gatehouse.residency.home.ResidenceRules;
import io.gatehouse.residency.key.FileRegionKey;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.log.LogVerifier;
import io.gatehouse.residency.media.OpeningStream;
import io.gatehouse.residency.media.SealingStream;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** An Irish and a British cell with all that stands between them: directory, gate, stores. Real parts throughout. */
public final class TwoCells implements AutoCloseable {
    public static final RegionId IRELAND = new RegionId("eu-west-1");
    public static final RegionId BRITAIN = new RegionId("uk");
    public static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Path POLICIES =
            Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies/residency");

    private static final int CONNECTIONS = 4;

    private static final Topology TOPOLOGY = Topology.load(POLICIES);

    public final CellEnd ireland;
    public final CellEnd britain;
    public final AccountDirectory directory;
    public final TransferGate gate;
    public final HomeRegionResolver resolver;
    /** What other cells shelter; nothing unless a test says so. */
    ShelterLook shelters = (_, _, _) -> Map.of();

    final Database irish;
    final Database british;
    final Database control;
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** @param home keys and objects; the same again opens the same cells */
    public TwoCells(Path home, Database irish, Database british, Database control) {
        try {
            this.irish = irish;
            this.british = british;
            this.control = control;
            Migrations.control(control);
            this.directory = AccountDirectory.open(control, home.resolve("directory.key"));
            this.ireland = end(home, IRELAND, irish);
            this.britain = end(home, BRITAIN, british);
            this.resolver = new HomeRegionResolver(TOPOLOGY, ResidenceRules.load(POLICIES));
            this.gate = new TransferGate(
                    TOPOLOGY,
                    TransferRules.load(POLICIES, TOPOLOGY),
                    Map.of(
                            IRELAND,
                            SqlCrossingLedger.open(
                                    IRELAND, irish, ireland.cell().writer()),
                            BRITAIN,
                            SqlCrossingLedger.open(
                                    BRITAIN, british, britain.cell().writer())),
                    region -> region + ".t." + UUID.randomUUID(),
                    clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static TwoCells onNewDatabases(Path home) {
        return new TwoCells(
                home,
                TestServer.newCell(IRELAND.value(), CONNECTIONS),
                TestServer.newCell(BRITAIN.value(), CONNECTIONS),
                TestServer.newControl(CONNECTIONS));
    }

    private CellEnd end(Path home, RegionId region, Database database) throws IOException {
        var keys = home.resolve(region.value());
        Files.createDirectories(keys);
        var cell = Cell.open(
                region,
                database,
                FileRegionKey.openOrCreate(keys.resolve("region.key"), region),
                keys.resolve("secrets"),
                "gatehouse.test/" + region,
                clock);
        opened.add(cell);
        TestServer.opened(database);
        var store = FileRegionStore.open(region, keys.resolve("objects"));
        cell.attach(store);
        return new CellEnd(cell, store);
    }

    public PeopleMover mover(BiConsumer<Boundary, String> watch) {
        return mover(watch, 0);
    }

    /** @param hours later than the start: whoever began has lost the right to carry on by then */
    PeopleMover mover(BiConsumer<Boundary, String> watch, int hours) {
        return new PeopleMover(
                directory,
                (_, profile, _) -> profile,
                TwoCells::noting,
                shelters,
                "worker-" + UUID.randomUUID(),
                Clock.fixed(NOW.plus(Duration.ofHours(hours)), ZoneOffset.UTC),
                watch);
    }

    /** What the gate is asked for a person who moved to the country. */
    public Passage passage(CellEnd from, CellEnd to, String country) {
        var left = from == ireland ? "IE" : "GB";
        var home = (HomeRegion.Resolved) resolver.resolve(
                List.of(new ResidenceEvidence(EvidenceKind.VERIFIED, new CountryCode(country), NOW)),
                new PersonFacts(Age.ADULT, Holder.PERSON),
                new CurrentHome(from.region(), new CountryCode(left), LocalDate.of(2025, 1, 1)),
                NOW);
        return ask(Purpose.RESIDENCE_CHANGE, from, to, new LegalBasisClaim.ResidenceChange(home), 1);
    }

    /** What it is asked when the people of a country move to Britain together. */
    public Passage passageForAll(int people) {
        return ask(Purpose.RESIDENCE_CHANGE, ireland, britain, new LegalBasisClaim.Territory(), people);
    }

    /** What it never lets pass. */
    public Passage refusal() {
        return ask(new Purpose("advertising"), ireland, britain, new LegalBasisClaim.Territory(), 1);
    }

    private Passage ask(Purpose purpose, CellEnd from, CellEnd to, LegalBasisClaim basis, int people) {
        return gate.pass(new Crossing(
                purpose,
                PeopleMover.EVERYTHING,
                from.region(),
                new Destination.ToRegion(to.region()),
                new Actor(
                        "migration",
                        Actor.Kind.SYSTEM,
                        TOPOLOGY.region(from.region()).orElseThrow().location()),
                basis,
                people,
                null,
                NOW,
                NOW.plus(Duration.ofHours(24))));
    }

    public MoveOutcome move(String person, String migrationId, BiConsumer<Boundary, String> watch) {
        var account = directory.refOf(person);
        return mover(watch)
                .move(
                        ireland,
                        britain,
                        () -> passage(ireland, britain, "GB"),
                        List.of(new PeopleMover.Mover(
                                migrationId,
                                account,
                                directory.find(account).orElseThrow().epoch())))
                .get(account);
    }

    /** As another process would, that finds what was begun. */
    public Map<AccountRef, MoveOutcome> resume(BiConsumer<Boundary, String> watch) {
        return resume(watch, () -> passage(ireland, britain, "GB"));
    }

    Map<AccountRef, MoveOutcome> resume(BiConsumer<Boundary, String> watch, Supplier<Passage> asked) {
        return resume(watch, asked, 1);
    }

    /** @param hours later than the start: whoever began has lost the right to carry on by then */
    Map<AccountRef, MoveOutcome> resume(BiConsumer<Boundary, String> watch, Supplier<Passage> asked, int hours) {
        var laterMover = mover(watch, hours);
        return laterMover.resume(
                ireland, britain, asked, ireland.cell().departures().underWay(100));
    }

    public Author author(CellEnd home, String person) {
        var account = directory.refOf(person);
        return new Author(account, directory.claim(account, home.region()).epoch(), bytes("profile of " + person));
    }

    public String id(CellEnd home, char kind, String what) {
        return home.region() + "." + kind + "." + what;
    }

    public WriteOutcome say(CellEnd home, String person, String n) {
        var author = author(home, person);
        String id = person + "-" + n;
        String text = "text " + id;
        return home.cell()
                .writer()
                .write(new CellWrite(
                        author,
                        new ContentName("client", "m-" + id),
                        new IdempotencyKey("client", "key-" + id, bytes("body " + id)),
                        id(home, 's', id),
                        id(home, 'd', id),
                        new Payload(bytes(text), bytes("record " + id), bytes("answer " + id)),
                        report("allow"),
                        new EntryFacts(Map.of("surface", "comment", "verdict", "allow")),
                        List.of(new Effect("webhook", bytes("effect " + id))),
                        List.of(new ShadowVerdict(
                                "sha256:bb", "restrict", List.of("spam"), List.of("r1"), List.of(), false)),
                        List.of(),
                        before -> join(before, "marked by " + id)));
    }

    private static NotesChange noting(byte[] more) {
        return before -> join(before, text(more));
    }

    private static byte[] join(byte[] before, String more) {
        return before.length == 0 ? bytes(more) : bytes(new String(before, StandardCharsets.UTF_8) + "; " + more);
    }

    public static ReportFacts report(String verdict) {
        return new ReportFacts("comment", verdict, List.of("hate", "spam"), "en", "sha256:00", false, NOW);
    }

    public void decideAgain(CellEnd home, String person, String n) {
        String id = person + "-" + n;
        home.cell()
                .writer()
                .redecide(new Redecision(
                        id(home, 'd', id + "-again"),
                        id(home, 'd', id),
                        new Payload(bytes(""), bytes("record again " + id), bytes("answer again " + id)),
                        report("restrict"),
                        new EntryFacts(Map.of("verdict", "restrict")),
                        List.of(new Effect("webhook", bytes("effect again " + id)))));
    }

    public void consent(CellEnd home, String person) {
        home.cell()
                .writer()
                .note(new NotesWrite(
                        id(home, 'e', UUID.randomUUID().toString()),
                        author(home, person),
                        NotesTopic.CONSENTS,
                        "consent-granted",
                        new EntryFacts(Map.of()),
                        _ -> bytes("consents of " + person),
                        NOW));
    }

    public void picture(CellEnd home, String person, String n, int size) {
        try {
            var author = author(home, person);
            String mediaId = id(home, 'm', person + "-" + n);
            var key = home.cell().reader().personKey(author.account()).orElseThrow();
            var sealing = new SealingStream(new ByteArrayInputStream(pixels(size)), size, key, mediaId);
            var object = new ObjectKey("media/" + person + "-" + n);
            home.store().put(object, sealing);
            home.cell()
                    .writer()
                    .store(new MediaWrite(
                            mediaId,
                            author,
                            object.value(),
                            sealing.sha256(),
                            size,
                            bytes("{\"media_type\":\"image/png\"}"),
                            NOW));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] pixels(int size) {
        var pixels = new byte[size];
        for (int i = 0; i < size; i++) pixels[i] = (byte) (i * 31 + size);
        return pixels;
    }

    /** An account with some of everything. */
    public void settle(CellEnd home, String person, int messages) {
        home.cell()
                .writer()
                .put(new AccountWrite(id(home, 'e', UUID.randomUUID().toString()), author(home, person), NOW));
        for (int n = 0; n < messages; n++) say(home, person, "" + n);
        decideAgain(home, person, "0");
        consent(home, person);
        picture(home, person, "small", 1_000);
        picture(home, person, "large", 2 * SealingStream.CHUNK_BYTES + 17);
    }

    /** All that can be read of a person at home, in words; the same wherever they are at home. */
    public String everythingOf(CellEnd home, String person, CellEnd born, int messages) {
        var reader = home.cell().reader();
        var account = directory.refOf(person);
        var all = new StringBuilder();
        Account stored = reader.account(account).orElseThrow();
        all.append(text(stored.profile())).append('\n');
        all.append(text(reader.notes(account, NotesTopic.MARKS))).append('\n');
        all.append(text(reader.notes(account, NotesTopic.CONSENTS))).append('\n');
        for (int n = 0; n < messages; n++) {
            String id = person + "-" + n;
            var decision = reader.decision(id(born, 'd', id)).orElseThrow();
            var payload = decision.payload().orElseThrow();
            all.append(decision.decisionId())
                    .append(' ')
                    .append(decision.screeningId())
                    .append(' ')
                    .append(decision.supersededBy())
                    .append(' ')
                    .append(decision.report())
                    .append(' ')
                    .append(text(payload.content()))
                    .append(' ')
                    .append(text(payload.record()))
                    .append(' ')
                    .append(text(payload.answer()))
                    .append(" standing ")
                    .append(reader.content(new ContentName("client", "m-" + id))
                            .orElseThrow()
                            .decisionId())
                    .append(' ')
                    .append(reader.screening(id(born, 's', id)).orElseThrow().decisionId())
                    .append(' ');
            var repeat = (WriteOutcome.Repeated)
                    reader.earlier(new IdempotencyKey("client", "key-" + id, bytes("body " + id)))
                            .orElseThrow();
            all.append(repeat.decisionId())
                    .append(' ')
                    .append(text(repeat.answer()))
                    .append('\n');
        }
        for (var n : List.of("small", "large"))
            all.append(media(home, id(born, 'm', person + "-" + n))).append('\n');
        return all.toString();
    }

    private String media(CellEnd home, String mediaId) {
        var media = home.cell().reader().media(mediaId).orElseThrow();
        var key = home.cell().reader().personKey(media.account()).orElseThrow();
        try (var plain = new OpeningStream(
                home.store().get(new ObjectKey(media.objectKey())).orElseThrow(), key, mediaId)) {
            byte[] bytes = plain.readAllBytes();
            boolean whole = java.util.Arrays.equals(bytes, pixels(bytes.length));
            return mediaId + " " + bytes.length + " " + whole + " " + text(media.description()) + " "
                    + media.storedAt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first thing wrong with a region's log; empty when it verifies. */
    public Optional<String> logFault(CellEnd end) {
        end.cell().signCheckpoint();
        return new LogVerifier(end.cell().log().verifierKey())
                .verify(end.cell().log(), Optional.empty())
                .fault();
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        for (var each : opened.reversed()) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        directory.close();
        irish.close();
        british.close();
        control.close();
    }
}
