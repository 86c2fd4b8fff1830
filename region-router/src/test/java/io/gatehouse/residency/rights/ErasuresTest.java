package io.gatehouse.residency.rights;

import static io.gatehouse.residency.rights.TwoRegions.NORTH;
import static io.gatehouse.residency.rights.TwoRegions.NOW;
import static io.gatehouse.residency.rights.TwoRegions.WEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.Departures;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.TestServer;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.LogEntry;
import io.gatehouse.residency.log.SignedStatement;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.rights.Erasures.Beginning;
import io.gatehouse.residency.rights.Erasures.Progress;
import io.gatehouse.residency.store.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An erasure over two regions, on real databases and stores. */
class ErasuresTest {
    private TwoRegions regions;
    private final Remembering counters = new Remembering("counters", true);
    private final Remembering cache = new Remembering("cache", false);
    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    /** A memory that remembers until it is told to forget. */
    private static final class Remembering implements PersonalMemory {
        final Set<AccountRef> known = new HashSet<>();
        private final String name;
        private final boolean counter;

        Remembering(String name, boolean counter) {
            this.name = name;
            this.counter = counter;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean isCounter() {
            return counter;
        }

        @Override
        public void forget(AccountRef account) {
            known.remove(account);
        }

        @Override
        public boolean remembers(AccountRef account) {
            return known.contains(account);
        }
    }

    @BeforeEach
    void open() throws IOException {
        var databases = new LinkedHashMap<RegionId, Database>();
        databases.put(WEST, TestServer.newCell(WEST.value(), 4));
        databases.put(NORTH, TestServer.newCell(NORTH.value(), 4));
        regions = new TwoRegions(
                Files.createTempDirectory(Path.of("target"), "two-regions"),
                TestServer.newControl(4),
                databases,
                clock);
    }

    @AfterEach
    void close() {
        regions.close();
        TestServer.deleteTree(regions.files);
    }

    private Erasures erasures() {
        return regions.erasures(List.of(counters, cache), clock, StepWatch.NONE);
    }

    private PersonRequest erase(String account) {
        var id = "eu-west-1.r." + TwoRegions.next();
        assertThat(erasures().begin(regions.request(id, account, clock.instant()), WEST))
                .isInstanceOf(Beginning.Begun.class);
        assertThat(erasures().advance(WEST, id)).isInstanceOf(Progress.Done.class);
        return new PersonRequests(regions.west().cell()).find(id).orElseThrow();
    }

    private static JsonNode statement(PersonRequest done, String key) {
        return JsonMapper.shared()
                .readTree(SignedStatement.open(done.certificate().orElseThrow(), key));
    }

    @Test
    void nothingOfThePersonIsLeftAnywhereAndNothingOfAnyoneElseIsTouched() {
        regions.live("anna", 3);
        regions.live("bert", 2);
        var ref = regions.ref("anna");
        counters.known.add(ref);
        cache.known.add(ref);
        var bert = regions.everything().stream()
                .filter(row -> row.contains(regions.ref("bert").toString()))
                .toList();
        assertThat(bert).hasSizeGreaterThan(6);
        erase("anna");
        var left = regions.everything();
        assertThat(left).noneMatch(row -> row.contains(ref.toString())).noneMatch(row -> row.contains("anna"));
        assertThat(left).containsAll(bert).anyMatch(row -> row.contains("sealed picture of bert"));
        assertThat(counters.known).isEmpty();
        assertThat(cache.known).isEmpty();
        assertThat(regions.directory.find(ref)).isEmpty();
    }

