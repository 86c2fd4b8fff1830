package io.gatehouse.service.classifier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.moderation.external.ExternalModel;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One classifier that somebody else runs. Only its configured URL is ever asked: no redirect is followed, and nothing of a message
 * chooses where it goes. Thread-safe.
 */
final class RemoteClassifier {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteClassifier.class);

    /** Scores of 100 texts in every category fit; more is not an answer. */
    static final int MAX_ANSWER_BYTES = 256 * 1024;

    /** The same text comes again: copied, edited, sent to many. Some ten megabytes. */
    private static final int CACHED = 20_000;

    private static final int OK = 200;

    private final ExternalModel model;
    private final GatehouseProperties.Classifier settings;
    private final Protocol protocol;
    private final HttpClient http;
    private final MeterRegistry meters;
    private final Circuit circuit = new Circuit();
    private final Semaphore places;
    private final Cache<String, Map<Category, Double>> cache;

    /** Of the cache's keys: without it, a heap's copy would tell who said a text that somebody guesses. */
    private final byte[] secret = new byte[32];

    RemoteClassifier(
            ExternalModel model, GatehouseProperties.Classifier settings, HttpClient http, MeterRegistry meters) {
        this.model = model;
        this.settings = settings;
        this.protocol = Protocol.of(settings.protocol());
        this.http = http;
        this.meters = meters;
        this.places = new Semaphore(settings.inFlight());
        this.cache = Caffeine.newBuilder()
                .maximumSize(CACHED)
                .expireAfterWrite(settings.cached())
                .build();
        new SecureRandom().nextBytes(secret);
    }

    String name() {
        return model.name();
    }

    GatehouseProperties.Classifier settings() {
        return settings;
    }

    /** What it said lately about the same. */
    Optional<Map<Category, Double>> remembered(String language, List<String> texts) {
        return Optional.ofNullable(cache.getIfPresent(keyOf(language, texts)));
    }

    /** How asking ended. */
    sealed interface Asked {
        record Said(Map<Category, Double> scores) implements Asked {}

        /** @param reason fit for logs and answers */
        record Failed(String reason) implements Asked {}
    }

    /** Asks it, and waits no longer than the message may, or this classifier. */
    Asked ask(String language, List<String> texts, Duration left) {
        var asked = tryAsking(language, texts, left);
        String outcome = switch (asked) {
            case Asked.Said _ -> "said";
            case Asked.Failed _ -> "failed";
        };
        Counter.builder("gatehouse.classifier.calls")
                .description("texts that a classifier elsewhere was wanted for, and not remembered of")
                .tag("classifier", name())
                .tag("outcome", outcome)
                .register(meters)
                .increment();
        return asked;
    }

    private Asked tryAsking(String language, List<String> texts, Duration left) {
        var wait = left.compareTo(settings.timeout()) < 0 ? left : settings.timeout();
        if (wait.isNegative() || wait.isZero()) return new Asked.Failed(FailedSignal.DEADLINE);
        if (!places.tryAcquire()) return failed("too many messages ask it at once");
        try {
            if (!circuit.admits(System.nanoTime())) return failed("not asked, since it fails again and again");
            return asked(language, texts, wait);
        } finally {
            places.release();
        }
    }

    /** Of one that the circuit admitted, and must hear of again. */
    private Asked asked(String language, List<String> texts, Duration wait) {
        boolean isDecided = false;
        try {
            var said = send(language, texts, wait);
            circuit.succeeded();
            isDecided = true;
            cache.put(keyOf(language, texts), said);
            return new Asked.Said(said);
        } catch (TimeoutException _) {
            // A message that had less time than this classifier may take says nothing of it.
            isDecided = wait.equals(settings.timeout());
            return isDecided ? broke("no answer in " + wait.toMillis() + " ms") : failed("no answer in time");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return failed("interrupted");
        } catch (ExecutionException away) {
            isDecided = true;
            // The kind of failure alone: its message may hold more.
            Throwable cause = away.getCause() == null ? away : away.getCause();
            String what = cause instanceof ConnectException ? "cannot be reached" : "its connection failed";
            return broke(what + " (" + cause.getClass().getSimpleName() + ")");
        } catch (Protocol.NotUnderstoodException wrong) {
            isDecided = true;
            return broke("its answer is not understood: " + wrong.getMessage());
        } finally {
            if (!isDecided) circuit.undecided();
        }
    }

    private Map<Category, Double> send(String language, List<String> texts, Duration wait)
            throws InterruptedException, ExecutionException, TimeoutException {
        var request = HttpRequest.newBuilder(settings.url())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(protocol.write(name(), language, texts)));
        if (!settings.key().isEmpty()) request.header("Authorization", "Bearer " + settings.key());
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(
                request.build(),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        try {
            // The whole of it: a side that sends a byte a second must not hold a message.
            var response = answer.get(wait.toNanos(), TimeUnit.NANOSECONDS);
            if (response.statusCode() != OK) throw new Protocol.NotUnderstoodException("HTTP " + response.statusCode());
            return protocol.read(response.body(), texts.size(), model.categories());
        } finally {
            answer.cancel(true);
        }
    }

    private static Asked.Failed failed(String what) {
        return new Asked.Failed(FailedSignal.UNAVAILABLE + ": " + what);
    }

    private Asked.Failed broke(String what) {
        if (circuit.failed(System.nanoTime()))
            LOG.warn("the classifier {} fails again and again and is left alone for a while: {}", name(), what);
        return failed(what);
    }

    private String keyOf(String language, List<String> texts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(secret);
            digest.update(language.getBytes(StandardCharsets.UTF_8));
            for (String text : texts) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
                digest.update((byte) ':');
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
