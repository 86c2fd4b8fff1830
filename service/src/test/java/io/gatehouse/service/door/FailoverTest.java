package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.door.FaultProxy.Network;
import io.gatehouse.service.door.RunningGatehouse.Answer;
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

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WORKS")
    void whoseCellIsDownIsShelteredInTheJurisdictionAndComesHome(Network network) throws Exception {
        String irish = person("IE");
        assertThat(isStoredIn(irish, "eu-west-1")).isTrue();
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
        String stranger = person("IE");
        var first = sayUntilAnswered(stranger, RunningGatehouse.unique("k"), RunningGatehouse.unique("m"));
        assertThat(first.field("screening_id")).as("known to nobody before").startsWith("eu-central-1.");

        NETWORKS.get("eu-west-1").set(Network.WORKS);
        await(() -> isStoredIn(irish, "eu-west-1"));
        assertThat(say(irish, "comment", key, message).field("decision_id"))
                .as("a repeat right after the recovery")
                .isEqualTo(sheltered.field("decision_id"));
        await(() -> cell("eu-central-1").shelter().homes().isEmpty());
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
