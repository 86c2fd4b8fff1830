package io.gatehouse.service.command;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a running service, on behalf of commands that need stored data. */
final class ServiceClient implements AutoCloseable {
    /** Answers of the routes that commands use come at once; loading another policy version takes some seconds. */
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(60);

    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECTS_WITHIN)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final URI service;
    private final String key;

    /** @param key of GATEHOUSE_API_KEY; null or empty when it is not set */
    ServiceClient(URI service, @Nullable String key) {
        this.service = service;
        if (key == null || key.isEmpty())
            throw new IllegalStateException("set GATEHOUSE_API_KEY to an API key of the service at " + service);
        this.key = key;
    }

    JsonNode get(String path) throws IOException {
        return send(request(path).GET());
    }

    JsonNode post(String path, JsonNode body) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /** What takes longer than an answer usually may. */
    JsonNode get(String path, Duration within) throws IOException {
        return send(request(path).timeout(within).GET());
    }

    /** What takes longer than an answer usually may. */
    JsonNode post(String path, JsonNode body, Duration within) throws IOException {
        return send(request(path)
                .timeout(within)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    JsonNode post(String path, byte[] body, String contentType) throws IOException {
        return send(
                request(path).header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.resolve(path))
                .timeout(ANSWERS_WITHIN)
                .header("Authorization", "Bearer " + key);
    }

    /** What is no JSON. */
    byte[] bytes(String path) throws IOException {
        var response = answer(request(path).GET());
        if (response.statusCode() >= 400) throw new RefusedException(response.statusCode(), tree(response));
        return response.body();
    }

    /** Asks for what is no JSON to be made. */
    byte[] postForBytes(String path) throws IOException {
        var response = answer(request(path).POST(HttpRequest.BodyPublishers.noBody()));
        if (response.statusCode() >= 400) throw new RefusedException(response.statusCode(), tree(response));
        return response.body();
    }

    /** Asks with a body for what need be no JSON. */
    byte[] postForBytes(String path, JsonNode body) throws IOException {
        return postForAnswer(path, body).body();
    }

    /** The same, with its headers. */
    HttpResponse<byte[]> postForAnswer(String path, JsonNode body) throws IOException {
        var response = answer(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
        if (response.statusCode() >= 400) throw new RefusedException(response.statusCode(), tree(response));
        return response;
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException {
        var response = answer(request);
        JsonNode answer = tree(response);
        if (response.statusCode() >= 400) throw new RefusedException(response.statusCode(), answer);
        return answer;
    }

    private HttpResponse<byte[]> answer(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } catch (IOException away) {
            throw new IOException("no service answers at " + service + " (start one with './gatehouse serve')", away);
        }
    }

    private JsonNode tree(HttpResponse<byte[]> response) throws IOException {
        try {
            return JsonMapper.shared().readTree(response.body());
        } catch (JacksonException notJson) {
            throw new IOException(
                    "what answers at " + service + " is no Gatehouse (status " + response.statusCode() + ")");
        }
    }

    @Override
    public void close() {
        http.close();
    }

    /** The service said no, and why. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int status;
        private final transient JsonNode problem;

        RefusedException(int status, JsonNode problem) {
            super(sentence(problem), null, false, false);
            this.status = status;
            this.problem = problem;
        }

        /** As the service wrote it. */
        JsonNode problem() {
            return problem;
        }

        int status() {
            return status;
        }

        private static String sentence(JsonNode problem) {
            var text = new StringBuilder(problem.path("title").asString("the service refused"));
            if (problem.has("detail"))
                text.append(": ").append(problem.path("detail").asString());
            for (JsonNode error : problem.path("errors").values())
                text.append("\n  ")
                        .append(error.path("pointer").asString())
                        .append(": ")
                        .append(error.path("detail").asString());
            return text.toString();
        }
    }
}
