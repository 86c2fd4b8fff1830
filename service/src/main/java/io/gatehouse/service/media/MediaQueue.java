package io.gatehouse.service.media;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * One region's media that wait to be looked at, urgent ones first, and how much work they are: in seconds of decoding, since a
 * hundred pictures are less than one film. What it forgets waits in the cell. Thread-safe.
 */
final class MediaQueue {
    /** Decoding from bytes: a video of 4 Mbit/s takes about a third of its length, a picture 10 ms and more by size. */
    private static final double VIDEO_BYTES_A_SECOND = 1_500_000;

    private static final double PICTURE_BYTES_A_SECOND = 30_000_000;
    private static final double PICTURE_SECONDS = 0.01;

    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(
            Comparator.comparing(Waiting::urgency).reversed().thenComparingLong(Waiting::number));

    private final Map<String, Waiting> byId = new HashMap<>();
    private long numbers;
    private double seconds;

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

    private record Waiting(String mediaId, Urgency urgency, double seconds, long number) {}

    static double estimate(boolean picture, long sizeBytes) {
        return picture ? PICTURE_SECONDS + sizeBytes / PICTURE_BYTES_A_SECOND : sizeBytes / VIDEO_BYTES_A_SECOND;
    }

    /** Adds media, or makes those that wait already more urgent. */
    synchronized void add(String mediaId, Urgency urgency, double estimatedSeconds) {
        var before = byId.get(mediaId);
        if (before != null) {
            if (before.urgency.compareTo(urgency) >= 0) return;
            remove(before);
        }
        var added = new Waiting(mediaId, urgency, before == null ? estimatedSeconds : before.seconds, numbers++);
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

    /** @return null when nothing came in time */
    synchronized @Nullable String take(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (waiting.isEmpty()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) return null;
            wait(left);
        }
        var next = waiting.element();
        remove(next);
        return next.mediaId;
    }

    /** Of decoding that wait. */
    synchronized double seconds() {
        return seconds;
    }

    synchronized int size() {
        return waiting.size();
    }
}
