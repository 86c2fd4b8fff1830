package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.openapi.OpenApiTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The contract of the Perspective API, by hand and by a client that npm has of it. */
class PerspectiveTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PATH = "/v1alpha1/comments:analyze";
    private static final String CLIENT_NPM = "3.1.0";

    private final RunningGatehouse service = RunningGatehouse.shared();

    private RunningGatehouse.Answer analyze(String rest) {
        return service.post(
                PATH, "{\"comment\":{\"text\":\"Fine 😀. One " + TestPolicies.RESTRICTED + "!\"}," + rest + "}");
    }

    @Test
    void scoresWhatWasAskedForAndRepeatsTheToken() {
        var answer = analyze("""
            "requestedAttributes":{"IDENTITY_ATTACK":{},"TOXICITY_EXPERIMENTAL":{"scoreType":"PROBABILITY"}},
            "languages":["en-GB"],"doNotStore":true,"clientToken":"t-1","sessionId":"s-1","communityId":"c-1",
            "context":{"entries":[{"text":"before","type":"PLAIN_TEXT"}]}""");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(OpenApiTest.schema("AnalyzeAnswer").validate(answer.json()))
                .as(answer.text())
                .isEmpty();
        assertThat(List.copyOf(answer.json().get("attributeScores").propertyNames()))
                .containsExactly("IDENTITY_ATTACK", "TOXICITY_EXPERIMENTAL");
        var score = answer.json().at("/attributeScores/IDENTITY_ATTACK");
        assertThat(score.at("/summaryScore/type").stringValue()).isEqualTo("PROBABILITY");
        assertThat(score.at("/summaryScore/value").doubleValue()).isEqualTo(1);
        assertThat(score.get("spanScores").size()).isEqualTo(1);
        assertThat(score.at("/spanScores/0/begin").intValue()).isZero();
        assertThat(score.at("/spanScores/0/end").intValue())
                .as("code points, not UTF-16 units")
                .isEqualTo("Fine x. One !".length() + TestPolicies.RESTRICTED.length());
        assertThat(answer.json().at("/languages/0").stringValue()).isEqualTo("en");
        assertThat(answer.json().get("detectedLanguages").size()).isEqualTo(1);
        assertThat(answer.field("clientToken")).isEqualTo("t-1");
    }

    @Test
    void sentencesAreScoredForThemselvesWhenAsked() {
        var answer = analyze("\"requestedAttributes\":{\"IDENTITY_ATTACK\":{}},\"spanAnnotations\":true");
        var spans = answer.json().at("/attributeScores/IDENTITY_ATTACK/spanScores").values().stream()
                .map(span ->
                        span.get("begin").intValue() + "-" + span.get("end").intValue() + ": "
                                + span.at("/score/value").doubleValue())
                .toList();
        assertThat(spans).containsExactly("0-7: 0.0", "8-" + (13 + TestPolicies.RESTRICTED.length()) + ": 1.0");
    }

    @Test
    void whatIsBelowItsThresholdIsLeftOut() {
        var answer = analyze("\"requestedAttributes\":{\"IDENTITY_ATTACK\":{\"scoreThreshold\":1},\"TOXICITY\":{}}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(List.copyOf(answer.json().get("attributeScores").propertyNames()))
                .containsExactly("IDENTITY_ATTACK", "TOXICITY");
        var none = service.post(
                PATH,
                "{\"comment\":{\"text\":\"fine\"},\"requestedAttributes\":"
                        + "{\"IDENTITY_ATTACK\":{\"scoreThreshold\":0.01},\"TOXICITY\":{\"scoreThreshold\":0}}}");
        assertThat(List.copyOf(none.json().get("attributeScores").propertyNames()))
                .containsExactly("TOXICITY");
    }

    @Test
    void anAttributeThatNoRuleLooksForHasNoScore() {
        var answer = analyze("\"requestedAttributes\":{\"IDENTITY_ATTACK\":{},\"INSULT_EXPERIMENTAL\":{}}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().at("/error/status").stringValue()).isEqualTo("INVALID_ARGUMENT");
        assertThat(answer.json().at("/error/message").stringValue())
                .isEqualTo("Attribute INSULT_EXPERIMENTAL is looked for by no rule here.");
    }

    @Test
    void tagsOfHtmlAreNoWords() {
        String attributes = ",\"requestedAttributes\":{\"IDENTITY_ATTACK\":{\"scoreThreshold\":0.5}}}";
        String text = "{\"comment\":{\"text\":\"<b class='" + TestPolicies.RESTRICTED + "'>fine</b>\",\"type\":\"%s\"}";
        assertThat(service.post(PATH, text.formatted("HTML") + attributes)
                        .json()
                        .get("attributeScores")
                        .isEmpty())
                .isTrue();
        assertThat(service.post(PATH, text.formatted("PLAIN_TEXT") + attributes)
                        .json()
                        .get("attributeScores")
                        .isEmpty())
                .isFalse();
    }

    @Test
    void refusalsHaveTheContractsShapeAndNames() {
        var empty = service.post(PATH, "{\"comment\":{\"text\":\" \"},\"requestedAttributes\":{\"TOXICITY\":{}}}");
        assertThat(empty.status()).isEqualTo(400);
        assertThat(empty.problem()).isEqualTo("invalid-request");
        assertThat(empty.json().at("/error/code").intValue()).isEqualTo(400);
        assertThat(empty.json().at("/error/status").stringValue()).isEqualTo("INVALID_ARGUMENT");
        assertThat(empty.json().at("/error/details/0/errorType").stringValue()).isEqualTo("COMMENT_EMPTY");
        var large = service.post(
                PATH,
                "{\"comment\":{\"text\":\"" + "x".repeat(20_481) + "\"},\"requestedAttributes\":{\"TOXICITY\":{}}}");
        assertThat(large.json().at("/error/details/0/errorType").stringValue()).isEqualTo("COMMENT_TOO_LONG");
        var faulty = service.post(
                PATH,
                "{\"comment\":{\"text\":\"x\",\"type\":\"PDF\"},\"requestedAttributes\":{\"NUANCE\":{},"
                        + "\"TOXICITY\":{\"scoreThreshold\":2}},\"languages\":[\"english\"],\"colour\":1}");
        assertThat(faulty.pointers())
                .containsExactlyInAnyOrder(
                        "/comment/type",
                        "/requestedAttributes/NUANCE",
                        "/requestedAttributes/TOXICITY/scoreThreshold",
                        "/languages/0",
                        "/colour");
        assertThat(service.post(PATH, "{}").pointers()).containsExactlyInAnyOrder("/comment", "/requestedAttributes");
    }

    @Test
    void takesTheKeyAsTheContractSendsIt() {
        String key = service.keyWith("platform");
        String body = "{\"comment\":{\"text\":\"fine\"},\"requestedAttributes\":{\"TOXICITY\":{}}}";
        assertThat(service.post(PATH + "?key=" + key, body, "Authorization", "").status())
                .isEqualTo(200);
        assertThat(service.post(PATH, body, "Authorization", "", "X-Goog-Api-Key", key)
                        .status())
                .isEqualTo(200);
        var none = service.post(PATH, body, "Authorization", "", "Accept", "application/json");
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.header("Content-Type")).startsWith("application/json");
        assertThat(none.json().at("/error/status").stringValue()).isEqualTo("UNAUTHENTICATED");
        assertThat(service.post(PATH + "?key=%C3%28", body, "Authorization", "").status())
                .isEqualTo(401);
        assertThat(service.post("/v1/screenings?key=" + key, "{}", "Authorization", "")
                        .status())
                .as("our own routes take no key from a URL")
                .isEqualTo(401);
    }

    /** Its URL is fixed: the library that it calls by is told to send there what was meant for the original. */
    @Test
    void aPublishedClientReadsScoresAndRefusals(@TempDir Path directory) throws Exception {
        var client = NpmLibrary.install(directory, "perspective-api-client@" + CLIENT_NPM);
        String written = client.node(
                """
            const axios = require("axios");
            const original = "https://commentanalyzer.googleapis.com";
            axios.interceptors.request.use(asked => {
              if (!asked.url.startsWith(original)) throw new Error("asked " + asked.url);
              asked.url = process.env.SERVICE + asked.url.substring(original.length);
              return asked;
            });
            const Perspective = require("perspective-api-client");
            const refused = async (call) => {
              try { await call(); } catch (e) {
                return { name: e.name, message: e.message, status: e.response.status, error: e.response.data.error };
              }
            };
            (async () => {
              const perspective = new Perspective({ apiKey: process.env.KEY });
              const word = process.env.WORD;
              console.log(JSON.stringify({
                plain: await perspective.analyze("<b>pure</b> " + word),
                two: await perspective.analyze(word, { attributes: ["toxicity", "identity_attack"], doNotStore: false }),
                whole: await perspective.analyze({ comment: { text: "fine. " + word },
                  requestedAttributes: { TOXICITY: { scoreThreshold: 0.7 } }, spanAnnotations: true, clientToken: "c" }),
                unseen: await refused(() => perspective.analyze("x", { attributes: ["insult"] })),
                unknown: await refused(() => perspective.analyze("x", { attributes: ["unsubstantial"] })),
                stranger: await refused(() => new Perspective({ apiKey: "no" }).analyze("x")) }));
            })();
            """,
                Map.of(
                        "SERVICE", service.url("").toString(),
                        "KEY", service.keyWith("platform"),
                        "WORD", TestPolicies.RESTRICTED));
        var seen = JSON.readTree(written);
        assertThat(seen.at("/plain/attributeScores/TOXICITY/summaryScore/value").doubleValue())
                .isEqualTo(1);
        assertThat(seen.at("/plain/attributeScores/TOXICITY/spanScores/0/end").intValue())
                .isEqualTo(5 + TestPolicies.RESTRICTED.length());
        assertThat(seen.at("/two/attributeScores").size()).isEqualTo(2);
        assertThat(seen.at("/unseen/message").stringValue()).contains("looked for by no rule");
        assertThat(seen.at("/two/attributeScores/IDENTITY_ATTACK/summaryScore/value")
                        .doubleValue())
                .isEqualTo(1);
        assertThat(seen.at("/whole/attributeScores/TOXICITY/spanScores").size()).isEqualTo(1);
        assertThat(seen.at("/whole/clientToken").stringValue()).isEqualTo("c");
        assertThat(seen.at("/unknown/name").stringValue()).isEqualTo("ResponseError");
        assertThat(seen.at("/unknown/message").stringValue())
                .contains("UNSUBSTANTIAL")
                .contains("TOXICITY");
        assertThat(seen.at("/unknown/error/status").stringValue()).isEqualTo("INVALID_ARGUMENT");
        assertThat(seen.at("/stranger/status").intValue()).isEqualTo(401);
    }
}
