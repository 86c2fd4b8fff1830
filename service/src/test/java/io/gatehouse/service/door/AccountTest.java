package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Residence evidence in; home region and its explanation out. */
class AccountTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    @Test
    void evidenceGivesAHomeWithItsExplanation() {
        String path = "/v1/accounts/" + RunningGatehouse.unique("u");
        var put = service.put(path, evidence("GB"));
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.field("home_region")).isEqualTo("uk");
        assertThat(put.json().get("explanation").toString()).contains("homes.yaml");
        assertThat(service.get(path).text()).isEqualTo(put.text());
    }

    @Test
    void newEvidenceMovesNobodyButTellsWhenAMoveIsDue() {
        String path = "/v1/accounts/" + RunningGatehouse.unique("u");
        service.put(path, evidence("GB"));
        var travelling = service.put(path, evidence("sim", "US", daysAgo(20)));
        assertThat(travelling.json().get("resolution").get("outcome").stringValue())
                .isEqualTo("stay");
        assertThat(travelling.json().get("move").isNull()).isTrue();
        var verified = service.put(path, evidence("verified", "US", daysAgo(1)));
        assertThat(verified.field("home_region")).isEqualTo("uk");
        assertThat(verified.field("country")).isEqualTo("GB");
        var move = verified.json().get("move");
        assertThat(move.get("to").stringValue()).isEqualTo("us-east-1");
        assertThat(move.get("reason").stringValue()).isEqualTo("evidence");
        // It was verified yesterday and told today: never backwards.
        assertThat(move.get("since").stringValue()).isEqualTo(today());
        assertThat(service.get(path).text()).isEqualTo(verified.text());
    }

    @Test
    void evidenceIsAddedOnceAndNothingIsForgotten() {
        String path = "/v1/accounts/" + RunningGatehouse.unique("u");
        service.put(path, evidence("GB"));
        var more = service.put(path, evidence("payment", "GB", daysAgo(3)));
        assertThat(more.json().get("residence").size()).isEqualTo(2);
        assertThat(service.put(path, evidence("payment", "GB", daysAgo(3))).text())
                .isEqualTo(more.text());
        assertThat(service.put(path, "{}").text()).isEqualTo(more.text());
        for (int i = 0; i < 3; i++) {
            var now = service.put(path, "{\"residence\":[{\"kind\":\"sim\",\"country\":\"GB\"}]}");
            assertThat(now.json().get("residence").size())
                    .as("one a day is enough")
                    .isEqualTo(3);
        }
    }

    @Test
    void anotherCountryOfTheSameRegionTakesEffectAtOnceAndLeavesHistory() {
        String path = "/v1/accounts/" + RunningGatehouse.unique("u");
        service.put(path, evidence("FR"));
        var changed = service.put(path, evidence("verified", "IE", daysAgo(0)));
        assertThat(changed.field("country")).isEqualTo("IE");
        assertThat(changed.field("home_region")).isEqualTo("eu-west-1");
        var homes = changed.json().get("homes");
        assertThat(homes.size()).isEqualTo(2);
        assertThat(homes.get(0).get("country").stringValue()).isEqualTo("FR");
        assertThat(homes.get(0).get("to")).isEqualTo(homes.get(1).get("from"));
        assertThat(homes.get(1).get("why").toString()).contains("change to IE by 'verified'");
        assertThat(changed.json().get("resolution").get("outcome").stringValue())
                .isEqualTo("stay");
    }

    @Test
    void tellsWhereHomeWasAndWhyOnAPastDay() {
        String path = "/v1/accounts/" + RunningGatehouse.unique("u");
        service.put(path, evidence("GB"));
        var now = service.get(path + "?as_of=" + today());
        assertThat(now.json().get("home").get("region").stringValue()).isEqualTo("uk");
        assertThat(now.json().get("resolution").get("outcome").stringValue()).isEqualTo("stay");
        var before = service.get(path + "?as_of=2026-02-01");
        assertThat(before.json().get("home").isNull()).isTrue();
        assertThat(before.json().get("resolution").get("reason").stringValue())
                .as("observed by then, and told only today")
                .isEqualTo("no_evidence");
        assertThat(before.json().get("evidence_complete").booleanValue()).isTrue();
        assertThat(service.get(path + "?as_of=2999-01-01").pointers()).containsExactly("query:as_of");
        assertThat(service.get(path + "?as_of=yesterday").pointers()).containsExactly("query:as_of");
        assertThat(service.get("/v1/accounts/nobody-of-that-name?as_of=2026-02-01")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void factsAboutTheHolderStayUntilTheyAreSaidAnew() {
        String path = "/v1/accounts/" + RunningGatehouse.unique("u");
        var put = service.put(path, evidence("GB").replace("{\"residence\"", "{\"minor\":true,\"residence\""));
        assertThat(put.json().get("minor").booleanValue()).isTrue();
        assertThat(service.put(path, "{}").json().get("minor").booleanValue()).isTrue();
        assertThat(service.put(path, "{\"minor\":false}").json().get("minor").booleanValue())
                .isFalse();
        assertThat(service.put(path, "{\"minor\":\"yes\"}").pointers()).containsExactly("/minor");
    }

    @Test
    void aBusinessIsAtHomeWhereItIsEstablished() {
        String path = "/v1/accounts/" + RunningGatehouse.unique("shop");
        String declared = "{\"business\":true,\"residence\":[{\"kind\":\"declared\",\"country\":\"GB\"}]}";
        var unknown = service.put(path, declared);
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.field("reason")).isEqualTo("no_establishment");
        assertThat(unknown.json().get("missing").toString()).isEqualTo("[\"establishment\"]");
        var placed = service.put(
                path,
                "{\"business\":true,\"residence\":[{\"kind\":\"establishment\",\"country\":\"DE\"},"
                        + "{\"kind\":\"declared\",\"country\":\"GB\"}]}");
        assertThat(placed.field("home_region")).isEqualTo("eu-central-1");
        assertThat(placed.json().get("business").booleanValue()).isTrue();
    }

    @Test
    void twoWhoPutAtOnceLoseNothing() throws Exception {
        String path = "/v1/accounts/" + RunningGatehouse.unique("u");
        service.put(path, evidence("GB"));
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            for (int day = 1; day <= 20; day++) {
                String one = evidence("sim", "GB", daysAgo(day));
                threads.submit(() -> service.put(path, one));
            }
        }
        assertThat(service.get(path).json().get("residence").size()).isEqualTo(21);
    }

    @Test
    void aScreeningCreatesAnAccountWithWhatItSaysAndNeverMovesOne() {
        String id = RunningGatehouse.unique("u");
        var first = Screenings.tree(RunningGatehouse.unique("m"), id, "GB", "a plain message");
        person(first).put("minor", true);
        assertThat(service.post("/v1/screenings", Screenings.json(first)).field("home_region"))
                .isEqualTo("uk");
        var account = service.get("/v1/accounts/" + id);
        assertThat(account.json().get("minor").booleanValue()).isTrue();
        var second = Screenings.tree(RunningGatehouse.unique("m"), id, "US", "a plain message");
        person(second).put("minor", false);
        person(second).put("residence", List.of(Map.of("kind", "verified", "country", "US")));
        assertThat(service.post("/v1/screenings", Screenings.json(second)).field("home_region"))
                .isEqualTo("uk");
        assertThat(service.get("/v1/accounts/" + id).text()).isEqualTo(account.text());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> person(Map<String, Object> screening) {
        return (Map<String, Object>) screening.get("author");
    }

    @Test
    void aBusinessIsScreenedAtItsEstablishment() {
        String id = RunningGatehouse.unique("shop");
        var screening = Screenings.tree(RunningGatehouse.unique("m"), id, "GB", "a plain message");
        person(screening).put("business", true);
        assertThat(service.post("/v1/screenings", Screenings.json(screening)).problem())
                .isEqualTo("unresolved-home-region");
        person(screening).put("residence", List.of(Map.of("kind", "establishment", "country", "SE")));
        var answer = service.post(
                "/v1/screenings",
                Screenings.json(screening),
                "Gatehouse-Author",
                id,
                "Gatehouse-Residence",
                "establishment=SE");
        assertThat(answer.field("home_region")).isEqualTo("eu-north-1");
    }

    @Test
    void anUnknownAccountIs404AndBadEvidenceIsNamed() {
        String path = "/v1/accounts/" + RunningGatehouse.unique("u");
        assertThat(service.get(path).status()).isEqualTo(404);
        assertThat(service.put(path, "{\"residence\":[{\"kind\":\"rumour\",\"country\":\"IE\"}]}")
                        .pointers())
                .containsExactly("/residence/0/kind");
        assertThat(service.put(path, "{}").problem()).isEqualTo("unresolved-home-region");
        assertThat(service.put(path, evidence("SG")).status()).isEqualTo(421);
    }

    @Test
    void aNetworkLocationAloneNamesNoHome() {
        var answer = service.put(
                "/v1/accounts/" + RunningGatehouse.unique("u"),
                "{\"residence\":[{\"kind\":\"ip\",\"country\":\"IE\"}]}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.field("reason")).isEqualTo("network_location_alone");
    }

    private static String evidence(String country) {
        return evidence("declared", country, "2026-01-01T00:00:00Z");
    }

    private static String evidence(String kind, String country, String observedAt) {
        return "{\"residence\":[{\"kind\":\"" + kind + "\",\"country\":\"" + country + "\",\"observed_at\":\""
                + observedAt + "\"}]}";
    }

    private static String daysAgo(int days) {
        return Instant.now().minus(Duration.ofDays(days)).toString();
    }

    private static String today() {
        return LocalDate.now(ZoneOffset.UTC).toString();
    }
}
