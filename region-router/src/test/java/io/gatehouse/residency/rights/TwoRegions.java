package io.gatehouse.residency.rights;

import io.gatehouse.residency.cell.AccountWrite;
import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.cell.ContentName;
import io.gatehouse.residency.cell.Effect;
import io.gatehouse.residency.cell.IdempotencyKey;
import io.gatehouse.residency.cell.MediaWrite;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.ReportFacts;
import io.gatehouse.residency.cell.ShadowVerdict;
import io.gatehouse.residency.cell.WriteOutcome;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.Migrations;
import io.gatehouse.residency.database.TestServer;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.FileRegionKey;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.FileRegionStore;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.residency.store.RegionStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Two cells with databases, keys and stores of their own, a directory, and people who have left traces in them. */
final class TwoRegions implements AutoCloseable {
    static final RegionId WEST = new RegionId("eu-west-1");
    static final RegionId NORTH = new RegionId("eu-north-1");
    private static final java.security.SecureRandom RANDOM = new java.security.SecureRandom();
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    final Map<RegionId, ErasureSite> sites = new LinkedHashMap<>();
    final Map<RegionId, Database> databases;
    final Database control;
    final AccountDirectory directory;
    final Path files;

    TwoRegions(Path files, Database control, Map<RegionId, Database> databases, Clock clock) {
        this.files = files;
        this.control = control;
        this.databases = databases;
        try {
            Migrations.control(control);
            directory = AccountDirectory.open(control, files.resolve("directory.key"));
            for (var region : databases.keySet()) sites.put(region, open(region, clock));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ErasureSite open(RegionId region, Clock clock) throws IOException {
        var home = Files.createDirectories(files.resolve(region.value()));
        var cell = Cell.open(
                region,
                databases.get(region),
                FileRegionKey.openOrCreate(home.resolve("region.key"), region),
                home.resolve("secrets"),
                "gatehouse.test/" + region,
                clock);
        TestServer.opened(databases.get(region));
        var store = FileRegionStore.open(region, home.resolve("objects"));
        cell.attach(store);
        return new ErasureSite(cell, store);
    }

    ErasureSite west() {
        return sites.get(WEST);
    }

    AccountRef ref(String account) {
        return directory.refOf(account);
    }

    Erasures erasures(List<PersonalMemory> memories, Clock clock, StepWatch watch) {
        Function<AccountRef, Set<RegionId>> nowhereElse = _ -> Set.of();
        return new Erasures(sites.values(), directory, memories, nowhereElse, clock, watch);
    }

    PersonRequest request(String id, String account, Instant at) {
        return new PersonRequest(
                id,
                RequestKind.ERASURE,
                PersonRequest.State.RUNNING,
                Optional.of(ref(account)),
                directory.find(ref(account)).orElseThrow().epoch(),
                Optional.of(ErasureStep.TAKE_STOCK),
                "{}",
                at,
                new Deadline(java.time.ZoneOffset.UTC).dueOn(at),
                Optional.empty(),
                "key-1",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Contents with effects, idempotency keys, media and a verdict in shadow, at home and in the other region. */
    List<String> live(String account, int contents) {
        directory.claim(ref(account), WEST);
        var decisions = new ArrayList<String>();
        for (var site : sites.values()) {
            var author = author(account);
            // Ids as the service makes them: they say nothing of anyone, so that a search for the name finds what does.
            var media = site.region() + ".m." + next();
            write(site, author, "event-" + next());
            try {
                var bytes = ("sealed picture of " + account).getBytes(StandardCharsets.UTF_8);
                var _ = site.store()
                        .put(new ObjectKey("media/" + media), new ByteArrayInputStream(bytes), bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            site.cell()
                    .writer()
                    .store(new MediaWrite(
                            media, author, "media/" + media, new byte[32], 9, new byte[] {'{', '}'}, NOW));
            for (int i = 0; i < contents; i++) decisions.add(content(site, author, account + '-' + i, media));
        }
        return decisions;
    }

    Author author(String account) {
        long epoch = directory.find(ref(account)).orElseThrow().epoch();
        return new Author(ref(account), epoch, ("{\"id\":\"" + account + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private static void write(ErasureSite site, Author author, String event) {
        site.cell().writer().put(new AccountWrite(event, author, NOW));
    }

    static String next() {
        return Long.toHexString(RANDOM.nextLong());
    }

    String content(ErasureSite site, Author author, String name, String media) {
        var id = next();
        var decision = site.region() + ".d." + id;
        var text = "the words of " + name;
        var outcome = site.cell()
                .writer()
                .write(new CellWrite(
                        author,
                        new ContentName("client", name + id),
                        new IdempotencyKey("client", "k-" + name + id, text.getBytes(StandardCharsets.UTF_8)),
                        site.region() + ".s." + id,
                        decision,
                        new Payload(bytes(text), bytes("record of " + name), bytes("answer to " + name)),
                        new ReportFacts("comment", "allow", List.of("spam"), "en", "sha256:00", false, NOW),
                        new EntryFacts(Map.of("surface", "comment")),
                        List.of(new Effect("webhook", bytes("effect of " + name))),
                        List.of(new ShadowVerdict("sha256:5", "allow", List.of(), List.of("r"), List.of(), false)),
                        List.of(media),
                        _ -> bytes("notes on " + name)));
        if (!(outcome instanceof WriteOutcome.Written)) throw new IllegalStateException("not written: " + outcome);
        return decision;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Every row of every table of every database as text, and every key and every byte of every object. */
    List<String> everything() {
        var found = new ArrayList<String>();
        var all = new ArrayList<>(databases.values());
        all.add(control);
        for (var database : all)
            found.addAll(database.read(connection -> {
                var rows = new ArrayList<String>();
                var tables = new ArrayList<String>();
                try (var statement = connection.createStatement();
                        var names = statement.executeQuery(
                                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")) {
                    while (names.next()) tables.add(names.getString(1));
                }
                for (var table : tables)
                    try (var statement = connection.createStatement();
                            var each = statement.executeQuery("SELECT t::text FROM \"" + table + "\" t")) {
                        while (each.next()) rows.add(table + " " + each.getString(1));
                    }
                return rows;
            }));
        for (var site : sites.values())
            for (var object : site.store().list("", RegionStore.MAX_PAGE_SIZE).objects())
                try (var open = site.store().get(object.key()).orElseThrow()) {
                    found.add(object.key() + " " + new String(open.readAllBytes(), StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
        return found;
    }

    @Override
    public void close() {
        sites.values().forEach(site -> {
            site.cell().close();
            site.store().close();
        });
        directory.close();
        databases.values().forEach(Database::close);
        control.close();
    }
}
