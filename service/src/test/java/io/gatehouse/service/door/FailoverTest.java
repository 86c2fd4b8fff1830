package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.migration.ShelterLook;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.service.door.FaultProxy.Network;
import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.openapi.OpenApiTest;
import io.gatehouse.service.region.CellHealth;
import io.gatehouse.service.region.ServedRegions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A service whose cells are reached through networks that fail: people of a cell that is down stay in their jurisdiction. */
class FailoverTest {
    private static final List<String> EU = List.of("eu-west-1", "eu-central-1", "eu-north-1");
    private static final List<String> ELSEWHERE = List.of("uk", "us-east-1");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Map<String, FaultProxy> NETWORKS = new LinkedHashMap<>();
    private static RunningGatehouse service;
    private static Path data;

    /** Everybody of the EEA whom these tests know. */
    private static final List<String> EUROPEANS = new java.util.concurrent.CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        data = Files.createTempDirectory("gatehouse-failover-").resolve("data");
        var properties = new HashMap<String, Object>();
        PreparedServer.copyTo(data);
        properties.put("gatehouse.data", data.toString());
        properties.put("gatehouse.failover.surfaces", "comment");
        for (String region : EU) {
            NETWORKS.put(region, new FaultProxy(FailoverTest::serverPort));
            properties.put(
                    "gatehouse.database-addresses." + region,
                    NETWORKS.get(region).address());
        }
        service = RunningGatehouse.start(properties);
    }

    /** The fourth line of PostgreSQL's own file. */
    private static int serverPort() {
        try {
            return Integer.parseInt(Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid"))
                    .get(3)
                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        NETWORKS.values().forEach(network -> network.set(Network.WORKS));
        service.stop();
        for (var network : NETWORKS.values()) network.close();
    }

    @AfterEach
    void restoreAndLookElsewhere() throws Exception {
        NETWORKS.values().forEach(network -> network.set(Network.WORKS));
        for (String region : EU)
            await(() -> isStoredIn(person(region.equals("eu-west-1") ? "IE" : country(region)), region));
        for (String region : ELSEWHERE)
            for (String european : EUROPEANS) {
                var account = service.bean(AccountDirectory.class).refOf(european);
                assertThat(cell(region).reader().account(account))
                        .as("nothing of the EEA outside of it")
                        .isEmpty();
            }
    }

    private static String country(String region) {
        return region.equals("eu-central-1") ? "DE" : "SE";
    }

    private static io.gatehouse.residency.cell.Cell cell(String region) {
        return service.bean(ServedRegions.class)
                .orMisdirected(new RegionId(region))
                .cell();
    }

    private static String person(String country) {
        String id = RunningGatehouse.unique("f-" + country);
        EUROPEANS.add(id);
        return id + ":" + country;
    }

    private static Answer say(String person, String surface, String key, String message) {
        var body = Screenings.tree(message, person.split(":")[0], person.split(":")[1], "words in a storm");
        body.put("surface", surface);
        return service.post("/v1/screenings", Screenings.json(body), "Idempotency-Key", key);
    }

    private static boolean isStoredIn(String person, String region) {
        var answer = say(person, "comment", RunningGatehouse.unique("k"), RunningGatehouse.unique("m"));
        return answer.status() == 200 && answer.field("screening_id").startsWith(region + ".");
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(100);
        }
    }

    /** Repeats until it is answered; everything before must be a refusal that says when to come back. */
    private static Answer sayUntilAnswered(String person, String key, String message) throws InterruptedException {
        var last = new Answer[1];
        await(() -> {
            last[0] = say(person, "comment", key, message);
            if (last[0].status() == 200) return true;
            assertThat(last[0].problem()).isIn("region-unavailable", "overloaded");
            assertThat(last[0].header("Retry-After")).isNotEmpty();
            return false;
        });
        return last[0];
    }

    @Test
    void whoseCellIsDownIsShelteredInTheJurisdictionAndComesHome() throws Exception {
        shelteredAndBroughtHome(Network.CUT);
    }

    /** Most of their time is spent waiting for what does not answer. */
    @Tag("long")
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"WORKS", "CUT"})
    void howeverItsNetworkFails(Network network) throws Exception {
        shelteredAndBroughtHome(network);
    }

    private static void shelteredAndBroughtHome(Network network) throws Exception {
        String irish = person("IE");
        assertThat(isStoredIn(irish, "eu-west-1")).isTrue();
        String atHome = upload(irish).field("media_id");
        NETWORKS.get("eu-west-1").set(network);
        // Not before the breaker is open: what was begun at home may be written there.
        await(() -> say(irish, "comment", RunningGatehouse.unique("k"), RunningGatehouse.unique("m"))
                        .status()
                == 200);
        String key = RunningGatehouse.unique("k");
        String message = RunningGatehouse.unique("m");
        var sheltered = sayUntilAnswered(irish, key, message);
        assertThat(sheltered.field("screening_id")).startsWith("eu-central-1.s.");
        assertThat(sheltered.field("home_region")).isEqualTo("eu-west-1");
        var placement = sheltered.json().get("placement");
        assertThat(placement.get("reason").stringValue()).isEqualTo("failover");
        assertThat(placement.get("region").stringValue()).isEqualTo("eu-central-1");
        assertThat(placement.get("transfer_id").stringValue()).startsWith("eu-central-1.t.");
        assertThat(say(irish, "comment", key, message).text())
                .as("a repeat meanwhile")
                .isEqualTo(sheltered.text());
        var refused = say(irish, "profile", RunningGatehouse.unique("k"), RunningGatehouse.unique("m"));
        assertThat(refused.problem()).as(refused.text()).isEqualTo("region-unavailable");
        assertThat(refused.field("region")).isEqualTo("eu-west-1");
        assertThat(refused.header("Retry-After")).isNotEmpty();
        var deletion = service.delete("/v1/contents/" + message);
        assertThat(deletion.problem()).as("only the home knows of holds").isEqualTo("region-unavailable");
        assertThat(deletion.field("region")).isEqualTo("eu-west-1");
        var account = service.bean(AccountDirectory.class).refOf(irish.split(":")[0]);
        assertThat(sheltersOf(account, "us-east-1")).containsEntry(account, new RegionId("eu-central-1"));
        assertThat(sheltersOf(account, "eu-central-1")).as("moves there").isEmpty();
        var picture = upload(irish);
        assertThat(picture.status()).as(picture.text()).isEqualTo(201);
        assertThat(OpenApiTest.schema("Media").validate(picture.json())).isEmpty();
        assertThat(picture.field("home_region")).isEqualTo("eu-west-1");
        assertThat(picture.json().get("placement").get("region").stringValue()).isEqualTo("eu-central-1");
        String media = picture.field("media_id");
        assertThat(isIn("eu-central-1", media)).isTrue();
        assertThat(show(irish, media).status()).isIn(200, 202);
        assertThat(show(irish, atHome).problem()).as("nobody knows it now").isEqualTo("region-unavailable");
        assertThat(show(irish, "eu-central-1.m.nothing").problem()).isEqualTo("unknown-media");
        String unshown = upload(irish).field("media_id");

        String stranger = person("IE");
        var first = sayUntilAnswered(stranger, RunningGatehouse.unique("k"), RunningGatehouse.unique("m"));
        assertThat(first.field("screening_id")).as("known to nobody before").startsWith("eu-central-1.");

        NETWORKS.get("eu-west-1").set(Network.WORKS);
        await(() -> isStoredIn(irish, "eu-west-1"));
        assertThat(say(irish, "comment", key, message).field("decision_id"))
                .as("a repeat right after the recovery")
                .isEqualTo(sheltered.field("decision_id"));
        await(() -> cell("eu-central-1").shelter().homes().isEmpty());
        for (var each : List.of(media, unshown)) {
            assertThat(isIn("eu-west-1", each)).isTrue();
            // The row goes first.
            await(() -> !hasObject("eu-central-1", each));
            assertThat(isIn("eu-central-1", each)).isFalse();
            assertThat(show(irish, each).status()).as("shown at home").isIn(200, 202);
        }
        assertThat(sheltersOf(account, "us-east-1")).isEmpty();
        for (var answer : List.of(sheltered, first)) {
            var now = service.get("/v1/screenings/" + answer.field("screening_id"));
            assertThat(now.status()).as(now.text()).isEqualTo(200);
            assertThat(now.field("decision_id")).isEqualTo(answer.field("decision_id"));
            assertThat(now.json().get("evidence").get("log").stringValue()).isEqualTo("eu-west-1");
            assertThat(cell("eu-west-1").reader().screening(answer.field("screening_id")))
                    .isPresent();
            assertThat(cell("eu-central-1").reader().screening(answer.field("screening_id")))
                    .isEmpty();
        }
        assertThat(say(irish, "comment", key, message).field("decision_id"))
                .as("a repeat after it came home")
                .isEqualTo(sheltered.field("decision_id"));
        var directory = service.bean(AccountDirectory.class);
        assertThat(cell("eu-central-1").reader().account(directory.refOf(irish.split(":")[0])))
                .isEmpty();
        assertThat(service.get("/v1/accounts/" + stranger.split(":")[0]).field("home_region"))
                .as("the home learned who was sheltered first")
                .isEqualTo("eu-west-1");
    }

    private static Answer upload(String person) {
        return service.post(
                "/v1/media",
                TestMedia.brokenPicture("a picture of " + person),
                "Gatehouse-Author",
                person.split(":")[0],
                "Gatehouse-Residence",
                "declared=" + person.split(":")[1],
                "Content-Type",
                "image/png");
    }

    private static Answer show(String person, String media) {
        var body = Screenings.tree(RunningGatehouse.unique("m"), person.split(":")[0], person.split(":")[1], "");
        body.put("parts", List.of(Map.of("type", "media", "media_id", media)));
        return service.post("/v1/screenings", Screenings.json(body));
    }

    /** Row and object. */
    private static boolean isIn(String region, String media) {
        boolean hasRow = cell(region).reader().media(media).isPresent();
        assertThat(hasObject(region, media)).isEqualTo(hasRow);
        return hasRow;
    }

    private static boolean hasObject(String region, String media) {
        return service.bean(ServedRegions.class)
                .orMisdirected(new RegionId(region))
                .store()
                .head(new ObjectKey("media/" + media.substring(media.lastIndexOf('.') + 1)))
                .isPresent();
    }

    private static Map<AccountRef, RegionId> sheltersOf(AccountRef account, String to) {
        return service.bean(ShelterLook.class).find(new RegionId("eu-west-1"), new RegionId(to), List.of(account));
    }

    @Test
    void aDeletionWaitsForNoCellThatItDoesNotDependOnAndAMoveForEachThatMayShelter() throws Exception {
        // Nobody whom the look outside of the EEA is about: this one goes there.
        String mover = RunningGatehouse.unique("f-moving");
        String moving = "/v1/accounts/" + mover;
        service.put(moving, "{\"minor\":false,\"residence\":[{\"kind\":\"declared\",\"country\":\"IE\"}]}");
        var due = service.put(moving, "{\"residence\":[{\"kind\":\"verified\",\"country\":\"US\"}]}");
        assertThat(due.json().get("move").get("to").stringValue())
                .as(due.text())
                .isEqualTo("us-east-1");
        String irish = person("IE");
        String swede = person("SE");
        String ofIrish = RunningGatehouse.unique("m");
        String ofSwede = RunningGatehouse.unique("m");
        await(() -> say(irish, "comment", RunningGatehouse.unique("k"), ofIrish).status() == 200);
        await(() -> say(swede, "comment", RunningGatehouse.unique("k"), ofSwede).status() == 200);
        String american = RunningGatehouse.unique("f-us");
        String live = RunningGatehouse.unique("m");
        var body = Screenings.tree(live, american, "US", "words to all");
        body.put("surface", "live");
        body.put("participants", List.of(Map.of("id", swede.split(":")[0])));
        String copied = service.post("/v1/screenings", Screenings.json(body)).field("screening_id");
        await(() -> cell("eu-north-1").copies().content(copied).isPresent());

        NETWORKS.get("eu-north-1").set(Network.CUT);
        await(() -> service.bean(CellHealth.class).isDown(new RegionId("eu-north-1")));
        assertThat(service.delete("/v1/contents/" + ofIrish).status()).isEqualTo(204);
        var waiting = service.delete("/v1/contents/" + ofSwede);
        assertThat(waiting.problem()).as(waiting.text()).isEqualTo("region-unavailable");
        assertThat(waiting.field("region")).isEqualTo("eu-north-1");
        assertThat(waiting.header("Retry-After")).isNotEmpty();
        String unknown = "/v1/contents/" + RunningGatehouse.unique("m");
        assertThat(service.delete(unknown).problem()).isEqualTo("region-unavailable");
        assertThat(service.delete(unknown, "Gatehouse-Author", swede.split(":")[0])
                        .problem())
                .isEqualTo("region-unavailable");
        assertThat(service.delete(unknown, "Gatehouse-Author", "somebody-unheard-of")
                        .problem())
                .isEqualTo("not-found");
        assertThat(service.delete("/v1/contents/" + live).status())
                .as("its copy goes later")
                .isEqualTo(204);
        assertThat(service.delete(unknown, "Gatehouse-Author", american).problem())
                .as("the home says where there is something of theirs")
                .isEqualTo("region-unavailable");
        String plain = RunningGatehouse.unique("f-plain");
        service.post("/v1/screenings", Screenings.of(RunningGatehouse.unique("m"), plain, "US", "hello"));
        assertThat(service.delete(unknown, "Gatehouse-Author", plain).problem()).isEqualTo("not-found");

        var refused = service.post(moving + "/migrations", "{}");
        assertThat(refused.problem()).as(refused.text()).isEqualTo("migration-refused");
        assertThat(refused.field("region")).isEqualTo("eu-north-1");
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(service.get(moving).field("home_region"))
                .as("nothing was touched")
                .isEqualTo("eu-west-1");

        NETWORKS.get("eu-north-1").set(Network.WORKS);
        await(() -> service.delete("/v1/contents/" + ofSwede).status() == 204);
        await(() -> service.post(moving + "/migrations", "{}").status() == 202);
        var directory = service.bean(AccountDirectory.class);
        await(() -> directory
                .findNow(List.of(directory.refOf(mover)))
                .get(directory.refOf(mover))
                .region()
                .value()
                .equals("us-east-1"));
        await(() -> cell("eu-north-1").copies().content(copied).isEmpty());
    }

    @Test
    void whenTheWholeJurisdictionIsDownItsPeopleAreRefusedAndOthersServed() throws Exception {
        String irish = person("IE");
        assertThat(isStoredIn(irish, "eu-west-1")).isTrue();
        NETWORKS.values().forEach(network -> network.set(Network.CUT));
        await(() -> say(irish, "comment", RunningGatehouse.unique("k"), RunningGatehouse.unique("m"))
                .field("detail")
                .contains("no other region of its jurisdiction"));
        for (int n = 0; n < 20; n++)
            assertThat(say(irish, "comment", RunningGatehouse.unique("k"), RunningGatehouse.unique("m"))
                            .problem())
                    .isEqualTo("region-unavailable");
        var american = service.post("/v1/screenings", Screenings.from("US"));
        assertThat(american.status()).as(american.text()).isEqualTo(200);
        assertThat(american.field("screening_id")).startsWith("us-east-1.");
    }
}
