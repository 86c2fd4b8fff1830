package io.gatehouse.moderation.cage;

/** No decoder can be started. Nothing was decoded; a retry helps only when the machine changes. */
public final class CageUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CageUnavailableException(String message) {
        super(message);
    }

    CageUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
