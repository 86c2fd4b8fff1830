package io.gatehouse.residency.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The log's tables in a cell. */
final class LogTables {
    private LogTables() {}

    static Optional<byte[]> newestCheckpoint(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1");
                var rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
        }
    }

    static void insertCheckpoint(Connection connection, long size, byte[] note) throws SQLException {
        try (var statement =
                connection.prepareStatement("INSERT INTO checkpoint (size, note, signed_at) VALUES (?, ?, now())")) {
            statement.setLong(1, size);
            statement.setBytes(2, note);
            statement.executeUpdate();
        }
    }

    static long nextIndex(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT next_index FROM log_head");
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    static List<byte[]> entries(Connection connection, long from, long to) throws SQLException {
        try (var statement = connection.prepareStatement(
                "SELECT entry FROM log_entry WHERE log_index >= ? AND log_index < ? ORDER BY log_index")) {
            statement.setLong(1, from);
            statement.setLong(2, to);
            var entries = new ArrayList<byte[]>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) entries.add(rows.getBytes(1));
            }
            return entries;
        }
    }

    /** A tile only grows, so a narrower one is the beginning of what is stored. */
    static Optional<byte[]> tile(Connection connection, TilePath path) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT hashes FROM log_tile WHERE level = ? AND n = ?")) {
            statement.setInt(1, path.level());
            statement.setLong(2, path.n());
            try (var rows = statement.executeQuery()) {
                int length = path.width() * TreeHash.SIZE_BYTES;
                if (!rows.next()) return Optional.empty();
                var hashes = rows.getBytes(1);
                return hashes.length < length ? Optional.empty() : Optional.of(Arrays.copyOf(hashes, length));
            }
        }
    }

    static void putTile(Connection connection, TilePath path, byte[] hashes) throws SQLException {
        try (var statement = connection.prepareStatement("INSERT INTO log_tile (level, n, hashes) VALUES (?, ?, ?)"
                + " ON CONFLICT (level, n) DO UPDATE SET hashes = excluded.hashes")) {
            statement.setInt(1, path.level());
            statement.setLong(2, path.n());
            statement.setBytes(3, hashes);
            statement.executeUpdate();
        }
    }
}
