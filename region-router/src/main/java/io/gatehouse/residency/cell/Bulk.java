package io.gatehouse.residency.cell;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Many rows in one statement: each parameter is an array, a column of the rows. */
final class Bulk {
    private Bulk() {}

    /** A column of the rows to be written: its type in SQL and its values in row order. */
    @SuppressWarnings("ArrayRecordComponent") // The values are handed over, never compared or changed.
    record Column(String type, Object[] values) {}

    static <T> Column longs(List<T> rows, ToLongFunction<T> value) {
        return new Column("int8", rows.stream().mapToLong(value).boxed().toArray(Long[]::new));
    }

    static <T> Column integers(List<T> rows, Function<T, Integer> value) {
        return new Column("int4", rows.stream().map(value).toArray(Integer[]::new));
    }

    static <T> Column texts(List<T> rows, Function<T, String> value) {
        return new Column("text", rows.stream().map(value).toArray(String[]::new));
    }

    static <T> Column truths(List<T> rows, Function<T, Boolean> value) {
        return new Column("bool", rows.stream().map(value).toArray(Boolean[]::new));
    }

    static <T> Column bytes(List<T> rows, Function<T, byte[]> value) {
        return new Column("bytea", rows.stream().map(value).toArray(byte[][]::new));
    }

    static <T> Column nullableTexts(List<T> rows, Function<T, @Nullable String> value) {
        return new Column("text", rows.stream().map(value).toArray(String[]::new));
    }

    static <T> Column nullableBytes(List<T> rows, Function<T, byte @Nullable []> value) {
        return new Column("bytea", rows.stream().map(value).toArray(byte[][]::new));
    }

    /** As text, because only that keeps all six digits after the second. */
    static <T> Column times(List<T> rows, Function<T, Instant> value) {
        return new Column(
                "timestamptz",
                rows.stream().map(value.andThen(Instant::toString)).toArray(String[]::new));
    }

    static int update(Connection connection, String sql, Column... columns) throws SQLException {
        try (var statement = prepare(connection, sql, columns)) {
            return statement.executeUpdate();
        }
    }

    static <R> List<R> query(Connection connection, String sql, Row<R> row, Column... columns) throws SQLException {
        try (var statement = prepare(connection, sql, columns)) {
            return all(statement, row);
        }
    }

    static <R> List<R> all(PreparedStatement statement, Row<R> row) throws SQLException {
        var found = new ArrayList<R>();
        try (var rows = statement.executeQuery()) {
            while (rows.next()) found.add(row.read(rows));
        }
        return found;
    }

    private static PreparedStatement prepare(Connection connection, String sql, Column... columns) throws SQLException {
        var statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < columns.length; i++) statement.setArray(i + 1, array(connection, columns[i]));
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private static Array array(Connection connection, Column column) throws SQLException {
        return connection.createArrayOf(column.type(), column.values());
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, java.time.OffsetDateTime.class).toInstant();
    }

    /** Null in SQL is null here. */
    static @Nullable Long nullableLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    @FunctionalInterface
    interface Row<R> {
        R read(ResultSet row) throws SQLException;
    }
}
