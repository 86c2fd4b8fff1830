package io.gatehouse.service.policy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements with their arguments in one line. */
final class Sql {
    private Sql() {}

    /** @param arguments strings, numbers, booleans, bytes, instants, lists of strings, or null */
    static int update(Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
        try (var statement = prepare(connection, sql, arguments)) {
            return statement.executeUpdate();
        }
    }

    static <R> List<R> query(Connection connection, String sql, Row<R> row, @Nullable Object... arguments)
            throws SQLException {
        try (var statement = prepare(connection, sql, arguments);
                var rows = statement.executeQuery()) {
            var found = new ArrayList<R>();
            while (rows.next()) found.add(row.read(rows));
            return found;
        }
    }

    static <R> Optional<R> first(Connection connection, String sql, Row<R> row, @Nullable Object... arguments)
            throws SQLException {
        return query(connection, sql, row, arguments).stream().findFirst();
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object[] arguments)
            throws SQLException {
        var statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < arguments.length; i++) {
                switch (arguments[i]) {
                    case null -> statement.setObject(i + 1, null);
                    case Instant time -> statement.setObject(i + 1, time.atOffset(ZoneOffset.UTC));
                    case byte[] bytes -> statement.setBytes(i + 1, bytes);
                    case List<?> texts -> statement.setArray(i + 1, connection.createArrayOf("text", texts.toArray()));
                    case Object other -> statement.setObject(i + 1, other);
                }
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static @Nullable Integer integerOrNull(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    static List<String> texts(ResultSet row, String column) throws SQLException {
        var array = row.getArray(column);
        return array == null ? List.of() : List.copyOf(Arrays.asList((String[]) array.getArray()));
    }

    @FunctionalInterface
    interface Row<R> {
        R read(ResultSet row) throws SQLException;
    }
}
