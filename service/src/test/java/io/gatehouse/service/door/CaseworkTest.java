package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.casework.ReportRecords;
import io.gatehouse.residency.cell.NotesTopic;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.walk.SqlServer;
import io.gatehouse.service.account.AccountFinder;
import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.openapi.OpenApiTest;
import io.gatehouse.service.region.ServedRegions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.test.util.ReflectionTestUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people report, appeal and order over HTTP, and what people decide. */
class CaseworkTest {
    private static final String IRELAND = "eu-west-1";
    private static final String RESTRICT = """
        {"outcome":"restrict","actions":[{"kind":"visibility.removed","scope":["EU"]}],
         "category":"STATEMENT_CATEGORY_VIOLENCE","keywords":["KEYWORD_HUMAN_EXPLOITATION"],
         "ground":{"kind":"incompatible_content","reference":"Rules 2","explanation":"It threatens."},
         "facts":"A person looked at it.","reasons":"It threatens somebody."}\
        """;

    private static final Executor EACH_ITS_OWN = work -> Thread.ofVirtual().start(work);

    private final RunningGatehouse service = RunningGatehouse.shared();
    private final String anna = reviewer("mod-1");
    private final String ben = reviewer("mod-2");

    private String reviewer(String person) {
        return key("\"roles\":[\"reviewer\"],\"country\":\"IE\",\"person\":\"" + person + '"');
    }

    private String key(String fields) {
        return service.post("/v1/keys", "{\"name\":\"r\"," + fields + '}').field("key");
    }

    private static String[] as(String key) {
        return new String[] {"Authorization", "Bearer " + key};
    }

    private static Answer fits(String schema, Answer answer) {
        assertThat(OpenApiTest.schema(schema).validate(answer.json()))
                .as(answer.text())
                .isEmpty();
        return answer;
    }

    private static Answer ok(Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer;
    }

    /** What the platform said, and what was decided about it. */
    private record Said(String content, String author, Answer screening) {
        String decision() {
            return screening.field("decision_id");
        }
    }

    private Said said(String text) {
        return said(text, "IE");
    }

    private Said said(String text, String country) {
        String content = RunningGatehouse.unique("m");
        String author = RunningGatehouse.unique("u");
        var answer = ok(service.post("/v1/screenings", Screenings.of(content, author, country, text)), 200);
        return new Said(content, author, answer);
    }

    /** @return the decision on the new words */
    private String edited(Said said, String text) {
        var body = Map.of("parts", List.of(Map.of("type", "text", "text", text)));
        return ok(service.put("/v1/contents/" + said.content(), Screenings.json(body)), 200)
                .field("decision_id");
    }

    private Answer lease(String caseId, String key) {
        return service.post("/v1/cases/" + caseId + "/lease", "", as(key));
    }

    private Answer resolve(String caseId, String key, String body) {
        fits("LeasedCase", ok(lease(caseId, key), 200));
        return fits("Case", ok(service.post("/v1/cases/" + caseId + "/resolution", body, as(key)), 200));
    }

    private static Map<String, Object> notice(Said... about) {
        var items = new ArrayList<Map<String, Object>>();
        for (var each : about)
            items.add(Map.of("content_id", each.content(), "url", "https://video.example/" + each.content()));
        var body = new LinkedHashMap<String, Object>();
        body.put("id", RunningGatehouse.unique("n"));
        body.put("category", "STATEMENT_CATEGORY_VIOLENCE");
        body.put("explanation", "It threatens my neighbour.");
        body.put("notifier", Map.of("name", "N. Otifier", "email", RunningGatehouse.unique("n") + "@example.org"));
        body.put("good_faith", true);
        body.put("items", items);
        return body;
    }

    private Answer send(Map<String, Object> notice) {
        return fits("NoticeReceipt", ok(service.post("/v1/notices", Screenings.json(notice)), 201));
    }

