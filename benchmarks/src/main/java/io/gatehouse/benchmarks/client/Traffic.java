package io.gatehouse.benchmarks.client;

import org.jspecify.annotations.Nullable;

/** What a {@link HttpLoop} sends and whom it tells. Every call comes from the loop's thread. Times are of {@link System#nanoTime}. */
public interface Traffic {
    /** The next request, or null when none is due now. */
    @Nullable
    Request next(long now);

    /** @param answer to be read before this returns */
    void answered(Request request, Answer answer, long sentAt, long now);

    /** No answer came: the connection broke, or the limit passed. What the server did with the request is unknown. */
    void lost(Request request, long now);

    boolean isFinished(long now);
}
