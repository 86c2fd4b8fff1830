package io.gatehouse.service.door;

import static io.gatehouse.service.door.PolicyLifeTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.search.AskedQuestions;
import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.openapi.OpenApiTest;
import io.gatehouse.service.region.ServedRegions;
import io.gatehouse.service.search.SearchIndexes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What auditors and investigators find, who may ask for what, and what is written down of it. */
class SearchTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    /** A word that no other test says. */
    private final String word = RunningGatehouse.unique("word").replace("-", "");

    private String say(String text) {
        return say(RunningGatehouse.unique("u"), text);
    }

    private String say(String author, String text) {
        var answer = service.post("/v1/screenings", Screenings.of(RunningGatehouse.unique("m"), author, "IE", text));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.field("decision_id");
    }

    private Answer ask(String path, String key, Map<String, Object> question) {
        return service.post(path, Screenings.json(question), "Authorization", "Bearer " + key);
    }

    private Answer contents(String q) {
        return ask("/v1/search/contents", service.keyWith("reviewer"), Map.of("region", "eu-west-1", "q", q));
    }

    private static List<String> ids(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("decisions").values().stream()
                .map(each -> each.get("decision_id").stringValue())
                .toList();
    }

    private void awaitFound(String q, int many) {
        await(() -> ids(contents(q)).size() == many);
    }

    private List<JsonNode> accessesOf(String record) {
        return service.get("/v1/operator-accesses").json().get("accesses").values().stream()
                .map(access -> access.get("facts"))
                .filter(facts -> facts.path("record").asString("").equals(record))
                .toList();
    }

    @Test
    void whatWasSaidIsFoundByThoseWhoMayAndEachSearchIsWrittenDown() {
        var decision = say("some " + word + " and one " + TestPolicies.RESTRICTED);
        awaitFound(word, 1);
        var found = contents(word + " verdict:restrict");
        assertThat(OpenApiTest.schema("SearchAnswer").validate(found.json()))
                .as(found.text())
                .isEmpty();
        assertThat(ids(found)).containsExactly(decision);
        var row = found.json().get("decisions").get(0);
        assertThat(row.get("text").stringValue()).contains(word);
        assertThat(row.get("rules").toString()).contains("test.restricted");
        assertThat(found.header("Cache-Control")).contains("no-store");
        var written = accessesOf(found.field("search_id"));
        assertThat(written).hasSize(1);
        assertThat(written.getFirst().get("outcome").stringValue()).isEqualTo("inside");
        assertThat(written.getFirst().get("data").toString()).contains("content", "decision");
        assertThat(written.toString()).doesNotContain(word);
        assertThat(questions().find(found.field("search_id")).orElseThrow().question())
                .asString(StandardCharsets.UTF_8)
                .contains(word);
    }

    /** Bytes that do not open since they were indexed: shown as such, in nobody's way, and never told to be gone. */
    @Test
    void whatCannotBeReadIsShownSoAndKeepsNothingElseFromBeingFound() {
        var broken = say(word + " one");
        var whole = say(word + " two");
        awaitFound(word, 2);
        service.bean(ServedRegions.class).named("eu-west-1").cell().transact(transaction -> {
            try (var update = transaction
                    .connection()
                    .prepareStatement("UPDATE content SET sealed_content ="
                            + " set_byte(sealed_content, 20, 255 - get_byte(sealed_content, 20)) WHERE content_index ="
                            + " (SELECT content_index FROM decision WHERE decision_id = ?)")) {
                update.setString(1, broken);
                return update.executeUpdate();
            }
        });
        var found = contents(word);
        assertThat(OpenApiTest.schema("SearchAnswer").validate(found.json()))
                .as(found.text())
                .isEmpty();
        assertThat(ids(found)).containsExactlyInAnyOrder(broken, whole);
        for (var row : found.json().get("decisions").values()) {
            boolean isBroken = row.get("decision_id").stringValue().equals(broken);
            assertThat(row.has("unreadable")).isEqualTo(isBroken);
            assertThat(row.has("text")).isNotEqualTo(isBroken);
        }
        assertThat(service.get("/v1/decisions/" + broken).status()).isEqualTo(500);
    }

    /** More than can be left out of an answer: nobody knows whether it would show somebody what was deleted. */
    @Test
    void whileTooMuchIsBeingRemovedContentsAreToBeAskedLater() {
        say(word);
        awaitFound(word, 1);
        // Thrice the limit, so that the index does not catch up before it is asked.
        gone("INSERT INTO search_change (content_index, gone)"
                + " SELECT 900000000 + i, true FROM generate_series(1, 60000) i");
        var refused = contents(word);
        assertThat(refused.status()).as(refused.text()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).contains("2");
        assertThat(ask("/v1/search", service.keyWith("auditor"), Map.of("region", "eu-west-1"))
                        .status())
                .isEqualTo(200);
        gone("DELETE FROM search_change WHERE content_index > 900000000");
        awaitFound(word, 1);
    }

    private void gone(String sql) {
        service.bean(ServedRegions.class).named("eu-west-1").cell().transact(transaction -> {
            try (var statement = transaction.connection().prepareStatement(sql)) {
                return statement.executeUpdate();
            }
        });
    }

    @Test
    void whatWouldBeAnsweredWithNothingIsRefused() {
        String[] auditor = {"Authorization", "Bearer " + service.keyWith("auditor")};
        for (var asked : Map.of(
                        "&verdict=blocked", "query:verdict",
                        "&q=verdict:blocked", "query:q",
                        "&decided_by=anna", "query:decided_by",
                        "&q=one&q=two", "query:q",
                        "&from=2026-01-01T00:00:00Z&from=2026-02-01T00:00:00Z", "query:from")
                .entrySet())
            assertThat(service.get("/v1/search?region=eu-west-1" + asked.getKey(), auditor)
                            .pointers())
                    .as(asked.getKey())
                    .containsExactly(asked.getValue());
    }

    /** A file of rows has no place to say that it goes on. */
    @Test
    void whatIsCutSaysHowManyThereAre() {
        for (int i = 0; i < 3; i++) say(word);
        awaitFound(word, 3);
        var asked = Map.<String, Object>of("region", "eu-west-1", "q", word, "limit", 2, "format", "csv");
        String reviewer = service.keyWith("reviewer");
        var first = ask("/v1/search/contents", reviewer, asked);
        assertThat(first.header("Gatehouse-Matching")).contains("3");
        var more = new java.util.HashMap<>(asked);
        more.put("after", first.header("Gatehouse-Next"));
        var last = ask("/v1/search/contents", reviewer, more);
        assertThat(last.text().lines()).hasSize(2);
        assertThat(last.header("Gatehouse-Next")).isEmpty();
    }

    private AskedQuestions questions() {
        return new AskedQuestions(
                service.bean(ServedRegions.class).named("eu-west-1").cell());
    }

    @Test
    void decisionsAreFoundByTheirCodesAndNotByWhatWasSaid() {
        var decision = say(word + " " + TestPolicies.RESTRICTED);
        awaitFound(word, 1);
        var auditor = service.keyWith("auditor");
        var asked = Map.<String, Object>of(
                "region", "eu-west-1", "q", "decision:" + decision, "facets", List.of("verdict", "rule"));
        var found = ask("/v1/search", auditor, asked);
        assertThat(ids(found)).containsExactly(decision);
        assertThat(found.json().at("/facets/verdict/0/value").stringValue()).isEqualTo("restrict");
        assertThat(found.text()).doesNotContain(word);
        assertThat(ids(ask("/v1/search", auditor, Map.of("region", "eu-west-1", "q", word))))
                .isEmpty();
        var byParameters = service.get(
                "/v1/search?region=eu-west-1&verdict=restrict&verdict=review&min_score=0.1&sort=oldest&facets=verdict&q="
                        + URLEncoder.encode("decision:" + decision, StandardCharsets.UTF_8),
                "Authorization",
                "Bearer " + auditor);
        assertThat(ids(byParameters)).containsExactly(decision);
    }

    @Test
    void whoMayNotReadContentsMayNotSearchThem() {
        var question = Map.<String, Object>of("region", "eu-west-1", "q", word);
        assertThat(ask("/v1/search/contents", service.keyWith("auditor"), question)
                        .problem())
                .isEqualTo("role-needed");
        assertThat(ask("/v1/search", service.keyWith("platform"), question).problem())
                .isEqualTo("role-needed");
        // From a country without a basis nobody looks, and the attempt is in the log.
        var refused = ask("/v1/search/contents", service.keyIn("IN", "reviewer"), question);
        assertThat(refused.problem()).isEqualTo("read-refused");
        assertThat(refused.json().get("reasons").toString()).contains("not_adequate", "grant_needed");
        var elsewhere = ask("/v1/search/contents", service.keyIn("CH", "reviewer"), question);
        assertThat(elsewhere.json().get("reasons").toString()).isEqualTo("[\"grant_needed\"]");
        var attempt = service.get("/v1/operator-accesses").json().get("accesses").values().stream()
                .filter(access -> access.toString().contains(elsewhere.field("access_id")))
                .toList();
        assertThat(attempt).hasSize(1);
        // What was not answered is not kept.
        assertThat(questions().find(attempt.getFirst().at("/facts/record").stringValue()))
                .isEmpty();
    }

    @Test
    void aBadQuestionIsNamed() {
        var key = service.keyWith("auditor");
        var bad = Map.<String, Object>of(
                "region", "eu-west-1", "q", "*word", "limit", 0, "from", "yesterday", "sort", "random", "wrong", 1);
        var answer = ask("/v1/search", key, bad);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactlyInAnyOrder("/limit", "/from", "/sort", "/wrong");
        assertThat(answer.text()).contains("unknown field");
        for (var q : List.of(
                "*word",
                "(a",
                "\"a",
                "a OR",
                "rule:",
                "author:x",
                "we*",
                IntStream.range(0, 70).mapToObj(i -> "w" + i).collect(Collectors.joining(" ")))) {
            var refused = ask("/v1/search", key, Map.of("region", "eu-west-1", "q", q));
            assertThat(refused.status()).as(q).isEqualTo(400);
            assertThat(refused.pointers()).as(q).containsExactly("/q");
            assertThat(refused.text()).contains("at character ");
        }
        var byParameter = service.get("/v1/search?region=eu-west-1&q=%28a", "Authorization", "Bearer " + key);
        assertThat(byParameter.pointers()).containsExactly("query:q");
        assertThat(ask("/v1/search", key, Map.of("region", "atlantis")).status())
                .isEqualTo(404);
    }

    @Test
    void whatIsFoundLeavesAsLinesAndAsTablesThatRunNothing() {
        say("=HYPERLINK(1) " + word);
        say("plain " + word);
        awaitFound(word, 2);
        var key = service.keyWith("privacy");
        var csv = ask("/v1/search/contents", key, Map.of("region", "eu-west-1", "q", word, "format", "csv"));
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.text().lines().toList()).hasSize(3);
        assertThat(csv.text()).contains(",'=HYPERLINK(1) " + word).doesNotContain(",=HYPERLINK");
        var lines = ask("/v1/search/contents", key, Map.of("region", "eu-west-1", "q", word, "format", "ndjson"));
        assertThat(lines.text().lines().toList()).hasSize(2).allMatch(line -> line.startsWith("{\"decision_id\":"));
        var first = ask("/v1/search/contents", key, Map.of("region", "eu-west-1", "q", word, "limit", 1));
        assertThat(ids(first)).hasSize(1);
        var second = ask(
                "/v1/search/contents",
                key,
                Map.of("region", "eu-west-1", "q", word, "limit", 1, "after", first.field("next")));
        assertThat(ids(second)).hasSize(1).doesNotContainAnyElementsOf(ids(first));
    }

    @Test
    void aQuestionIsKeptForWhoKeepsIt() {
        var decision = say(word);
        awaitFound(word, 1);
        var key = service.keyWith("reviewer");
        var kept = ask(
                "/v1/search/questions",
                key,
                Map.of(
                        "name",
                        "the word",
                        "scope",
                        "contents",
                        "question",
                        Map.of("region", "eu-west-1", "q", word, "facets", List.of("verdict"))));
        assertThat(kept.status()).as(kept.text()).isEqualTo(201);
        assertThat(OpenApiTest.schema("SavedQuestion").validate(kept.json())).isEmpty();
        var id = kept.field("id");
        assertThat(ids(ask("/v1/search/contents", key, Map.of("saved", id)))).containsExactly(decision);
        assertThat(ids(ask("/v1/search/contents", key, Map.of("saved", id, "q", word + "x"))))
                .isEmpty();
        var other = service.keyWith("reviewer");
        assertThat(ask("/v1/search/contents", other, Map.of("saved", id)).status())
                .isEqualTo(404);
        assertThat(service.delete("/v1/search/questions/" + id, "Authorization", "Bearer " + other)
                        .status())
                .isEqualTo(404);
        var list = service.get("/v1/search/questions?region=eu-west-1", "Authorization", "Bearer " + key);
        assertThat(list.json().at("/questions/0/name").stringValue()).isEqualTo("the word");
        assertThat(service.delete("/v1/search/questions/" + id, "Authorization", "Bearer " + key)
                        .status())
                .isEqualTo(204);
        var bad = ask(
                "/v1/search/questions",
                key,
                Map.of("name", "x", "scope", "all", "question", Map.of("region", "eu-west-1", "q", "(")));
        assertThat(bad.pointers()).containsExactly("/scope");
    }

    @Test
    void anErasedPersonsWordsAreGoneWhenTheCertificateIsThere() {
        var author = RunningGatehouse.unique("u");
        var decision = say(author, word);
        var other = say("also " + word);
        awaitFound(word, 2);
        var account = service.bean(AccountDirectory.class).refOf(author);
        var indexes = service.bean(SearchIndexes.class);
        assertThat(indexes.remembers(account)).isTrue();
        var erasure = service.delete("/v1/accounts/" + author);
        assertThat(erasure.status()).as(erasure.text()).isEqualTo(202);
        // Hidden at once.
        assertThat(ids(contents(word))).containsExactly(other);
        await(() -> service.get(erasure.header("Location")).field("state").equals("done"));
        assertThat(indexes.remembers(account)).isFalse();
        assertThat(ids(contents(word))).containsExactly(other);
        assertThat(service.get(erasure.header("Location") + "/certificate").text())
                .contains("search indexes");
        // The decision stays, of nobody.
        var left = ask("/v1/search", service.keyWith("auditor"), Map.of("region", "eu-west-1", "decision", decision));
        assertThat(ids(left)).containsExactly(decision);
        assertThat(left.json().get("decisions").get(0).has("rules")).isFalse();
    }

    /** At once, and not when the index has followed: neither counted nor shown. */
    @Test
    void whatItsAuthorDeletedOrTookBackIsNotFoundAnyMore() {
        String deleted = RunningGatehouse.unique("m");
        String edited = RunningGatehouse.unique("m");
        for (String id : List.of(deleted, edited))
            assertThat(service.post(
                                    "/v1/screenings",
                                    Screenings.of(id, RunningGatehouse.unique("u"), "IE", word + " of " + id))
                            .status())
                    .isEqualTo(200);
        awaitFound(word, 2);
        assertThat(service.delete("/v1/contents/" + deleted).status()).isEqualTo(204);
        assertThat(contents(word).json().get("matching").intValue()).isEqualTo(1);
        var parts = Map.of("parts", List.of(Map.of("type", "text", "text", "other words")));
        assertThat(service.put("/v1/contents/" + edited, Screenings.json(parts)).status())
                .isEqualTo(200);
        var left = contents(word);
        assertThat(left.json().get("matching").intValue()).as(left.text()).isZero();
        assertThat(ids(left)).isEmpty();
    }

    @Test
    void theIndexIsMadeAnewByAJob() {
        var decision = say(word);
        awaitFound(word, 1);
        // What others of this service made the index leave out is there again after the first.
        makeAnew();
        makeAnew();
        assertThat(service.get("/v1/jobs/search-index").text()).contains("\"missing\":0");
        assertThat(ids(contents(word))).containsExactly(decision);
    }

    private void makeAnew() {
        var started = service.post(
                "/v1/jobs/search-index/runs", Screenings.json(Map.of("parameters", Map.of("region", "eu-west-1"))));
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        int execution = started.json().at("/execution").intValue();
        await(() -> {
            var last = service.get("/v1/jobs/search-index").json().get("last_run");
            return last.at("/execution").intValue() == execution
                    && last.at("/status").asString("").equals("completed");
        });
    }
}
