package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.moderations.Moderation;
import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.moderations.ModerationImageUrlInput;
import com.openai.models.moderations.ModerationModel;
import com.openai.models.moderations.ModerationMultiModalInput;
import com.openai.models.moderations.ModerationTextInput;
import dev.langchain4j.model.openai.OpenAiModerationModel;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.access.Role;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.submission.Admission;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The moderation contract as the clients see it that speak it: OpenAI's own ones, and a framework's. */
class ModerationClientsTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String PICTURE =
            "data:image/png;base64," + Base64.getEncoder().encodeToString(TestMedia.picture(7));

    private final RunningGatehouse service = RunningGatehouse.shared();

    private OpenAIClient client(String key, int retries) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(service.url("/v1").toString())
                .apiKey(key)
                .maxRetries(retries)
                .responseValidation(true)
                .build();
    }

    @Test
    void theClientForJavaTakesEveryAnswerForWhole() {
        var client = client(service.keyWith("platform"), 0);
        var one = client.moderations()
                .create(ModerationCreateParams.builder()
                        .model(ModerationModel.OMNI_MODERATION_LATEST)
                        .input(TestPolicies.RESTRICTED)
                        .build());
        one.validate();
        assertThat(one.results()).hasSize(1);
        assertThat(one.results().getFirst().flagged()).isTrue();
        assertThat(one.results().getFirst().categories().hate()).isTrue();
        assertThat(one.results().getFirst().categoryScores().hate()).isPositive();
        var several = client.moderations()
                .create(ModerationCreateParams.builder()
                        .inputOfStrings(List.of("fine", TestPolicies.RESTRICTED))
                        .build());
        several.validate();
        assertThat(several.results()).extracting(Moderation::flagged).containsExactly(false, true);
    }

    @Test
    void theClientForJavaSendsPictures() {
        var client = client(service.keyWith("platform"), 0);
        var parts = client.moderations()
                .create(ModerationCreateParams.builder()
                        .inputOfModerationMultiModalArray(List.of(
                                ModerationMultiModalInput.ofText(ModerationTextInput.builder()
                                        .text(TestPolicies.RESTRICTED)
                                        .build()),
                                ModerationMultiModalInput.ofImageUrl(ModerationImageUrlInput.builder()
                                        .imageUrl(ModerationImageUrlInput.ImageUrl.builder()
                                                .url(PICTURE)
                                                .build())
                                        .build())))
                        .build());
        parts.validate();
        assertThat(parts.results()).hasSize(1);
        assertThat(parts.results().getFirst().flagged()).isTrue();
        var types = parts.results().getFirst().categoryAppliedInputTypes();
        assertThat(types.hate()).hasSize(1);
        assertThat(types.harassment()).as("no rule looks for it").isEmpty();
        assertThat(types.sexual()).hasSizeBetween(0, 1);
    }

    @Test
    void theClientForJavaReadsRefusalsAndIds() {
        var client = client(service.keyWith("platform"), 0);
        var empty = ModerationCreateParams.builder().input("").build();
        var refused = catchThrowableOfType(
                BadRequestException.class, () -> client.moderations().create(empty));
        assertThat(refused.param()).contains("input");
        assertThat(refused.type()).contains("invalid_request_error");
        assertThat(refused.code()).contains("invalid_request");
        assertThat(refused.headers().values("x-request-id")).hasSize(1).allMatch(id -> id.startsWith("req_"));
        var stranger = client("gh_no_" + "x".repeat(43), 0);
        var unknown = catchThrowableOfType(
                UnauthorizedException.class,
                () -> stranger.moderations()
                        .create(ModerationCreateParams.builder().input("x").build()));
        assertThat(unknown.code()).contains("invalid_api_key");
        var raw = client.moderations()
                .withRawResponse()
                .create(ModerationCreateParams.builder().input("x").build());
        assertThat(raw.requestId().orElseThrow()).startsWith("req_");
    }

    @Test
    void theClientForJavaTriesAgainWhenThisClientHasTooMuchInFlight() throws Exception {
        String key = service.keyWith("platform");
        var caller = callerOf(key);
        var params = ModerationCreateParams.builder().input("fine").build();
        try (var _ = new Crowd(caller)) {
            var refused = catchThrowableOfType(
                    RateLimitException.class, () -> client(key, 0).moderations().create(params));
            assertThat(refused.code()).contains("rate_limit_exceeded");
            assertThat(refused.headers().values("retry-after")).containsExactly("1");
        }
        var crowd = new Crowd(caller);
        // Gone before the client, which waits the second it is told to, comes again.
        var leaving = Thread.startVirtualThread(() -> {
            try {
                Thread.sleep(700);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            crowd.close();
        });
        long started = System.nanoTime();
        assertThat(client(key, 2).moderations().create(params).results()).hasSize(1);
        assertThat(System.nanoTime() - started)
                .as("it waited as long as it was told to")
                .isGreaterThan(900_000_000L);
        leaving.join();
    }

    /** Only the client's name counts for what it has in flight. */
    private Caller callerOf(String key) {
        String id = key.split("_")[1];
        var listed = service.get("/v1/keys").json().get("keys").values().stream()
                .filter(each -> each.get("id").stringValue().equals(id))
                .findFirst()
                .orElseThrow();
        return new Caller(id, listed.get("client").stringValue(), Set.of(Role.PLATFORM));
    }

    /** As many requests of one client as may be in flight, which do not end until they are let. */
    private final class Crowd implements AutoCloseable {
        private final CountDownLatch over = new CountDownLatch(1);

        Crowd(Caller caller) throws InterruptedException {
            int places = service.bean(GatehouseProperties.class).limits().perClientInFlight();
            var in = new CountDownLatch(places);
            var admission = service.bean(Admission.class);
            for (int i = 0; i < places; i++)
                Thread.startVirtualThread(() -> admission.admit(caller, () -> {
                    in.countDown();
                    return await(over);
                }));
            in.await();
        }

        private static boolean await(CountDownLatch latch) {
            try {
                latch.await();
                return true;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            over.countDown();
        }
    }

    @Test
    void aFrameworksModelIsToldWhatIsFlagged() {
        var model = OpenAiModerationModel.builder()
                .baseUrl(service.url("/v1").toString())
                .apiKey(service.keyWith("platform"))
                .modelName("omni-moderation-latest")
                .maxRetries(0)
                .build();
        assertThat(model.moderate("fine").content().flagged()).isFalse();
        var flagged = model.moderate(TestPolicies.RESTRICTED).content();
        assertThat(flagged.flagged()).isTrue();
        assertThat(flagged.flaggedText()).isEqualTo(TestPolicies.RESTRICTED);
    }

    @Test
    void theClientForJavaScriptModerates(@TempDir Path directory) throws Exception {
        var openai = NpmLibrary.install(directory, "openai@" + OPENAI_NPM);
        String written = openai.node(
                """
            const { OpenAI } = require("openai");
            const { URL_OF_API, KEY, WORD, PICTURE } = process.env;
            const client = new OpenAI({ apiKey: KEY, baseURL: URL_OF_API, maxRetries: 0 });
            const refused = async (client, input) => {
              try { await client.moderations.create({ input }); } catch (e) {
                return { kind: e.constructor.name, status: e.status, code: e.code, param: e.param, type: e.type,
                         id: e.requestID, message: e.message };
              }
            };
            (async () => {
              const one = await client.moderations.create({ model: "omni-moderation-latest", input: WORD });
              const several = await client.moderations.create({ input: ["fine", WORD] });
              const parts = await client.moderations.create({ input: [
                { type: "text", text: "fine" }, { type: "image_url", image_url: { url: PICTURE } } ] });
              const stranger = new OpenAI({ apiKey: "gh_no_x", baseURL: URL_OF_API, maxRetries: 0 });
              console.log(JSON.stringify({
                one, id: one._request_id, several, parts,
                bad: await refused(client, [{ type: "image_url", image_url: { url: "https://example.com/x.png" } }]),
                unknown: await refused(stranger, "x") }));
            })();
            """,
                Map.of(
                        "URL_OF_API",
                        service.url("/v1").toString(),
                        "KEY",
                        service.keyWith("platform"),
                        "WORD",
                        TestPolicies.RESTRICTED,
                        "PICTURE",
                        PICTURE));
        var seen = JSON.readTree(written);
        assertThat(seen.get("id").stringValue()).startsWith("req_");
        assertThat(seen.at("/one/results/0/flagged").booleanValue()).isTrue();
        assertThat(seen.at("/one/results/0/categories/hate").booleanValue()).isTrue();
        assertThat(seen.at("/several/results").values())
                .extracting(it -> it.get("flagged").booleanValue())
                .containsExactly(false, true);
        assertThat(seen.at("/parts/results").size()).isEqualTo(1);
        assertThat(seen.at("/bad/kind").stringValue()).isEqualTo("BadRequestError");
        assertThat(seen.at("/bad/param").stringValue()).isEqualTo("input[0].image_url.url");
        assertThat(seen.at("/bad/message").stringValue()).contains("gatehouse.moderations.fetch-origins");
        assertThat(seen.at("/bad/id").stringValue()).startsWith("req_");
        assertThat(seen.at("/unknown/kind").stringValue()).isEqualTo("AuthenticationError");
        assertThat(seen.at("/unknown/code").stringValue()).isEqualTo("invalid_api_key");
    }

    private static final String OPENAI_NPM = "7.59.0";
}
