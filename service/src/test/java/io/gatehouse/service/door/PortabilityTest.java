package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.openapi.OpenApiTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The feed of portable records over HTTP (DMA Art. 6(9)). */
class PortabilityTest {
    private final RunningGatehouse service = RunningGatehouse.shared();
    private final String account = RunningGatehouse.unique("u");
    private final String path = "/v1/accounts/" + account;

    private Answer say(String text, String other) {
        return service.post("/v1/screenings", """
            {"id":"%s","surface":"comment","created_at":"2026-11-22T10:00:00Z","conversation":{"id":"secret-group"},
             "author":{"id":"%s","residence":[{"kind":"declared","country":"IE"}]},"participants":[{"id":"%s"}],
             "parts":[{"type":"text","text":"%s"}]}\
            """.formatted(RunningGatehouse.unique("m"), account, other, text));
    }

    private static List<JsonNode> lines(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
        var lines = new ArrayList<JsonNode>();
        for (String line : answer.text().split("\n")) {
            var tree = JsonMapper.shared().readTree(line);
            assertThat(OpenApiTest.schema("PortableLine").validate(tree))
                    .as(line)
                    .isEmpty();
            lines.add(tree);
        }
        return lines;
    }

    private static List<String> types(List<JsonNode> lines) {
        return lines.stream().map(line -> line.get("type").stringValue()).toList();
    }

    private static String cursor(List<JsonNode> lines) {
        return lines.getLast().get("cursor").stringValue();
    }

    private String recipient(String client, String country) {
        return service.post("/v1/keys", """
            {"name":"x","client":"%s","roles":["recipient"],"country":"%s"}\
            """.formatted(client, country)).field("key");
    }

    private Answer authorise(String client, String scope) {
        return service.post(path + "/portability-authorisations", """
            {"recipient":"%s","scope":[%s],"expires_at":"%s","evidence":"screen:9"}\
            """.formatted(
                        client, scope, Instant.now().plus(Duration.ofDays(30))));
    }

    private Answer feed(String key, String query) {
        return service.get(path + "/portability" + query, "Authorization", "Bearer " + key);
    }

    @Test
    void aPersonGetsWhatTheyGaveAndWhatAroseAndNothingOfOthers() {
        String other = RunningGatehouse.unique("other");
        var said = say("hello " + TestPolicies.RESTRICTED, other);
        assertThat(said.status()).as(said.text()).isEqualTo(200);
        service.put(path + "/consents/contacts_across_services", "{\"state\":\"refused\"}");
        var first = lines(service.get(path + "/portability"));
        assertThat(types(first)).containsExactly("account", "consents", "content", "decision", "cursor");
        var content = first.get(2);
        assertThat(content.get("id").stringValue()).isEqualTo(said.field("screening_id"));
        assertThat(content.get("origin").stringValue()).isEqualTo("provided");
        assertThat(content.get("data").get("other_people").intValue()).isEqualTo(1);
        assertThat(content.get("data").get("service").stringValue()).isEqualTo("video");
        assertThat(first.get(3).get("data").get("statement_of_reasons").isObject())
                .isTrue();
        assertThat(service.get(path + "/portability").text())
                .contains(TestPolicies.RESTRICTED)
                .doesNotContain(other)
                .doesNotContain("secret-group")
                .doesNotContain("\"signals\"");
        // From the cursor on there is nothing; then only what is new.
        var then = lines(service.get(path + "/portability?after=" + cursor(first)));
        assertThat(types(then)).containsExactly("cursor");
        say("more", other);
        assertThat(types(lines(service.get(path + "/portability?after=" + cursor(then)))))
                .containsExactly("content", "decision", "cursor");
        service.put(path + "/consents/contacts_across_services", "{\"state\":\"granted\"}");
        assertThat(types(lines(service.get(path + "/portability?after=" + cursor(then)))))
                .containsExactly("account", "consents", "content", "decision", "cursor");
    }

    @Test
    void theFeedWaitsForWhatIsNew() throws Exception {
        say("first", "x");
        String after = cursor(lines(service.get(path + "/portability")));
        var waiting =
                CompletableFuture.supplyAsync(() -> service.get(path + "/portability?wait_ms=20000&after=" + after));
        say("second", "x");
        assertThat(types(lines(waiting.get()))).contains("content");
    }

