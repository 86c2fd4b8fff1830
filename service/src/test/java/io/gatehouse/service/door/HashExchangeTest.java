package io.gatehouse.service.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gatehouse.service.openapi.OpenApiTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A list of another body in a running service: fetched into its one region, matched there, and answered through the transfer
 * gate. The protocols themselves are tested with their job.
 */
class HashExchangeTest {
    private static final String PDQ = "9c".repeat(32);
    private static final long LONGEST_NANOS = Duration.ofSeconds(60).toNanos();

    private final List<String> feedbacks = new CopyOnWriteArrayList<>();

    private HttpServer otherSide() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                boolean isFeedback = exchange.getRequestURI().getPath().endsWith("SubmitFeedback");
                if (isFeedback) feedbacks.add(body);
                byte[] answer = (isFeedback
                                ? "{}"
                                : "{\"count\":1,\"nextPageToken\":null,\"nextSetTimestamp\":50,\"hasMoreRecords\":false,"
                                        + "\"hashRecords\":[{\"lastModtimestamp\":49,\"signalType\":\"ImagePDQ\",\"hashValue\":\""
                                        + PDQ + "\",\"hashStatus\":\"Active\"}]}")
                        .getBytes(UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
        return server;
    }

    private static Map<String, Object> exchange(String name, HttpServer server, String bank, String country) {
        String at = "gatehouse.exchanges." + name + ".";
        return Map.of(
                at + "type", "stopncii",
                at + "region", "eu-west-1",
                at + "bank", bank,
                at + "url", "http://127.0.0.1:" + server.getAddress().getPort() + "/v1",
                at + "credentials", "fetch,subscription,feedback",
                at + "feedback", "true",
                at + "recipient", "a-body",
                at + "country", country);
    }

    private static JsonNode run(RunningGatehouse service) {
        var started = service.post("/v1/jobs/hash-exchange/runs", "{}");
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        long longest = System.nanoTime() + LONGEST_NANOS;
        while (true) {
            JsonNode run = service.get("/v1/jobs/hash-exchange").json().get("last_run");
            // The run before is the last one until this one is written down.
            boolean isThis = run.get("execution").equals(started.json().get("execution"));
            if (isThis
                    && !List.of("starting", "started", "running")
                            .contains(run.get("status").stringValue())) return run;
            assertThat(System.nanoTime()).isLessThan(longest);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static JsonNode match(RunningGatehouse service, String region) {
        return service.post(
                        "/v1/media:match", "{\"region\":\"" + region + "\",\"hashes\":[{\"hash\":\"" + PDQ + "\"}]}")
                .json()
                .get("matches");
    }

    @Test
    void isFetchedIntoItsRegionAndAnsweredWhereTheGateLetsIt() throws IOException {
        var server = otherSide();
        var properties = new java.util.TreeMap<>(exchange("near", server, "near", "DE"));
        properties.putAll(exchange("far", server, "far", "CN"));
        var service = RunningGatehouse.start(properties);
        try {
            for (var bank : List.of("near", "far"))
                assertThat(service.post("/v1/banks", """
                                {"region":"eu-west-1","name":"%s","owner":"ts","category":"spam","legal_basis":"DSA Art. 16"}\
                                """.formatted(bank)).status())
                        .isEqualTo(201);
            var first = run(service);
            assertThat(first.get("status").stringValue()).as(first.toString()).isEqualTo("completed");
            assertThat(first.at("/summary/near/added").intValue()).isEqualTo(1);
            long end = System.nanoTime() + LONGEST_NANOS;
            // Each bank's hash is found when its own change was followed.
            while (match(service, "eu-west-1").size() < 2)
                assertThat(System.nanoTime()).isLessThan(end);
            assertThat(match(service, "eu-central-1")).isEmpty();
            for (var each : match(service, "eu-west-1").values())
                assertThat(service.post("/v1/matches/" + each.get("match_id").stringValue() + ":confirm", "")
                                .status())
                        .isEqualTo(204);
            var second = run(service);
            assertThat(second.get("status").stringValue()).as(second.toString()).isEqualTo("completed");
            assertThat(second.at("/summary/near.answers/said_back").asInt(0))
                    .as(second.toString())
                    .isEqualTo(1);
            assertThat(second.at("/summary/far.answers/not_said_back").stringValue())
                    .as("no adequacy decision, no instrument")
                    .contains("is refused");
            assertThat(feedbacks).hasSize(1);
            assertThat(feedbacks.getFirst()).contains("\"Blocked\"").contains(PDQ);
            var transfers = service.get("/v1/transfers?from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z")
                    .text();
            assertThat(transfers).contains("hash_exchange").contains("a-body").contains("refused");
            run(service);
            assertThat(feedbacks).as("said once").hasSize(1);
            var listed = service.get("/v1/exchanges?region=eu-west-1");
            assertThat(OpenApiTest.schema("Exchanges").validate(listed.json()))
                    .as(listed.text())
                    .isEmpty();
            assertThat(listed.text()).contains("\"near\"").doesNotContain("subscription");
            assertThat(service.get("/v1/exchanges?region=eu-central-1").json().get("exchanges"))
                    .isEmpty();
        } finally {
            service.stop();
            server.stop(0);
        }
    }
}
