package io.gatehouse.service.door;

import io.gatehouse.service.ServiceApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real service on a random port, with an embedded PostgreSQL and a data directory of its own, started once for all
 * tests of one JVM and stopped with it. It serves every region but {@link #ELSEWHERE}.
 */
final class RunningGatehouse {
    /** A region of the topology that lives in no process here. */
    static final String ELSEWHERE = "ap-southeast-1";

    static final String ADMIN_KEY = "gh_bootstrap_" + "k".repeat(43);

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final AtomicInteger NEXT = new AtomicInteger();

    private static final class Shared {
        static final RunningGatehouse SERVICE = startOnce();
    }

    private final ConfigurableApplicationContext context;
    private final Path data;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningGatehouse(ConfigurableApplicationContext context, Path data) {
        this.context = context;
        this.data = data;
    }

    static RunningGatehouse shared() {
        return Shared.SERVICE;
    }

    private static RunningGatehouse startOnce() {
        var service = start(Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(service::stop));
        return service;
    }

    /** A service of one's own, to be stopped by whoever started it. Where it keeps its data there is a {@link PreparedServer}. */
    static RunningGatehouse start(Map<String, Object> overrides) {
        try {
            Path data = Files.createTempDirectory("gatehouse-door-");
            if (!overrides.containsKey("gatehouse.data")) PreparedServer.copyTo(data.resolve("data"));
            return startOn(data, overrides);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same where nothing is yet. */
    static RunningGatehouse startForTheFirstTime(Map<String, Object> overrides) {
        try {
            return startOn(Files.createTempDirectory("gatehouse-door-"), overrides);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RunningGatehouse startOn(Path data, Map<String, Object> overrides) throws IOException {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("server.port", 0);
        properties.put("gatehouse.data", data.resolve("data").toString());
        properties.put(
                "gatehouse.policies",
                TestPolicies.writeTo(data.resolve("policies")).toString());
        properties.put("gatehouse.regions", "eu-west-1,eu-central-1,eu-north-1,uk,us-east-1");
        properties.put("gatehouse.bootstrap-key", ADMIN_KEY);
        properties.put("gatehouse.first-key.country", "IE");
        properties.put("gatehouse.first-key.actor", "platform");
        properties.put("gatehouse.webhooks.allowed-hosts", "localhost");
        properties.put("gatehouse.webhooks.retries", "100ms,200ms");
        properties.put("gatehouse.log-requests", false);
        properties.put("gatehouse.limits.media-bytes", 4_000_000);
        properties.put("gatehouse.hma.legal-basis", "DSA Art. 16");
        properties.put("spring.main.register-shutdown-hook", false);
        properties.putAll(Classifiers.configured());
        properties.putAll(overrides);
        var arguments = properties.entrySet().stream()
                .map(p -> "--" + p.getKey() + "=" + p.getValue())
                .toArray(String[]::new);
        return new RunningGatehouse(new SpringApplicationBuilder(ServiceApplication.class).run(arguments), data);
    }

    void stop() {
        context.close();
        deleteQuietly(data);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    Path data() {
        return data.resolve("data");
    }

    URI url(String path) {
        return URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
    }

    /** A name that no other test uses. */
    static String unique(String prefix) {
        return prefix + "-" + NEXT.incrementAndGet() + "-" + Long.toString(System.nanoTime(), 36);
    }

    /** A whole API key with these roles, of a client of its own, held in Ireland. */
    String keyWith(String... roles) {
        return keyIn("IE", roles);
    }

    /** A whole API key with these roles, of a client of its own, held in that country by whom the roles suggest. */
    String keyIn(String country, String... roles) {
        var answer = post(
                "/v1/keys",
                JSON.writeValueAsString(Map.of("name", "test", "roles", List.of(roles), "country", country)));
        return answer.json().get("key").stringValue();
    }

    Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    Answer post(String path, String body, String... headers) {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer post(String path, byte[] body, String... headers) {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    Answer put(String path, String body, String... headers) {
        return send(request(path, headers).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer delete(String path, String... headers) {
        return send(request(path, headers).DELETE());
    }

    /** @param headers name, value, name, value; without Authorization the admin key is sent, with an empty one none */
    HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(url(path));
        List<String> given = Arrays.asList(headers);
        if (!given.contains("Authorization")) request.header("Authorization", "Bearer " + ADMIN_KEY);
        for (int i = 0; i < headers.length; i += 2)
            if (!headers[i + 1].isEmpty()) request.header(headers[i], headers[i + 1]);
        return request;
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    record Answer(HttpResponse<byte[]> response) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return JSON.readTree(response.body());
        }

        String field(String name) {
            return json().path(name).asString("");
        }

        /** The last word of the problem's type. */
        String problem() {
            if (!header("Content-Type").startsWith("application/problem+json"))
                return "no problem, but " + status() + " " + header("Content-Type") + ": " + text();
            return field("type").substring(field("type").lastIndexOf('/') + 1);
        }

        List<String> pointers() {
            return json().path("errors").values().stream()
                    .map(e -> e.get("pointer").stringValue())
                    .toList();
        }
    }

    private static void deleteQuietly(Path directory) {
        try (var files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // The directory lies among the system's temporary files: it goes with them.
            System.err.println("not removed: " + directory);
        }
    }
}