    @Test
    void theCertificateSaysWhatWentAndIsBoundToTheLog() {
        regions.live("anna", 3);
        var done = erase("anna");
        var key = regions.west().cell().log().verifierKey();
        var signed = statement(done, key);
        var statement = signed.path("statement");
        assertThat(statement.path("erasure").stringValue()).isEqualTo(done.id());
        var west = statement.path("deleted").path("eu-west-1");
        assertThat(west.path("account").intValue()).isEqualTo(1);
        assertThat(west.path("media").intValue()).isEqualTo(1);
        assertThat(west.path("objects").intValue()).isEqualTo(1);
        assertThat(west.path("idempotency").intValue()).isEqualTo(3);
        assertThat(statement
                        .path("made_anonymous")
                        .path("eu-north-1")
                        .path("content")
                        .intValue())
                .isEqualTo(3);
        assertThat(statement.path("keys_destroyed").values()).hasSize(2);
        assertThat(statement.path("looked_again").path("objects").intValue()).isEqualTo(2);
        assertThat(statement.path("remains").values()).hasSizeGreaterThan(3);
        var entry = entry(WEST, signed.path("log").path("index").longValue());
        assertThat(entry.kind()).isEqualTo("erasure-completed");
        @SuppressWarnings("unchecked") // JSON objects have string keys.
        Map<String, Object> fields = JsonMapper.shared().convertValue(statement, Map.class);
        assertThat(entry.evidence().facts().get("statement")).isEqualTo(SignedStatement.digest(fields));
        assertThat(done.account()).isEmpty();
        var other = regions.sites.get(NORTH).cell().log().verifierKey();
        assertThatThrownBy(() -> statement(done, other)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SignedStatement.open(
                        done.certificate().orElseThrow().replace("\"content\":3", "\"content\":2"), key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("wrong signature");
    }

    private LogEntry entry(RegionId region, long index) {
        return regions.databases.get(region).read(connection -> {
            try (var select = connection.prepareStatement("SELECT entry FROM log_entry WHERE log_index = ?")) {
                select.setLong(1, index);
                try (var rows = select.executeQuery()) {
                    rows.next();
                    return LogEntry.parse(rows.getBytes(1));
                }
            }
        });
    }

    @Test
    void askingTwiceBeginsOnce() {
        regions.live("anna", 1);
        var first = regions.request("eu-west-1.r.one", "anna", NOW);
        erasures().begin(first, WEST);
        var again = erasures().begin(regions.request("eu-west-1.r.two", "anna", NOW), WEST);
        assertThat(((Beginning.Begun) again).request().id()).isEqualTo("eu-west-1.r.one");
    }

    @Test
    void whoeverComesBackIsSomebodyNew() {
        regions.live("anna", 1);
        var before = regions.author("anna");
        erase("anna");
        var home = regions.directory.claim(regions.ref("anna"), NORTH);
        assertThat(home.epoch()).isGreaterThan(before.homeEpoch());
        assertThatThrownBy(() -> regions.content(regions.west(), before, "late", "eu-west-1.m.anna"))
                .hasMessageContaining("ERASED");
        regions.content(regions.sites.get(NORTH), regions.author("anna"), "anna-new", "eu-north-1.m.x");
        assertThat(regions.directory.claim(regions.ref("carl"), WEST).epoch()).isEqualTo(home.epoch());
        erase2("anna");
    }

    private void erase2(String account) {
        var id = "eu-north-1.r.2";
        erasures().begin(regions.request(id, account, NOW), NORTH);
        assertThat(erasures().advance(NORTH, id)).isInstanceOf(Progress.Done.class);
        assertThat(regions.everything())
                .noneMatch(row -> row.contains(regions.ref(account).toString()));
    }

    @Test
    void aHoldKeepsEverythingClosedUntilTheLastHasEnded() {
        regions.live("anna", 2);
        var holds = new LegalHolds(regions.west().cell());
        var until = NOW.plus(Duration.ofDays(30));
        var dated = new LegalHold("h-1", "terrorist_content", NOW, Optional.of(until), "key-1", Optional.empty());
        var open = new LegalHold("h-2", "litigation", NOW, Optional.empty(), "key-1", Optional.empty());
        assertThat(holds.place(dated, regions.ref("anna"), "case-7")).isInstanceOf(LegalHolds.Placing.Placed.class);
        assertThat(holds.place(open, regions.ref("anna"), "case-8")).isInstanceOf(LegalHolds.Placing.Placed.class);
        var id = "eu-west-1.r.held";
        erasures().begin(regions.request(id, "anna", NOW), WEST);
        assertThat(((Progress.Held) erasures().advance(WEST, id)).holds()).hasSize(2);
        assertThat(state("anna", NORTH)).isEqualTo(AccountState.ERASING);
        assertThat(holds.reference(holds.find("h-1").orElseThrow())).isEqualTo("case-7");

        clock = Clock.fixed(until, ZoneOffset.UTC);
        assertThat(((Progress.Held) erasures().advance(WEST, id)).holds())
                .extracting(LegalHold::id)
                .containsExactly("h-2");
        assertThat(regions.everything()).anyMatch(row -> row.contains("sealed picture of anna"));
        assertThat(holds.lift("h-2", "key-2", until)).isTrue();
        assertThat(holds.lift("h-2", "key-2", until)).isFalse();
        var done = (Progress.Done) erasures().advance(WEST, id);
        var statement = statement(done.request(), regions.west().cell().log().verifierKey())
                .path("statement");
        assertThat(statement.path("holds").values()).hasSize(2);
        assertThat(statement.path("holds").get(0).path("ended_at").stringValue())
                .isEqualTo(until.toString());
        assertThat(regions.everything()).noneMatch(row -> row.contains("anna"));
    }

    private AccountState state(String account, RegionId region) {
        return regions.sites
                .get(region)
                .cell()
                .reader()
                .account(regions.ref(account))
                .orElseThrow()
                .state();
    }

    @Test
    void aHoldThatComesAfterThePointOfNoReturnIsRefused() {
        regions.live("anna", 1);
        var placing = new java.util.ArrayList<LegalHolds.Placing>();
        StepWatch placesHold = (step, boundary) -> {
            if (step == ErasureStep.DELETE_ROWS && boundary == StepWatch.Boundary.BEFORE)
                placing.add(new LegalHolds(regions.west().cell())
                        .place(
                                new LegalHold("h-1", "litigation", NOW, Optional.empty(), "k", Optional.empty()),
                                regions.ref("anna"),
                                "late"));
        };
        var late = regions.erasures(List.of(), clock, placesHold);
        late.begin(regions.request("eu-west-1.r.1", "anna", NOW), WEST);
        assertThat(late.advance(WEST, "eu-west-1.r.1")).isInstanceOf(Progress.Done.class);
        assertThat(placing).containsExactly(new LegalHolds.Placing.NothingToHold());
    }

    @Test
    void aStragglerSendsTheErasureRoundAgainAndIsCounted() {
        regions.live("anna", 1);
        var late = new boolean[1];
        StepWatch slips = (step, boundary) -> {
            if (step != ErasureStep.PROVE || boundary != StepWatch.Boundary.BEFORE || late[0]) return;
            late[0] = true;
            // As a node would that restored a row by hand: media of the person, in a cell that was cleared.
            regions.databases.get(NORTH).transact(connection -> {
                try (var insert = connection.prepareStatement("INSERT INTO media (media_id, account_ref, digest_ref,"
                        + " object_key, size_bytes, stored_at) VALUES ('late', ?, '\\x00', 'media/late', 1, now())")) {
                    insert.setBytes(1, regions.ref("anna").digest());
                    return insert.executeUpdate();
                }
            });
        };
        var erasures = regions.erasures(List.of(), clock, slips);
        erasures.begin(regions.request("eu-west-1.r.1", "anna", NOW), WEST);
        var done = (Progress.Done) erasures.advance(WEST, "eu-west-1.r.1");
        var deleted = statement(done.request(), regions.west().cell().log().verifierKey())
                .path("statement")
                .path("deleted");
        assertThat(deleted.path("eu-north-1").path("media").intValue()).isEqualTo(2);
        assertThat(regions.everything())
                .noneMatch(row -> row.contains(regions.ref("anna").toString()));
    }

    @Test
    void aDatabaseFromBeforeTheErasureErasesAgainBeforeItServes() {
        regions.live("anna", 2);
        regions.live("bert", 1);
        var before = regions.everything().stream()
                .filter(row ->
                        row.contains("bert") || row.contains(regions.ref("bert").toString()))
                .toList();
        var backup = Restoring.copy(regions);
        erase("anna");
        backup.restore(regions);
        assertThat(regions.everything())
                .anyMatch(row -> row.contains(regions.ref("anna").toString()));
        int again = 0;
        for (var site : regions.sites.values()) again += new ErasureLedger(site).reapply(NOW);
        assertThat(again).isEqualTo(2);
        assertThat(new ErasureLedger(regions.west()).reapply(regions.directory, NOW))
                .isEqualTo(1);
        assertThat(regions.everything())
                .noneMatch(row -> row.contains(regions.ref("anna").toString()))
                .containsAll(before);
        assertThat(new ErasureLedger(regions.west()).reapply(NOW))
                .as("once is enough")
                .isZero();
        assertThat(regions.directory.claim(regions.ref("anna"), WEST).epoch())
                .as("the epochs of the backup are not used again")
                .isEqualTo(2);
    }

    @Test
    void whoCameBackAfterTheirErasureIsNotErasedByAnOldLedger() {
        regions.live("anna", 1);
        erase("anna");
        regions.live("anna", 1);
        for (var region : List.of(WEST, NORTH))
            regions.databases
                    .get(region)
                    .transact(connection -> connection.createStatement().executeUpdate("DELETE FROM erased_account"));
        for (var site : regions.sites.values())
            assertThat(new ErasureLedger(site).reapply(NOW)).isZero();
        assertThat(state("anna", WEST)).isEqualTo(AccountState.ACTIVE);
    }

    @Test
    void theLedgerIsForgottenOnceNoBackupIsThatOld() {
        regions.live("anna", 1);
        var done = erase("anna");
        var ledger = new ErasureLedger(regions.west());
        assertThat(ledger.prune(NOW)).isZero();
        assertThat(ledger.prune(NOW.plusSeconds(1))).isEqualTo(1);
        assertThat(regions.west().store().head(new ObjectKey("erasures/" + done.id())))
                .isEmpty();
    }

    @Test
    void anAccountThatTheCellNeverSawIsErasedFromTheDirectory() {
        regions.directory.claim(regions.ref("carl"), WEST);
        var before = regions.author("carl");
        erase("carl");
        assertThat(regions.directory.find(regions.ref("carl"))).isEmpty();
        assertThatThrownBy(() -> regions.content(regions.west(), before, "late", "m"))
                .hasMessageContaining("ERASED");
    }

    @Test
    void anAccountOnItsWayElsewhereIsNotErasedMeanwhile() {
        regions.live("anna", 1);
        regions.databases
                .get(WEST)
                .transact(connection ->
                        connection.createStatement().executeUpdate("UPDATE account SET state = 'MOVING'"));
        assertThat(erasures().begin(regions.request("eu-west-1.r.1", "anna", NOW), WEST))
                .isEqualTo(new Beginning.Moving());
        assertThat(entriesOf("erasure-refused"))
                .singleElement()
                .asString()
                .contains("\"reason\":\"moving\"", "eu-west-1.r.1")
                .doesNotContain("anna");
    }

    @Test
    void aPersonUnderAHoldOrWithAnOpenRequestDoesNotMove() {
        regions.live("anna", 1);
        var holds = new LegalHolds(regions.west().cell());
        holds.place(
                new LegalHold("h-1", "litigation", NOW, Optional.empty(), "k", Optional.empty()),
                regions.ref("anna"),
                "case-1");
        assertThat(leave("anna")).isEqualTo(new Departures.Begun.Bound());
        holds.lift("h-1", "k", NOW);
        var requests = new PersonRequests(regions.west().cell());
        var erasure = regions.request("eu-west-1.r.access", "anna", NOW);
        requests.add(new PersonRequest(
                erasure.id(),
                RequestKind.ACCESS,
                erasure.state(),
                erasure.account(),
                1,
                Optional.empty(),
                "{}",
                NOW,
                erasure.dueOn(),
                Optional.empty(),
                "k",
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        assertThat(leave("anna")).isEqualTo(new Departures.Begun.Bound());
        assertThat(requests.close(erasure.id(), PersonRequest.State.DONE, NOW)).isTrue();
        assertThat(leave("anna")).isInstanceOf(Departures.Begun.Moving.class);
    }

    private Departures.Begun leave(String account) {
        var leaving = new Departures.Leaving(
                "eu-west-1.g." + TwoRegions.next(), regions.ref(account), NORTH, 1, "eu-west-1.t.1");
        var lease = new Departures.Lease("worker", NOW, NOW.plusSeconds(60));
        return regions.west().cell().departures().begin(List.of(leaving), lease).get(regions.ref(account));
    }

    /** The worker, a run of the job and a request: whoever comes while the second works waits for it, too. */
    @Test
    void oneThreadAtATimeWorksOnAnErasureHoweverManyCome() throws Exception {
        regions.live("anna", 1);
        var hold = new LegalHold("eu-west-1.h.1", "litigation", NOW, Optional.empty(), "k", Optional.empty());
        assertThat(new LegalHolds(regions.west().cell()).place(hold, regions.ref("anna"), "case"))
                .isInstanceOf(LegalHolds.Placing.Placed.class);
        var entered = new java.util.concurrent.atomic.AtomicInteger();
        var leave = new java.util.concurrent.Semaphore(0);
        var erasures = regions.erasures(List.of(), clock, (step, boundary) -> {
            entered.incrementAndGet();
            leave.acquireUninterruptibly();
        });
        erasures.begin(regions.request("eu-west-1.r.1", "anna", NOW), WEST);
        Runnable work = () -> erasures.advance(WEST, "eu-west-1.r.1");
        var first = Thread.ofPlatform().start(work);
        await(() -> entered.get() == 1);
        var second = Thread.ofPlatform().start(work);
        await(() -> second.getState() == Thread.State.WAITING);
        leave.release();
        first.join();
        await(() -> entered.get() == 2);
        var third = Thread.ofPlatform().start(work);
        await(() -> third.getState() == Thread.State.WAITING || entered.get() == 3);
        assertThat(entered.get()).as("while the second works").isEqualTo(2);
        leave.release(2);
        second.join();
        third.join();
        assertThat(entered.get()).isEqualTo(3);
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }

    @Test
    void doesNotBeginWithoutARegionWhereThePersonHasData() {
        regions.live("anna", 1);
        var lacking = new Erasures(
                regions.sites.values(),
                regions.directory,
                List.of(),
                _ -> Set.of(new RegionId("ap-southeast-1")),
                clock,
                StepWatch.NONE);
        lacking.begin(regions.request("eu-west-1.r.1", "anna", NOW), WEST);
        assertThat(((Progress.Waiting) lacking.advance(WEST, "eu-west-1.r.1")).why())
                .contains("ap-southeast-1");
        assertThat(regions.everything()).anyMatch(row -> row.contains("picture of anna"));
    }

    private List<String> entriesOf(String kind) {
        return regions.databases.get(WEST).read(connection -> {
            var found = new java.util.ArrayList<String>();
            try (var select = connection.prepareStatement("SELECT convert_from(entry, 'UTF8') FROM log_entry");
                    var rows = select.executeQuery()) {
                while (rows.next()) if (rows.getString(1).contains('"' + kind + '"')) found.add(rows.getString(1));
            }
            return found;
        });
    }
}