    @Test
    void onlySoManyReadersWaitAtOnceAndTheNextIsToldSo() throws Exception {
        say("first", "x");
        String after = cursor(lines(service.get(path + "/portability")));
        String waiting = path + "/portability?wait_ms=20000&after=" + after;
        var readers = new ArrayList<CompletableFuture<Answer>>();
        var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor();
        int most = 100;
        int more = 7;
        for (int i = 0; i < most + more; i++)
            readers.add(CompletableFuture.supplyAsync(() -> service.get(waiting), threads));
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (readers.stream().filter(CompletableFuture::isDone).count() < more) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(20);
        }
        assertThat(types(lines(service.get(path + "/portability?after=" + after))))
                .as("who does not wait is answered")
                .containsExactly("cursor");
        say("second", "x");
        int refused = 0;
        for (var reader : readers) {
            var answer = reader.get();
            if (answer.status() == 200) {
                assertThat(types(lines(answer))).contains("content");
            } else {
                assertThat(answer.problem()).isEqualTo("overloaded");
                assertThat(answer.header("Retry-After")).isNotEmpty();
                refused++;
            }
        }
        assertThat(refused).isEqualTo(more);
        assertThat(service.get(path + "/portability?wait_ms=1&after="
                                + cursor(lines(service.get(path + "/portability"))))
                        .status())
                .as("the places are free again")
                .isEqualTo(200);
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        for (int i = 0; i < 205; i++) say("text number " + i, "x");
        var ids = new ArrayList<String>();
        String after = "";
        boolean more = true;
        while (more) {
            var page = lines(service.get(path + "/portability?after=" + after));
            page.stream()
                    .filter(line -> line.get("type").stringValue().equals("content"))
                    .forEach(line -> ids.add(line.get("id").stringValue()));
            after = cursor(page);
            more = page.getLast().get("more").booleanValue();
        }
        assertThat(ids).hasSize(205).doesNotHaveDuplicates();
    }

    @Test
    void aThirdPartyGetsWhatThePersonAuthorisedAsLongAsItStands() {
        say("hello", "x");
        String client = RunningGatehouse.unique("archive");
        String key = recipient(client, "FR");
        assertThat(feed(key, "").status()).isEqualTo(404);
        var granted = authorise(client, "\"content\"");
        assertThat(granted.status()).as(granted.text()).isEqualTo(201);
        assertThat(OpenApiTest.schema("PortabilityAuthorisation").validate(granted.json()))
                .isEmpty();
        assertThat(types(lines(feed(key, "")))).containsExactly("content", "cursor");
        // Another third party is not authorised by that, and the key opens nothing else.
        assertThat(feed(recipient(RunningGatehouse.unique("other"), "FR"), "").status())
                .isEqualTo(404);
        assertThat(service.get(path, "Authorization", "Bearer " + key).status()).isEqualTo(403);
        var revoked = service.delete(path + "/portability-authorisations/" + granted.field("id"));
        assertThat(revoked.field("state")).as(revoked.text()).isEqualTo("revoked");
        assertThat(feed(key, "").status()).isEqualTo(404);
        var list = service.get(path + "/portability-authorisations");
        assertThat(OpenApiTest.schema("PortabilityAuthorisations").validate(list.json()))
                .isEmpty();
        assertThat(list.text()).contains("revoked");
    }

    @Test
    void everyDeliveryIsACrossingAndNoneHappensWithoutABasis() {
        say("hello", "x");
        String swiss = RunningGatehouse.unique("archive");
        authorise(swiss, "\"content\",\"account\"");
        String key = recipient(swiss, "CH");
        var delivered = lines(feed(key, ""));
        assertThat(types(delivered)).contains("content");
        assertThat(lines(feed(key, "?after=" + cursor(delivered)))).hasSize(1);
        assertThat(transfersTo(swiss)).containsExactly("permitted");
        String indian = RunningGatehouse.unique("archive");
        authorise(indian, "\"content\"");
        var refused = feed(recipient(indian, "IN"), "");
        assertThat(refused.problem()).isEqualTo("read-refused");
        assertThat(refused.text()).contains("not_adequate");
        assertThat(transfersTo(indian)).containsExactly("refused");
    }

    private List<String> transfersTo(String recipient) {
        return service.get("/v1/transfers?region=eu-west-1").json().get("transfers").values().stream()
                .map(transfer -> transfer.get("facts"))
                .filter(facts -> facts.get("to").path("recipient").asString("").equals(recipient))
                .map(facts -> facts.get("ruling").stringValue())
                .toList();
    }

    @Test
    void everyFaultIsNamedAndDecisionsAreForThePersonAlone() {
        say("hello", "x");
        var answer = service.post(path + "/portability-authorisations", """
            {"recipient":"Jane Doe","scope":["decision"],"expires_at":"2199-01-01T00:00:00Z","evidence":"she said","x":1}\
            """);
        assertThat(answer.pointers())
                .containsExactlyInAnyOrder("/recipient", "/scope/0", "/expires_at", "/evidence", "/x");
        assertThat(service.get(path + "/portability?after=x&wait_ms=20001").pointers())
                .containsExactlyInAnyOrder("query:after", "query:wait_ms");
        assertThat(service.delete(path + "/portability-authorisations/none").status())
                .isEqualTo(404);
    }

    @Test
    void mentionsOfOthersAreTakenOutAndAnEditIsTold() {
        String other = RunningGatehouse.unique("other");
        String id = RunningGatehouse.unique("m");
        service.post("/v1/screenings", """
            {"id":"%s","surface":"comment","author":{"id":"%s","residence":[{"kind":"declared","country":"IE"}]},
             "participants":[{"id":"%s"},{"id":"%s-two"}],"parts":[{"type":"text","text":"thanks @%s-two and @%s"}]}\
            """.formatted(id, account, other, other, other, other));
        var first = lines(service.get(path + "/portability"));
        assertThat(first.get(1).get("data").get("parts").get(0).get("text").stringValue())
                .isEqualTo("thanks @person and @person");
        service.put("/v1/contents/" + id, "{\"parts\":[{\"type\":\"text\",\"text\":\"no thanks\"}]}");
        var then = lines(service.get(path + "/portability?after=" + cursor(first)));
        assertThat(types(then)).containsExactly("content", "decision", "cursor");
        assertThat(then.getFirst().get("id")).isEqualTo(first.get(1).get("id"));
        assertThat(then.getFirst().get("data").get("revision").intValue()).isEqualTo(2);
        assertThat(then.getFirst().get("data").get("parts").get(0).get("text").stringValue())
                .isEqualTo("no thanks");
    }

    @Test
    void whoMayReadTheRecordsMayHaveTheBytesOfTheirMedia() {
        byte[] picture = TestMedia.brokenPicture("123");
        String media = service.post(
                        "/v1/media",
                        picture,
                        "Gatehouse-Author",
                        account,
                        "Gatehouse-Residence",
                        "declared=IE",
                        "Content-Type",
                        "image/png")
                .field("media_id");
        String url = path + "/portability/media/" + media;
        var own = service.get(url);
        assertThat(own.status()).as(own.text()).isEqualTo(200);
        assertThat(own.response().body()).isEqualTo(picture);
        assertThat(own.header("Content-Type")).isEqualTo("application/octet-stream");
        String client = RunningGatehouse.unique("archive");
        String key = recipient(client, "FR");
        assertThat(service.get(url, "Authorization", "Bearer " + key).status())
                .as("not authorised")
                .isEqualTo(404);
        authorise(client, "\"content\"");
        assertThat(service.get(url, "Authorization", "Bearer " + key).response().body())
                .isEqualTo(picture);
        assertThat(service.get(path + "/portability/media/eu-west-1.m.none").status())
                .isEqualTo(404);
        String another = RunningGatehouse.unique("u");
        service.put("/v1/accounts/" + another, "{\"residence\":[{\"kind\":\"declared\",\"country\":\"IE\"}]}");
        assertThat(service.get("/v1/accounts/" + another + "/portability/media/" + media)
                        .status())
                .as("another's")
                .isEqualTo(404);
    }
}
