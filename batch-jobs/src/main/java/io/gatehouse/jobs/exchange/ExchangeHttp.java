package io.gatehouse.jobs.exchange;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the other side of an exchange: no redirect is followed, answers have a size and a time in which they must be there as a
 * whole, and a side that is busy is asked again when it says, or after pauses that grow. Thread-safe.
 */
public final class ExchangeHttp implements AutoCloseable {
    /** A page of a thousand entries takes a megabyte or two. */
    static final int MAX_BYTES = 32 << 20;

    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 5;

    /** Between two attempts; each further pause is twice as long. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** Whoever asks for a longer one is asked again by a later run: a job that waits holds its place. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private static final Set<Integer> BUSY = Set.of(429, 503);
    private static final Set<Integer> BROKEN = Set.of(500, 502, 504);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECTS_WITHIN)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final Duration answersWithin;
    private final Pause pause;

    /** Waits; tests do not. */
    @FunctionalInterface
    public interface Pause {
        void pause(Duration duration) throws InterruptedException;
    }

    public ExchangeHttp() {
        this(Duration.ofSeconds(60), Thread::sleep);
    }

    ExchangeHttp(Duration answersWithin, Pause pause) {
        this.answersWithin = answersWithin;
        this.pause = pause;
    }

    byte[] get(URI at, Map<String, String> headers) {
        return ask(HttpRequest.newBuilder(at).GET(), headers, true);
    }

    /** Asked again only when the other side said that it did nothing. */
    byte[] send(String method, URI at, Map<String, String> headers, String contentType, byte[] body) {
        return ask(
                HttpRequest.newBuilder(at)
                        .header("Content-Type", contentType)
                        .method(method, BodyPublishers.ofByteArray(body)),
                headers,
                false);
    }

    private byte[] ask(HttpRequest.Builder request, Map<String, String> headers, boolean repeatable) {
        headers.forEach(request::header);
        var wait = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            var asked = once(request.build());
            if (asked instanceof Asked.Answered(var response)) {
                if (response.statusCode() / 100 == 2) return response.body();
                boolean again =
                        BUSY.contains(response.statusCode()) || repeatable && BROKEN.contains(response.statusCode());
                var longer = retryAfter(response);
                if (!again
                        || attempt == ATTEMPTS
                        || longer.filter(it -> it.compareTo(LONGEST_PAUSE) > 0).isPresent())
                    throw refusal(response, longer);
                sleep(longer.orElse(wait));
            } else if (asked instanceof Asked.Silent(var failure)) {
                if (!repeatable || attempt == ATTEMPTS) throw failure;
                sleep(wait);
            }
            wait = wait.multipliedBy(2);
        }
    }

    private sealed interface Asked {
        record Answered(HttpResponse<byte[]> response) implements Asked {}

        record Silent(ExchangeException failure) implements Asked {}
    }

    private Asked once(HttpRequest request) {
        var answer = http.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            return new Asked.Answered(answer.get(answersWithin.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            answer.cancel(true);
            return new Asked.Silent(new ExchangeException(
                    "the other side's answer was not there after " + answersWithin.toSeconds() + " s"));
        } catch (ExecutionException failed) {
            // Its message may quote the address, which may hold a token.
            boolean isTooLarge = failed.getCause() instanceof IOException cause
                    && String.valueOf(cause.getMessage()).contains("capacity");
            if (isTooLarge) throw new ExchangeException("the other side answers more than " + MAX_BYTES + " bytes");
            return new Asked.Silent(new ExchangeException("the other side did not answer: "
                    + (failed.getCause() == null ? failed : failed.getCause())
                            .getClass()
                            .getSimpleName()));
        } catch (InterruptedException _) {
            answer.cancel(true);
            throw interrupted();
        }
    }

    private void sleep(Duration duration) {
        try {
            pause.pause(duration);
        } catch (InterruptedException _) {
            throw interrupted();
        }
    }

    private static ExchangeException interrupted() {
        Thread.currentThread().interrupt();
        return new ExchangeException("the process is being stopped");
    }

    /** In seconds; the other form, a date, is read as not said. */
    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    private static ExchangeException refusal(HttpResponse<?> response, Optional<Duration> retryAfter) {
        int status = response.statusCode();
        String message = switch (status) {
            case 401, 403 -> "the other side refuses the credentials (status " + status + ")";
            case 429 -> "the other side asks to come less often (status 429)";
            default ->
                status / 100 == 3
                        ? "the other side answers a redirect (status " + status + "), which is not followed"
                        : "the other side answers with status " + status;
        };
        return new ExchangeException(message, status, retryAfter.orElse(null));
    }

    @Override
    public void close() {
        http.close();
    }
}
