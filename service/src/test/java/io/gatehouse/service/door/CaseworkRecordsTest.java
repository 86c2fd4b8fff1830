package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.walk.SqlServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What all records of casework have in common: sent again they are the same, and what says nothing is none. Disputes and registers, too. */
class CaseworkRecordsTest extends CaseworkDoor {
    /** A platform that lost an answer asks again, and the author may have been quicker. */
    @Test
    void theSameSentAgainHasTheSameReceiptWhateverBecameOfItsContent() {
        var said = said(TestPolicies.RESTRICTED);
        var other = said(TestPolicies.RESTRICTED);
        String appeals = "/v1/decisions/" + said.decision() + "/appeals";
        String appeal = appeal();
        var appealed = ok(service.post(appeals, appeal), 201);
        assertThat(service.post("/v1/decisions/" + other.decision() + "/appeals", appeal)
                        .problem())
                .as("about another decision it is another appeal")
                .isEqualTo("record-id-reused");
        var notice = notice(said, other);
        var noticed = send(notice);
        String order = order("act", said, other);
        var ordered = ok(service.post("/v1/orders", order), 201);
        ok(service.delete("/v1/contents/" + said.content()), 204);
        assertThat(ok(service.post(appeals, appeal), 201).field("id")).isEqualTo(appealed.field("id"));
        var noticedAgain = send(notice);
        assertThat(noticedAgain.field("id")).isEqualTo(noticed.field("id"));
        assertThat(noticedAgain.json().at("/parts/0/items").size()).isEqualTo(2);
        var orderedAgain = fits("OrderReceipt", ok(service.post("/v1/orders", order), 201));
        assertThat(orderedAgain.field("id")).isEqualTo(ordered.field("id"));
        assertThat(orderedAgain.json().at("/parts/0/items").size()).isEqualTo(2);
        assertThat(service.post("/v1/orders", order.replace("2026/15", "2026/16"))
                        .problem())
                .isEqualTo("record-id-reused");
        assertThat(service.post("/v1/orders", order("act", said, other)).pointers())
                .as("a new one is told what is gone")
                .containsExactly("/items/0");
    }

    /** Records stay where they were received, people move: nothing is counted in two regions. */
    @Test
    void whatWasReceivedIsNotReceivedAgainWhereItsAuthorMoved() {
        var said = said(TestPolicies.RESTRICTED, "GB");
        String appeals = "/v1/decisions/" + said.decision() + "/appeals";
        String appeal = appeal();
        var notice = notice(said);
        String order = order("act", said);
        var appealed = ok(service.post(appeals, appeal), 201);
        var noticed = send(notice);
        var ordered = ok(service.post("/v1/orders", order), 201);
        movesToIreland(said);
        assertThat(ok(service.post(appeals, appeal), 201).field("id")).isEqualTo(appealed.field("id"));
        assertThat(service.post(appeals, appeal()).problem()).isEqualTo("appealed-before");
        assertThat(send(notice).field("id")).isEqualTo(noticed.field("id")).startsWith("uk.n.");
        assertThat(ok(service.post("/v1/orders", order), 201).field("id"))
                .isEqualTo(ordered.field("id"))
                .startsWith("uk.q.");
    }

    @Test
    void whatSaysNothingIsNoRecord() {
        var said = said(TestPolicies.HELD);
        var notice = notice(said, said);
        notice.put("id", " ");
        notice.put("notifier", Map.of("name", " ", "email", "n@example.org"));
        assertThat(service.post("/v1/notices", Screenings.json(notice)).pointers())
                .containsExactlyInAnyOrder("/id", "/notifier/name", "/items/1");
        var runs = notice();
        runs.put("items", List.of(Map.of("content_id", said.content(), "url", " JavaScript:alert(1)")));
        assertThat(service.post("/v1/notices", Screenings.json(runs)).pointers())
                .containsExactly("/items/0/url");
        assertThat(service.post(
                                "/v1/orders",
                                order("act", said)
                                        .replace("\"a reason\"", "\" \"")
                                        .replace("[\"IE\"]", "[\"XX\",\"EU\"]")
                                        .replace("\"member_state\":\"IE\"", "\"member_state\":\"XX\""))
                        .pointers())
                .as("an order that disables nowhere is not carried out")
                .containsExactlyInAnyOrder("/reasons", "/territories/0", "/member_state");
        String id = said.decision().replace(".d.", ".c.");
        ok(lease(id, anna), 200);
        assertThat(service.post(
                                "/v1/cases/" + id + "/resolution",
                                RESTRICT.replace("A person looked at it.", " ")
                                        .replace("\"It threatens.\"", "\"\"")
                                        .replace("[\"EU\"]", "[\"QQ\"]"),
                                as(anna))
                        .pointers())
                .containsExactlyInAnyOrder("/facts", "/ground/explanation", "/actions/0/scope/0");
        assertThat(service.post(
                                "/v1/decisions/" + said(TestPolicies.RESTRICTED).decision() + "/appeals",
                                appeal().replace("I meant the film.", " "))
                        .pointers())
                .containsExactly("/reason");
        String dispute = "{\"id\":\"" + RunningGatehouse.unique("x") + "\",\"decision_id\":\"" + said.decision()
                + "\",\"body\":\"ods-ie-1\",\"appellant\":\"author\"}";
        String first = ok(service.post("/v1/disputes", dispute), 201).field("id");
        assertThat(ok(service.post("/v1/disputes", dispute), 201).field("id")).isEqualTo(first);
        assertThat(service.post("/v1/disputes", dispute.replace("ods-ie-1", "ods-ie-2"))
                        .problem())
                .isEqualTo("record-id-reused");
    }

