package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.door.RunningGatehouse.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Real messages in, reasoned decisions out, stored at home. */
class ScreeningTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    @Test
    void answersADecisionThatCanBeReadBackByteForByte() {
        var answer = service.post("/v1/screenings", Screenings.of("a plain message"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.field("verdict")).isEqualTo("allow");
        assertThat(answer.field("home_region")).isEqualTo("eu-west-1");
        assertThat(answer.json().get("evidence").get("log").stringValue()).isEqualTo("eu-west-1");
        assertThat(answer.field("decision_id")).startsWith("eu-west-1.d.");
        assertThat(service.get("/v1/screenings/" + answer.field("screening_id")).text())
                .isEqualTo(answer.text());
        assertThat(service.get("/v1/decisions/" + answer.field("decision_id")).text())
                .isEqualTo(answer.text());
    }

    @Test
    void homesFollowResidence() {
        assertThat(service.post("/v1/screenings", Screenings.from("US")).field("home_region"))
                .isEqualTo("us-east-1");
        assertThat(service.post("/v1/screenings", Screenings.from("GB")).field("home_region"))
                .isEqualTo("uk");
        assertThat(service.post("/v1/screenings", Screenings.from("DE")).field("home_region"))
                .startsWith("eu-");
    }

    @Test
    void aRestrictionCarriesActionsReasonsAndSpans() {
        var answer = service.post("/v1/screenings", Screenings.of("well 🙂 " + TestPolicies.RESTRICTED + " then"));
        var json = answer.json();
        assertThat(answer.field("verdict")).isEqualTo("restrict");
        assertThat(json.get("actions").get(0).get("kind").stringValue()).isEqualTo("visibility.removed");
        assertThat(json.get("rules").get(0).get("id").stringValue()).isEqualTo("test.restricted");
        var span = json.get("signals").get(0).get("spans").get(0);
        // Code points, so the smiley counts one.
        assertThat(span.get("start").intValue()).isEqualTo(7);
        assertThat(span.get("end").intValue()).isEqualTo(7 + TestPolicies.RESTRICTED.length());
        assertThat(json.get("statement_of_reasons").get("automated_decision").booleanValue())
                .isTrue();

        String id = answer.field("decision_id");
        assertThat(service.get("/v1/decisions/" + id + "/statement-of-reasons").json())
                .isEqualTo(json.get("statement_of_reasons"));
        assertThat(service.get("/v1/decisions/" + id + "/trace")
                        .json()
                        .get("trace")
                        .get(0)
                        .get("rule")
                        .stringValue())
                .isEqualTo("test.restricted");
    }

    @Test
    void aReviewSaysWhetherDeliveryWaits() {
        var answer = service.post("/v1/screenings", Screenings.of("some " + TestPolicies.HELD));
        assertThat(answer.field("verdict")).isEqualTo("review");
        assertThat(answer.json().get("hold").booleanValue()).isTrue();
        assertThat(service.get("/v1/decisions/" + answer.field("decision_id") + "/statement-of-reasons")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void anAuthorKeepsTheirHomeAndNeedsNoEvidenceTwice() {
        String author = RunningGatehouse.unique("u");
        service.post("/v1/screenings", Screenings.of(RunningGatehouse.unique("m"), author, "GB", "one"));
        var without = service.post("/v1/screenings", Screenings.of(RunningGatehouse.unique("m"), author, "", "two"));
        var elsewhere = service.post("/v1/screenings", Screenings.of(RunningGatehouse.unique("m"), author, "US", "3"));
        assertThat(List.of(without.field("home_region"), elsewhere.field("home_region")))
                .containsOnly("uk");
    }

    @Test
    void headersMayNameTheAuthorAndTheirResidence() {
        String author = RunningGatehouse.unique("ü");
        var answer = service.post(
                "/v1/screenings",
                Screenings.of(RunningGatehouse.unique("m"), author, "", "x"),
                "Gatehouse-Author",
                java.net.URLEncoder.encode(author, java.nio.charset.StandardCharsets.UTF_8),
                "Gatehouse-Residence",
                "declared=GB;observed_at=2026-01-01T00:00:00Z");
        assertThat(answer.field("home_region")).isEqualTo("uk");
    }

    @Test
    void aRepeatAnswersTheStoredDecision() {
        String body = Screenings.of("once");
        String key = RunningGatehouse.unique("k");
        var first = service.post("/v1/screenings", body, "Idempotency-Key", key);
        var second = service.post("/v1/screenings", body.replace(",", ", "), "Idempotency-Key", key);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo(first.text());
    }

    @Test
    void aKeyWithAnotherBodyAndAContentIdTwiceAre409() {
        String key = RunningGatehouse.unique("k");
        String id = RunningGatehouse.unique("m");
        var first = service.post("/v1/screenings", Screenings.of(id, "u-9", "IE", "one"), "Idempotency-Key", key);
        var reused = service.post("/v1/screenings", Screenings.of(id, "u-9", "IE", "two"), "Idempotency-Key", key);
        assertThat(reused.status()).isEqualTo(409);
        assertThat(reused.problem()).isEqualTo("idempotency-key-reused");
        var again = service.post("/v1/screenings", Screenings.of(id, "u-9", "IE", "one"));
        assertThat(again.problem()).isEqualTo("content-id-reused");
        assertThat(again.field("screening_id")).isEqualTo(first.field("screening_id"));
    }

    @Test
    void concurrentRepeatsGetOneDecision() throws Exception {
        String body = Screenings.of("at once");
        String key = RunningGatehouse.unique("k");
        List<Callable<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) calls.add(() -> service.post("/v1/screenings", body, "Idempotency-Key", key));
        var answers = new HashSet<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(calls)) {
                assertThat(answer.get().status()).isEqualTo(200);
                answers.add(answer.get().text());
            }
        }
        assertThat(answers).hasSize(1);
    }

    @Test
    void batchItemsEndEachForItselfInOrder() {
        var items = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < 50; i++)
            items.add(Screenings.tree(RunningGatehouse.unique("m"), "batch-" + i, i % 7 == 3 ? "" : "IE", "text " + i));
        items.get(4).put("idempotency_key", RunningGatehouse.unique("k"));
        items.get(5).put("surface", "wall");
        String body = Screenings.json(Map.of("items", items));
        var answer = service.post("/v1/screenings:batch", body);
        assertThat(answer.status()).isEqualTo(200);
        var results = answer.json().get("results");
        assertThat(results.size()).isEqualTo(50);
        for (int i = 0; i < 50; i++) {
            int expected = i == 5 ? 400 : i % 7 == 3 ? 422 : 200;
            assertThat(results.get(i).get("status").intValue()).as("item " + i).isEqualTo(expected);
            assertThat(results.get(i).has(expected == 200 ? "screening" : "problem"))
                    .isTrue();
        }
        var again = service.post("/v1/screenings:batch", body).json().get("results");
        assertThat(again.get(4)).isEqualTo(results.get(4));
        assertThat(again.get(0).get("status").intValue()).isEqualTo(409);
    }

    @Test
    void aPrivateSurfaceWithoutLegalBasisIsNotLookedAt() {
        var body = Screenings.tree(
                RunningGatehouse.unique("m"), RunningGatehouse.unique("u"), "IE", TestPolicies.RESTRICTED);
        body.put("surface", "direct_message");
        var answer = service.post("/v1/screenings", Screenings.json(body));
        assertThat(answer.field("verdict")).isEqualTo("allow");
        assertThat(answer.json().get("skipped").toString()).contains("no_legal_basis");
        assertThat(answer.json().get("signals").isEmpty()).isTrue();
    }
}
