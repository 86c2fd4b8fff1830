package io.gatehouse.residency.casework;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Single rows, read and written with values in order: records are rare beside messages. */
final class Sql {
    private Sql() {}

    @FunctionalInterface
    interface Row<R> {
        R read(ResultSet row) throws SQLException;
    }

    static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(connection, statement, values);
            return statement.executeUpdate();
        }
    }

    static <R> List<R> query(Connection connection, String sql, Row<R> row, @Nullable Object... values)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(connection, statement, values);
            var found = new ArrayList<R>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) found.add(row.read(rows));
            }
            return found;
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, @Nullable Object... values)
            throws SQLException {
        for (int i = 0; i < values.length; i++)
            switch (values[i]) {
                case null -> statement.setNull(i + 1, Types.NULL);
                case Instant time -> statement.setObject(i + 1, time.atOffset(ZoneOffset.UTC));
                case List<?> texts -> statement.setArray(i + 1, connection.createArrayOf("text", texts.toArray()));
                case byte[] bytes -> statement.setBytes(i + 1, bytes);
                case Object value -> statement.setObject(i + 1, value);
            }
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static @Nullable Boolean truthOrNull(ResultSet row, String column) throws SQLException {
        boolean value = row.getBoolean(column);
        return row.wasNull() ? null : value;
    }

    static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }
}
