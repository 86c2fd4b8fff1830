package io.gatehouse.service.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import io.gatehouse.moderation.external.ExternalModel;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.service.classifier.RemoteClassifier.Asked;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.configuration.GatehouseProperties.ClassifierProtocol;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Against a real server that does what such servers do: answer, be late, break, send elsewhere. */
class RemoteClassifierTest {
    private static final Duration PLENTY = Duration.ofSeconds(20);
    private static final ExternalModel MODEL =
            new ExternalModel("far", "sha256:0", Set.of("en"), Set.of(Category.HATE, Category.HARASSMENT));

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private volatile int status = 200;
    private volatile String answer = "{\"scores\":[{\"hate\":0.25,\"harassment\":0.5}]}";
    private volatile CountDownLatch hold = new CountDownLatch(0);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                var key = exchange.getRequestHeaders().getFirst("Authorization");
                received.add(exchange.getRequestURI().getPath() + " " + key + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                hold.await();
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Location", "/elsewhere");
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        hold.countDown();
        server.stop(0);
        http.close();
    }

    private RemoteClassifier classifier(ClassifierProtocol protocol, Duration timeout, int inFlight) {
        var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/score");
        var settings = new GatehouseProperties.Classifier(
                url, protocol, "eu-west-1", "", "", "", "secret", timeout, inFlight, Duration.ofMinutes(1));
        return new RemoteClassifier(MODEL, settings, http, new SimpleMeterRegistry());
    }

    private RemoteClassifier classifier() {
        return classifier(ClassifierProtocol.GATEHOUSE, Duration.ofSeconds(10), 4);
    }

    private static String reason(Asked asked) {
        return switch (asked) {
            case Asked.Failed(String reason) -> reason;
            case Asked.Said said -> "said " + said;
        };
    }

    @Test
    void sendsTextsAndLanguageAndTakesTheHighestScores() {
        answer = "{\"scores\":[{\"hate\":0.25,\"harassment\":0.5,\"other\":2},{\"hate\":0.75,\"harassment\":0}]}";
        var said = classifier().ask("en", List.of("one", "two"), PLENTY);
        assertThat(said).isEqualTo(new Asked.Said(Map.of(Category.HATE, 0.75, Category.HARASSMENT, 0.5)));
        var sent = received.getFirst();
        assertThat(sent).startsWith("/score Bearer secret ");
        var body = JsonMapper.shared().readTree(sent.substring(sent.indexOf('{')));
        assertThat(List.copyOf(body.propertyNames())).containsExactly("classifier", "language", "texts");
        assertThat(body.get("classifier").stringValue()).isEqualTo("far");
        assertThat(body.get("texts").get(1).stringValue()).isEqualTo("two");
    }

    @Test
    void speaksTheOpenAiContractToo() {
        answer =
                "{\"results\":[{\"flagged\":true,\"category_scores\":{\"hate\":0.9,\"harassment\":0.1,\"sexual\":0}}]}";
        assertThat(classifier(ClassifierProtocol.OPENAI, PLENTY, 1).ask("en", List.of("one"), PLENTY))
                .isEqualTo(new Asked.Said(Map.of(Category.HATE, 0.9, Category.HARASSMENT, 0.1)));
        assertThat(received.getFirst()).endsWith("{\"input\":[\"one\"]}");
    }

    @Test
    void theSameTextIsNotAskedAboutAgain() {
        var classifier = classifier();
        assertThat(classifier.remembered("en", List.of("one"))).isEmpty();
        var said = classifier.ask("en", List.of("one"), PLENTY);
        assertThat(classifier.remembered("en", List.of("one")))
                .hasValueSatisfying(scores -> assertThat(new Asked.Said(scores)).isEqualTo(said));
        assertThat(classifier.remembered("de", List.of("one"))).isEmpty();
        assertThat(classifier.remembered("en", List.of("on", "e"))).isEmpty();
    }

    @Test
    void anAnswerThatIsNotOneIsAFailure() {
        for (String wrong : List.of(
                "",
                "no",
                "[]",
                "{\"scores\":[]}",
                "{\"scores\":[{\"hate\":0.1}]}",
                "{\"scores\":[{\"hate\":0.1,\"harassment\":1.5}]}",
                "{\"scores\":[{\"hate\":0.1,\"harassment\":\"0.5\"}]}",
                "{\"scores\":[{\"hate\":0,\"harassment\":0},{\"hate\":0,\"harassment\":0}]}")) {
            answer = wrong;
            assertThat(reason(classifier().ask("en", List.of("one"), PLENTY)))
                    .as(wrong)
                    .startsWith("unavailable: its answer is not understood");
        }
        answer = "x".repeat(RemoteClassifier.MAX_ANSWER_BYTES + 1);
        assertThat(reason(classifier().ask("en", List.of("one"), PLENTY))).startsWith("unavailable: ");
    }

    @Test
    void noRedirectIsFollowed() {
        status = 307;
        assertThat(reason(classifier().ask("en", List.of("one"), PLENTY))).contains("HTTP 307");
        assertThat(received).hasSize(1);
    }

    @Test
    void waitsNoLongerThanItMay() {
        hold = new CountDownLatch(1);
        long started = System.nanoTime();
        var late = classifier(ClassifierProtocol.GATEHOUSE, Duration.ofMillis(50), 4);
        assertThat(reason(late.ask("en", List.of("one"), PLENTY))).isEqualTo("unavailable: no answer in 50 ms");
        assertThat(reason(classifier().ask("en", List.of("one"), Duration.ofMillis(50))))
                .isEqualTo("unavailable: no answer in time");
        assertThat((System.nanoTime() - started) / 1e9).isCloseTo(0.1, within(5.0));
        assertThat(reason(classifier().ask("en", List.of("one"), Duration.ZERO)))
                .isEqualTo("deadline");
    }

    @Test
    void oneThatFailsAgainAndAgainIsLeftAloneForAWhile() {
        status = 500;
        var classifier = classifier();
        for (int i = 0; i < Circuit.OPENS_AFTER; i++)
            assertThat(reason(classifier.ask("en", List.of("one"), PLENTY))).contains("HTTP 500");
        assertThat(reason(classifier.ask("en", List.of("one"), PLENTY))).contains("fails again and again");
        assertThat(received).hasSize(Circuit.OPENS_AFTER);
    }

    @Test
    void noMoreAskAtOnceThanMay() throws Exception {
        hold = new CountDownLatch(1);
        var classifier = classifier(ClassifierProtocol.GATEHOUSE, PLENTY, 1);
        var first = Thread.startVirtualThread(() -> classifier.ask("en", List.of("one"), PLENTY));
        while (received.isEmpty()) Thread.sleep(5);
        assertThat(reason(classifier.ask("en", List.of("two"), PLENTY))).contains("too many messages");
        hold.countDown();
        first.join();
        assertThat(classifier.ask("en", List.of("two"), PLENTY)).isInstanceOf(Asked.Said.class);
    }

    @Test
    void aServerThatIsNotThereIsAFailure() {
        server.stop(0);
        assertThat(reason(classifier().ask("en", List.of("one"), PLENTY)))
                .isEqualTo("unavailable: cannot be reached (ConnectException)");
    }
}
