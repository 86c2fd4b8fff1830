package io.gatehouse.residency.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings without which "committed" does not mean "kept". Asked on every connection, because a session, a role or
 * a database may have been given others than the server.
 */
final class Durability {
    static final Map<String, String> REQUIRED =
            Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

    private static final String ASK =
            "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes')";

    private Durability() {}

    /** @throws SQLException with state 08004 (connection rejected) when a setting is not as required */
    static void require(Connection connection) throws SQLException {
        var faults = faults(settings(connection));
        if (!faults.isEmpty())
            throw new SQLException(
                    "the database would lose acknowledged writes: " + String.join(", ", faults), "08004");
    }

    static Map<String, String> settings(Connection connection) throws SQLException {
        var settings = new TreeMap<String, String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(ASK)) {
            while (rows.next()) settings.put(rows.getString(1), rows.getString(2));
        }
        return settings;
    }

    private static List<String> faults(Map<String, String> settings) {
        var faults = new ArrayList<String>();
        new TreeMap<>(REQUIRED).forEach((name, required) -> {
            var setting = settings.get(name);
            if (!required.equals(setting)) faults.add(name + " is " + setting + ", must be " + required);
        });
        return faults;
    }
}
