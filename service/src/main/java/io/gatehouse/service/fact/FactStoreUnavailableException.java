package io.gatehouse.service.fact;

/** The store of counters did not answer in time. What needs a count is failed or unknown; retrying is safe. */
public final class FactStoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FactStoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