    private static String caseOf(Answer receipt, int part, int item) {
        return receipt.json()
                .at("/parts/" + part + "/items/" + item + "/case_id")
                .stringValue();
    }

    @Test
    void aReviewVerdictWaitsForAPersonWhoseDecisionStands() {
        var said = said(TestPolicies.HELD);
        String id = said.decision().replace(".d.", ".c.");
        var open = fits("Case", ok(service.get("/v1/cases/" + id, as(anna)), 200));
        assertThat(open.field("kind")).isEqualTo("review");
        assertThat(open.field("due_at")).isNotEmpty();
        var listed = fits("Cases", service.get("/v1/cases?region=" + IRELAND + "&limit=200&kind=review", as(anna)));
        assertThat(listed.text()).doesNotContain(TestPolicies.HELD);
        var leased = fits("LeasedCase", ok(lease(id, anna), 200));
        assertThat(leased.json().at("/content/parts/0/text").stringValue()).isEqualTo(TestPolicies.HELD);
        assertThat(lease(id, ben).problem()).isEqualTo("case-leased");
        var body = RESTRICT.replace("\"facts\"", "\"language\":\"fr\",\"facts\"");
        var resolved = fits("Case", ok(service.post("/v1/cases/" + id + "/resolution", body, as(anna)), 200));
        assertThat(resolved.field("state")).isEqualTo("resolved");
        assertThat(resolved.field("person_language")).isEqualTo("fr");
        assertThat(resolved.field("employment")).isEqualTo("internal");
        String made = resolved.field("new_decision_id");
        var decision = fits("Screening", ok(service.get("/v1/decisions/" + made), 200));
        assertThat(decision.field("verdict")).isEqualTo("restrict");
        assertThat(decision.json().at("/decided_by/source").stringValue()).isEqualTo("own_initiative");
        assertThat(decision.text()).doesNotContain("mod-1");
        var statement = fits("StatementOfReasons", service.get("/v1/decisions/" + made + "/statement-of-reasons"));
        assertThat(statement.json().get("automated_decision").booleanValue()).isFalse();
        assertThat(statement.json().get("automated_detection").booleanValue()).isTrue();
        assertThat(statement.text()).contains("A person looked at it.");
        assertThat(service.get("/v1/screenings/" + said.screening().field("screening_id"))
                        .field("decision_id"))
                .as("it stands")
                .isEqualTo(made);
        assertThat(ok(service.post("/v1/cases/" + id + "/resolution", body, as(anna)), 200)
                        .field("new_decision_id"))
                .as("the same again")
                .isEqualTo(made);
        assertThat(service.post("/v1/cases/" + id + "/resolution", RESTRICT, as(anna))
                        .problem())
                .isEqualTo("case-closed");
    }

