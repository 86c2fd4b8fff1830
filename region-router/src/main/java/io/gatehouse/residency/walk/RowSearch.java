package io.gatehouse.residency.walk;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Every column of every row of every table of one database, as the catalogue names them, and what the database itself keeps of
 * values: expressions of indexes, large objects, the planner's statistics, comments, settings, and the statements that sessions
 * ran last. Values come out of the server decompressed, so what hides from a search of files does not hide here.
 */
public final class RowSearch {
    private static final int FETCH = 1000;

    private static final String TABLES = """
        SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1\
        """;
    /** Plain columns of an index are searched with their table. */
    private static final String INDEX_EXPRESSIONS = """
        SELECT format('SELECT %s FROM %s', pg_get_expr(i.indexprs, i.indrelid), i.indrelid::regclass), i.indexrelid::regclass
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE i.indexprs IS NOT NULL AND n.nspname !~ '^pg_'\
        """;

    /** Value by value, as in the tables: each may be permitted or not. */
    private static final String STATISTICS = """
        SELECT unnest(coalesce(most_common_vals::text::text[], '{}') || coalesce(histogram_bounds::text::text[], '{}')
            || coalesce(most_common_elems::text::text[], '{}')) AS value
        FROM pg_stats WHERE schemaname NOT IN ('pg_catalog', 'information_schema')\
        """;

    private final Needles anywhere;
    private final Needles inText;
    private final Predicate<String> permitted;
    private final String database;
    private final List<String> faults = new ArrayList<>();
    private final SortedMap<String, Long> rows = new TreeMap<>();

    /** @param inText looked for only outside of sealed bytes, where chance would produce short ones */
    public RowSearch(String database, Needles anywhere, Needles inText) {
        this(database, anywhere, inText, _ -> false);
    }

    /** @param permitted values that may hold a needle of {@code inText}, each as a whole: ids of what came by a transfer */
    public RowSearch(String database, Needles anywhere, Needles inText, Predicate<String> permitted) {
        this.database = database;
        this.anywhere = anywhere;
        this.inText = inText;
        this.permitted = permitted;
    }

    public void search(Connection connection) throws SQLException {
        for (var table : pairs(connection, "SELECT t, t FROM (" + TABLES + ") AS named (t)"))
            searchRows(connection, "SELECT * FROM " + table[0], table[0]);
        for (var index : pairs(connection, INDEX_EXPRESSIONS)) searchRows(connection, index[0], "index " + index[1]);
        searchRows(connection, STATISTICS, "pg_stats");
        searchRows(connection, "SELECT data FROM pg_largeobject", "pg_largeobject");
        searchRows(connection, "SELECT query FROM pg_stat_activity WHERE pid <> pg_backend_pid()", "pg_stat_activity");
        searchRows(
                connection,
                "SELECT d.description FROM pg_description d WHERE d.objoid >= 16384 UNION ALL SELECT setconfig::text"
                        + " FROM pg_db_role_setting",
                "comments and settings");
    }

    private static List<String[]> pairs(Connection connection, String query) throws SQLException {
        var pairs = new ArrayList<String[]>();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(query)) {
            while (found.next()) pairs.add(new String[] {found.getString(1), found.getString(2)});
        }
        return pairs;
    }

    private void searchRows(Connection connection, String query, String place) throws SQLException {
        long count = 0;
        try (var statement = connection.createStatement()) {
            statement.setFetchSize(FETCH);
            try (var found = statement.executeQuery(query)) {
                while (found.next()) {
                    count++;
                    searchRow(found, place);
                }
            }
        }
        rows.put(place, count);
    }

    private void searchRow(ResultSet row, String place) throws SQLException {
        var columns = row.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            boolean binary = columns.getColumnType(i) == Types.BINARY;
            byte[] value = binary ? row.getBytes(i) : utf8(row.getString(i));
            if (value == null) continue;
            var needle = anywhere.firstIn(value);
            if (needle.isEmpty() && !binary && !permitted.test(new String(value, StandardCharsets.UTF_8)))
                needle = inText.firstIn(value);
            var where = database + " " + place + "." + columns.getColumnName(i);
            needle.ifPresent(n -> faults.add(where + " holds " + n));
        }
    }

    private static byte @Nullable [] utf8(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** How many rows were looked at in each place. */
    public SortedMap<String, Long> rows() {
        return java.util.Collections.unmodifiableSortedMap(rows);
    }
}
