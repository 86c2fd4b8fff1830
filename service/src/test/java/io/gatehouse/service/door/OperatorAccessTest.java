package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.openapi.OpenApiTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Who reads personal data, from where, for what: over HTTP with the rules as shipped. */
class OperatorAccessTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    private String decision() {
        return service.post("/v1/screenings", Screenings.of(RunningGatehouse.unique("text")))
                .field("decision_id");
    }

    private Answer read(String decision, String key, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Authorization";
        all[1] = "Bearer " + key;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return service.get("/v1/decisions/" + decision, all);
    }

    private static List<String> reasons(Answer answer) {
        return answer.json().path("reasons").values().stream()
                .map(JsonNode::stringValue)
                .toList();
    }

    /** The facts of the reads of one record, oldest first. */
    private List<JsonNode> recorded(String record) {
        var list = service.get("/v1/operator-accesses");
        assertThat(OpenApiTest.schema("OperatorAccesses").validate(list.json()))
                .as(list.text())
                .isEmpty();
        return list.json().get("accesses").values().stream()
                .map(access -> access.get("facts"))
                .filter(facts -> facts.path("record").asString("").equals(record))
                .toList();
    }

    private static String in(Duration time) {
        return Instant.now().plus(time).toString();
    }

    private Answer ask(String key, String scope) {
        return service.post(
                "/v1/grants", """
                    {"purpose":"moderation_review","data":["decision"],%s,
                     "reason":"An appeal in a language that only this team reads.","until":"%s"}\
                    """.formatted(scope, in(Duration.ofHours(2))), "Authorization", "Bearer" + " " + key);
    }

    @Test
    void aReadFromInsideTheZoneIsWrittenDown() {
        String decision = decision();
        assertThat(read(decision, service.keyIn("FR", "reviewer")).status()).isEqualTo(200);
        var facts = recorded(decision);
        assertThat(facts).hasSize(1);
        assertThat(facts.getFirst().get("actor_country").stringValue()).isEqualTo("FR");
        assertThat(facts.getFirst().get("purpose").stringValue()).isEqualTo("moderation_review");
        assertThat(facts.getFirst().get("outcome").stringValue()).isEqualTo("inside");
    }

    @Test
    void aKeyWithoutACountryReadsNothingPersonalAndTheAttemptIsWrittenDown() {
        String decision = decision();
        String key = service.post("/v1/keys", "{\"name\":\"x\",\"roles\":[\"auditor\"]}")
                .field("key");
        var answer = read(decision, key);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.problem()).isEqualTo("country-needed");
        assertThat(recorded(decision))
                .extracting(f -> f.get("reasons").get(0).stringValue())
                .containsExactly("country_unknown");
        var refused = service.post("/v1/keys", "{\"name\":\"x\",\"roles\":[\"reviewer\"]}");
        assertThat(refused.pointers()).containsExactly("/country");
    }

    @Test
    void aReadFromElsewhereNeedsABasisAndAGrantThatASecondPersonApproved() {
        String decision = decision();
        String reader = service.keyIn("CH", "reviewer");
        assertThat(reasons(read(decision, reader))).containsExactly("grant_needed");
        var grant = ask(reader, "\"record\":\"" + decision + "\"");
        assertThat(grant.status()).as(grant.text()).isEqualTo(201);
        assertThat(OpenApiTest.schema("Grant").validate(grant.json())).isEmpty();
        assertThat(read(decision, reader).status()).isEqualTo(403);
        String approve = "/v1/grants/" + grant.field("id") + ":approve";
        String privacy = service.keyIn("IE", "privacy");
        assertThat(service.post(approve, "", "Authorization", "Bearer " + reader)
                        .status())
                .isEqualTo(403);
        var approved = service.post(approve, "", "Authorization", "Bearer " + privacy);
        assertThat(approved.field("state")).as(approved.text()).isEqualTo("approved");
        assertThat(service.post(approve, "", "Authorization", "Bearer " + privacy)
                        .problem())
                .isEqualTo("grant-not-open");
        var read = read(decision, reader);
        assertThat(read.status()).as(read.text()).isEqualTo(200);
        // Another decision, another purpose, another kind of data: not covered.
        assertThat(reasons(read(decision(), reader))).containsExactly("grant_does_not_cover");
        assertThat(reasons(read(decision, reader, "Gatehouse-Purpose", "audit")))
                .containsExactly("grant_does_not_cover");
        var facts = recorded(decision);
        assertThat(facts)
                .extracting(f -> f.get("outcome").stringValue())
                .containsExactly("refused", "refused", "granted", "refused");
        assertThat(facts.get(2).get("legal_basis").stringValue()).isEqualTo("adequacy");
        assertThat(facts.get(2).get("grant").stringValue()).isEqualTo(grant.field("id"));
        assertThat(service.delete("/v1/grants/" + grant.field("id"), "Authorization", "Bearer " + reader)
                        .field("state"))
                .isEqualTo("revoked");
        assertThat(reasons(read(decision, reader))).containsExactly("grant_needed");
    }

    @Test
    void nobodyApprovesTheirOwnGrant() {
        String both = service.keyIn("CH", "privacy");
        var grant = ask(both, "\"region\":\"eu-west-1\",\"subjects\":3");
        var own = service.post("/v1/grants/" + grant.field("id") + ":approve", "", "Authorization", "Bearer " + both);
        assertThat(own.problem()).isEqualTo("grant-approval-refused");
    }

    @Test
    void aGrantIsNoBasisWhereTheLawHasNone() {
        String decision = decision();
        String reader = service.keyIn("IN", "reviewer");
        assertThat(reasons(read(decision, reader))).containsExactly("not_adequate", "grant_needed");
        var grant = ask(reader, "\"record\":\"" + decision + "\"");
        service.post("/v1/grants/" + grant.field("id") + ":approve", "");
        assertThat(reasons(read(decision, reader))).containsExactly("not_adequate");
    }

    @Test
    void aGrantIsForSoManyReadsHoweverManyAskAtOnce() throws Exception {
        String decision = decision();
        String reader = service.keyIn("CH", "reviewer");
        var grant = ask(reader, "\"region\":\"eu-west-1\",\"subjects\":3");
        service.post("/v1/grants/" + grant.field("id") + ":approve", "");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reads = IntStream.range(0, 12)
                    .<Callable<Answer>>mapToObj(_ -> () -> read(decision, reader))
                    .toList();
            int permitted = 0;
            for (var done : threads.invokeAll(reads)) {
                if (done.get().status() == 200) permitted++;
                else assertThat(reasons(done.get())).containsExactly("volume_cap");
            }
            assertThat(permitted).isEqualTo(3);
        }
    }

    @Test
    void aGrantForOnePersonOpensThatPersonAlone() {
        String reader = service.keyIn("CH", "reviewer");
        String mine = RunningGatehouse.unique("u");
        String other = RunningGatehouse.unique("u");
        for (String account : List.of(mine, other))
            service.put("/v1/accounts/" + account, "{\"residence\":[{\"kind\":\"declared\",\"country\":\"IE\"}]}");
        var grant = ask(reader, "\"account\":\"" + mine + "\"");
        assertThat(grant.text()).doesNotContain(mine);
        var notes = service.post(
                "/v1/grants", """
                    {"purpose":"moderation_review","data":["notes"],"account":"%s","reason":"An appeal about labels of this person.","until":"%s"}\
                    """.formatted(mine, in(Duration.ofHours(1))), "Authorization", "Bearer" + " " + reader);
        service.post("/v1/grants/" + notes.field("id") + ":approve", "");
        assertThat(service.get("/v1/accounts/" + mine + "/labels", "Authorization", "Bearer " + reader)
                        .status())
                .isEqualTo(200);
        assertThat(reasons(service.get("/v1/accounts/" + other + "/labels", "Authorization", "Bearer " + reader)))
                .containsExactly("grant_does_not_cover");
    }

    /** Moderation data for advertising or ranking: on every route that reads any. */
    @ParameterizedTest
    @CsvSource({
        "/v1/decisions/%d, advertising, purpose_refused",
        "/v1/decisions/%d/trace, ranking, purpose_refused",
        "/v1/decisions/%d/statement-of-reasons, ranking, purpose_refused",
        "/v1/screenings/%s, advertising, purpose_refused",
        "/v1/accounts/%a/labels, advertising, purpose_refused",
        "/v1/accounts/%a/labels/x, ranking, purpose_refused",
        "/v1/accounts/%a/labels, advertising_across_services, purpose_bound",
        "/v1/decisions/%d, ranking_across_services, purpose_bound",
        "/v1/accounts/%a, advertising, purpose_refused",
        "/v1/accounts/%a/consents, advertising, purpose_refused",
        "/v1/accounts/%a/export, advertising, purpose_refused",
        "/v1/accounts/%a/portability, ranking, purpose_refused",
        "/v1/accounts/%a/portability-authorisations, ranking, purpose_refused",
        "/v1/accounts/%a/business-opt-ins/shop, advertising, purpose_refused",
        "/v1/accounts/%a/business-data/counts?region=eu-west-1&day=2026-01-01, advertising, purpose_refused",
        "/v1/accounts/%a/business-data/contents?region=eu-west-1&day=2026-01-01, ranking, purpose_refused",
        "/v1/decisions/%d, astrology, purpose_unknown",
        "/v1/decisions/%d, service_delivery, purpose_not_for_actor"
    })
    void moderationDataServeSafetyAlone(String path, String purpose, String reason) {
        var screened = service.post("/v1/screenings", Screenings.of(RunningGatehouse.unique("text")));
        String account = RunningGatehouse.unique("u");
        service.put("/v1/accounts/" + account, "{\"residence\":[{\"kind\":\"declared\",\"country\":\"IE\"}]}");
        String concrete = path.replace("%d", screened.field("decision_id"))
                .replace("%s", screened.field("screening_id"))
                .replace("%a", account);
        String key = service.keyIn("IE", "reviewer", "privacy", "platform");
        int before = countOf(purpose);
        var byHeader = service.get(concrete, "Authorization", "Bearer " + key, "Gatehouse-Purpose", purpose);
        assertThat(byHeader.problem()).as(byHeader.text()).isEqualTo("read-refused");
        assertThat(reasons(byHeader)).contains(reason);
        var byParameter = service.get(
                concrete + (concrete.contains("?") ? "&" : "?") + "purpose=" + purpose,
                "Authorization",
                "Bearer " + key);
        assertThat(reasons(byParameter)).contains(reason);
        assertThat(countOf(purpose)).isEqualTo(before + 2);
    }

    private int countOf(String purpose) {
        return (int) service.get("/v1/operator-accesses").json().get("accesses").values().stream()
                .filter(access -> access.get("facts")
                                .get("purpose")
                                .stringValue()
                                .equals(purpose)
                        && access.get("facts").get("ruling").stringValue().equals("refused"))
                .count();
    }

    @Test
    void aPlatformBackendIsCountedInsideAndNeedsABasisOutside() {
        String decision = decision();
        assertThat(service.get("/v1/decisions/" + decision).status()).isEqualTo(200);
        assertThat(recorded(decision)).isEmpty();
        var screened = service.post("/v1/screenings", Screenings.of(RunningGatehouse.unique("text")));
        String client = "client-" + RunningGatehouse.unique("c");
        String home = platformIn("IE", client);
        var mine = service.post(
                "/v1/screenings", Screenings.of(RunningGatehouse.unique("text")), "Authorization", "Bearer " + home);
        String switzerland = platformIn("CH", client);
        assertThat(read(mine.field("decision_id"), switzerland).status()).isEqualTo(200);
        assertThat(recorded(mine.field("decision_id")))
                .extracting(f -> f.get("outcome").stringValue())
                .containsExactly("standing");
        assertThat(reasons(read(screened.field("decision_id"), platformIn("US", client))))
                .containsExactly("adequacy_does_not_reach_recipient");
        var report = service.get("/v1/operator-accesses?by=country");
        assertThat(OpenApiTest.schema("OperatorAccesses").validate(report.json()))
                .as(report.text())
                .isEmpty();
        assertThat(report.json().get("countries").values().stream()
                        .filter(row -> row.get("country").stringValue().equals("IE")
                                && row.get("actor").stringValue().equals("platform")
                                && row.get("outcome").stringValue().equals("inside")
                                && row.get("data").stringValue().equals("decision"))
                        .mapToLong(row -> row.get("reads").longValue())
                        .sum())
                .isPositive();
    }

    private String platformIn(String country, String client) {
        return service.post("/v1/keys", """
            {"name":"x","client":"%s","roles":["platform"],"country":"%s"}\
            """.formatted(client, country)).field("key");
    }

    @Test
    void everyFaultOfAGrantIsNamed() {
        var answer = service.post("/v1/grants", """
            {"purpose":"Audit!","data":["gossip"],"region":"eu-west-1","account":"x","reason":"short","until":"2020-01-01T00:00:00Z",
             "basis":{"kind":"foreign_order"},"x":1}\
            """);
        assertThat(answer.pointers())
                .containsExactlyInAnyOrder(
                        "/purpose", "/data/0", "/region", "/reason", "/until", "/basis/kind", "/subjects", "/x");
        var late = service.post("/v1/grants", """
            {"purpose":"audit","data":["decision"],"region":"eu-west-1","subjects":1,"reason":"A reason that says enough.","until":"%s"}\
            """.formatted(in(Duration.ofHours(13))));
        assertThat(late.pointers()).containsExactly("/until");
    }
}
