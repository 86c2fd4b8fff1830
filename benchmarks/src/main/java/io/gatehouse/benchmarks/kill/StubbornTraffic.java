package io.gatehouse.benchmarks.kill;

import io.gatehouse.benchmarks.client.Answer;
import io.gatehouse.benchmarks.client.Request;
import io.gatehouse.benchmarks.client.Traffic;
import io.gatehouse.benchmarks.load.Acknowledged;
import io.gatehouse.benchmarks.load.Screenings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A client that never lets go: each screening is sent, with the same idempotency key, until it is acknowledged. New ones start
 * at a fixed pace while the service answers, and not at all once {@link #finish} was called. The counters may be read
 * from any thread; the rest after the loop has ended.
 */
final class StubbornTraffic implements Traffic {
    private static final long RETRY_NANOS = 100_000_000;
    /** Not more are waiting for a service that is away. */
    private static final int MAX_OPEN = 2_000;
    /** A refusal that lasts this long is an answer. */
    private static final int MAX_REFUSALS = 600;

    private record Retry(int number, long at) {}

    private final Screenings screenings;
    private final double perSecond;
    private final ArrayDeque<Retry> retries = new ArrayDeque<>();
    private final Map<Integer, Integer> refusals = new TreeMap<>();
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private final Map<String, Integer> troubles = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private volatile int acknowledgedCount;
    private volatile long latestSentAt;
    private volatile int open;
    private volatile boolean finishing;
    private int started;
    private long nextAt;

    StubbornTraffic(Screenings screenings, double perSecond) {
        this.screenings = screenings;
        this.perSecond = perSecond;
    }

    @Override
    public @Nullable Request next(long now) {
        var retry = retries.peekFirst();
        if (retry != null && retry.at <= now) {
            retries.removeFirst();
            return screenings.request(retry.number);
        }
        if (finishing || open >= MAX_OPEN || now < nextAt) return null;
        nextAt = Math.max(now - RETRY_NANOS, nextAt) + (long) (1e9 / perSecond);
        changeOpen(1);
        return screenings.request(started++);
    }

    @Override
    public void answered(Request request, Answer answer, long sentAt, long now) {
        int number = request.number();
        if (!answer.isSuccess()) {
            refused(number, answer, now);
            return;
        }
        var author = screenings.author(number);
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
        acknowledgedCount = acknowledged.size();
        latestSentAt = Math.max(latestSentAt, sentAt);
        changeOpen(-1);
    }

    private void refused(int number, Answer answer, long now) {
        var type = answer.text("type").map(t -> t.substring(t.lastIndexOf('/') + 1));
        var what = "status " + answer.status() + type.map(t -> " " + t).orElse("");
        troubles.merge(what, 1, Integer::sum);
        boolean mayPass = answer.status() == 429 || answer.status() == 409 || answer.status() >= 500;
        // "Our fault" is never the right answer to a database that is away; the promise is asked for all the same.
        if (answer.status() == 500) faults.add("request " + number + " was answered: " + what);
        if (mayPass && refusals.merge(number, 1, Integer::sum) < MAX_REFUSALS) {
            retries.addLast(new Retry(number, now + RETRY_NANOS));
        } else {
            faults.add("request " + number + " was refused: " + what);
            changeOpen(-1);
        }
    }

    @Override
    public void lost(Request request, long now) {
        troubles.merge("connection lost", 1, Integer::sum);
        retries.addLast(new Retry(request.number(), now + RETRY_NANOS));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Only the loop's thread writes.
    private void changeOpen(int by) {
        open += by;
    }

    @Override
    public boolean isFinished(long now) {
        return finishing && open == 0;
    }

    /** Starts nothing new; what is open is asked until answered. */
    void finish() {
        finishing = true;
    }

    int acknowledgedCount() {
        return acknowledgedCount;
    }

    /** Sent, and without a promise so far. */
    int open() {
        return open;
    }

    /** When the youngest request that has a promise was sent. */
    long latestSentAt() {
        return latestSentAt;
    }

    int started() {
        return started;
    }

    List<Acknowledged> acknowledged() {
        return acknowledged;
    }

    Map<String, Integer> troubles() {
        return troubles;
    }

    List<String> faults() {
        return faults;
    }
}
