package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.openapi.OpenApiTest;
import io.gatehouse.service.region.ServedRegions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** A platform's author changes what they said: judged as a new message is, and stored where the content lies. */
class ContentEditTest {
    private final RunningGatehouse service = RunningGatehouse.shared();
    private final String author = RunningGatehouse.unique("u");
    private final String id = RunningGatehouse.unique("m");

    private Answer say(String text) {
        var answer = service.post("/v1/screenings", Screenings.of(id, author, "IE", text));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    private Answer edit(String text, String... headers) {
        return service.put("/v1/contents/" + id, body(text), headers);
    }

    private static String body(String text) {
        return Screenings.json(Map.of("parts", List.of(Map.of("type", "text", "text", text))));
    }

    private static String body(String text, String field, Object value) {
        var body = new LinkedHashMap<String, Object>();
        body.put(field, value);
        body.put("parts", List.of(Map.of("type", "text", "text", text)));
        return Screenings.json(body);
    }

    @Test
    void theNewWordsAreJudgedAndStandAndTheOldDecisionIsStillThere() {
        var first = say("a plain message");
        var edited = edit("now with " + TestPolicies.RESTRICTED);
        assertThat(edited.status()).as(edited.text()).isEqualTo(200);
        assertThat(OpenApiTest.schema("Screening").validate(edited.json()))
                .as(edited.text())
                .isEmpty();
        assertThat(edited.field("verdict")).isEqualTo("restrict");
        assertThat(edited.json().get("revision").intValue()).isEqualTo(2);
        assertThat(edited.field("screening_id")).isEqualTo(first.field("screening_id"));
        assertThat(edited.field("decision_id")).isNotEqualTo(first.field("decision_id"));
        assertThat(service.get("/v1/screenings/" + first.field("screening_id")).text())
                .isEqualTo(edited.text());
        assertThat(service.get("/v1/decisions/" + first.field("decision_id")).text())
                .isEqualTo(first.text());
        assertThat(service.get("/v1/decisions/" + edited.field("decision_id") + "/statement-of-reasons")
                        .status())
                .isEqualTo(200);
        var mended = edit("plain again");
        assertThat(mended.field("verdict")).isEqualTo("allow");
        assertThat(mended.json().get("revision").intValue()).isEqualTo(3);
    }

    @Test
    void aRepeatAnswersTheSameAndAKeyIsForOneEdit() {
        say("a plain message");
        String key = RunningGatehouse.unique("k");
        var edited = edit("better words", "Idempotency-Key", key);
        edit("still better words");
        assertThat(edit("better words", "Idempotency-Key", key).text()).isEqualTo(edited.text());
        assertThat(edit("other words", "Idempotency-Key", key).problem()).isEqualTo("idempotency-key-reused");
        assertThat(service.get("/v1/screenings/" + edited.field("screening_id"))
                        .json()
                        .get("revision")
                        .intValue())
                .isEqualTo(3);
    }

    @Test
    void whatIsNotThereIsNotEditedAndNothingIsCreated() {
        assertThat(edit("words").problem()).isEqualTo("not-found");
        say("a plain message");
        assertThat(edit("words", "Authorization", "Bearer " + service.keyWith("platform"))
                        .problem())
                .as("another client's")
                .isEqualTo("not-found");
        assertThat(edit("words", "Authorization", "Bearer " + service.keyWith("reviewer"))
                        .status())
                .isEqualTo(403);
        assertThat(service.delete("/v1/contents/" + id).status()).isEqualTo(204);
        var gone = edit("words");
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.problem()).isEqualTo("content-deleted");
    }

