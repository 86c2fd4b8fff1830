package io.gatehouse.residency.cell;

import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why contents lie outside their authors' homes, and what a home needs to know of them should they be brought there. */
final class PlacedRows {
    private static final String INSERT = """
        INSERT INTO placed_content (content_index, home_region, reason, transfer_id, sealed_request)
        SELECT * FROM unnest(?, ?, ?, ?, ?)\
        """;

    private PlacedRows() {}

    record Row(long index, CellWrite write, PersonKey key) {
        Placed why() {
            return Objects.requireNonNull(write.lying().placed());
        }

        RegionId home() {
            return Objects.requireNonNull(write.author().guestOf());
        }
    }

    static void insert(Connection connection, List<Row> rows, SealContext context) throws SQLException {
        if (rows.isEmpty()) return;
        Bulk.update(
                connection,
                INSERT,
                Bulk.longs(rows, Row::index),
                Bulk.texts(rows, row -> row.home().value()),
                Bulk.texts(rows, row -> row.why().reason()),
                Bulk.texts(rows, row -> row.why().transferId()),
                Bulk.nullableBytes(rows, row -> sealedRequest(row, context)));
    }

    /** The request's key is kept beside its digest: another cell's digests are keyed otherwise. */
    private static byte @Nullable [] sealedRequest(Row row, SealContext context) {
        var request = row.write().idempotency();
        if (request == null) return null;
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeUTF(request.client());
            out.writeUTF(request.key());
            out.write(request.bodyDigest());
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return row.key().seal(bytes.toByteArray(), context.request(row.write().screeningId()));
    }

    static IdempotencyKey request(byte[] sealed, PersonKey key, byte[] context) {
        try (var in = new DataInputStream(new ByteArrayInputStream(key.open(sealed, context)))) {
            return new IdempotencyKey(in.readUTF(), in.readUTF(), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("a stored request cannot be read", e);
        }
    }

    /** The evidence of a decision on placed content says so. */
    static EntryFacts evidence(CellWrite write) {
        var why = write.lying().placed();
        var before = write.lying().brought();
        if (why == null && before == null) return write.evidence();
        var facts = new LinkedHashMap<String, Object>(write.evidence().facts());
        if (why != null) {
            facts.put("placed_for", why.reason());
            facts.put("placed_from", Objects.requireNonNull(write.author().guestOf()).value());
            facts.put("placed_by", why.transferId());
        }
        if (before != null) {
            facts.put("brought_from", before.from().value());
            facts.put("brought_index", before.index());
        }
        return new EntryFacts(facts);
    }
}
