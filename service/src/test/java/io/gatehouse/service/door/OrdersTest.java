package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.walk.SqlServer;
import io.gatehouse.service.door.RunningGatehouse.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.test.util.ReflectionTestUtils;
import tools.jackson.databind.JsonNode;

/** Orders of authorities over HTTP (DSA Art. 9, 10; Regulation (EU) 2021/784). */
class OrdersTest extends CaseworkDoor {
    @Test
    void aTerroristContentOrderIsCarriedOutAtOnceAndPreserved() {
        var said = said("what an authority wants gone");
        var received = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
        String body = """
            {"id":"%s","kind":"terrorist_content","authority":"An authority","member_state":"FR","reference":"2026/117",
             "legal_ground":"Regulation (EU) 2021/784 Art. 3","reasons":"Art. 2(7)(a)","territories":["EU"],
             "category":"STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY","received_at":"%s",
             "items":[{"content_id":"%s"}]}\
            """.formatted(RunningGatehouse.unique("o"), received, said.content());
        var receipt = fits("OrderReceipt", ok(service.post("/v1/orders", body), 201));
        var part = receipt.json().at("/parts/0");
        assertThat(Instant.parse(part.get("due_at").stringValue())).isEqualTo(received.plus(Duration.ofHours(1)));
        assertThat(part.get("state").stringValue()).isEqualTo("done");
        assertThat(part.get("late").booleanValue()).isFalse();
        String effect = part.at("/items/0/effect_decision_id").stringValue();
        var decision = fits("Screening", ok(service.get("/v1/decisions/" + effect), 200));
        assertThat(decision.field("statement_exemption")).isEqualTo("authority_order");
        assertThat(decision.json().at("/decided_by/order_id").stringValue()).isEqualTo(receipt.field("id"));
        assertThat(decision.json().at("/actions/0/kind").stringValue()).isEqualTo("visibility.removed");
        String privacy = service.keyIn("IE", "privacy");
        var hold = service.get("/v1/holds/" + part.at("/items/0/hold_id").stringValue(), as(privacy));
        assertThat(hold.field("basis")).isEqualTo("terrorist_content");
        assertThat(hold.field("reference")).isEqualTo("2026/117");
        assertThat(ok(service.post("/v1/orders", body), 201).field("id")).isEqualTo(receipt.field("id"));
        var told = fits(
                "Order",
                ok(
                        service.post(
                                "/v1/orders/" + receipt.field("id") + "/steps", "{\"step\":\"authority_informed\"}"),
                        200));
        assertThat(told.json().at("/steps/0/step").stringValue()).isEqualTo("authority_informed");
        var read = fits("Order", service.get("/v1/orders/" + receipt.field("id")));
        assertThat(read.json().at("/order/reference").stringValue()).isEqualTo("2026/117");
        String auditor = service.keyIn("IE", "auditor");
        assertThat(service.get("/v1/orders/" + receipt.field("id"), as(auditor)).text())
                .doesNotContain("An authority");
        fits("Orders", ok(service.get("/v1/orders?region=" + IRELAND, as(auditor)), 200));
    }

    @Test
    void anOrderEndsWhereNothingIsLeftAndWaitsForWhoIsOnTheMove() throws Exception {
        var stays = said("what stays");
        var goes = said("what goes");
        String body = """
            {"id":"%s","kind":"act","authority":"An authority","member_state":"IE","reference":"2026/14",
             "legal_ground":"a law","reasons":"a reason","territories":["IE"],"received_at":"%s",
             "category":"STATEMENT_CATEGORY_VIOLENCE","items":[{"decision_id":"%s"},{"decision_id":"%s"}]}\
            """.formatted(
                        RunningGatehouse.unique("o"),
                        Instant.now().minusSeconds(5).truncatedTo(ChronoUnit.SECONDS),
                        stays.decision(),
                        goes.decision());
        moving("MOVING", stays, goes);
        var receipt = ok(service.post("/v1/orders", body), 201);
        var part = receipt.json().at("/parts/0");
        assertThat(part.get("state").stringValue()).as(part.toString()).isEqualTo("open");
        assertThat(part.at("/items/1/failure").stringValue()).isEqualTo("moving");
        moving("ACTIVE", stays, goes);
        ok(service.delete("/v1/contents/" + goes.content()), 204);
        // As it does every half a minute.
        ReflectionTestUtils.invokeMethod(service.context().getBean("caseKeeper"), "look");
        part = fits("Order", ok(service.get("/v1/orders/" + receipt.field("id")), 200))
                .json();
        assertThat(part.get("state").stringValue()).as(part.toString()).isEqualTo("done");
        assertThat(part.at("/items/0/effected_at").isNull())
                .as("it was acted on")
                .isFalse();
        assertThat(part.at("/items/1/effected_at").isNull()).isTrue();
        assertThat(part.at("/items/1/failure").stringValue()).isEqualTo("gone");
    }

    @Test
    void anOrderForInformationRunsUntilItIsProvided() {
        var author = said("a person somebody asks about").author();
        String body = """
            {"id":"%s","kind":"information","authority":"A court","member_state":"DE","reference":"7 Gs 1/26",
             "legal_ground":"a law","reasons":"a case","territories":["DE"],"information_requested":"the address",
             "received_at":"%s","items":[{"account":"%s"}]}\
            """.formatted(
                RunningGatehouse.unique("o"), Instant.now().minusSeconds(5).truncatedTo(ChronoUnit.SECONDS), author);
        var receipt = fits("OrderReceipt", ok(service.post("/v1/orders", body), 201));
        assertThat(receipt.json().at("/parts/0/state").stringValue()).isEqualTo("open");
        String steps = "/v1/orders/" + receipt.field("id") + "/steps";
        assertThat(service.post(steps, "{\"step\":\"clock_stopped\"}")
                        .json()
                        .get("due_at")
                        .isNull())
                .isTrue();
        assertThat(service.post(steps, "{\"step\":\"clock_restarted\"}").field("due_at"))
                .isNotEmpty();
        assertThat(service.post(steps, "{\"step\":\"information_provided\"}").field("state"))
                .isEqualTo("done");
        assertThat(service.post(steps, "{\"step\":\"done\",\"at\":\"2999-01-01T00:00:00Z\"}")
                        .pointers())
                .containsExactlyInAnyOrder("/step", "/at");
    }

