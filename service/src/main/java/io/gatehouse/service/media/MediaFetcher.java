package io.gatehouse.service.media;

import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches a picture or video to be looked at, from origins that are configured by name and from nowhere else. No redirect is
 * followed, no proxy asked, and an origin whose name leads to an address that is not public is refused unless that is configured, too. The
 * Java machine keeps an address that it looked up for some seconds, so that the one checked is the one connected to.
 */
public final class MediaFetcher implements AutoCloseable {
    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(5);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(20);
    private static final int LONGEST_URL = 2_000;
    private static final int OK = 200;

    private final Origins origins;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECTS_WITHIN)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /** @param origins from which it may be fetched */
    public MediaFetcher(Origins origins) {
        this.origins = origins;
    }

    /**
     * From where media may be fetched.
     *
     * @param setting by which an operator names them
     * @param allowed {@code https://host[:port]}, in lower case
     * @param privateToo whether these may have addresses that are not public: where media lie in one's own network
     */
    public record Origins(String setting, List<String> allowed, boolean privateToo) {
        public Origins {
            allowed = List.copyOf(allowed);
        }
    }

    /** @param type as the other side says, in lower case; empty when it does not */
    @SuppressWarnings("ArrayRecordComponent") // Handed over, never changed.
    public record Fetched(byte[] bytes, String type) {}

    /** As {@link #fetch(String, Duration)}, as long as an answer may take. */
    public Fetched fetch(String url) throws IOException {
        return fetch(url, ANSWERS_WITHIN);
    }

    /**
     * @param patience of the caller, where it is less than an answer may take
     * @throws ProblemException when it may not be fetched, or could not be
     */
    public Fetched fetch(String url, Duration patience) throws IOException {
        var wait = patience.compareTo(ANSWERS_WITHIN) < 0 ? patience : ANSWERS_WITHIN;
        var address = allowed(url);
        var answer = http.sendAsync(
                HttpRequest.newBuilder(address).GET().build(),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), FileEyes.MAX_BYTES));
        try {
            // The whole of it: a side that sends a byte a minute must not hold a request here.
            var response = answer.get(wait.toNanos(), TimeUnit.NANOSECONDS);
            if (response.statusCode() != OK)
                throw refused("url: the other side answers " + response.statusCode() + "; redirects are not followed.");
            var type = response.headers().firstValue("content-type").orElse("");
            return new Fetched(response.body(), type.toLowerCase(Locale.ROOT));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } catch (ExecutionException | TimeoutException away) {
            answer.cancel(true);
            throw refused(
                    "url: the other side did not answer in time, or with more than " + FileEyes.MAX_BYTES + " bytes.");
        }
    }

    private URI allowed(String url) {
        if (origins.allowed().isEmpty())
            throw refused(
                    "url: Nothing is fetched from URLs here, since that would let a caller reach what this service reaches:"
                            + " send the bytes themselves, or set " + origins.setting() + ".");
        var address = parse(url).orElseThrow(() -> refused("url: is not a URL."));
        String origin = address.getScheme() + "://" + address.getHost()
                + (address.getPort() < 0 ? "" : ":" + address.getPort());
        if (!origins.allowed().contains(origin.toLowerCase(Locale.ROOT)))
            throw refused("url: is of no origin of " + origins.setting() + ".");
        if (!origins.privateToo() && !isPublic(address.getHost()))
            throw refused("url: its host has an address that is not public.");
        return address;
    }

    private static Optional<URI> parse(String url) {
        if (url.length() > LONGEST_URL) return Optional.empty();
        try {
            var address = URI.create(url);
            boolean isPlain = address.getScheme() != null && address.getHost() != null && address.getUserInfo() == null;
            return isPlain ? Optional.of(address) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Every one of its addresses: any of them may be connected to. */
    private static boolean isPublic(String host) {
        try {
            for (var address : InetAddress.getAllByName(host)) if (!PublicAddress.is(address)) return false;
            return true;
        } catch (UnknownHostException _) {
            throw refused("url: there is no such host.");
        }
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(ProblemType.INVALID_REQUEST, detail);
    }

    @Override
    public void close() {
        http.close();
    }
}
