package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.Gatehouse;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A broker, a service and two {@code gatehouse worker}, each a process of its own: what a service starts with {@code spread=true} the
 * workers do, and when one is killed the other goes on with what it held.
 */
@Tag("long")
class WorkerProcessTest {
    private static final Pattern READY = Pattern.compile("Gatehouse is ready: (\\S+)");
    private static final Pattern WORKS = Pattern.compile("Gatehouse works for: (\\S+)");
    private static final int CONTENTS = 400;
    private static final Duration LONGEST = Duration.ofMinutes(4);

    @TempDir
    Path home;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> started = new ArrayList<>();
    private String url = "";

    @AfterEach
    void stop() throws Exception {
        // Whoever uses something ends before it.
        for (var each : started.reversed()) {
            each.destroy();
            if (!each.waitFor(30, TimeUnit.SECONDS)) each.destroyForcibly().waitFor();
        }
    }

    private Process java(String name, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx400m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile())
                .start();
        started.add(process);
        return process;
    }

    private Path log(String name) {
        return home.resolve(name + ".log");
    }

    private String await(Process process, String name, Pattern line) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            var found = line.matcher(Files.readString(log(name)));
            if (found.find()) return found.group(1);
            assertThat(process.isAlive()).as(Files.readString(log(name))).isTrue();
            assertThat(System.nanoTime()).as("%s starts", name).isLessThan(end);
            Thread.sleep(50);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** @return its address */
    private String broker() throws Exception {
        int port = freePort();
        int controller = freePort();
        var settings = home.resolve("server.properties");
        Files.write(
                settings,
                List.of(
                        "process.roles=broker,controller",
                        "node.id=1",
                        "controller.quorum.voters=1@localhost:" + controller,
                        "controller.listener.names=CONTROLLER",
                        "listeners=PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controller,
                        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "log.dirs=" + home.resolve("kafka"),
                        "group.initial.rebalance.delay.ms=0",
                        "offsets.topic.replication.factor=1",
                        "offsets.topic.num.partitions=1",
                        "share.coordinator.state.topic.replication.factor=1",
                        "share.coordinator.state.topic.min.isr=1",
                        "transaction.state.log.replication.factor=1",
                        "transaction.state.log.min.isr=1"));
        var format = java(
                "format",
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id",
                Uuid.randomUuid().toString(),
                "--config",
                settings.toString());
        assertThat(format.waitFor()).as(Files.readString(log("format"))).isZero();
        java("broker", "kafka.Kafka", settings.toString());
        awaitPort(port);
        return "localhost:" + port;
    }

    private static void awaitPort(int port) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            try (var _ = new java.net.Socket("localhost", port)) {
                return;
            } catch (IOException notYet) {
                assertThat(System.nanoTime()).as("a broker listens").isLessThan(end);
                Thread.sleep(50);
            }
        }
    }

    private Process worker(String name, String kafka) throws Exception {
        var worker = java(
                name,
                Gatehouse.class.getName(),
                "worker",
                "--regions",
                "eu-west-1",
                "--kafka",
                kafka,
                "--data",
                home.resolve("data").toString(),
                "--policies",
                home.resolve("policies").toString());
        assertThat(await(worker, name, WORKS)).isEqualTo("eu-west-1");
        return worker;
    }

    @Test
    void aWorkerThatIsKilledIsReplacedByAnother() throws Exception {
        TestPolicies.writeTo(home.resolve("policies"));
        String kafka = broker();
        var service = java(
                "service",
                VictimService.Victim.class.getName(),
                "--server.port=0",
                "--gatehouse.data=" + home.resolve("data"),
                "--gatehouse.policies=" + home.resolve("policies"),
                "--gatehouse.regions=eu-west-1",
                "--gatehouse.bootstrap-key=" + RunningGatehouse.ADMIN_KEY,
                "--gatehouse.first-key.country=IE",
                "--gatehouse.first-key.actor=platform",
                "--gatehouse.kafka.servers=" + kafka);
        url = await(service, "service", READY);
        var screenings = new ArrayList<String>();
        for (int i = 0; i < CONTENTS; i++)
            screenings.add(post(
                            "/v1/screenings",
                            Screenings.of("m-" + i, "u-" + i % 7, "IE", "some " + TestPolicies.RESTRICTED))
                    .get("screening_id")
                    .stringValue());
        var first = worker("first", kafka);
        worker("second", kafka);

        post("/v1/jobs/rescan/runs", run());
        until(() -> last().get("done").intValue() >= CONTENTS / 8, "work begins");
        first.destroyForcibly().waitFor();
        long killed = System.nanoTime();
        until(() -> !last().get("status").stringValue().equals("running"), "the run ends");
        System.out.println(
                "the run ended " + (System.nanoTime() - killed) / 1_000_000_000 + " s after a worker was killed");
        var end = last();
        assertThat(end.get("status").stringValue()).as(end.toString()).isEqualTo("completed");
        var summary = end.at("/summary/eu-west-1");
        assertThat(summary.get("judged").intValue()).as(end.toString()).isEqualTo(CONTENTS);
        assertThat(summary.at("/changed/restrict>review").asInt(0))
                .as("each was decided again, once: %s", end)
                .isEqualTo(CONTENTS);
        for (var screening : screenings)
            assertThat(get("/v1/screenings/" + screening).get("verdict").stringValue())
                    .isEqualTo("review");
    }

    /** By the same norms, but what was restricted is held for a person. Slow enough to be killed in. */
    private String run() throws IOException {
        Path milder = TestPolicies.writeTo(home.resolve("milder"));
        Path norm = milder.resolve("content/test.yaml");
        String restriction =
                "then: { verdict: restrict, severity: 3, actions: [ { kind: visibility.removed, scope: [EU] } ] }";
        String text = Files.readString(norm);
        assertThat(text).contains(restriction);
        Files.writeString(norm, text.replace(restriction, "then: { verdict: review, hold: true, severity: 3 }"));
        var parameters = new TreeMap<String, Object>(Map.of(
                "region",
                "eu-west-1",
                "spread",
                "true",
                "partitions",
                "8",
                "throttle",
                "80",
                "policies",
                milder.toString()));
        return Screenings.json(Map.of("parameters", parameters));
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void until(Condition condition, String what) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(100);
        }
    }

    private JsonNode last() throws Exception {
        return get("/v1/jobs/rescan").get("last_run");
    }

    private JsonNode get(String path) throws Exception {
        return send(request(path).GET());
    }

    private JsonNode post(String path, String body) throws Exception {
        return send(request(path).POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + RunningGatehouse.ADMIN_KEY);
    }

    private JsonNode send(HttpRequest.Builder request) throws Exception {
        var answer = http.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JsonMapper.shared().readTree(answer.body());
    }
}
