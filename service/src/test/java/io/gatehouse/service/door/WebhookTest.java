package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gatehouse.residency.walk.SqlServer;
import io.gatehouse.service.openapi.OpenApiTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Endpoints are told of decisions as the Standard Webhooks specification says, checked with its own libraries. */
class WebhookTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final RunningGatehouse service = RunningGatehouse.shared();
    private final String author = RunningGatehouse.unique("u");
    private final String key = "Bearer " + service.keyWith("platform");
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile IntUnaryOperator status = _ -> 200;
    private HttpServer receiver;

    private record Received(Map<String, List<String>> headers, String path, String body) {
        String header(String name) {
            return headers.get(name.substring(0, 1).toUpperCase() + name.substring(1))
                    .getFirst();
        }

        HttpHeaders all() {
            return HttpHeaders.of(headers, (_, _) -> true);
        }
    }

    @BeforeEach
    void receive() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        receiver.createContext("/", this::take);
        receiver.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new Received(
                    Map.copyOf(exchange.getRequestHeaders()),
                    exchange.getRequestURI().getPath(),
                    body));
            int answer = status.applyAsInt(received.size());
            if (answer == 302) exchange.getResponseHeaders().add("Location", url("/elsewhere"));
            if (answer == 503) exchange.getResponseHeaders().add("Retry-After", "1");
            exchange.sendResponseHeaders(answer, -1);
        }
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private String url(String path) {
        return "http://localhost:" + receiver.getAddress().getPort() + path;
    }

    @Test
    void aRestrictionIsToldSignedWithoutTextAndWithoutTheAuthor() throws Exception {
        var hook = endpoint("decision.restricted");
        var screened = screen(TestPolicies.RESTRICTED);
        var told = await(1).getFirst();
        assertThat(told.path()).isEqualTo("/hook");
        var body = JSON.readTree(told.body());
        assertThat(body.get("type").stringValue()).isEqualTo("decision.restricted");
        assertThat(body.at("/data/decision_id").stringValue()).isEqualTo(screened.field("decision_id"));
        assertThat(body.at("/data/screening_id").stringValue()).isEqualTo(screened.field("screening_id"));
        assertThat(body.at("/data/verdict").stringValue()).isEqualTo("restrict");
        assertThat(told.body()).doesNotContain(author).doesNotContain(TestPolicies.RESTRICTED);
        new Webhook(hook.field("secret")).verify(told.body(), told.all());
        assertThatThrownBy(() -> new Webhook(hook.field("secret")).verify(told.body() + " ", told.all()))
                .isInstanceOf(WebhookVerificationException.class);
        var log = deliveries(hook, "");
        assertThat(OpenApiTest.schema("WebhookDeliveries").validate(log.json())).isEmpty();
        var delivery = log.json().get("deliveries").get(0);
        assertThat(delivery.get("state").stringValue()).isEqualTo("delivered");
        assertThat(delivery.get("message_id").stringValue()).isEqualTo(told.header("webhook-id"));
        assertThat(delivery.at("/attempts/0/status").intValue()).isEqualTo(200);
        // Sent again when asked, as the same message.
        var again = service.post(
                path(hook, "/deliveries/" + told.header("webhook-id") + ":replay?region=eu-west-1"),
                "",
                "Authorization",
                key);
        assertThat(again.status()).as(again.text()).isEqualTo(202);
        var second = await(2).get(1);
        assertThat(second.header("webhook-id")).isEqualTo(told.header("webhook-id"));
        new Webhook(hook.field("secret")).verify(second.body(), second.all());
    }

    @Test
    void whileASecretIsReplacedBothSign() throws Exception {
        var hook = endpoint("decision.restricted");
        var rotated = service.post(path(hook, ":rotate"), "{\"keep_previous_seconds\":600}", "Authorization", key);
        assertThat(rotated.status()).as(rotated.text()).isEqualTo(200);
        assertThat(OpenApiTest.schema("NewWebhook").validate(rotated.json())).isEmpty();
        screen(TestPolicies.RESTRICTED);
        var told = await(1).getFirst();
        assertThat(told.header("webhook-signature").split(" ")).hasSize(2);
        new Webhook(hook.field("secret")).verify(told.body(), told.all());
        new Webhook(rotated.field("secret")).verify(told.body(), told.all());
        var last = service.post(path(hook, ":rotate"), "{\"keep_previous_seconds\":0}", "Authorization", key);
        screen(TestPolicies.RESTRICTED);
        var next = await(2).get(1);
        new Webhook(last.field("secret")).verify(next.body(), next.all());
        assertThatThrownBy(() -> new Webhook(rotated.field("secret")).verify(next.body(), next.all()))
                .isInstanceOf(WebhookVerificationException.class);
        // At rest nobody reads it.
        String whole = hook.field("secret").substring("whsec_".length());
        try (var control = new SqlServer(service.data()).connect("gatehouse_control");
                var rows = control.createStatement()
                        .executeQuery("SELECT w::text, encode(sealed_secret, 'base64') FROM webhook_endpoint w")) {
            while (rows.next())
                assertThat(rows.getString(1) + rows.getString(2)).doesNotContain(whole);
        }
    }

    /** With the specification's own library for JavaScript, where npm can get it. */
    @Test
    void theLibraryForJavaScriptVerifiesIt(@TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(
                run(
                        directory,
                        "npm",
                        "install",
                        "--no-audit",
                        "--no-fund",
                        "--loglevel=error",
                        "--prefer-offline",
                        "--fetch-retries=0",
                        "--fetch-timeout=10000",
                        "standardwebhooks@1.0.0"),
                "npm, or the package standardwebhooks, is not to be had here");
        var hook = endpoint("decision.restricted");
        screen(TestPolicies.RESTRICTED);
        var told = await(1).getFirst();
        Files.writeString(directory.resolve("verify.cjs"), """
            const { Webhook } = require("standardwebhooks");
            const [secret, body, id, timestamp, signature] = process.argv.slice(2);
            const headers = { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature };
            new Webhook(secret).verify(body, headers);
            """);
        String[] command = {
            "node",
            "verify.cjs",
            hook.field("secret"),
            told.body(),
            told.header("webhook-id"),
            told.header("webhook-timestamp"),
            told.header("webhook-signature")
        };
        assertThat(run(directory, command)).as("it verifies").isTrue();
        command[3] = told.body() + " ";
        assertThat(run(directory, command)).as("it refuses another body").isFalse();
    }

    @Test
    void anEndpointThatFailsIsTriedAgainAndEndsAmongTheDead() throws Exception {
        status = count -> count == 1 ? 500 : 302;
        var hook = endpoint("decision.restricted");
        screen(TestPolicies.RESTRICTED);
        awaitTrue(() -> state(hook).equals("dead"));
        var dead = deliveries(hook, "&state=dead").json().get("deliveries").get(0);
        assertThat(dead.get("attempts").values())
                .extracting(it -> it.get("status").intValue())
                .containsExactly(500, 302, 302);
        assertThat(received)
                .as("no redirect is followed")
                .allMatch(it -> it.path().equals("/hook"));
        assertThat(received.stream().map(it -> it.header("webhook-id")).distinct())
                .hasSize(1);
        status = _ -> 200;
        var replayed = service.post(path(hook, ":replay"), "{\"region\":\"eu-west-1\"}", "Authorization", key);
        assertThat(replayed.json().get("replayed").intValue())
                .as(replayed.text())
                .isEqualTo(1);
        awaitTrue(() -> state(hook).equals("delivered"));
    }

    /** The first is answered once the second is there: each with its first try. */
    @Test
    void aMessageThatIsNotAnsweredKeepsNoOtherWaiting() throws Exception {
        var second = new CountDownLatch(1);
        status = count -> {
            try {
                if (count > 1) second.countDown();
                else second.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return 200;
        };
        var hook = endpoint("decision.restricted");
        screen(TestPolicies.RESTRICTED);
        await(1);
        screen(TestPolicies.RESTRICTED);
        awaitTrue(() ->
                deliveries(hook, "&state=delivered").json().get("deliveries").size() == 2);
        assertThat(deliveries(hook, "").json().get("deliveries").values())
                .allMatch(it -> it.get("attempts").size() == 1);
    }

    /** More than are under way at once: each once. */
    @Test
    void aHeapOfMessagesIsSentWhole() throws Exception {
        var hook = endpoint("decision.restricted");
        service.post(path(hook, ":disable"), "", "Authorization", key);
        for (int i = 0; i < 30; i++) screen(TestPolicies.RESTRICTED);
        awaitTrue(() ->
                deliveries(hook, "&state=pending").json().get("deliveries").size() == 30);
        service.post(path(hook, ":enable"), "", "Authorization", key);
        awaitTrue(() ->
                deliveries(hook, "&state=delivered").json().get("deliveries").size() == 30);
        assertThat(received.stream().map(it -> it.header("webhook-id")).distinct())
                .hasSize(30);
        var wrong = deliveries(hook, "&state=gone");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().at("/errors/0/pointer").stringValue()).isEqualTo("query:state");
    }

    @Test
    void whatIsDisabledWaitsAndGoneDisables() throws Exception {
        var hook = endpoint("decision.restricted");
        var disabled = service.post(path(hook, ":disable"), "", "Authorization", key);
        assertThat(disabled.json().get("enabled").booleanValue()).isFalse();
        screen(TestPolicies.RESTRICTED);
        awaitTrue(() -> state(hook).equals("pending"));
        assertThat(received).isEmpty();
        status = _ -> 410;
        service.post(path(hook, ":enable"), "", "Authorization", key);
        awaitTrue(() -> service.get(path(hook, ""), "Authorization", key)
                .field("disabled_because")
                .contains("410"));
        assertThat(state(hook)).isEqualTo("dead");
    }

    @Test
    void tellsWhenMediaWereLookedAt() throws Exception {
        endpoint("screening.completed");
        var media = service.post(
                "/v1/media",
                TestMedia.video(author),
                "Gatehouse-Author",
                author,
                "Gatehouse-Residence",
                "declared=IE",
                "Content-Type",
                "video/mp4",
                "Authorization",
                key);
        var body = Screenings.tree(RunningGatehouse.unique("m"), author, "IE", "x");
        body.put("deadline_ms", 20);
        body.put("parts", List.of(Map.of("type", "media", "media_id", media.field("media_id"))));
        var first = service.post("/v1/screenings", Screenings.json(body), "Authorization", key);
        assertThat(first.status()).as(first.text()).isEqualTo(202);
        var told = JSON.readTree(await(1).getFirst().body());
        assertThat(told.at("/data/supersedes").stringValue()).isEqualTo(first.field("decision_id"));
        var done = service.get(first.header("Location"), "Authorization", key);
        assertThat(done.field("decision_id"))
                .isEqualTo(told.at("/data/decision_id").stringValue());
        assertThat(done.field("state")).isEqualTo("done");
    }

    @Test
    void everyFaultIsToldAndNobodySeesAnothersEndpoint() {
        var faulty = service.post(
                "/v1/webhooks",
                "{\"url\":\"http://169.254.169.254/latest\",\"events\":[\"decision.restricted\",\"all\"],\"client\":\"x\",\"colour\":1}",
                "Authorization",
                key);
        assertThat(faulty.status()).isEqualTo(400);
        assertThat(faulty.pointers()).containsExactlyInAnyOrder("/url", "/events/1", "/client", "/colour");
        var inside = service.post(
                "/v1/webhooks",
                "{\"url\":\"https://10.0.0.1/\",\"events\":[\"decision.restricted\"]}",
                "Authorization",
                key);
        assertThat(inside.text()).contains("private address");
        var hook = endpoint("decision.restricted");
        assertThat(OpenApiTest.schema("NewWebhook").validate(hook.json())).isEmpty();
        String other = "Bearer " + service.keyWith("platform");
        assertThat(service.get(path(hook, ""), "Authorization", other).status()).isEqualTo(404);
        assertThat(service.get("/v1/webhooks", "Authorization", other).json().get("webhooks"))
                .isEmpty();
        assertThat(service.get("/v1/webhooks", "Authorization", "Bearer " + service.keyWith("auditor"))
                        .status())
                .isEqualTo(403);
        var listed = service.get("/v1/webhooks", "Authorization", key);
        assertThat(OpenApiTest.schema("Webhooks").validate(listed.json())).isEmpty();
        assertThat(listed.text()).doesNotContain("whsec_");
        assertThat(service.get(path(hook, "/deliveries"), "Authorization", key).pointers())
                .containsExactly("query:region");
        assertThat(service.delete(path(hook, ""), "Authorization", key).status())
                .isEqualTo(204);
        assertThat(service.get(path(hook, ""), "Authorization", key).status()).isEqualTo(404);
    }

    private RunningGatehouse.Answer endpoint(String event) {
        var made = service.post(
                "/v1/webhooks",
                "{\"url\":\"" + url("/hook") + "\",\"events\":[\"" + event + "\"]}",
                "Authorization",
                key);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo(path(made, ""));
        return made;
    }

    private static String path(RunningGatehouse.Answer hook, String rest) {
        return "/v1/webhooks/" + hook.field("id") + rest;
    }

    private RunningGatehouse.Answer screen(String text) {
        var answer = service.post(
                "/v1/screenings",
                Screenings.of(RunningGatehouse.unique("m"), author, "IE", text),
                "Authorization",
                key);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    private RunningGatehouse.Answer deliveries(RunningGatehouse.Answer hook, String rest) {
        return service.get(path(hook, "/deliveries?region=eu-west-1" + rest), "Authorization", key);
    }

    private String state(RunningGatehouse.Answer hook) {
        return Optional.ofNullable(deliveries(hook, "").json().get("deliveries").get(0))
                .map(it -> it.get("state").stringValue())
                .orElse("none");
    }

    private List<Received> await(int count) throws InterruptedException {
        awaitTrue(() -> received.size() >= count);
        return received;
    }

    private interface Condition {
        boolean holds();
    }

    private static void awaitTrue(Condition condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("it happens").isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static boolean run(Path directory, String... command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile())
                    .start();
            if (process.waitFor(60, TimeUnit.SECONDS)) return process.exitValue() == 0;
            process.destroyForcibly();
            return false;
        } catch (IOException _) {
            return false;
        }
    }
}
