package io.gatehouse.residency.bank;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements with their values, and rows as lists. */
final class BankSql {
    private BankSql() {}

    /** @param values in the order of the question marks; times as {@link Instant}, absent ones as empty {@link Optional} */
    static <R> List<R> rows(Connection connection, String sql, Reading<R> reading, Object... values)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (var results = statement.executeQuery()) {
                var rows = new ArrayList<R>();
                while (results.next()) rows.add(reading.read(results));
                return rows;
            }
        }
    }

    static <R> Optional<R> first(Connection connection, String sql, Reading<R> reading, Object... values)
            throws SQLException {
        return rows(connection, sql, reading, values).stream().findFirst();
    }

    static long number(Connection connection, String sql, Object... values) throws SQLException {
        return rows(connection, sql, row -> row.getLong(1), values).getFirst();
    }

    /** @return how many rows it was about */
    static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) bind(statement, i + 1, values[i]);
    }

    private static void bind(PreparedStatement statement, int at, Object value) throws SQLException {
        switch (value) {
            case Instant time -> statement.setObject(at, time(Optional.of(time)));
            case Optional<?> maybe when maybe.isEmpty() -> statement.setObject(at, null);
            case Optional<?> maybe -> bind(statement, at, maybe.get());
            case List<?> list -> statement.setArray(at, array(statement.getConnection(), list));
            default -> statement.setObject(at, value);
        }
    }

    /** Of ids where it is empty. */
    private static Array array(Connection connection, List<?> list) throws SQLException {
        return switch (list.isEmpty() ? 0L : list.getFirst()) {
            case Long _ -> connection.createArrayOf("int8", list.toArray());
            // The driver takes bytes only in an array of their own type.
            case byte[] _ -> connection.createArrayOf("bytea", list.toArray(byte[][]::new));
            default -> connection.createArrayOf("text", list.toArray());
        };
    }

    static @Nullable OffsetDateTime time(Optional<Instant> at) {
        return at.map(it -> it.atOffset(ZoneOffset.UTC)).orElse(null);
    }

    static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    /** Reads one row. */
    interface Reading<R> {
        R read(ResultSet row) throws SQLException;
    }
}