    /** Nobody makes a late order punctual by stopping a clock that has run out, or by beginning it anew. */
    @Test
    void anOrdersClockStopsOnlyWhileItRuns() {
        var author = said("a person somebody asks about").author();
        var late = ok(
                service.post(
                        "/v1/orders",
                        order("information", said("x"))
                                .replace("\"kind\"", "\"information_requested\":\"the address\",\"kind\"")
                                .replaceFirst("\"received_at\":\"[^\"]+\"", "\"received_at\":\"2026-01-02T00:00:00Z\"")
                                .replaceFirst("\"items\":.*]", "\"items\":[{\"account\":\"" + author + "\"}]")),
                201);
        String steps = "/v1/orders/" + late.field("id") + "/steps";
        assertThat(service.post(steps, "{\"step\":\"clock_stopped\"}").text())
                .contains("what has run out does not stop");
        assertThat(service.post(steps, "{\"step\":\"clock_restarted\"}").text()).contains("was not stopped");
        assertThat(service.post(steps, "{\"step\":\"receipt_confirmed\",\"at\":\"2026-01-01T00:00:00Z\"}")
                        .pointers())
                .containsExactly("/at");
        var acted = ok(service.post("/v1/orders", order("act", said("what goes"))), 201);
        steps = "/v1/orders/" + acted.field("id") + "/steps";
        for (String step : List.of("clock_stopped", "clock_restarted", "information_provided"))
            assertThat(service.post(steps, "{\"step\":\"" + step + "\"}").pointers())
                    .as(step)
                    .containsExactly("/step");
        ok(service.post(steps, "{\"step\":\"withdrawn\"}"), 200);
        var again = ok(service.post(steps, "{\"step\":\"withdrawn\"}"), 200);
        assertThat(again.json().get("steps").size()).as(again.text()).isEqualTo(1);
    }

    private void moving(String state, Said... said) throws Exception {
        try (var database = new SqlServer(service.data()).connect("gatehouse_eu_west_1")) {
            database.setReadOnly(false);
            for (var each : said)
                database.createStatement()
                        .execute("UPDATE account SET state = '" + state + "' WHERE account_ref = (SELECT c.account_ref"
                                + " FROM content c JOIN decision d USING (content_index) WHERE d.decision_id = '"
                                + each.decision() + "')");
            database.commit();
        }
    }

    /** The duty is the authority's: an order of which nobody told before is carried out like any other, and the record says it. */
    @Test
    void whatCameBeforeAFirstOrderIsWrittenDown() {
        var received = Instant.now().minusSeconds(5).truncatedTo(ChronoUnit.SECONDS);
        assertThat(removal(
                                received,
                                "{\"first_order\":true,\"told_at\":\"" + received.minus(Duration.ofHours(12)) + "\"}")
                        .get("twelve_hours")
                        .booleanValue())
                .isTrue();
        var late = removal(
                received,
                "{\"first_order\":true,\"told_at\":\""
                        + received.minus(Duration.ofHours(12)).plusSeconds(1) + "\"}");
        assertThat(late.get("twelve_hours").booleanValue()).isFalse();
        assertThat(removal(received, "{\"first_order\":true}")
                        .get("twelve_hours")
                        .booleanValue())
                .isFalse();
        assertThat(removal(received, "{\"first_order\":true,\"emergency\":true}")
                        .get("twelve_hours")
                        .isNull())
                .as("nothing is owed in an emergency")
                .isTrue();
        assertThat(removal(received, "{\"first_order\":false}")
                        .get("twelve_hours")
                        .isNull())
                .isTrue();
        var act = order("act", said("x")).replaceFirst("\\{", "{\"advance_information\":{\"first_order\":true},");
        assertThat(service.post("/v1/orders", act).pointers()).containsExactly("/advance_information");
        var after = order("terrorist_content", said("x"))
                .replaceFirst("\\{", "{\"advance_information\":{\"told_at\":\"" + Instant.now() + "\"},");
        assertThat(service.post("/v1/orders", after).pointers())
                .containsExactlyInAnyOrder("/advance_information/first_order", "/advance_information/told_at");
        assertThat(order(ok(service.post("/v1/orders", order("terrorist_content", said("x"))), 201))
                        .isNull())
                .as("nobody said")
                .isTrue();
    }

    /** @return what the record of an order that was carried out says of what came before it */
    private JsonNode removal(Instant received, String advance) {
        var body = order("terrorist_content", said("what an authority wants gone"))
                .replaceFirst("\"received_at\":\"[^\"]+\"", "\"received_at\":\"" + received + '"')
                .replaceFirst("\\{", "{\"advance_information\":" + advance + ',');
        var receipt = fits("OrderReceipt", ok(service.post("/v1/orders", body), 201));
        assertThat(receipt.json().at("/parts/0/state").stringValue()).isEqualTo("done");
        return order(receipt);
    }

    private JsonNode order(Answer receipt) {
        return fits("Order", ok(service.get("/v1/orders/" + receipt.field("id")), 200))
                .json()
                .get("advance_information");
    }
}
