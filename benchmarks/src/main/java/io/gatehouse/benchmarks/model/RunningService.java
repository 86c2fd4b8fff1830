package io.gatehouse.benchmarks.model;

import io.gatehouse.residency.walk.SqlServer;
import io.gatehouse.service.ServiceApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** The real service with all regions in this process, spoken to over HTTP. Only its clock is ours. */
final class RunningService implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.shared();

    private static final String KEY = "gh_bootstrap_" + "m".repeat(43);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ConfigurableApplicationContext context;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final SqlServer sql;

    private final List<String> regions;

    private RunningService(ConfigurableApplicationContext context, Path data, List<String> regions) {
        this.context = context;
        this.sql = new SqlServer(data);
        this.regions = List.copyOf(regions);
    }

    /** @param regions all that it serves */
    static RunningService start(
            Path data, Path policies, SteeredClock clock, List<String> regions, Map<String, Object> more) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("server.port", 0);
        properties.put("gatehouse.data", data);
        properties.put("gatehouse.policies", policies);
        properties.put("gatehouse.bootstrap-key", KEY);
        properties.put("gatehouse.log-requests", false);
        properties.put("spring.main.register-shutdown-hook", false);
        properties.put("spring.main.allow-bean-definition-overriding", true);
        properties.putAll(more);
        var arguments = properties.entrySet().stream()
                .map(p -> "--" + p.getKey() + "=" + p.getValue())
                .toArray(String[]::new);
        var application = new SpringApplicationBuilder(ServiceApplication.class)
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean("steeredClock", Clock.class, () -> clock, bean -> bean.setPrimary(true)));
        return new RunningService(application.run(arguments), data, regions);
    }

    List<String> regions() {
        return regions;
    }

    SqlServer sql() {
        return sql;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** @param body null where its status does not come with JSON */
    record Answer(int status, JsonNode body) {
        String text(String field) {
            return body.path(field).asString("");
        }
    }

    Answer send(String method, String path, String body, String... headers) {
        var port = context.getEnvironment().getProperty("local.server.port");
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) request.header(headers[i], headers[i + 1]);
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            var json = response.headers().firstValue("Content-Type").orElse("").contains("json")
                    ? JSON.readTree(response.body())
                    : JsonNodeFactory.instance.missingNode();
            return new Answer(response.statusCode(), json);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at " + method + " " + path, e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
