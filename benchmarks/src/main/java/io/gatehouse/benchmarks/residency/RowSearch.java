package io.gatehouse.benchmarks.residency;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * Every column of every row of one database. Values come out of the server decompressed, so what hides from a search of
 * files does not hide here; the statistics that the planner keeps of values are searched too.
 */
final class RowSearch {
    private static final int FETCH = 1000;

    private final Needles anywhere;
    private final Needles inText;
    private final String database;
    private final List<String> faults = new ArrayList<>();
    private long rows;

    /** @param inText looked for only outside of sealed bytes, where chance would produce short ones */
    RowSearch(String database, Needles anywhere, Needles inText) {
        this.database = database;
        this.anywhere = anywhere;
        this.inText = inText;
    }

    void search(Connection connection) throws SQLException {
        for (var table : tables(connection)) searchTable(connection, "SELECT * FROM " + table, table);
        searchTable(
                connection,
                "SELECT most_common_vals::text, histogram_bounds::text, most_common_elems::text FROM pg_stats",
                "pg_stats");
    }

    private static List<String> tables(Connection connection) throws SQLException {
        var names = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT format('%I.%I', table_schema, table_name)"
                        + " FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
                        + " AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1")) {
            while (rows.next()) names.add(rows.getString(1));
        }
        return names;
    }

    private void searchTable(Connection connection, String query, String table) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setFetchSize(FETCH);
            try (var found = statement.executeQuery(query)) {
                while (found.next()) {
                    rows++;
                    searchRow(found, table);
                }
            }
        }
    }

    private void searchRow(ResultSet row, String table) throws SQLException {
        var columns = row.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            boolean binary = columns.getColumnType(i) == Types.BINARY;
            byte[] value = binary ? row.getBytes(i) : utf8(row.getString(i));
            if (value == null) continue;
            var needle = anywhere.firstIn(value);
            if (needle.isEmpty() && !binary) needle = inText.firstIn(value);
            var place = database + " " + table + "." + columns.getColumnName(i);
            needle.ifPresent(n -> faults.add(place + " holds " + n));
        }
    }

    private static byte @org.jspecify.annotations.Nullable [] utf8(@org.jspecify.annotations.Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    List<String> faults() {
        return faults;
    }

    long rows() {
        return rows;
    }
}
