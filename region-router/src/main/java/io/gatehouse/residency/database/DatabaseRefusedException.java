package io.gatehouse.residency.database;

import java.sql.SQLException;

/** The database refused what it was asked. A retry cannot help. */
public final class DatabaseRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean data;

    DatabaseRefusedException(SQLException cause) {
        super("the database refused a statement (SQLSTATE " + cause.getSQLState() + ")", cause);
        this.data = SqlStates.isRefusedData(cause);
    }

    /** Whether a value was refused (constraint, data exception), not the statement as such. */
    public boolean isAboutData() {
        return data;
    }
}
