package io.gatehouse.residency.key;

/** A key does not open what it was asked to open. A retry cannot help. */
public final class KeyRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public KeyRefusedException(String message) {
        super(message);
    }

    public KeyRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
