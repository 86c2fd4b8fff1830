package io.gatehouse.residency.database;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;

/** What an SQLSTATE means for the caller (PostgreSQL documentation, appendix A). */
final class SqlStates {
    /** Connection gone, rolled back by the server, out of resources, shutting down, disk or system error. */
    private static final Set<String> AWAY_CLASSES = Set.of("08", "40", "53", "57", "58");

    private static final Set<String> DATA_CLASSES = Set.of("22", "23");

    private SqlStates() {}

    /** Whether the same may succeed later. */
    static boolean isAway(SQLException e) {
        return e instanceof SQLTransientException
                || e instanceof SQLRecoverableException
                || AWAY_CLASSES.contains(classOf(e));
    }

    /** Whether a value was refused (data exception, constraint): never to be retried. */
    static boolean isRefusedData(SQLException e) {
        return DATA_CLASSES.contains(classOf(e));
    }

    private static String classOf(SQLException e) {
        var state = e.getSQLState();
        return state == null || state.length() < 2 ? "" : state.substring(0, 2);
    }
}
