package io.gatehouse.residency.database;

import org.jspecify.annotations.Nullable;

/** The database server could not be started as it must run; the message says why. A retry alone does not help. */
public final class ServerStartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ServerStartException(String message) {
        super(message);
    }

    public ServerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
