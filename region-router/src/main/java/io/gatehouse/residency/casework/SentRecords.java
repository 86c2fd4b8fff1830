package io.gatehouse.residency.casework;

import io.gatehouse.residency.cell.Cell;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Records of one kind by what the client that sent them calls them. Neither its name nor what it sent is kept: keyed digests tell the
 * same from another. Thread-safe.
 */
final class SentRecords {
    private final Cell cell;
    private final String kind;
    private final String sql;

    /**
     * @param kind in keyed digests; never changes
     * @param table with the columns {@code <column>_id}, {@code <column>_ref} and {@code body_ref}
     */
    SentRecords(Cell cell, String kind, String table, String column) {
        this.cell = cell;
        this.kind = kind;
        this.sql = "SELECT " + column + "_id, body_ref FROM " + table + " WHERE " + column + "_ref = ?";
    }

    /** As columns keep it. */
    byte[] ref(String client, String ownId) {
        return cell.recordRef(kind, client, ownId);
    }

    byte[] bodyRef(byte[] body) {
        return cell.recordRef(kind + "-body", HexFormat.of().formatHex(body));
    }

    /** What was received under a name. */
    sealed interface Before {
        /** @param id of the record */
        record Same(String id) implements Before {}

        /** Another body. */
        record Other() implements Before {}
    }

    /** Empty when nothing was. */
    Optional<Before> before(Connection connection, byte[] ref, byte[] bodyRef) throws SQLException {
        return Sql.query(
                        connection,
                        sql,
                        row -> Arrays.equals(row.getBytes(2), bodyRef)
                                ? (Before) new Before.Same(row.getString(1))
                                : new Before.Other(),
                        ref)
                .stream()
                .findFirst();
    }
}
