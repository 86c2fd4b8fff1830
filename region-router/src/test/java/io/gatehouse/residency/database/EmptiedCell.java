package io.gatehouse.residency.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a cell's database is when nothing was written to it yet: its tables, and the rows that its migrations bring. To take a
 * used one back to that costs a tenth of making one anew, and tests ask for hundreds.
 */
final class EmptiedCell {
    /** Everything that a test could have changed about tables, in words; rows aside. */
    private static final String SHAPE = """
        SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM (
          SELECT concat_ws(' ', 'class', oid::regclass, relkind, relowner, relacl, relrowsecurity, relforcerowsecurity)
            FROM pg_class WHERE relnamespace = 'public'::regnamespace
          UNION ALL SELECT concat_ws(' ', 'column', attrelid::regclass, attname, atttypid, attnotnull, attacl,
              (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum))
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relnamespace = 'public'::regnamespace AND attnum > 0
          UNION ALL SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, convalidated, pg_get_constraintdef(oid))
            FROM pg_constraint WHERE connamespace = 'public'::regnamespace
          UNION ALL SELECT concat_ws(' ', 'policy', tablename, policyname, permissive, cmd, roles, qual, with_check)
            FROM pg_policies
          UNION ALL SELECT concat_ws(' ', 'trigger', tgrelid::regclass, tgname, tgenabled, pg_get_triggerdef(oid))
            FROM pg_trigger WHERE NOT tgisinternal
          UNION ALL SELECT concat_ws(' ', 'function', proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
          UNION ALL SELECT concat_ws(' ', 'database', datallowconn, datconnlimit, datacl) FROM pg_database
            WHERE datname = current_database()
          UNION ALL SELECT concat_ws(' ', 'role', rolname, rolsuper, rolbypassrls, rolcanlogin, rolconfig,
              (SELECT string_agg(m.roleid::text, ',') FROM pg_auth_members m WHERE m.member = r.oid))
            FROM pg_roles r WHERE position(current_database() in rolname) = 1) AS lines (line)\
        """;

    private static final String TABLES =
            "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                    + " AND relkind = 'r' AND relname <> 'flyway_schema_history' ORDER BY 1";
    private static final String COUNTERS = "SELECT quote_ident(sequencename), coalesce(last_value, 0), start_value"
            + " FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1";

    private static final String COLUMNS = "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute"
            + " WHERE attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attrelid = '%s'::regclass";

    private final Map<String, Rows> rows = new TreeMap<>();
    private final Map<String, Long> counters = new TreeMap<>();
    private String shape = "";

    /**
     * Rows of a table.
     *
     * @param columns that it had then: whoever opens a cell adds one, which fills itself
     */
    private record Rows(String columns, String json) {}

    private EmptiedCell() {}

    /** To be asked right after the migrations. */
    static EmptiedCell of(Connection superuser) throws SQLException {
        var found = new EmptiedCell();
        try (var statement = superuser.createStatement()) {
            for (var table : tables(statement))
                if (isFilled(statement, table))
                    found.rows.put(
                            table,
                            new Rows(
                                    one(statement, COLUMNS.formatted(table)),
                                    one(statement, "SELECT json_agg(t) FROM " + table + " t")));
            try (var counters = statement.executeQuery(COUNTERS)) {
                while (counters.next()) found.counters.put(counters.getString(1), counters.getLong(2));
            }
        }
        return found;
    }

    /** To be told when the cell was opened for the first time, which says whose its rows are. */
    void opened(Connection superuser) throws SQLException {
        try (var statement = superuser.createStatement()) {
            shape = one(statement, SHAPE);
        }
    }

    /** @return false when somebody changed more than rows: then it can only be made anew */
    boolean restore(Connection superuser) throws SQLException {
        try (var statement = superuser.createStatement()) {
            if (shape.isEmpty() || !shape.equals(one(statement, SHAPE))) return false;
            // Neither triggers nor foreign keys are asked: everything goes.
            statement.execute("SET session_replication_role = replica");
            var filled = new ArrayList<String>();
            for (var table : tables(statement)) if (isFilled(statement, table)) filled.add(table);
            if (!filled.isEmpty()) statement.execute("TRUNCATE " + String.join(", ", filled) + " CASCADE");
            for (var each : rows.entrySet()) bringBack(superuser, each.getKey(), each.getValue());
            var moved = new ArrayList<String>();
            try (var found = statement.executeQuery(COUNTERS)) {
                while (found.next()) moved.add(reset(found));
            }
            for (var sql : moved) if (!sql.isEmpty()) statement.execute(sql);
        }
        return true;
    }

    private static void bringBack(Connection superuser, String table, Rows rows) throws SQLException {
        String sql =
                "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM json_populate_recordset(null::%s, ?::json)"
                        .formatted(table, rows.columns(), rows.columns(), table);
        try (var insert = superuser.prepareStatement(sql)) {
            insert.setString(1, rows.json());
            insert.executeUpdate();
        }
    }

    private String reset(ResultSet found) throws SQLException {
        long before = counters.getOrDefault(found.getString(1), 0L);
        if (found.getLong(2) == before) return "";
        return before == 0
                ? "ALTER SEQUENCE " + found.getString(1) + " RESTART"
                : "SELECT setval('" + found.getString(1) + "', " + before + ")";
    }

    private static List<String> tables(Statement statement) throws SQLException {
        var tables = new ArrayList<String>();
        try (var found = statement.executeQuery(TABLES)) {
            while (found.next()) tables.add(found.getString(1));
        }
        return tables;
    }

    private static boolean isFilled(Statement statement, String table) throws SQLException {
        return one(statement, "SELECT EXISTS (SELECT 1 FROM " + table + ")").equals("t");
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (var found = statement.executeQuery(sql)) {
            found.next();
            return "" + found.getString(1);
        }
    }
}
