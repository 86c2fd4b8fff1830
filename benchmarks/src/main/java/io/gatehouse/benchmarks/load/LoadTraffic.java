package io.gatehouse.benchmarks.load;

import io.gatehouse.benchmarks.client.Answer;
import io.gatehouse.benchmarks.client.Request;
import io.gatehouse.benchmarks.client.Traffic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a fixed number of screenings and writes down every promise. What was refused for lack of room, or lost, is sent
 * again, with the same idempotency key, a bounded number of times.
 */
final class LoadTraffic implements Traffic {
    /** Together with the pause: three seconds in which a busy server may say no. */
    private static final int MAX_TRIES = 60;

    private static final long RETRY_NANOS = 50_000_000;

    private record Retry(int number, long at) {}

    private final List<Request> requests;
    private final Screenings screenings;
    private final double perSecond;
    private final IntConsumer progress;
    private final long[] dueAt;
    private final byte[] tries;
    private final ArrayDeque<Retry> retries = new ArrayDeque<>();
    private final List<Acknowledged> acknowledged;
    private final Latencies latencies = new Latencies();
    private final long[] acknowledgedAt;
    private final Map<String, Integer> troubles = new TreeMap<>();
    private long startedAt;
    private long endedAt;
    private int next;
    private int settled;

    /** @param perSecond requests started each second, whatever the server does; 0 sends as fast as it answers */
    LoadTraffic(List<Request> requests, Screenings screenings, double perSecond, IntConsumer progress) {
        this.requests = requests;
        this.screenings = screenings;
        this.perSecond = perSecond;
        this.progress = progress;
        this.dueAt = new long[requests.size()];
        this.tries = new byte[requests.size()];
        this.acknowledgedAt = new long[requests.size()];
        this.acknowledged = new ArrayList<>(requests.size());
    }

    @Override
    public @Nullable Request next(long now) {
        if (startedAt == 0) startedAt = now;
        var retry = retries.peekFirst();
        if (retry != null && retry.at <= now) {
            retries.removeFirst();
            return requests.get(retry.number);
        }
        if (next == requests.size()) return null;
        long due = perSecond > 0 ? startedAt + (long) (next * 1e9 / perSecond) : now;
        if (due > now) return null;
        // A server that falls behind is not spared: the wait counts from when the request was due.
        dueAt[next] = due;
        return requests.get(next++);
    }

    @Override
    public void answered(Request request, Answer answer, long sentAt, long now) {
        int number = request.number();
        if (!answer.isSuccess()) {
            trouble("status " + answer.status()
                    + answer.text("type").map(t -> " " + lastSegment(t)).orElse(""));
            if (answer.status() == 429 || answer.status() >= 500) retry(number, now);
            else settle(now);
            return;
        }
        var author = screenings.author(number);
        acknowledgedAt[acknowledged.size()] = now;
        acknowledged.add(new Acknowledged(
                number,
                screenings.contentId(number),
                author.accountId(),
                author.place().code(),
                author.place().eea(),
                screenings.surface(number),
                answer.text("decision_id").orElse(""),
                answer.text("screening_id").orElse(""),
                answer.text("home_region").orElse(""),
                answer.text("log").orElse(""),
                answer.number("index"),
                HexFormat.of().formatHex(answer.bodyDigest())));
        latencies.add(now - dueAt[number]);
        settle(now);
    }

    private static String lastSegment(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    @Override
    public void lost(Request request, long now) {
        trouble("connection lost");
        retry(request.number(), now);
    }

    private void retry(int number, long now) {
        if (++tries[number] >= MAX_TRIES) settle(now);
        else retries.addLast(new Retry(number, now + RETRY_NANOS));
    }

    private void settle(long now) {
        settled++;
        endedAt = now;
        progress.accept(settled);
    }

    private void trouble(String what) {
        troubles.merge(what, 1, Integer::sum);
    }

    @Override
    public boolean isFinished(long now) {
        return settled == requests.size();
    }

    List<Acknowledged> acknowledged() {
        return acknowledged;
    }

    /** Requests without a promise at the end. */
    int unanswered() {
        return requests.size() - acknowledged.size();
    }

    LoadFigures figures() {
        return LoadFigures.of(startedAt, endedAt, acknowledgedAt, acknowledged.size(), latencies, troubles);
    }
}
