package io.gatehouse.residency.rights;

import io.gatehouse.residency.database.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A dump of all rows of all databases, without the objects, and its restoration. */
final class Restoring {
    private final Map<String, Map<String, List<String>>> dumps = new LinkedHashMap<>();

    private Restoring() {}

    static Restoring copy(TwoRegions regions) {
        var dump = new Restoring();
        databases(regions)
                .forEach((name, database) -> dump.dumps.put(name, database.read(connection -> {
                    var tables = new LinkedHashMap<String, List<String>>();
                    try (var statement = connection.createStatement();
                            var names =
                                    statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                                            + " AND tablename NOT IN ('flyway_schema_history', 'policy_state')")) {
                        while (names.next()) tables.put(names.getString(1), new ArrayList<>());
                    }
                    for (var table : tables.entrySet())
                        try (var statement = connection.createStatement();
                                var rows = statement.executeQuery(
                                        "SELECT row_to_json(t)::text FROM \"" + table.getKey() + "\" t")) {
                            while (rows.next()) table.getValue().add(rows.getString(1));
                        }
                    return tables;
                })));
        return dump;
    }

    void restore(TwoRegions regions) {
        databases(regions)
                .forEach((name, database) -> database.transact(connection -> {
                    dumps.get(name).forEach((table, rows) -> {
                        try (var delete = connection.createStatement();
                                var insert = connection.prepareStatement("INSERT INTO \"" + table
                                        + "\" SELECT * FROM json_populate_record(NULL::\"" + table + "\", ?::json)")) {
                            delete.executeUpdate("DELETE FROM \"" + table + '"');
                            for (var row : rows) {
                                insert.setString(1, row);
                                insert.addBatch();
                            }
                            insert.executeBatch();
                        } catch (SQLException e) {
                            throw new IllegalStateException(table, e);
                        }
                    });
                    return name;
                }));
        // As after a restart.
        regions.directory.forget(regions.ref("anna"));
    }

    private static Map<String, Database> databases(TwoRegions regions) {
        var all = new LinkedHashMap<String, Database>();
        regions.databases.forEach((region, database) -> all.put(region.value(), database));
        all.put("control", regions.control);
        return all;
    }
}
