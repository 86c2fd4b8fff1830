package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.openapi.OpenApiTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What tests of casework do over HTTP: say something, report it, order something about it, decide it. */
abstract class CaseworkDoor {
    static final String IRELAND = "eu-west-1";

    static final String RESTRICT = """
        {"outcome":"restrict","actions":[{"kind":"visibility.removed","scope":["EU"]}],
         "category":"STATEMENT_CATEGORY_VIOLENCE","keywords":["KEYWORD_HUMAN_EXPLOITATION"],
         "ground":{"kind":"incompatible_content","reference":"Rules 2","explanation":"It threatens."},
         "facts":"A person looked at it.","reasons":"It threatens somebody."}\
        """;

    final RunningGatehouse service = RunningGatehouse.shared();

    final String anna = reviewer("mod-1");

    final String ben = reviewer("mod-2");

    String reviewer(String person) {
        return key("\"roles\":[\"reviewer\"],\"country\":\"IE\",\"person\":\"" + person + '"');
    }

    String key(String fields) {
        return service.post("/v1/keys", "{\"name\":\"r\"," + fields + '}').field("key");
    }

    static String[] as(String key) {
        return new String[] {"Authorization", "Bearer " + key};
    }

    static Answer fits(String schema, Answer answer) {
        assertThat(OpenApiTest.schema(schema).validate(answer.json()))
                .as(answer.text())
                .isEmpty();
        return answer;
    }

    static Answer ok(Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer;
    }

    /** What the platform said, and what was decided about it. */
    record Said(String content, String author, Answer screening) {
        String decision() {
            return screening.field("decision_id");
        }
    }

    Said said(String text) {
        return said(text, "IE");
    }

    Said said(String text, String country) {
        String content = RunningGatehouse.unique("m");
        String author = RunningGatehouse.unique("u");
        var answer = ok(service.post("/v1/screenings", Screenings.of(content, author, country, text)), 200);
        return new Said(content, author, answer);
    }

    /** @return the decision on the new words */
    String edited(Said said, String text) {
        var body = Map.of("parts", List.of(Map.of("type", "text", "text", text)));
        return ok(service.put("/v1/contents/" + said.content(), Screenings.json(body)), 200)
                .field("decision_id");
    }

    Answer lease(String caseId, String key) {
        return service.post("/v1/cases/" + caseId + "/lease", "", as(key));
    }

    Answer resolve(String caseId, String key, String body) {
        fits("LeasedCase", ok(lease(caseId, key), 200));
        return fits("Case", ok(service.post("/v1/cases/" + caseId + "/resolution", body, as(key)), 200));
    }

    static Map<String, Object> notice(Said... about) {
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

    Answer send(Map<String, Object> notice) {
        return fits("NoticeReceipt", ok(service.post("/v1/notices", Screenings.json(notice)), 201));
    }

    static String caseOf(Answer receipt, int part, int item) {
        return receipt.json()
                .at("/parts/" + part + "/items/" + item + "/case_id")
                .stringValue();
    }

    Answer appeal(String path, String reason) {
        return service.post(
                path,
                Screenings.json(Map.of("id", RunningGatehouse.unique("a"), "appellant", "author", "reason", reason)));
    }

    static String order(String kind, Said... about) {
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

    static String appeal() {
        return "{\"id\":\"" + RunningGatehouse.unique("a")
                + "\",\"appellant\":\"author\",\"reason\":\"I meant the film.\"}";
    }
}
