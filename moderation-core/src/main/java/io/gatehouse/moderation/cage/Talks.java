package io.gatehouse.moderation.cage;

import io.gatehouse.moderation.decode.Job;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Conversations with workers, each on a thread of its own, so that a caller waits no longer than it may: a read from a pipe ends when
 * the system closes the pipe, and whoever else holds its other end may keep it open after the worker was killed. Thread-safe.
 */
final class Talks implements AutoCloseable {
    /** A killed worker's pipes are closed within moments, also on a busy machine; after that nobody waits for them. */
    static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("cage-talk-", 0).factory());

    /** The time is over, the worker was killed, and still nothing ended. It is of no further use. */
    static final class StuckException extends IOException {
        private static final long serialVersionUID = 1;

        StuckException() {
            super("a decoder did not let go when it was killed");
        }
    }

    /** The caller left in the middle, for a reason that says nothing of the file. The worker is of no further use. */
    static final class LeftException extends Exception {
        private static final long serialVersionUID = 1;
        private final IOException failure;

        LeftException(String message) {
            super(message, null, false, false);
            this.failure = new IOException(message);
        }

        IOException failure() {
            return failure;
        }
    }

    /** @throws IOException when the worker is lost; {@link StuckException} when it is not even that */
    HashedMedia hash(Worker worker, Job job, MediaBytes media, Duration atMost)
            throws IOException, Worker.SourceException, LeftException {
        var talk = threads.submit(() -> worker.hash(job, media));
        try {
            return talk.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            // Before it is interrupted, which ends its waiting.
            boolean awaitsSource = worker.awaitsSource();
            talk.cancel(true);
            if (awaitsSource) throw new LeftException("the bytes of a file did not come in time");
            throw new StuckException();
        } catch (InterruptedException _) {
            talk.cancel(true);
            Thread.currentThread().interrupt();
            throw new LeftException("interrupted while a file was decoded");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException lost -> throw lost;
                case Worker.SourceException failed -> throw failed;
                case RuntimeException broken -> throw broken;
                case Error broken -> throw broken;
                case null, default -> throw new IllegalStateException("a worker throws nothing else", e);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
