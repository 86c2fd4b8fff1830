package io.gatehouse.benchmarks.media;

import io.gatehouse.benchmarks.load.Latencies;
import io.gatehouse.benchmarks.load.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** Messages at a steady rate, in turns alone and while malformed media are uploaded. */
final class ServiceCampaign {
    private static final Duration DRAINS_WITHIN = Duration.ofMinutes(3);

    /** Longer than the service believes a sum. */
    private static final Duration ASKS_EVERY = Duration.ofSeconds(1);

    private static final Pattern WAITING =
            Pattern.compile("^gatehouse_media_waiting_seconds\\S* ([0-9.E+-]+)", Pattern.MULTILINE);

    private final Target target;
    private final Malformed malformed;
    private final int perSecond;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger numbers = new AtomicInteger();

    ServiceCampaign(Target target, Malformed malformed, int perSecond) {
        this.target = target;
        this.malformed = malformed;
        this.perSecond = perSecond;
    }

    /** @param uploads sent meanwhile; of which {@code answered} were taken or refused in order */
    record Turn(double p50, double p99, int messages, int failed, int uploads) {}

    /** @throws IOException when the uploads did not go on to the end: then the messages were not beside any */
    Turn run(Duration time, boolean withUploads) throws IOException, InterruptedException {
        var stop = new AtomicBoolean();
        var uploads = new AtomicInteger();
        var times = new Latencies();
        var failed = new AtomicInteger();
        Future<?> uploading = CompletableFuture.completedFuture(null);
        if (!withUploads && !awaitLooks())
            System.out.println("NOT ALONE: media of the turn before are still being looked at");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            if (withUploads)
                uploading = threads.submit(() -> {
                    while (!stop.get()) upload(uploads);
                    return null;
                });
            long end = System.nanoTime() + time.toNanos();
            long every = 1_000_000_000L / perSecond;
            for (long due = System.nanoTime(); due < end; due += every) {
                while (System.nanoTime() < due) LockSupport.parkNanos(due - System.nanoTime());
                long planned = due;
                var _ = threads.submit(() -> {
                    boolean ok = screen();
                    // From when it was due: a service that stalls does not make the load wait with it.
                    long took = System.nanoTime() - planned;
                    synchronized (times) {
                        times.add(took);
                    }
                    if (!ok) failed.incrementAndGet();
                    return null;
                });
            }
            stop.set(true);
        }
        try {
            uploading.get();
        } catch (ExecutionException e) {
            throw new IOException("uploads ended before their time", e);
        }
        return new Turn(times.millis(0.5), times.millis(0.99), times.count(), failed.get(), uploads.get());
    }

    /** One that was not answered has failed, and took as long as somebody waited for it. */
    private boolean screen() throws InterruptedException {
        try {
            return screened();
        } catch (IOException _) {
            return false;
        }
    }

    private boolean screened() throws IOException, InterruptedException {
        int n = numbers.incrementAndGet();
        String body = """
            {"id": "m-%d", "surface": "comment", "author": {"id": "a-%d", "residence": [{"kind": "declared", "country": "IE", \
            "observed_at": "2026-01-01T00:00:00Z"}]}, "parts": [{"type": "text", "text": "see you at the station at %d, bring the map"}]}\
            """.formatted(n, n % 200, n);
        var request = request("/v1/screenings")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    }

    private void upload(AtomicInteger uploads) throws IOException, InterruptedException {
        var made = malformed.next();
        if (made.bytes().length == 0) return;
        boolean video = List.of("mp4", "mov", "webm", "mkv").stream()
                .anyMatch(end -> made.name().contains("." + end));
        var request = request("/v1/media")
                .header("Content-Type", video ? "video/mp4" : "image/png")
                .header("Gatehouse-Author", "a-" + uploads.get() % 200)
                .header("Gatehouse-Residence", "declared=IE")
                .POST(BodyPublishers.ofByteArray(made.bytes()))
                .build();
        int status = client.send(request, BodyHandlers.discarding()).statusCode();
        if (status == 201) uploads.incrementAndGet();
        else if (status == 503) LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }

    /**
     * Waits until the service has looked at all that was uploaded: what it still looks at would slow messages that are to be
     * alone.
     *
     * @return false when that took too long
     */
    boolean awaitLooks() throws IOException, InterruptedException {
        long end = System.nanoTime() + DRAINS_WITHIN.toNanos();
        while (System.nanoTime() < end) {
            if (waitingSeconds() == 0) return true;
            Thread.sleep(ASKS_EVERY);
        }
        return false;
    }

    private double waitingSeconds() throws IOException, InterruptedException {
        var told = client.send(request("/actuator/prometheus").GET().build(), BodyHandlers.ofString());
        if (told.statusCode() != 200) throw new IOException("the service tells no metrics: " + told.statusCode());
        var waiting = WAITING.matcher(told.body());
        double seconds = 0;
        boolean isTold = false;
        for (; waiting.find(); isTold = true) seconds += Double.parseDouble(waiting.group(1));
        if (!isTold) throw new IOException("the service does not tell how many media wait");
        return seconds;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(target.url() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + target.apiKey());
    }
}
