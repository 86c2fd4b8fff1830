package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.PreparedContent.Keyed;
import io.gatehouse.residency.directory.AccountRef;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks up requests that were answered before. */
final class IdempotencyRows {
    /** How long a key is kept, as the contract promises. */
    static final Duration KEPT_FOR = Duration.ofDays(7);

    /** A key that has expired is free again. */
    private static final String INSERT = """
        INSERT INTO idempotency (key_ref, body_ref, log_index, expires_at, sealed_key)
        SELECT * FROM unnest(?, ?, ?, ?, ?)
        ON CONFLICT (key_ref) DO UPDATE
        SET body_ref = excluded.body_ref, log_index = excluded.log_index, expires_at = excluded.expires_at,
          sealed_key = excluded.sealed_key\
        """;

    private static final String SELECT = """
        SELECT i.key_ref, i.body_ref, d.decision_id, d.log_index, d.sealed_answer, a.account_ref, a.key_id, a.wrapped_key
        FROM idempotency i
        JOIN decision d ON d.log_index = i.log_index
        JOIN content c ON c.content_index = d.content_index
        JOIN account a ON a.account_ref = c.account_ref
        WHERE i.key_ref = ANY (?) AND i.expires_at > ALL (?) AND a.state <> 'ERASING'\
        """;

    private final CellDigests digests;
    private final PersonKeyRing ring;
    private final Sealer sealer;
    private final Clock clock;

    IdempotencyRows(CellDigests digests, PersonKeyRing ring, Sealer sealer, Clock clock) {
        this.digests = digests;
        this.ring = ring;
        this.sealer = sealer;
        this.clock = clock;
    }

    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    record Earlier(byte[] bodyRef, String decisionId, long index, byte[] answer) {
        WriteOutcome answerTo(byte[] otherBodyRef) {
            return Arrays.equals(bodyRef, otherBodyRef)
                    ? new WriteOutcome.Repeated(decisionId, answer, index)
                    : new WriteOutcome.KeyReused();
        }
    }

    static byte[] encode(IdempotencyKey key) {
        return new Frames()
                .text(key.client())
                .text(key.key())
                .bytes(key.bodyDigest())
                .toBytes();
    }

    static IdempotencyKey decode(byte[] encoded) {
        var parts = new Frames.Reader(encoded);
        return new IdempotencyKey(parts.text(), parts.text(), parts.bytes());
    }

    /**
     * A key and the decision that answers it.
     *
     * @param sealed the key itself, for its move
     */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    record Row(IdempotencyKey key, long index, Instant decidedAt, byte @Nullable [] sealed) {}

    void insert(Connection connection, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) return;
        Bulk.update(
                connection,
                INSERT,
                Bulk.bytes(rows, row -> digests.idempotencyKey(row.key)),
                Bulk.bytes(rows, row -> digests.body(row.key)),
                Bulk.longs(rows, Row::index),
                Bulk.times(rows, row -> row.decidedAt.plus(KEPT_FOR)),
                Bulk.nullableBytes(rows, Row::sealed));
    }

    Map<Keyed, Earlier> find(Connection connection, List<IdempotencyKey> keys) throws SQLException {
        var found = new HashMap<Keyed, Earlier>();
        if (keys.isEmpty()) return found;
        Bulk.query(
                connection,
                SELECT,
                row -> found.put(new Keyed(row.getBytes("key_ref")), read(row)),
                Bulk.bytes(keys, digests::idempotencyKey),
                Bulk.times(List.of(clock.instant()), now -> now));
        return found;
    }

    private Earlier read(ResultSet row) throws SQLException {
        var decisionId = row.getString("decision_id");
        var wrapped = row.getBytes("wrapped_key");
        var answer = wrapped == null
                ? new byte[0]
                : ring.stored(new AccountRef(row.getBytes("account_ref")), row.getString("key_id"), wrapped)
                        .key()
                        .open(row.getBytes("sealed_answer"), sealer.context().answer(decisionId));
        return new Earlier(row.getBytes("body_ref"), decisionId, row.getLong("log_index"), answer);
    }
}
