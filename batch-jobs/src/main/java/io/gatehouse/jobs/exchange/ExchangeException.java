package io.gatehouse.jobs.exchange;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The other side of an exchange refused, did not answer, or said what cannot be understood. The message is one sentence for
 * operators: never an address with a token, never what was answered. Asking again later may help.
 */
final class ExchangeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final @Nullable Duration retryAfter;

    ExchangeException(String message) {
        this(message, 0, null);
    }

    /**
     * @param status of the answer; 0 when there was none
     * @param retryAfter as the other side asked; null when it did not
     */
    ExchangeException(String message, int status, @Nullable Duration retryAfter) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** That a place to go on from is not known there any more. */
    boolean isLostPlace() {
        return status == 400 || status == 404 || status == 410;
    }

    /** That one thing said is refused, and others may be taken: the hash is gone there, or its answer is closed. */
    boolean isOfTheAnswer() {
        return status == 400 || status == 404 || status == 409 || status == 410 || status == 422;
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