    @Test
    void noMachineDecidesAgainOnWhatAPersonDecided() {
        var said = said(TestPolicies.HELD);
        var allowed = resolve(said.decision().replace(".d.", ".c."), anna, "{\"outcome\":\"allow\"}");
        String made = allowed.field("new_decision_id");
        ok(service.post("/v1/jobs/rescan/runs", "{\"parameters\":{\"region\":\"" + IRELAND + "\"}}"), 202);
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> service.get("/v1/jobs/rescan")
                        .json()
                        .at("/last_run/status")
                        .asString("")
                        .equals("completed"));
        assertThat(service.get("/v1/screenings/" + said.screening().field("screening_id"))
                        .field("decision_id"))
                .isEqualTo(made);
    }

    @Test
    void aNoticeOfTwoRegionsHasAPartInEachAndEveryItemItsOutcome() {
        var here = said("a threat, it is said");
        var there = said("another, it is said", "DE");
        var sent = notice(here, there);
        var receipt = send(sent);
        assertThat(receipt.json().get("parts").size()).isEqualTo(2);
        assertThat(receipt.json().at("/parts/1/region").stringValue()).isEqualTo("eu-central-1");
        assertThat(send(sent).text()).as("the same again").isEqualTo(receipt.text());
        sent.put("explanation", "Something else.");
        assertThat(service.post("/v1/notices", Screenings.json(sent)).problem()).isEqualTo("record-id-reused");
        String id = caseOf(receipt, 0, 0);
        var leased = lease(id, anna);
        assertThat(leased.json().at("/notices/0/explanation").stringValue()).isEqualTo("It threatens my neighbour.");
        assertThat(leased.text()).as("who it was is not needed to decide").doesNotContain("Otifier");
        var resolved = resolve(id, anna, RESTRICT);
        var told = fits("Notice", ok(service.get("/v1/notices/" + receipt.field("id")), 200));
        assertThat(told.field("state")).isEqualTo("decided");
        var item = told.json().at("/items/0");
        assertThat(item.get("outcome").stringValue()).isEqualTo("restrict");
        assertThat(told.json().at("/reasons/0").stringValue()).isEqualTo("It threatens somebody.");
        assertThat(item.get("automated_means").booleanValue()).isFalse();
        assertThat(item.get("redress").size()).isEqualTo(3);
        assertThat(told.json().at("/notifier/name").stringValue()).isEqualTo("N. Otifier");
        var decision = service.get("/v1/decisions/" + resolved.field("new_decision_id"));
        assertThat(decision.json().at("/decided_by/source").stringValue()).isEqualTo("notice");
        assertThat(decision.json()
                        .at("/statement_of_reasons/automated_detection")
                        .booleanValue())
                .isFalse();
        String auditor = service.keyIn("IE", "auditor");
        var audited = fits("Notice", service.get("/v1/notices/" + receipt.field("id"), as(auditor)));
        assertThat(audited.text()).doesNotContain("Otifier").doesNotContain("neighbour");
        var other =
                service.get("/v1/notices/" + receipt.json().at("/parts/1/id").stringValue());
        assertThat(other.field("state")).isEqualTo("open");
        fits("Notices", ok(service.get("/v1/notices?region=" + IRELAND, as(auditor)), 200));
        String privacy = service.keyIn("IE", "privacy");
        String email = told.json().at("/notifier/email").stringValue();
        var erased = fits(
                "NotifierErased",
                ok(
                        service.post(
                                "/v1/notices:erase",
                                "{\"email\":\"" + email + "\",\"region\":\"" + IRELAND + "\"}",
                                as(privacy)),
                        200));
        assertThat(erased.json().get("erased").intValue()).isEqualTo(1);
        assertThat(service.get("/v1/notices/" + receipt.field("id")).text()).doesNotContain("Otifier");
    }

    @Test
    void nobodyDecidesOnARevisionThatTheyHaveNotSeen() {
        var said = said("harmless, it is said");
        String id = caseOf(send(notice(said)), 0, 0);
        ok(lease(id, anna), 200);
        String edited = edited(said, "now with " + TestPolicies.RESTRICTED);
        String allow = "{\"outcome\":\"allow\",\"reasons\":\"It does not.\"}";
        assertThat(service.post("/v1/cases/" + id + "/resolution", allow, as(anna))
                        .problem())
                .isEqualTo("lease-needed");
        assertThat(service.get("/v1/screenings/" + said.screening().field("screening_id"))
                        .field("decision_id"))
                .as("what restricts stands")
                .isEqualTo(edited);
        var leased = ok(lease(id, anna), 200);
        assertThat(leased.field("decision_id")).isEqualTo(edited);
        assertThat(leased.json().at("/content/parts/0/text").stringValue()).contains(TestPolicies.RESTRICTED);
        assertThat(resolve(id, anna, allow).field("state")).isEqualTo("resolved");
    }

    /** As of content that was edited in the region where it lies by now: no case of another region follows at once. */
    @Test
    void aCaseWhoseContentWasDecidedElsewhereIsLookedAtAgain() throws Exception {
        var said = said("harmless, it is said");
        String id = caseOf(send(notice(said)), 0, 0);
        String edited = edited(said, "now with " + TestPolicies.RESTRICTED);
        try (var database = new SqlServer(service.data()).connect("gatehouse_eu_west_1")) {
            database.setReadOnly(false);
            database.createStatement()
                    .execute("UPDATE review_case SET decision_id = '" + said.decision() + "' WHERE case_id = '" + id
                            + "'");
            database.commit();
        }
        ok(lease(id, anna), 200);
        String allow = "{\"outcome\":\"allow\",\"reasons\":\"It does not.\"}";
        var refused = service.post("/v1/cases/" + id + "/resolution", allow, as(anna));
        assertThat(refused.problem()).isEqualTo("case-changed");
        assertThat(refused.field("decision_id")).isEqualTo(edited);
        assertThat(service.post("/v1/cases/" + id + "/resolution", allow, as(anna))
                        .problem())
                .as("sent again unseen")
                .isEqualTo("lease-needed");
        assertThat(ok(lease(id, anna), 200).field("decision_id")).isEqualTo(edited);
    }

    @Test
    void anEncryptedMessageIsReportedWithItsTextAndLiesAtItsAuthorsHome() {
        var author = said("a word before").author();
        var sent = notice();
        sent.put("items", List.of(Map.of("reported_text", Map.of("author", author, "text", "an encrypted threat"))));
        var receipt = send(sent);
        String id = caseOf(receipt, 0, 0);
        var leased = fits("LeasedCase", ok(lease(id, anna), 200));
        assertThat(leased.field("surface")).isEqualTo("encrypted_direct_message");
        assertThat(leased.field("kind")).isEqualTo("notice");
        assertThat(leased.json().at("/content/parts/0/text").stringValue()).isEqualTo("an encrypted threat");
        assertThat(send(sent).text()).isEqualTo(receipt.text());
        resolve(id, anna, RESTRICT);
        assertThat(service.get("/v1/notices/" + receipt.field("id")).field("state"))
                .isEqualTo("decided");
    }

    @Test
    void anAppealGoesToAnotherPersonAndItsReversalUndoesTheEffects() {
        var said = said(TestPolicies.HELD);
        var restricted = resolve(said.decision().replace(".d.", ".c."), anna, RESTRICT);
        String decision = restricted.field("new_decision_id");
        String path = "/v1/decisions/" + decision + "/appeals";
        String body = "{\"id\":\"" + RunningGatehouse.unique("a")
                + "\",\"appellant\":\"author\",\"reason\":\"I meant the film.\"}";
        var appeal = fits("Appeal", ok(service.post(path, body), 201));
        assertThat(ok(service.post(path, body), 201).field("id")).isEqualTo(appeal.field("id"));
        assertThat(service.post(path, body.replace("\"a-", "\"b-")).problem()).isEqualTo("appealed-before");
        String id = appeal.field("case_id");
        assertThat(lease(id, anna).problem()).as("she decided").isEqualTo("another-person-needed");
        String annasOtherKey = reviewer("mod-1");
        assertThat(lease(id, annasOtherKey).problem())
                .as("with another key too")
                .isEqualTo("another-person-needed");
        var leased = fits("LeasedCase", ok(lease(id, ben), 200));
        assertThat(leased.json().at("/appeal/reason").stringValue()).isEqualTo("I meant the film.");
        assertThat(service.post("/v1/cases/" + id + "/resolution", "{\"outcome\":\"allow\"}", as(ben))
                        .pointers())
                .containsExactlyInAnyOrder("/outcome", "/reasons");
        var reversed = resolve(id, ben, "{\"outcome\":\"reversed\",\"reasons\":\"It quotes a film.\"}");
        var told = fits("Appeal", service.get("/v1/appeals/" + appeal.field("id")));
        assertThat(told.field("outcome")).isEqualTo("reversed");
        assertThat(told.field("reasons")).isEqualTo("It quotes a film.");
        assertThat(service.get("/v1/appeals?region=" + IRELAND + "&limit=200").text())
                .as("reasons are read one by one, by whoever may")
                .contains(appeal.field("id"))
                .doesNotContain("It quotes a film.");
        var after = service.get("/v1/decisions/" + reversed.field("new_decision_id"));
        assertThat(after.field("verdict")).isEqualTo("allow");
        assertThat(after.json().get("actions").isEmpty()).isTrue();
        assertThat(effectsOf(reversed.field("new_decision_id"))).containsExactly("decision.restriction_lifted");
        String privacy = service.keyIn("IE", "privacy");
        assertThat(new String(
                        service.get("/v1/accounts/" + said.author() + "/export", as(privacy))
                                .response()
                                .body(),
                        java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("eu-west-1/appeals.json");
    }

    /** Four come at once: whoever is refused has written words that belong to no appeal. */
    @Test
    void aRefusedAppealLeavesNoWords() {
        var said = said(TestPolicies.RESTRICTED);
        String path = "/v1/decisions/" + said.decision() + "/appeals";
        var answers = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> appeal(path, "reason " + i), EACH_ITS_OWN))
                .toList();
        var accepted = IntStream.range(0, 4)
                .filter(i -> answers.get(i).join().status() == 201)
                .toArray();
        assertThat(accepted).hasSize(1);
        assertThat(appeal(path, "too late").problem()).isEqualTo("appealed-before");
        var found = service.bean(AccountFinder.class).require(said.author());
        byte[] notes = found.home().cell().reader().notes(found.author().account(), NotesTopic.APPEALS);
        assertThat(JsonMapper.shared().readTree(notes).values().stream()
                        .map(each -> each.get("reason").stringValue()))
                .containsExactly("reason " + accepted[0]);
    }

    private Answer appeal(String path, String reason) {
        return service.post(
                path,
                Screenings.json(Map.of("id", RunningGatehouse.unique("a"), "appellant", "author", "reason", reason)));
    }

    private List<String> effectsOf(String decision) {
        var cell = service.bean(ServedRegions.class)
                .orMisdirected(new RegionId(IRELAND))
                .cell();
        return cell.read(connection -> {
            try (var select = connection.prepareStatement(
                    "SELECT o.kind FROM outbox o JOIN decision d ON d.log_index = o.log_index WHERE d.decision_id = ?"
                            + " ORDER BY n")) {
                select.setString(1, decision);
                var kinds = new ArrayList<String>();
                try (var rows = select.executeQuery()) {
                    while (rows.next()) kinds.add(rows.getString(1));
                }
                return kinds;
            }
        });
    }

    @Test
    void aNotifierAppealsADecisionNotToAct() {
        var said = said("perhaps a threat");
        var receipt = send(notice(said));
        var allowed = resolve(caseOf(receipt, 0, 0), anna, "{\"outcome\":\"allow\",\"reasons\":\"It does not.\"}");
        String path = "/v1/decisions/" + allowed.field("new_decision_id") + "/appeals";
        String body = "{\"id\":\"" + RunningGatehouse.unique("a")
                + "\",\"appellant\":\"notifier\",\"notice_id\":\"" + receipt.field("id")
                + "\",\"reason\":\"Read the second line.\"}";
        assertThat(service.post(path, body.replace("notifier", "author")).pointers())
                .containsExactly("/notice_id");
        assertThat(service.post(path, "{\"id\":\"x\",\"appellant\":\"author\",\"reason\":\"r\"}")
                        .problem())
                .as("nothing was restricted")
                .isEqualTo("not-appealable");
        var appeal = fits("Appeal", ok(service.post(path, body), 201));
        assertThat(lease(appeal.field("case_id"), ben)
                        .json()
                        .at("/appeal/reason")
                        .stringValue())
                .isEqualTo("Read the second line.");
        var reversed = resolve(
                appeal.field("case_id"), ben, RESTRICT.replace("\"outcome\":\"restrict\"", "\"outcome\":\"reversed\""));
        assertThat(service.get("/v1/decisions/" + reversed.field("new_decision_id"))
                        .field("verdict"))
                .isEqualTo("restrict");
        fits("Appeals", ok(service.get("/v1/appeals?region=" + IRELAND), 200));
    }

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

    private static String order(String kind, Said... about) {
        var items = new ArrayList<Map<String, Object>>();
        for (var each : about) items.add(Map.of("content_id", each.content()));
        var body = new LinkedHashMap<String, Object>();
        body.put("id", RunningGatehouse.unique("o"));
        body.put("kind", kind);
        body.put("authority", "An authority");
        body.put("member_state", "IE");
        body.put("reference", "2026/15");
        body.put("legal_ground", "a law");
        body.put("reasons", "a reason");
        body.put("territories", List.of("IE"));
        body.put(
                "received_at",
                Instant.now().minusSeconds(5).truncatedTo(ChronoUnit.SECONDS).toString());
        body.put("items", items);
        return Screenings.json(body);
    }

    private static String appeal() {
        return "{\"id\":\"" + RunningGatehouse.unique("a")
                + "\",\"appellant\":\"author\",\"reason\":\"I meant the film.\"}";
    }

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
        String account = "/v1/accounts/" + said.author();
        service.put(account, "{\"residence\":[{\"kind\":\"verified\",\"country\":\"IE\"}]}");
        String migration = ok(service.post(account + "/migrations", "{\"to\":\"eu-west-1\"}"), 202)
                .field("migration_id");
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> service.get("/v1/migrations/" + migration)
                        .field("state")
                        .equals("done"));
        assertThat(ok(service.post(appeals, appeal), 201).field("id")).isEqualTo(appealed.field("id"));
        assertThat(service.post(appeals, appeal()).problem()).isEqualTo("appealed-before");
        assertThat(send(notice).field("id")).isEqualTo(noticed.field("id")).startsWith("uk.n.");
        assertThat(ok(service.post("/v1/orders", order), 201).field("id"))
                .isEqualTo(ordered.field("id"))
                .startsWith("uk.q.");
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

    /** DSA Art. 20(1): six months; what was received in time stays received. */
    @Test
    void appealsCloseAfterSixMonthsAndThoseReceivedStay() throws Exception {
        var early = said(TestPolicies.RESTRICTED);
        var late = said(TestPolicies.RESTRICTED);
        String appeal = appeal();
        String path = "/v1/decisions/" + early.decision() + "/appeals";
        var received = ok(service.post(path, appeal), 201);
        try (var database = new SqlServer(service.data()).connect("gatehouse_eu_west_1")) {
            database.setReadOnly(false);
            database.createStatement()
                    .execute("UPDATE decision SET decided_at = now() - interval '185 days' WHERE decision_id IN ('"
                            + early.decision() + "', '" + late.decision() + "')");
            database.commit();
        }
        assertThat(ok(service.post(path, appeal), 201).field("id")).isEqualTo(received.field("id"));
        String other = "/v1/decisions/" + late.decision() + "/appeals";
        var closed = service.post(other, appeal());
        assertThat(closed.status()).isEqualTo(410);
        assertThat(closed.problem()).isEqualTo("appeal-window-closed");
        assertThat(closed.field("closed_at")).isNotBlank();
        String informed = Instant.now().minus(Duration.ofDays(30)).toString();
        assertThat(service.post(
                                other,
                                appeal().replace("\"reason\"", "\"informed_at\":\"" + informed + "\",\"reason\""))
                        .status())
                .as("who was told later has longer")
                .isEqualTo(201);
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

    @Test
    void namesEveryFaultOfANotice() {
        var refused = service.post("/v1/notices", """
            {"category":"STATEMENT_CATEGORY_X","keywords":["KEYWORD_X"],"explanation":" ","good_faith":false,
             "items":[{"url":"https://video.example/1"},{"content_id":"a","decision_id":"b"}],"colour":1}\
            """);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.pointers())
                .containsExactlyInAnyOrder(
                        "/id",
                        "/category",
                        "/keywords/0",
                        "/explanation",
                        "/notifier",
                        "/good_faith",
                        "/items/0",
                        "/items/1",
                        "/colour");
        var unknown = notice(new Said("never-screened", "", refused));
        var answer = service.post("/v1/notices", Screenings.json(unknown));
        assertThat(answer.problem()).isEqualTo("unknown-subject");
        assertThat(answer.pointers()).containsExactly("/items/0");
        var flagged = notice(said("x"));
        flagged.put("trusted_flagger", "tf-unknown");
        assertThat(service.post("/v1/notices", Screenings.json(flagged)).pointers())
                .containsExactly("/trusted_flagger");
        flagged.put("trusted_flagger", "tf-1");
        String id = caseOf(send(flagged), 0, 0);
        assertThat(service.get("/v1/cases/" + id, as(anna))
                        .json()
                        .get("priority")
                        .intValue())
                .isEqualTo(20);
    }

    @Test
    void onlyPeopleOfTheRegisterDecideAndOnlyWithTheRightToRead() {
        String id = said(TestPolicies.HELD).decision().replace(".d.", ".c.");
        String unnamed = service.keyIn("IE", "reviewer");
        assertThat(lease(id, unnamed).problem()).isEqualTo("not-on-staff-register");
        assertThat(lease(id, reviewer("mod-gone")).problem()).isEqualTo("not-on-staff-register");
        String afar = key("\"roles\":[\"reviewer\"],\"country\":\"US\",\"person\":\"mod-1\"");
        assertThat(lease(id, afar).problem())
                .as("reading from elsewhere is a transfer")
                .isEqualTo("read-refused");
        assertThat(service.post("/v1/cases/" + id + "/resolution", "{\"outcome\":\"allow\"}", as(anna))
                        .problem())
                .isEqualTo("lease-needed");
        String platform = service.keyIn("IE", "platform");
        assertThat(lease(id, platform).problem()).isEqualTo("role-needed");
        assertThat(service.delete("/v1/cases/" + id + "/lease", as(anna)).status())
                .isEqualTo(204);
    }

    /** What the transparency report reads, of what all this left behind. */
    @Test
    void theLogSaysWhatPeopleDecidedAndNothingOfAnybody() {
        var said = said(TestPolicies.HELD);
        var restricted = resolve(said.decision().replace(".d.", ".c."), anna, RESTRICT);
        var records = new ReportRecords(service.bean(ServedRegions.class)
                .orMisdirected(new RegionId(IRELAND))
                .cell());
        var found = new ArrayList<ReportRecords.DecisionRecord>();
        records.decisions(Instant.EPOCH, Instant.now().plusSeconds(60), found::add);
        assertThat(found)
                .filteredOn(each -> each.id().equals(restricted.field("new_decision_id")))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.isAutomated()).isFalse();
                    assertThat(each.dsaCategory()).isEqualTo("STATEMENT_CATEGORY_VIOLENCE");
                    assertThat(each.actions()).containsExactly("visibility.removed");
                    assertThat(each.statement()).isEqualTo("given");
                });
        assertThat(found)
                .filteredOn(each -> each.id().equals(said.decision()))
                .singleElement()
                .satisfies(each -> assertThat(each.isAutomated()).isTrue());
        JsonNode log = service.get("/v1/cases?region=" + IRELAND + "&state=resolved&limit=200", as(anna))
                .json();
        assertThat(log.toString()).doesNotContain(said.author()).doesNotContain(TestPolicies.HELD);
    }
}
