package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.cell.ConversationName;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.home.AccountProfile;
import io.gatehouse.residency.home.HomeRegion;
import io.gatehouse.residency.home.HomeRegionResolver;
import io.gatehouse.residency.migration.Boundary;
import io.gatehouse.residency.migration.PeopleMover;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.account.HomeRegionGate;
import io.gatehouse.service.account.StaleHome;
import io.gatehouse.service.migration.ServedEnds;
import io.gatehouse.service.openapi.OpenApiTest;
import io.gatehouse.service.placement.Message;
import io.gatehouse.service.placement.PlacementDesk;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People move when they live elsewhere: everything is found at the new home under its old ids, nothing at the old one. */
class MigrationTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    private static String evidence(String kind, String country) {
        return "{\"residence\":[{\"kind\":\"" + kind + "\",\"country\":\"" + country + "\"}]}";
    }

    private RunningGatehouse.Answer awaitEnd(String migration, String... headers) throws InterruptedException {
        for (int i = 0; ; i++) {
            var now = service.get("/v1/migrations/" + migration, headers);
            assertThat(now.status()).as(now.text()).isEqualTo(200);
            if (!now.field("ended_at").isEmpty()) return now;
            assertThat(i)
                    .as("hundredths of a second without an end: " + now.text())
                    .isLessThan(6_000);
            Thread.sleep(10);
        }
    }

    @Test
    void aPersonMovesWithAllThatIsTheirs() throws InterruptedException {
        String person = RunningGatehouse.unique("u");
        String account = "/v1/accounts/" + person;
        service.put(account, evidence("declared", "GB"));
        String key = RunningGatehouse.unique("key");
        String first = Screenings.of(RunningGatehouse.unique("m"), person, "GB", TestPolicies.RESTRICTED);
        var screened = service.post("/v1/screenings", first, "Idempotency-Key", key);
        assertThat(screened.field("decision_id")).startsWith("uk.d.");
        String decision = "/v1/decisions/" + screened.field("decision_id");
        String trace = service.get(decision + "/trace").text();
        String statement = service.get(decision + "/statement-of-reasons").text();
        service.put(account + "/labels/known", "{\"expires_at\":\"2027-06-01T00:00:00Z\",\"reason\":\"a reason\"}");
        var media = service.post(
                "/v1/media", TestPolicies.BANNED_MEDIA, "Content-Type", "image/png", "Gatehouse-Author", person);

        service.put(account, evidence("verified", "IE"));
        var begun = service.post(account + "/migrations", "{\"to\":\"eu-west-1\"}");
        assertThat(begun.status()).as(begun.text()).isEqualTo(202);
        assertThat(OpenApiTest.schema("Migration").validate(begun.json())).isEmpty();
        var ended = awaitEnd(begun.field("migration_id"));
        assertThat(ended.field("state")).as(ended.text()).isEqualTo("done");
        assertThat(ended.json().get("contents").longValue()).isEqualTo(1);
        assertThat(ended.json().get("media").longValue()).isEqualTo(1);

        var now = service.get(account);
        assertThat(now.field("home_region")).as(now.text()).isEqualTo("eu-west-1");
        assertThat(now.field("country")).isEqualTo("IE");
        assertThat(now.json().get("move").isNull()).isTrue();
        var found = service.get(decision);
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.field("decision_id")).isEqualTo(screened.field("decision_id"));
        assertThat(found.json().get("evidence").get("log").stringValue()).isEqualTo("eu-west-1");
        assertThat(service.get(decision + "/trace").text()).isEqualTo(trace);
        assertThat(service.get(decision + "/statement-of-reasons").text()).isEqualTo(statement);
        assertThat(service.get("/v1/screenings/" + screened.field("screening_id"))
                        .field("decision_id"))
                .isEqualTo(screened.field("decision_id"));
        assertThat(service.get(account + "/labels/known").status()).isEqualTo(200);
        // The same request again is the same decision, wherever its author lives by now.
        assertThat(service.post("/v1/screenings", first, "Idempotency-Key", key).field("decision_id"))
                .isEqualTo(screened.field("decision_id"));
        var body = Screenings.tree(RunningGatehouse.unique("m"), person, "", "x");
        body.put("parts", List.of(Map.of("type", "media", "media_id", media.field("media_id"))));
        var withOldMedia = service.post("/v1/screenings", Screenings.json(body));
        assertThat(withOldMedia.field("decision_id")).startsWith("eu-west-1.d.");
        assertThat(withOldMedia.field("verdict")).isEqualTo("restrict");

        var list = service.get(account + "/migrations");
        assertThat(OpenApiTest.schema("Migrations").validate(list.json())).isEmpty();
        assertThat(list.json().get("migrations").get(0).get("state").stringValue())
                .isEqualTo("arrived");
        var ref = service.bean(AccountDirectory.class).refOf(person);
        var old = service.bean(ServedRegions.class).named("uk");
        assertThat(old.cell().reader().personKey(ref)).isEmpty();
        assertThat(old.cell()
                        .departures()
                        .find(begun.field("migration_id"))
                        .orElseThrow()
                        .account())
                .isEqualTo(ref);
    }

    /** Who moved is a guest of the new home elsewhere: found by it at once, and followed with the next message. */
    @Test
    void guestsElsewhereFollow() throws InterruptedException {
        String irish = RunningGatehouse.unique("u");
        service.put("/v1/accounts/" + irish, evidence("declared", "IE"));
        String person = RunningGatehouse.unique("u");
        String account = "/v1/accounts/" + person;
        service.put(account, evidence("declared", "US"));
        var first = tell(person, irish);
        assertThat(first.field("screening_id")).startsWith("eu-west-1.s.");
        String near = "Bearer " + service.keyIn("US", "platform");
        service.put(account, evidence("verified", "GB"), "Authorization", near);
        var begun = service.post(account + "/migrations", "{\"to\":\"uk\"}", "Authorization", near);
        assertThat(begun.status()).as(begun.text()).isEqualTo(202);
        var ended = awaitEnd(begun.field("migration_id"), "Authorization", near);
        assertThat(ended.field("state")).as(ended.text()).isEqualTo("done");

        var ref = service.bean(AccountDirectory.class).refOf(person);
        var eu = service.bean(ServedRegions.class).named("eu-west-1").cell();
        var uk = service.bean(ServedRegions.class).named("uk").cell();
        assertThat(uk.reader().account(ref).orElseThrow().guests())
                .as("whoever erases or exports looks there")
                .contains(new RegionId("eu-west-1"));
        var before = eu.reader().account(ref).orElseThrow();
        assertThat(before.guestOf()).isEqualTo(new RegionId("us-east-1"));
        var next = tell(person, irish);
        assertThat(next.field("screening_id")).as(next.text()).startsWith("eu-west-1.s.");
        assertThat(next.field("home_region")).isEqualTo("uk");
        assertThat(next.json().get("placement").get("transfer_id").stringValue())
                .startsWith("uk.t.");
        var after = eu.reader().account(ref).orElseThrow();
        assertThat(after.guestOf()).isEqualTo(new RegionId("uk"));
        assertThat(after.homeEpoch()).isGreaterThan(before.homeEpoch());
        assertThat(eu.reader().screening(first.field("screening_id")))
                .as("what was said before stays")
                .isPresent();
    }

    /** Where a conversation is placed stays noted: a home that this node only remembers must not get into the notes. */
    @Test
    void whoMovedNotesConversationsAtTheNewHome() throws InterruptedException {
        String american = RunningGatehouse.unique("u");
        service.put("/v1/accounts/" + american, evidence("declared", "US"));
        String person = RunningGatehouse.unique("u");
        String account = "/v1/accounts/" + person;
        service.put(account, evidence("declared", "SE"));
        service.put(account, evidence("verified", "DE"));
        service.post("/v1/screenings", Screenings.of(RunningGatehouse.unique("m"), person, "SE", "words"));
        // As another node remembers it.
        var remembered = service.bean(HomeRegionGate.class).admit(person, List.of());
        var begun = service.post(account + "/migrations", "{\"to\":\"eu-central-1\"}");
        assertThat(awaitEnd(begun.field("migration_id")).field("state")).isEqualTo("done");
        var message = new Message(
                "a client",
                "direct_message",
                RunningGatehouse.unique("c"),
                List.of(new Message.Named(american, List.of())),
                0,
                false,
                Instant.now());
        var desk = service.bean(PlacementDesk.class);
        assertThat(remembered.home().id().value()).isEqualTo("eu-north-1");
        assertThatThrownBy(() -> desk.place(remembered, message)).isInstanceOf(StaleHome.class);
        assertThat(placed("eu-north-1", message)).isEmpty();
        assertThat(placed("us-east-1", message)).isEmpty();
        service.bean(HomeRegionGate.class).forget(remembered.author().account());
        var now = service.bean(HomeRegionGate.class).admit(person, List.of());
        assertThat(desk.place(now, message).store().id().value()).isEqualTo("eu-central-1");
        assertThat(placed("us-east-1", message)).contains("eu-central-1");
    }

    private Optional<String> placed(String cell, Message message) {
        return service.bean(ServedRegions.class)
                .named(cell)
                .cell()
                .conversations()
                .find(new ConversationName(message.client(), Objects.requireNonNull(message.conversation())))
                .map(found -> found.region().value());
    }

    private RunningGatehouse.Answer tell(String person, String other) {
        var body = Screenings.tree(RunningGatehouse.unique("m"), person, "", "words to them");
        body.put("surface", "direct_message");
        body.put("participants", List.of(java.util.Map.of("id", other)));
        return service.post("/v1/screenings", Screenings.json(body));
    }

    /** Moves somebody, and places a hold at the door when the move has come so far. */
    private RunningGatehouse.Answer moveAndHold(String person, String migration, Boundary when) {
        var held = new AtomicReference<RunningGatehouse.Answer>();
        var directory = service.bean(AccountDirectory.class);
        var resolver = service.bean(HomeRegionResolver.class);
        var ends = service.bean(ServedEnds.class);
        var ref = directory.refOf(person);
        var uk = new RegionId("uk");
        var ireland = new RegionId("eu-west-1");
        var mover = new PeopleMover(
                directory,
                (region, profile, at) -> {
                    var known = AccountProfile.ofJson(profile);
                    return known.movedTo(due(known, resolver, at), at).toJson();
                },
                _ -> before -> before,
                (_, _, _) -> Map.of(),
                "at the door",
                Clock.systemUTC(),
                (boundary, _) -> {
                    if (boundary == when) held.set(service.post("/v1/holds", """
                            {"account":"%s","basis":"litigation","reference":"2026/CA/118"}\
                            """.formatted(person)));
                });
        var profile = AccountProfile.ofJson(
                ends.end(uk).cell().reader().account(ref).orElseThrow().profile());
        var claim = new LegalBasisClaim.ResidenceChange(due(profile, resolver, Instant.now()));
        var outcomes = mover.move(
                ends.end(uk),
                ends.end(ireland),
                () -> ends.pass(uk, ireland, claim, 1),
                List.of(new PeopleMover.Mover(
                        migration, ref, directory.find(ref).orElseThrow().epoch())));
        assertThat(held.get()).as(outcomes.toString()).isNotNull();
        return held.get();
    }

    private static HomeRegion.Resolved due(AccountProfile profile, HomeRegionResolver resolver, Instant at) {
        return profile.moveDue(resolver, LocalDate.ofInstant(at, ZoneOffset.UTC))
                .orElseThrow();
    }

    /** In the old home, until it has let the person go, the hold ends the move; from then on it is placed in the new one. */
    @ParameterizedTest
    @CsvSource({"PREPARED, uk", "VERIFIED, uk", "SWITCHED, eu-west-1", "LEFT, eu-west-1"})
    void aHoldPlacedDuringAMoveHoldsWhereverThePersonIs(Boundary when, String home) throws InterruptedException {
        String person = RunningGatehouse.unique("u");
        String account = "/v1/accounts/" + person;
        service.put(account, evidence("declared", "GB"));
        service.post("/v1/screenings", Screenings.of(RunningGatehouse.unique("m"), person, "GB", "held"));
        service.put(account, evidence("verified", "IE"));
        String migration = "uk.v." + RunningGatehouse.unique("move");
        var placed = moveAndHold(person, migration, when);
        assertThat(placed.status()).as(placed.text()).isEqualTo(201);
        var hold = service.get(placed.header("Location"));
        assertThat(hold.field("home_region")).as(hold.text()).isEqualTo(home);
        assertThat(hold.json().get("holds").booleanValue()).isTrue();
        assertThat(hold.field("reference")).isEqualTo("2026/CA/118");
        assertThat(service.get(account).field("home_region")).isEqualTo(home);

        boolean hasMoved = !home.equals("uk");
        var ended = awaitEnd(migration);
        assertThat(ended.field("state")).isEqualTo(hasMoved ? "done" : "undone");
        assertThat(ended.field("reason")).isEqualTo(hasMoved ? "" : "a legal hold was placed meanwhile");
        var list = service.get(account + "/migrations");
        assertThat(OpenApiTest.schema("Migrations").validate(list.json())).isEmpty();
        assertThat(list.json().get("migrations").size()).as(list.text()).isEqualTo(1);
        var listed = list.json().get("migrations").get(0);
        assertThat(listed.get("migration_id").stringValue()).isEqualTo(migration);
        assertThat(listed.get("from").stringValue()).isEqualTo("uk");
        assertThat(listed.get("state").stringValue()).isEqualTo(hasMoved ? "arrived" : "undone");
        // A finished move is told of alike by both homes; an undone one leaves the words where they were.
        if (hasMoved) {
            assertThat(listed.get("digest")).isEqualTo(ended.json().get("digest"));
            assertThat(listed.get("contents").longValue()).isEqualTo(1);
        } else {
            var again = service.post(account + "/migrations", "");
            assertThat(again.problem()).isEqualTo("migration-refused");
            assertThat(again.field("detail")).contains("legal hold");
        }
    }

    @Test
    void whoIsNotDueDoesNotMove() {
        String account = "/v1/accounts/" + RunningGatehouse.unique("u");
        service.put(account, evidence("declared", "GB"));
        var refused = service.post(account + "/migrations", "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("migration-refused");
        assertThat(refused.field("detail")).contains("no move is due");
        service.put(account, evidence("verified", "US"));
        assertThat(service.post(account + "/migrations", "{\"to\":\"eu-west-1\"}")
                        .field("detail"))
                .contains("us-east-1, not eu-west-1");
        assertThat(service.get(account).field("home_region")).isEqualTo("uk");
    }

    @Test
    void aHomeThatIsNotServedHereIsNoPlaceToMoveToFromHere() {
        String account = "/v1/accounts/" + RunningGatehouse.unique("u");
        service.put(account, evidence("declared", "GB"));
        service.put(account, evidence("verified", "SG"));
        var refused = service.post(account + "/migrations", "{}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.field("detail")).contains("both cells are served");
    }

    @Test
    void faultsAreNamed() {
        assertThat(service.post("/v1/accounts/" + RunningGatehouse.unique("u") + "/migrations", "{}")
                        .status())
                .isEqualTo(404);
        var faults = service.post("/v1/accounts/x/migrations", "{\"to\":\"M!\",\"when\":1}");
        assertThat(faults.pointers()).containsExactlyInAnyOrder("/to", "/when");
        assertThat(service.get("/v1/migrations/uk.v.none").status()).isEqualTo(404);
        assertThat(service.get("/v1/migrations/nonsense").status()).isEqualTo(404);
        assertThat(service.get("/v1/migrations/" + RunningGatehouse.ELSEWHERE + ".v.x")
                        .status())
                .isEqualTo(421);
        String reviewer = service.keyWith("reviewer");
        assertThat(service.post("/v1/accounts/x/migrations", "{}", "Authorization", "Bearer " + reviewer)
                        .status())
                .isEqualTo(403);
    }
}