    @Test
    void nobodyEditsForSomebodyElseOrElsewhere() {
        say("a plain message");
        String path = "/v1/contents/" + id;
        var another = service.put(path, body("words", "author", Map.of("id", "somebody-else")));
        assertThat(another.status()).isEqualTo(409);
        assertThat(another.problem()).isEqualTo("content-differs");
        assertThat(service.put(path, body("words", "surface", "profile")).problem())
                .isEqualTo("content-differs");
        assertThat(service.put(path, body("words", "author", Map.of("id", author)), "Gatehouse-Author", "another")
                        .problem())
                .isEqualTo("header-contradicts-body");
        assertThat(service.put(path, body("words", "author", Map.of("id", author)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        say("a plain message");
        var refused = service.put(
                "/v1/contents/" + id,
                "{\"id\":\"m-other\",\"participants\":[],\"language\":\"French\",\"parts\":[{\"type\":\"text\"}]}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().get("errors").findValuesAsString("pointer"))
                .contains("/id", "/language", "/participants", "/parts/0/text");
    }

    @Test
    void aLabelOnTheContentIsSeenWhenItIsEditedAndNowhereElse() {
        var first = say("a " + TestPolicies.TAGGED);
        assertThat(rules(first)).containsExactly("test.tagged");
        assertThat(rules(edit("plain by now"))).containsExactly("test.again");
        var third = edit("still plain");
        assertThat(third.field("verdict")).isEqualTo("review");
        var trace = service.get("/v1/decisions/" + third.field("decision_id") + "/trace");
        assertThat(OpenApiTest.schema("Trace").validate(trace.json()))
                .as(trace.text())
                .isEmpty();
        assertThat(trace.json().at("/trace/0/condition").stringValue())
                .isEqualTo("has_label('content', 'tagged') = true");
        assertThat(trace.json().at("/content_told/tagged").isString()).isTrue();
        assertThat(trace.json().get("content_labels")).isEqualTo(trace.json().get("content_told"));
        var ofTheFirst = service.get("/v1/decisions/" + first.field("decision_id") + "/trace");
        assertThat(ofTheFirst.json().has("content_told")).isFalse();
        assertThat(ofTheFirst.json().get("content_labels"))
                .isEqualTo(trace.json().get("content_told"));
        var another = service.post(
                "/v1/screenings", Screenings.of(RunningGatehouse.unique("m"), author, "IE", "something else"));
        assertThat(rules(another)).isEmpty();
    }

    private static List<String> rules(Answer answer) {
        return answer.json().get("rules").values().stream()
                .map(rule -> rule.get("id").stringValue())
                .toList();
    }

    @Test
    void anErasedAuthorsContentIsNotEdited() {
        say("a plain message");
        String key = "Bearer " + service.keyWith("privacy");
        assertThat(service.delete("/v1/accounts/" + author, "Authorization", key)
                        .status())
                .isEqualTo(202);
        // Closed at once, and a while later of nobody.
        assertThat(edit("words").status()).isIn(404, 410);
    }

    @Test
    void aHoldLetsTheAuthorEditBecauseNothingIsLost() throws Exception {
        say("words before");
        String key = "Bearer " + service.keyWith("privacy");
        var hold = service.post(
                "/v1/holds",
                "{\"account\":\"" + author + "\",\"basis\":\"litigation\",\"reference\":\"1\"}",
                "Authorization",
                key);
        assertThat(edit("words after").status()).isEqualTo(200);
        String material =
                contents(service.get(hold.header("Location") + "/material?purpose=legal_claims", "Authorization", key));
        assertThat(material).contains("words before", "words after", "\"earlier_revisions\"");
        service.delete(hold.header("Location"), "Authorization", key);
        String copy = contents(service.get("/v1/accounts/" + author + "/export", "Authorization", key));
        assertThat(copy).contains("words before", "words after", "\"edited_at\"");
    }

    private static String contents(Answer zip) throws Exception {
        try (var file =
                new ZipInputStream(new ByteArrayInputStream(zip.response().body()))) {
            for (var entry = file.getNextEntry(); entry != null; entry = file.getNextEntry())
                if (entry.getName().endsWith("contents.ndjson"))
                    return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        throw new AssertionError("no contents in " + zip.text());
    }

    private String person(String country) {
        String person = RunningGatehouse.unique("p");
        service.post("/v1/screenings", Screenings.of(RunningGatehouse.unique("m"), person, country, "hello"));
        return person;
    }

    private Answer sayTo(String surface, String from, String... members) {
        var body = Screenings.tree(id, from, "", "words to them");
        body.put("surface", surface);
        body.put(
                "participants",
                java.util.Arrays.stream(members).map(each -> Map.of("id", each)).toList());
        return service.post("/v1/screenings", Screenings.json(body));
    }

    private io.gatehouse.residency.cell.Cell cell(String region) {
        return service.bean(ServedRegions.class)
                .orMisdirected(new RegionId(region))
                .cell();
    }

    @Test
    void anEditLiesWhereItsMessageLiesByATransferOfItsOwnRight() {
        var first = sayTo("direct_message", person("US"), person("IE"));
        assertThat(first.field("screening_id")).startsWith("eu-west-1.s.");
        var edited = edit("other words to them");
        assertThat(edited.status()).as(edited.text()).isEqualTo(200);
        assertThat(OpenApiTest.schema("Screening").validate(edited.json())).isEmpty();
        assertThat(edited.field("home_region")).isEqualTo("us-east-1");
        assertThat(edited.json().get("evidence").get("log").stringValue()).isEqualTo("eu-west-1");
        assertThat(edited.json().get("placement").get("transfer_id").stringValue())
                .startsWith("us-east-1.t.");
        assertThat(edited.json().get("placement").get("rule").stringValue()).isEqualTo("strictest_participant");
        byte[] picture = TestMedia.brokenPicture("");
        String ofAnother = service.post(
                        "/v1/media",
                        picture,
                        "Gatehouse-Author",
                        person("US"),
                        "Gatehouse-Residence",
                        "declared=US",
                        "Content-Type",
                        "image/png")
                .field("media_id");
        var withPicture = service.put(
                "/v1/contents/" + id,
                Screenings.json(Map.of("parts", List.of(Map.of("type", "media", "media_id", ofAnother)))));
        assertThat(withPicture.status()).isEqualTo(422);
        assertThat(withPicture.text()).contains("names no media of this author");
    }

    @Test
    void copiesElsewhereFollow() throws Exception {
        var first = sayTo("live", person("US"), person("IE"));
        String screening = first.field("screening_id");
        assertThat(screening).startsWith("us-east-1.s.");
        await(screening, "words to them");
        assertThat(edit("quite other words").status()).isEqualTo(200);
        await(screening, "quite other words");
        assertThat(cell("eu-west-1").copies().content(screening).orElseThrow())
                .asString()
                .doesNotContain("words to them");
    }

    private void await(String screening, String words) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (cell("eu-west-1")
                .copies()
                .content(screening)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .filter(text -> text.contains(words))
                .isEmpty()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
