package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.openapi.OpenApiTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people may ask for, over HTTP. */
class RightsTest {
    private final RunningGatehouse service = RunningGatehouse.shared();
    private final String privacy = service.keyIn("IE", "privacy");

    private String[] as(String key) {
        return new String[] {"Authorization", "Bearer " + key};
    }

    private String author(String text) {
        String author = RunningGatehouse.unique("u");
        var body = Screenings.tree(RunningGatehouse.unique("m"), author, "IE", text);
        body.put("participants", List.of(Map.of("id", "friend-7")));
        assertThat(service.post("/v1/screenings", Screenings.json(body)).status())
                .isEqualTo(200);
        return author;
    }

    private static Answer fits(String schema, Answer answer) {
        assertThat(OpenApiTest.schema(schema).validate(answer.json()))
                .as(answer.text())
                .isEmpty();
        return answer;
    }

    private Answer done(String erasure) {
        var answer = new Answer[1];
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            answer[0] = service.get(erasure, as(privacy));
            return answer[0].field("state").equals("done");
        });
        return answer[0];
    }

    @Test
    void anErasureClosesAtOnceAndEndsWithACertificate() {
        String author = author("something to forget");
        var screening =
                service.post("/v1/screenings", Screenings.of(RunningGatehouse.unique("m"), author, "IE", "and more"));
        var asked = fits("Erasure", service.delete("/v1/accounts/" + author, as(privacy)));
        assertThat(asked.status()).isEqualTo(202);
        String erasure = asked.header("Location");
        assertThat(erasure).isEqualTo("/v1/erasures/" + asked.field("id"));
        assertThat(service.post("/v1/screenings", Screenings.of(RunningGatehouse.unique("m"), author, "IE", "too late"))
                        .status())
                .as("the account is closed, or gone and somebody new by now")
                .isIn(410, 200);
        var done = fits("Erasure", done(erasure));
        var statement = done.json().path("certificate").path("statement");
        assertThat(statement
                        .path("made_anonymous")
                        .path("eu-west-1")
                        .path("content")
                        .intValue())
                .isEqualTo(2);
        assertThat(statement.path("looked_again").path("memories").values()).hasSize(6);
        assertThat(service.get(erasure + "/certificate", as(privacy)).text()).isEqualTo(done.field("signed"));
        assertThat(service.get("/v1/decisions/" + screening.field("decision_id"))
                        .problem())
                .isEqualTo("erased");
    }

    @Test
    void theCertificateIsCheckedOfflineWithTheLog() throws IOException {
        String author = author("x");
        String erasure = service.delete("/v1/accounts/" + author, as(privacy)).header("Location");
        done(erasure);
        var directory = java.nio.file.Files.createTempDirectory("certificate");
        var file = directory.resolve("certificate.txt");
        java.nio.file.Files.writeString(
                file, service.get(erasure + "/certificate", as(privacy)).text());
        var cell = service.bean(io.gatehouse.service.region.ServedRegions.class)
                .orMisdirected(new io.gatehouse.residency.region.RegionId("eu-west-1"))
                .cell();
        cell.signCheckpoint();
        var log = directory.resolve("log");
        io.gatehouse.residency.log.LogExporter.export(cell.log(), cell.log().verifierKey(), log);
        assertThat(io.gatehouse.service.command.GatehouseCommand.commandLine()
                        .execute("verify", file.toString(), "--log", log.toString()))
                .isZero();
        java.nio.file.Files.writeString(
                file, java.nio.file.Files.readString(file).replace("\"objects\":0", "\"objects\":1"));
        assertThat(io.gatehouse.service.command.GatehouseCommand.commandLine()
                        .execute("verify", file.toString(), "--log", log.toString()))
                .isEqualTo(1);
    }

    @Test
    void whoComesBackAfterwardsIsNewAndNobodyElseKnowsThemFromBefore() {
        String author = author("before");
        service.put("/v1/accounts/" + author + "/labels/watched", """
            {"expires_at":"%s","reason":"x"}\
            """.formatted(
                        Instant.now().plus(1, ChronoUnit.DAYS)));
        String erasure = service.delete("/v1/accounts/" + author, as(privacy)).header("Location");
        done(erasure);
        assertThat(service.get("/v1/accounts/" + author).status()).isEqualTo(404);
        assertThat(service.delete("/v1/accounts/" + author, as(privacy)).problem())
                .isEqualTo("not-found");
        var again = service.post("/v1/screenings", Screenings.of(RunningGatehouse.unique("m"), author, "GB", "after"));
        assertThat(again.field("home_region")).as(again.text()).isEqualTo("uk");
        assertThat(service.get("/v1/accounts/" + author + "/labels")
                        .json()
                        .path("labels")
                        .values())
                .isEmpty();
    }

    @Test
    void aHoldKeepsAnErasureWaitingAndItGoesOnWhenTheHoldIsLifted() throws IOException {
        String author = author("evidence in a case");
        var placed = fits("Hold", service.post("/v1/holds", """
            {"account":"%s","basis":"litigation","reference":"2026/CA/117"}\
            """.formatted(author), as(privacy)));
        assertThat(placed.status()).as(placed.text()).isEqualTo(201);
        assertThat(placed.json().get("until").isNull()).isTrue();
        String hold = placed.header("Location");
        String erasure = service.delete("/v1/accounts/" + author, as(privacy)).header("Location");
        var waiting = fits("Erasure", service.get(erasure, as(privacy)));
        assertThat(waiting.field("state")).isEqualTo("held");
        assertThat(waiting.json().get("held_by").get(0).get("basis").stringValue())
                .isEqualTo("litigation");
        assertThat(service.get("/v1/accounts/" + author).problem()).isEqualTo("erased");
        assertThat(service.get("/v1/accounts/" + author + "/export", as(privacy))
                        .problem())
                .isEqualTo("erased");
        assertThat(service.get(hold, as(privacy)).field("reference")).isEqualTo("2026/CA/117");
        fits("Holds", service.get("/v1/holds", as(privacy)));

        assertThat(service.get(hold + "/material?purpose=data_subject_rights", as(privacy))
                        .status())
                .isEqualTo(403);
        var material = entries(service.get(hold + "/material?purpose=legal_claims", as(privacy)));
        assertThat(text(material, "eu-west-1/contents.ndjson")).contains("evidence in a case");

        var lifted = fits("Hold", service.delete(hold, as(privacy)));
        assertThat(lifted.json().get("holds").booleanValue()).isFalse();
        var statement = done(erasure).json().path("certificate").path("statement");
        assertThat(statement.path("holds").get(0).path("basis").stringValue()).isEqualTo("litigation");
    }

    @Test
    void aHoldNamesABasisInForceAndLastsNoLongerThanItAllows() {
        String author = author("x");
        var body = "{\"account\":\"" + author + "\",\"reference\":\"1\",\"basis\":\"%s\",\"until\":\"%s\"}";
        Instant year = Instant.now().plus(366, ChronoUnit.DAYS);
        assertThat(service.post("/v1/holds", body.formatted("whim", year), as(privacy))
                        .problem())
                .isEqualTo("unknown-basis");
        assertThat(service.post("/v1/holds", body.formatted("terrorist_content", year), as(privacy))
                        .text())
                .contains("ends at", "2021/784");
        var dated = service.post(
                "/v1/holds",
                "{\"account\":\"" + author + "\",\"reference\":\"1\",\"basis\":\"terrorist_content\"}",
                as(privacy));
        var until = Instant.parse(dated.field("until"));
        assertThat(until)
                .isBetween(
                        Instant.now().plus(180, ChronoUnit.DAYS), Instant.now().plus(186, ChronoUnit.DAYS));
        assertThat(service.post("/v1/holds", "{}", as(privacy)).pointers())
                .containsExactlyInAnyOrder("/account", "/basis", "/reference");
        assertThat(service.post("/v1/holds", "{}", as(service.keyWith("platform")))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aCopyHoldsEverythingOfThePersonAndNobodyElsesId() throws IOException {
        String author = author("my words to @friend-7, and nobody else");
        byte[] picture = TestMedia.brokenPicture("a picture of " + author);
        var media = service.post("/v1/media", picture, "Gatehouse-Author", author, "Content-Type", "image/png");
        assertThat(media.status()).as(media.text()).isEqualTo(201);
        service.put("/v1/accounts/" + author + "/consents/advertising_across_services", "{\"state\":\"refused\"}");
        var copy = service.get("/v1/accounts/" + author + "/export", as(privacy));
        assertThat(copy.header("Content-Type")).isEqualTo("application/zip");
        var entries = entries(copy);
        var contents = text(entries, "eu-west-1/contents.ndjson");
        assertThat(contents)
                .contains("my words to @person-1")
                .doesNotContain("friend-7")
                .contains("\"verdict\":\"allow\"");
        assertThat(text(entries, "eu-west-1/account.json")).contains(author, "\"country\"", "\"why\"");
        assertThat(text(entries, "eu-west-1/consents.json")).contains("refused");
        assertThat(entries.get("eu-west-1/media/" + media.field("media_id"))).isEqualTo(picture);
        var manifest = json(entries, "manifest.json");
        for (var told : List.of("purposes", "recipients", "retention", "sources", "safeguards", "categories", "notes"))
            assertThat(manifest.has(told)).as(told).isTrue();
        var end = json(entries, "end.json");
        assertThat(end.path("files")
                        .path("eu-west-1/contents.ndjson")
                        .path("records")
                        .intValue())
                .isEqualTo(1);
        assertThat(end.path("files").propertyNames()).hasSize(entries.size() - 1);
        assertThat(end.path("files").path("manifest.json").path("sha256").stringValue())
                .isEqualTo(sha256(entries.get("manifest.json")));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCopyReadFromElsewherePassesTheGateOrIsRefused() {
        String author = author("x");
        var refused = service.get("/v1/accounts/" + author + "/export", as(service.keyIn("US", "privacy")));
        assertThat(refused.problem()).isEqualTo("read-refused");
        assertThat(service.get("/v1/accounts/" + author + "/export", as(service.keyIn("FR", "privacy")))
                        .status())
                .isEqualTo(200);
        assertThat(service.get("/v1/accounts/nobody-here/export", as(privacy)).status())
                .isEqualTo(404);
    }

    @Test
    void requestsHaveALastDayThatIsMovedOnceAndInTime() {
        String author = author("x");
        var old = Instant.now().minus(40, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        var late = fits("PersonRequest", added(author, "access", old));
        assertThat(late.json().get("overdue").booleanValue()).isTrue();
        assertThat(service.post(
                                late.header("Location") + "/extension",
                                "{\"reason\":\"complex\",\"person_told_at\":\"" + Instant.now() + "\"}",
                                as(privacy))
                        .problem())
                .isEqualTo("request-ended");
        var fresh = added(author, "rectification", Instant.now().minusSeconds(60));
        String path = fresh.header("Location");
        var extension = "{\"reason\":\"letter:complex-2\",\"person_told_at\":\"" + Instant.now() + "\"}";
        var extended = fits("PersonRequest", service.post(path + "/extension", extension, as(privacy)));
        assertThat(extended.field("due_on")).isGreaterThan(fresh.field("due_on"));
        assertThat(extended.field("extended_because")).isEqualTo("letter:complex-2");
        assertThat(service.post(path + "/extension", extension, as(privacy)).problem())
                .isEqualTo("request-ended");
        var open = fits("PersonRequests", service.get("/v1/requests", as(privacy)));
        assertThat(open.text()).contains(late.field("id"), fresh.field("id")).doesNotContain(author);
        var answered = fits("PersonRequest", service.post(path + "/answer", "{\"state\":\"done\"}", as(privacy)));
        assertThat(answered.field("state")).isEqualTo("done");
        assertThat(service.get("/v1/requests", as(privacy)).text()).doesNotContain(fresh.field("id"));
        assertThat(service.get("/v1/requests?all=true", as(privacy)).text()).contains(fresh.field("id"));
        fits("PersonRequest", service.get(path, as(privacy)));
        service.post(late.header("Location") + "/answer", "{\"state\":\"refused\"}", as(privacy));
        assertThat(added(author, "erasure", Instant.now()).pointers()).containsExactly("/kind");
    }

    private Answer added(String author, String kind, Instant received) {
        return service.post(
                "/v1/requests",
                "{\"account\":\"%s\",\"kind\":\"%s\",\"received_at\":\"%s\"}".formatted(author, kind, received),
                as(privacy));
    }

    private static Map<String, byte[]> entries(Answer zip) throws IOException {
        assertThat(zip.status()).as(zip.status() == 200 ? "" : zip.text()).isEqualTo(200);
        var entries = new LinkedHashMap<String, byte[]>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip.response().body()))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry())
                entries.put(entry.getName(), in.readAllBytes());
        }
        return entries;
    }

    private static String text(Map<String, byte[]> entries, String name) {
        assertThat(entries).containsKey(name);
        return new String(entries.get(name), StandardCharsets.UTF_8);
    }

    private static JsonNode json(Map<String, byte[]> entries, String name) {
        return JsonMapper.shared().readTree(entries.get(name));
    }
}
