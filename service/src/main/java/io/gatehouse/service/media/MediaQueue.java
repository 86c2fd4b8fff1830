package io.gatehouse.service.media;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One region's media that wait to be looked at, urgent ones first, and how much work they are: in seconds of decoding, since a
 * hundred pictures are less than one film. One looker takes whatever comes first; another only what shall not wait until a long
 * look of the first is over. What it forgets waits in the cell. Thread-safe.
 */
final class MediaQueue {
    /** Decoding from bytes: a video of 4 Mbit/s takes about a third of its length, a picture 10 ms and more by size. */
    private static final double VIDEO_BYTES_A_SECOND = 1_500_000;

    private static final double PICTURE_BYTES_A_SECOND = 30_000_000;
    private static final double PICTURE_SECONDS = 0.01;

    /** A look that takes longer makes what is urgent wait; what somebody waits for goes beside it where it takes no longer. */
    static final double SHORT_SECONDS = 2;

    private final TreeSet<Waiting> waiting =
            new TreeSet<>(Comparator.comparing(Waiting::urgency).reversed().thenComparingLong(Waiting::number));

    private final Map<String, Waiting> byId = new HashMap<>();
    private long numbers;
    private double seconds;
    private @Nullable Waiting underWay;
    private long begun;

    /** How soon; later ones go first. */
    enum Urgency {
        /** Found waiting in the cell. */
        LEFT_BEHIND,
        ORDINARY,
        /** A screening waits for it. */
        ASKED_FOR,
        /** On a live surface, or reported by somebody. */
        LIVE
    }

    /** @param seconds of looking, roughly; 0 where nobody knows */
    private record Waiting(String mediaId, Urgency urgency, double seconds, long number) {
        /** More urgent, never less, and estimated where it was not; it keeps its place among those as urgent. */
        Waiting and(Waiting again) {
            boolean isMoreUrgent = again.urgency.compareTo(urgency) > 0;
            return new Waiting(
                    mediaId,
                    isMoreUrgent ? again.urgency : urgency,
                    seconds > 0 ? seconds : again.seconds,
                    isMoreUrgent ? again.number : number);
        }
    }

    static double estimate(boolean picture, long sizeBytes) {
        return picture ? PICTURE_SECONDS + sizeBytes / PICTURE_BYTES_A_SECOND : sizeBytes / VIDEO_BYTES_A_SECOND;
    }

    /**
     * Adds media, or makes those that wait already more urgent.
     *
     * @param estimatedSeconds 0 where nobody knows
     */
    synchronized void add(String mediaId, Urgency urgency, double estimatedSeconds) {
        var before = byId.get(mediaId);
        var added = new Waiting(mediaId, urgency, estimatedSeconds, numbers++);
        if (before != null) {
            added = before.and(added);
            if (added.equals(before)) return;
            remove(before);
        }
        byId.put(mediaId, added);
        waiting.add(added);
        seconds += added.seconds;
        notifyAll();
    }

    private void remove(Waiting one) {
        waiting.remove(one);
        byId.remove(one.mediaId);
        seconds = waiting.isEmpty() ? 0 : seconds - one.seconds;
    }

    /**
     * What comes first, for the one looker that takes everything; it is under way until the next call.
     *
     * @return null when nothing came in time
     */
    synchronized @Nullable String take(Duration atMost) throws InterruptedException {
        underWay = null;
        long end = System.nanoTime() + atMost.toNanos();
        while (waiting.isEmpty()) {
            long left = millisUntil(end);
            if (left <= 0) return null;
            wait(left);
        }
        var next = waiting.first();
        remove(next);
        underWay = next;
        begun = System.nanoTime();
        notifyAll();
        return next.mediaId;
    }

    /**
     * For the other looker: what is live or reported, and what somebody waits for that takes no time, while the first one is
     * at something long.
     *
     * @return null when there is no such thing in time
     */
    synchronized @Nullable String takeBeside(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            var next = beside();
            long isLongAt = isLongAt();
            if (next != null && isLongAt <= System.nanoTime()) {
                remove(next);
                return next.mediaId;
            }
            if (millisUntil(end) <= 0) return null;
            wait(Math.max(1, millisUntil(next == null ? end : Math.min(end, isLongAt))));
        }
    }

    private @Nullable Waiting beside() {
        return waiting.stream()
                .takeWhile(it -> it.urgency.compareTo(Urgency.ASKED_FOR) >= 0)
                .filter(it -> it.urgency == Urgency.LIVE || it.seconds > 0 && it.seconds <= SHORT_SECONDS)
                .findFirst()
                .orElse(null);
    }

    /** When what is under way is known to be long; {@link Long#MAX_VALUE} while nothing is. */
    private long isLongAt() {
        if (underWay == null) return Long.MAX_VALUE;
        return underWay.seconds > SHORT_SECONDS ? begun : begun + (long) (SHORT_SECONDS * 1e9);
    }

    private static long millisUntil(long nanoTime) {
        return (nanoTime - System.nanoTime() + 999_999) / 1_000_000;
    }

    /** Of decoding that wait. */
    synchronized double seconds() {
        return seconds;
    }

    synchronized int size() {
        return waiting.size();
    }
}
