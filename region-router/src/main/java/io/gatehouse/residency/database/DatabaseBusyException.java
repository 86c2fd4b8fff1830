package io.gatehouse.residency.database;

import java.time.Duration;

/** The queue of writes is full; nothing was written. Retry after the time named. */
public final class DatabaseBusyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A full queue drains in about this time. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    public DatabaseBusyException(String message) {
        super(message);
    }

    public Duration retryAfter() {
        return RETRY_AFTER;
    }
}
