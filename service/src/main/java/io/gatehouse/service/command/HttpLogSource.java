package io.gatehouse.service.command;

import io.gatehouse.residency.log.LogSource;
import io.gatehouse.residency.log.TilePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A log served over HTTP as C2SP tlog-tiles: ours, or anybody's. */
final class HttpLogSource implements LogSource {
    /** A bundle of 256 entries is some hundred kilobytes at most. */
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

    private final HttpClient http;
    private final URI log;
    private final @Nullable String apiKey;

    /** @param log the log's prefix, ending in a slash */
    HttpLogSource(HttpClient http, URI log, @Nullable String apiKey) {
        this.http = http;
        this.log = log;
        this.apiKey = apiKey;
    }

    @Override
    public Optional<byte[]> checkpoint() {
        return get("checkpoint");
    }

    @Override
    public Optional<byte[]> tile(TilePath path) {
        return get(path.format());
    }

    /** @return empty when the server has no such thing (404) */
    Optional<byte[]> get(String path) {
        URI uri = log.resolve(path);
        try {
            var request = HttpRequest.newBuilder(uri).timeout(ANSWERS_WITHIN);
            if (apiKey != null) request.header("Authorization", "Bearer " + apiKey);
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return switch (response.statusCode()) {
                case 200 -> Optional.of(response.body());
                case 404 -> Optional.empty();
                case 401, 403 ->
                    throw new IOException("refused (" + response.statusCode()
                            + "): set GATEHOUSE_API_KEY to a key with the role auditor or admin");
                default -> throw new IOException("answered " + response.statusCode());
            };
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading " + uri, interrupted);
        } catch (IOException failure) {
            String why = failure.getMessage() == null ? "no answer" : failure.getMessage();
            throw new UncheckedIOException(uri + " " + why, failure);
        }
    }
}
