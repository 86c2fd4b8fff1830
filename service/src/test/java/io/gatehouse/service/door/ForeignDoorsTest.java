package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contracts of others at a service whose norms look for something in English alone, and for pictures at an origin that is slow. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignDoorsTest {
    private static final String ENGLISH = """
        policy: english
        title: Made-up norm of one language
        clause: Test rules 2.1
        category: profanity
        purpose: terms
        ground:
          incompatible: "Test rules 2.1: no made-up words in English"
          dsa_category: STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH
          keywords: [KEYWORD_HATE_SPEECH]
        rules:
          - id: english.word
            when: { phrase: "blatherment", language: en }
            then: { verdict: review, severity: 1 }
            examples: { match: [ "what a load of blatherment this is" ], no_match: [ "none" ] }
        """;

    /** Of {@code ModerationController}. */
    private static final int PLACES = 2;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore asked = new Semaphore(0);
    private volatile CountDownLatch hold = new CountDownLatch(1);
    private HttpServer origin;
    private RunningGatehouse service;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.setExecutor(threads);
        origin.createContext("/", exchange -> {
            try (exchange) {
                asked.release();
                hold.await();
                byte[] picture = TestMedia.picture(7);
                exchange.sendResponseHeaders(200, picture.length);
                exchange.getResponseBody().write(picture);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        origin.start();
        Path policies = TestPolicies.writeTo(directory.resolve("norms"));
        Files.writeString(policies.resolve("content/english.yaml"), ENGLISH);
        service = RunningGatehouse.start(Map.of(
                "gatehouse.regions",
                "eu-west-1,eu-north-1",
                "gatehouse.policies",
                policies.toString(),
                "gatehouse.moderations.fetch-origins",
                at(""),
                "gatehouse.moderations.fetch-private",
                true));
    }

    @AfterAll
    void stop() {
        hold.countDown();
        service.stop();
        origin.stop(0);
        threads.shutdownNow();
    }

    private String at(String path) {
        return "http://127.0.0.1:" + origin.getAddress().getPort() + path;
    }

    private RunningGatehouse.Answer analyze(String text, String languages) {
        return service.post(
                "/v1alpha1/comments:analyze",
                "{\"comment\":{\"text\":\"" + text + "\"},\"requestedAttributes\":{\"PROFANITY\":{}}" + languages
                        + "}");
    }

    @Test
    void aLanguageThatTheTextIsInCountsWhateverIsSaidOfIt() {
        String german = "Wir sind gestern alle zusammen auf den Markt gegangen, und das Wetter war wunderschön.";
        String english = "Yesterday we all went to the market together, and the weather was beautiful.";
        assertThat(analyze(english, ",\"languages\":[\"en\"]").status()).isEqualTo(200);
        var refused = analyze(german, ",\"languages\":[\"en\"]");
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        var detail = refused.json().at("/error/details/0");
        assertThat(detail.get("errorType").stringValue()).isEqualTo("LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE");
        assertThat(detail.at("/languageNotSupportedByAttributeError/detectedLanguages")
                        .toString())
                .isEqualTo("[\"de\"]");
        assertThat(analyze(english, ",\"languages\":[\"de\"]").status()).isEqualTo(400);
        assertThat(analyze(german, "").status()).isEqualTo(400);
    }

    private RunningGatehouse.Answer moderate(String... urls) {
        var parts = new ArrayList<String>();
        for (String url : urls) parts.add("{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}");
        return service.post("/v1/moderations", "{\"input\":[" + String.join(",", parts) + "]}");
    }

    /** As many as there are places, each of which waits for its first picture. */
    private ArrayList<Future<RunningGatehouse.Answer>> fillPlaces() throws InterruptedException {
        asked.drainPermits();
        hold = new CountDownLatch(1);
        var held = new ArrayList<Future<RunningGatehouse.Answer>>();
        for (int i = 0; i < PLACES; i++) held.add(threads.submit(() -> moderate(at("/first"), at("/second"))));
        assertThat(asked.tryAcquire(PLACES, 10, TimeUnit.SECONDS)).isTrue();
        return held;
    }

    @Test
    void picturesOfFewBytesWaitForAPlaceAndTextsDoNot() throws Exception {
        var held = fillPlaces();
        var small = "data:image/png;base64," + Base64.getEncoder().encodeToString(TestMedia.picture(7));
        var crowded = moderate(small);
        assertThat(crowded.status()).as(crowded.text()).isEqualTo(503);
        assertThat(crowded.json().at("/error/code").stringValue()).isEqualTo("overloaded");
        assertThat(service.post("/v1/moderations", "{\"input\":\"fine\"}").status())
                .isEqualTo(200);
        hold.countDown();
        for (var each : held) assertThat(each.get().status()).isEqualTo(200);
        assertThat(moderate(small).status()).as("the places are free again").isEqualTo(200);
    }

    @Test
    void nothingIsFetchedOnceTheTimeOfAMessageHasPassed() throws Exception {
        for (var each : fillPlaces()) {
            var answer = each.get();
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.json().at("/results/0/degraded").size()).isEqualTo(2);
            assertThat(answer.text()).contains("could not be looked at in time").doesNotContain("/second");
        }
        assertThat(asked.availablePermits()).as("second pictures asked for").isZero();
        hold.countDown();
    }
}
