package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Notices over HTTP (DSA Art. 16). */
class NoticesTest extends CaseworkDoor {
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

    /** Reports count a keyword under its category: of another category it would be counted nowhere. */
    @Test
    void aKeywordIsOfTheNoticesCategory() {
        var notice = notice(said("x"));
        notice.put("keywords", List.of("KEYWORD_COORDINATED_HARM", "KEYWORD_HATE_SPEECH"));
        var refused = service.post("/v1/notices", Screenings.json(notice));
        assertThat(refused.pointers()).containsExactly("/keywords/1");
        assertThat(refused.text())
                .contains("must be a keyword of STATEMENT_CATEGORY_VIOLENCE: KEYWORD_COORDINATED_HARM, ");
        notice.remove("category");
        assertThat(service.post("/v1/notices", Screenings.json(notice)).pointers())
                .as("of none, where none is named")
                .containsExactly("/keywords/0", "/keywords/1");
        notice.put("category", "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH");
        notice.put("keywords", List.of("KEYWORD_HATE_SPEECH", "KEYWORD_OTHER"));
        send(notice);
    }
}