    @Test
    void aDisputeIsWrittenDownWithItsOutcome() {
        var said = said(TestPolicies.RESTRICTED);
        var opened = fits(
                "Dispute",
                ok(service.post("/v1/disputes", """
            {"id":"%s","decision_id":"%s","body":"ods-ie-1","appellant":"author"}\
            """.formatted(RunningGatehouse.unique("x"), said.decision())), 201));
        String path = "/v1/disputes/" + opened.field("id");
        String ended = "{\"outcome\":\"reversed\",\"decided_at\":\"" + Instant.now() + "\",\"implemented\":true}";
        assertThat(service.post(path + "/outcome", ended.replaceFirst("\"20[0-9]{2}", "\"2020"))
                        .pointers())
                .as("before it was received")
                .containsExactly("/decided_at");
        assertThat(fits("Dispute", ok(service.post(path + "/outcome", ended), 200))
                        .field("outcome"))
                .isEqualTo("reversed");
        assertThat(service.post(path + "/outcome", ended.replace("reversed", "upheld"))
                        .problem())
                .isEqualTo("case-closed");
        assertThat(service.get(path).json().get("implemented").booleanValue()).isTrue();
        fits("Disputes", ok(service.get("/v1/disputes?region=" + IRELAND), 200));
    }

    @Test
    void registersAreReadAsOfADay() {
        String auditor = service.keyIn("IE", "auditor");
        var people = fits("Register", ok(service.get("/v1/registers/people", as(auditor)), 200));
        assertThat(people.json().get("rows").size()).isEqualTo(2);
        var before = service.get("/v1/registers/people?on=2020-06-01", as(auditor));
        assertThat(before.json().get("rows").size()).isEqualTo(3);
        assertThat(service.get("/v1/registers/staff", as(auditor))
                        .json()
                        .at("/rows/0/external")
                        .intValue())
                .isEqualTo(3);
        assertThat(service.get("/v1/registers/deadlines", as(auditor)).text()).contains("order.terrorist_content");
        assertThat(service.get("/v1/registers/nothing", as(auditor)).problem()).isEqualTo("not-found");
        assertThat(service.get("/v1/registers/staff?on=today", as(auditor)).pointers())
                .containsExactly("query:on");
    }

    private void movesToIreland(Said said) {
        String account = "/v1/accounts/" + said.author();
        service.put(account, "{\"residence\":[{\"kind\":\"verified\",\"country\":\"IE\"}]}");
        String migration = ok(service.post(account + "/migrations", "{\"to\":\"eu-west-1\"}"), 202)
                .field("migration_id");
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> service.get("/v1/migrations/" + migration)
                        .field("state")
                        .equals("done"));
    }

    /** Where nobody can look, it may lie: what concerns nobody who moved is received, the rest waits. */
    @Test
    void whatMayLieInARegionThatIsAwayIsNotReceivedASecondTime() throws Exception {
        var moved = said(TestPolicies.RESTRICTED, "GB");
        var notice = notice(moved);
        String order = order("act", moved);
        var noticed = send(notice);
        var ordered = ok(service.post("/v1/orders", order), 201);
        movesToIreland(moved);
        String here = edited(moved, "other " + TestPolicies.RESTRICTED);
        assertThat(here).startsWith("eu-west-1.d.");
        var stayed = said(TestPolicies.RESTRICTED);
        databaseOf("gatehouse_uk", "false");
        try {
            for (var again : List.of(
                    service.post("/v1/notices", Screenings.json(notice)),
                    service.post("/v1/orders", order),
                    service.post("/v1/decisions/" + here + "/appeals", appeal()))) {
                assertThat(again.status()).as(again.text()).isEqualTo(503);
                assertThat(again.problem()).isEqualTo("region-unavailable");
                assertThat(again.text()).contains("uk cannot be asked now");
            }
            send(notice(stayed));
            ok(service.post("/v1/orders", order("act", stayed)), 201);
        } finally {
            databaseOf("gatehouse_uk", "true");
        }
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        service.post("/v1/notices", Screenings.json(notice)).status() == 201);
        assertThat(send(notice).field("id")).isEqualTo(noticed.field("id"));
        assertThat(ok(service.post("/v1/orders", order), 201).field("id")).isEqualTo(ordered.field("id"));
        // Other tests on the same service find the region as it was.
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(said(TestPolicies.RESTRICTED, "GB").decision())
                                .startsWith("uk."));
    }

    private void databaseOf(String name, String lets) throws Exception {
        try (var database = new SqlServer(service.data()).connect("postgres")) {
            database.setReadOnly(false);
            database.setAutoCommit(true);
            database.createStatement().execute("ALTER DATABASE " + name + " WITH ALLOW_CONNECTIONS " + lets);
            database.createStatement()
                    .execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
        }
    }
}
