package io.gatehouse.benchmarks.kill;

import io.gatehouse.benchmarks.load.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * One key of the load's own client for each region, held where the region is: a platform has a backend in each place, and
 * none may read from elsewhere without a legal basis.
 */
final class ReadingKeys {
    private static final Map<String, String> COUNTRIES = Map.of("eu", "IE", "uk", "GB", "us", "US", "ap", "SG");

    private final Target target;
    private final Map<String, String> keys = new HashMap<>();

    ReadingKeys(Target target) {
        this.target = target;
    }

    String in(String region) {
        return keys.computeIfAbsent(region.split("-", 2)[0], this::issue);
    }

    private String issue(String continent) {
        String country = COUNTRIES.get(continent);
        if (country == null) throw new IllegalStateException("where is a region of " + continent + "?");
        var address = target.address();
        var request = HttpRequest.newBuilder(
                        URI.create("http://" + address.getHostString() + ":" + address.getPort() + "/v1/keys"))
                .header("Authorization", "Bearer " + target.apiKey())
                .POST(HttpRequest.BodyPublishers.ofString("""
                    {"name":"recall","client":"bootstrap","roles":["platform"],"country":"%s"}\
                    """.formatted(country)))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 201) throw new IllegalStateException("no key: " + answer.body());
            return JsonMapper.shared().readTree(answer.body()).required("key").stringValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
