package io.gatehouse.residency.cell;

/** A database holds what is not this cell's, or would not keep its rows apart. Nothing was changed; a retry cannot help. */
public final class CellRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CellRefusedException(String message) {
        super(message);
    }

    CellRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
