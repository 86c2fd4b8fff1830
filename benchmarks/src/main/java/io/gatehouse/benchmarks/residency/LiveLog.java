package io.gatehouse.benchmarks.residency;

import io.gatehouse.benchmarks.load.Target;
import io.gatehouse.residency.log.LogReport;
import io.gatehouse.residency.log.LogSource;
import io.gatehouse.residency.log.LogVerifier;
import io.gatehouse.residency.log.TilePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A region's log as the running service shows it to anyone with a key. */
public final class LiveLog implements LogSource {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    /** A checkpoint is due every second when something is new. */
    private static final int LOOKS = 100;

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final HttpClient client;
    private final Target target;
    private final String region;

    public LiveLog(HttpClient client, Target target, String region) {
        this.client = client;
        this.target = target;
        this.region = region;
    }

    /** Checks every entry, once the log's checkpoint covers {@code size} entries. */
    public LogReport verify(long size) {
        var key = new String(
                        get("key").orElseThrow(() -> new IllegalStateException("no key of " + region)),
                        StandardCharsets.UTF_8)
                .strip();
        for (int look = 0; look < LOOKS && signedSize() < size; look++) pause();
        return new LogVerifier(key).verify(this, Optional.empty());
    }

    /** The second line of a checkpoint. */
    private long signedSize() {
        return checkpoint()
                .map(note -> new String(note, StandardCharsets.UTF_8)
                        .lines()
                        .skip(1)
                        .findFirst()
                        .orElse("0"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Optional<byte[]> checkpoint() {
        return get("checkpoint");
    }

    @Override
    public Optional<byte[]> tile(TilePath path) {
        return get(path.format());
    }

    private Optional<byte[]> get(String path) {
        var request = HttpRequest.newBuilder(target.url().resolve("/v1/regions/" + region + "/log/" + path))
                .header("Authorization", "Bearer " + target.apiKey())
                .timeout(ANSWER_WITHIN)
                .build();
        try {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == 200) return Optional.of(answer.body());
            if (answer.statusCode() == 404) return Optional.empty();
            throw new IOException("status " + answer.statusCode() + " for " + request.uri());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log of " + region, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
