package io.gatehouse.service.configuration;

/** The service cannot start as configured; the message is one sentence for the operator. A retry alone cannot help. */
public final class StartRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StartRefusedException(String message) {
        super(message);
    }

    public StartRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
