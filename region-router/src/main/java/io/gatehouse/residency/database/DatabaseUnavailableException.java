package io.gatehouse.residency.database;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A database could not be reached, or went away before it answered. The write may or may not have happened:
 * repeating it with the same ids is safe and finds out.
 */
public final class DatabaseUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A supervised server is back within about this time. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    public DatabaseUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public Duration retryAfter() {
        return RETRY_AFTER;
    }
}
