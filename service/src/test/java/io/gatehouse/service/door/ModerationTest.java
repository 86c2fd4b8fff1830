package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.moderation.cage.TextReading;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.residency.walk.SqlServer;
import io.gatehouse.service.openapi.OpenApiTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The OpenAI moderation contract. */
class ModerationTest {
    private static final List<String> THIRTEEN =
            Arrays.stream(Category.values()).limit(13).map(Category::wireName).toList();

    private final RunningGatehouse service = RunningGatehouse.shared();

    @Test
    void oneStringGivesOneResultWithAllThirteenCategories() {
        var answer = service.post(
                "/v1/moderations",
                "{\"model\":\"omni-moderation-latest\",\"input\":\"" + TestPolicies.RESTRICTED + "\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.field("id")).startsWith("modr-");
        assertThat(answer.header("x-request-id")).startsWith("req_");
        var result = answer.json().get("results").get(0);
        for (String map : List.of("categories", "category_scores", "category_applied_input_types"))
            assertThat(List.copyOf(result.get(map).propertyNames())).as(map).isEqualTo(THIRTEEN);
        assertThat(result.get("flagged").booleanValue()).isTrue();
        assertThat(result.get("categories").get("hate").booleanValue()).isTrue();
        assertThat(result.get("category_scores").get("hate").doubleValue()).isPositive();
        assertThat(types(answer, "hate")).containsExactly("text");
        assertThat(types(answer, "harassment"))
                .as("no rule of this policy looks for it")
                .isEmpty();
        assertThat(OpenApiTest.schema("ModerationAnswer").validate(answer.json()))
                .as(answer.text())
                .isEmpty();
    }

    @Test
    void stringsAreJudgedOneByOneAndPartsTogether() {
        var strings = service.post("/v1/moderations", "{\"input\":[\"fine\",\"" + TestPolicies.RESTRICTED + "\"]}");
        assertThat(strings.json().get("results").size()).isEqualTo(2);
        assertThat(strings.json().get("results").get(0).get("flagged").booleanValue())
                .isFalse();
        assertThat(strings.json().get("results").get(1).get("flagged").booleanValue())
                .isTrue();
        var parts = service.post(
                "/v1/moderations",
                "{\"input\":[{\"type\":\"text\",\"text\":\"fine\"},{\"type\":\"text\",\"text\":\""
                        + TestPolicies.RESTRICTED + "\"}]}");
        assertThat(parts.json().get("results").size()).isEqualTo(1);
        assertThat(parts.json().get("results").get(0).get("flagged").booleanValue())
                .isTrue();
    }

    @Test
    void aPictureThatAHashBankKnowsIsFlaggedAndNothingOfItIsKept() throws SQLException {
        String bank = RunningGatehouse.unique("bank");
        byte[] picture = TestMedia.picture(RunningGatehouse.unique("p").hashCode() | 1);
        var before = moderatePicture(picture, "fine");
        assertThat(before.status()).as(before.text()).isEqualTo(200);
        assertThat(flagged(before)).as(before.text()).isFalse();
        service.post("/v1/banks", """
            {"region":"uk","name":"%s","owner":"ts","category":"violence/graphic","legal_basis":"DSA Art. 16"}\
            """.formatted(bank));
        var added = service.post(
                "/v1/banks/uk/" + bank + "/entries",
                "{\"entries\":[{\"hash\":\"" + pdq(picture) + "\",\"provenance\":\"case 17\"}]}");
        assertThat(added.status()).as(added.text()).isEqualTo(200);
        var known = moderatePicture(picture, "fine");
        assertThat(flagged(known)).as(known.text()).isTrue();
        assertThat(OpenApiTest.schema("ModerationAnswer").validate(known.json()))
                .as(known.text())
                .isEmpty();
        var result = known.json().get("results").get(0);
        assertThat(result.at("/categories/violence~1graphic").booleanValue()).isTrue();
        assertThat(result.at("/category_scores/violence~1graphic").doubleValue())
                .isGreaterThan(0.9);
        assertThat(types(known, "violence/graphic")).containsExactly("image");
        assertThat(types(known, "hate"))
                .as("the original never says that of pictures")
                .containsExactly("text");
        try (var cell = new SqlServer(service.data()).connect("gatehouse_uk");
                var select = cell.prepareStatement(
                        "SELECT count(*) FROM hash_match JOIN hash_entry USING (entry_id) WHERE bank = ?")) {
            select.setString(1, bank);
            try (var count = select.executeQuery()) {
                count.next();
                assertThat(count.getInt(1)).as("matches kept").isZero();
            }
        }
        service.delete("/v1/banks/uk/" + bank);
    }

    /** By the API of review tools, which hashes the same file. */
    private String pdq(byte[] picture) {
        String boundary = "xBoundaryx";
        var head = ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"p.png\"\r\n"
                        + "Content-Type: image/png\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        var tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        var body = ByteBuffer.allocate(head.length + picture.length + tail.length)
                .put(head)
                .put(picture)
                .put(tail)
                .array();
        var hashed = service.post("/hma/uk/h/hash", body, "Content-Type", "multipart/form-data; boundary=" + boundary);
        assertThat(hashed.status()).as(hashed.text()).isEqualTo(200);
        return hashed.json().get("pdq").stringValue();
    }

    @Test
    void whatIsWrittenOnAPictureIsJudged() throws IOException {
        assumeTrue(TextReading.find(List.of("eng")) instanceof TextReading.By, "no Tesseract on this machine");
        byte[] picture;
        try (var in = ModerationTest.class.getResourceAsStream("written.png")) {
            picture = in.readAllBytes();
        }
        var answer = moderatePicture(picture, "fine");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(flagged(answer)).as(answer.text()).isTrue();
        assertThat(types(answer, "sexual")).containsExactly("image");
    }

    private RunningGatehouse.Answer moderatePicture(byte[] picture, String text) {
        return service.post(
                "/v1/moderations", """
            {"input":[{"type":"text","text":"%s"},
                      {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}\
            """.formatted(text, Base64.getEncoder().encodeToString(picture)));
    }

    private static boolean flagged(RunningGatehouse.Answer answer) {
        return answer.json().get("results").get(0).get("flagged").booleanValue();
    }

    private static List<String> types(RunningGatehouse.Answer answer, String category) {
        return answer.json().get("results").get(0).get("category_applied_input_types").get(category).values().stream()
                .map(type -> type.stringValue())
                .toList();
    }

    @Test
    void refusesWhatItCannotJudge() {
        assertThat(service.post("/v1/moderations", "{}").pointers()).containsExactly("/input");
        assertThat(service.post("/v1/moderations", "{\"input\":[]}").pointers()).containsExactly("/input");
        assertThat(service.post("/v1/moderations", "{\"input\":\"\"}").pointers())
                .containsExactly("/input");
        assertThat(service.post("/v1/moderations", "{\"input\":[\"a\",7]}").pointers())
                .containsExactly("/input/1");
        assertThat(service.post("/v1/moderations", "{\"input\":[{\"type\":\"sound\"}]}")
                        .pointers())
                .containsExactly("/input/0/type");
    }

    @Test
    void refusesPicturesThatItCannotLookAtByName() {
        for (String url : List.of(
                "https://example.com/x.png",
                "data:image/png,abc",
                "data:text/plain;base64,YQ==",
                "data:image/png;base64,???",
                "data:image/png;base64,",
                "data:image/png;base64," + Base64.getEncoder().encodeToString(new byte[100]))) {
            var answer = service.post(
                    "/v1/moderations",
                    "{\"input\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}]}");
            assertThat(answer.status()).as(url).isEqualTo(400);
            assertThat(answer.pointers()).as(url).containsExactly("/input/0/image_url/url");
        }
        String eleven = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,YQ==\"}},".repeat(11);
        var many = service.post("/v1/moderations", "{\"input\":[" + eleven.substring(0, eleven.length() - 1) + "]}");
        assertThat(many.pointers()).containsExactly("/input");
    }

    @Test
    void aRefusalIsAProblemAndHasTheOriginalsShape() {
        var answer = service.post("/v1/moderations", "{\"input\":[\"a\",7],\"colour\":1}");
        assertThat(answer.problem()).isEqualTo("invalid-request");
        assertThat(answer.pointers()).containsExactlyInAnyOrder("/input/1", "/colour");
        assertThat(answer.header("x-request-id")).startsWith("req_");
        var error = answer.json().get("error");
        assertThat(List.copyOf(error.propertyNames())).containsExactly("message", "type", "param", "code");
        assertThat(error.get("message").stringValue()).contains("input[1]").contains("colour");
        assertThat(error.get("type").stringValue()).isEqualTo("invalid_request_error");
        // Whoever takes plain JSON alone gets that.
        var plain = service.post("/v1/moderations", "{", "Accept", "application/json");
        assertThat(plain.header("Content-Type")).startsWith("application/json");
        assertThat(plain.json().at("/error/code").stringValue()).isEqualTo("malformed_json");
        assertThat(plain.json().at("/error/param").isNull()).isTrue();
        var wrongMethod = service.get("/v1/moderations");
        assertThat(wrongMethod.status()).isEqualTo(405);
        assertThat(wrongMethod.json().at("/error/code").stringValue()).isEqualTo("method_not_allowed");
        var keyless = service.post("/v1/moderations", "{\"input\":\"x\"}", "Authorization", "");
        assertThat(keyless.status()).isEqualTo(401);
        assertThat(keyless.json().at("/error/code").stringValue()).isEqualTo("invalid_api_key");
        assertThat(service.post("/v1/screenings", "{}").json().has("error"))
                .as("our own routes keep to problems")
                .isFalse();
    }
}
