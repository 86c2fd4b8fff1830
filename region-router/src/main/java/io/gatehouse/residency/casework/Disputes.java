package io.gatehouse.residency.casework;

import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.log.EntryFacts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Disputes about decisions of one cell before certified out-of-court bodies (DSA Art. 21), as records. Thread-safe. */
public final class Disputes {
    private final Cell cell;

    public Disputes(Cell cell) {
        this.cell = cell;
    }

    /**
     * @param body id of the certified body
     * @param ending null while there is none
     */
    public record Dispute(
            String id,
            String decisionId,
            String body,
            String appellant,
            Instant receivedAt,
            @Nullable Ending ending,
            long logIndex) {}

    /**
     * How it ended.
     *
     * @param outcome {@code upheld}, {@code partially_reversed}, {@code reversed} or {@code omitted}
     * @param implementedBy the decision that carried it out, where one did
     */
    public record Ending(
            String outcome,
            Instant decidedAt,
            boolean isImplemented,
            @Nullable String implementedBy) {}

    /** What this client called so; empty when it sent nothing of the kind here. */
    public Optional<Dispute> sentAs(String client, String ownId) {
        byte[] ref = cell.recordRef("dispute", client, ownId);
        return cell.read(connection ->
                Sql.query(connection, "SELECT * FROM dispute WHERE dispute_ref = ?", Disputes::read, ref).stream()
                        .findFirst());
    }

    /**
     * @param ownId what the client calls it: the same again changes nothing.
     *
     * @return the dispute, this one or the one before
     */
    public Dispute open(Dispute dispute, String client, String ownId) {
        byte[] ref = cell.recordRef("dispute", client, ownId);
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            var before = Sql.query(connection, "SELECT * FROM dispute WHERE dispute_ref = ?", Disputes::read, ref);
            if (!before.isEmpty()) return before.getFirst();
            var facts = new LinkedHashMap<String, Object>();
            facts.put("decision", dispute.decisionId());
            facts.put("body", dispute.body());
            facts.put("appellant", dispute.appellant());
            long index = transaction.append(
                    new LogEvent(dispute.id(), "dispute", dispute.receivedAt(), new EntryFacts(facts)));
            Sql.update(
                    connection,
                    "INSERT INTO dispute (dispute_id, dispute_ref, decision_id, body, appellant, received_at, log_index)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    dispute.id(),
                    ref,
                    dispute.decisionId(),
                    dispute.body(),
                    dispute.appellant(),
                    dispute.receivedAt(),
                    index);
            return find(connection, dispute.id()).orElseThrow();
        });
    }

    /**
     * Writes down how it ended; later, that it was carried out after all.
     *
     * @return empty when it ended otherwise before
     */
    public Optional<Dispute> end(String id, Ending ending, Instant now) {
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            var before = find(connection, id).orElseThrow().ending();
            if (before != null && (before.isImplemented() || !before.outcome().equals(ending.outcome())))
                return before.equals(ending) ? find(connection, id) : Optional.<Dispute>empty();
            Sql.update(
                    connection,
                    "UPDATE dispute SET outcome = ?, decided_at = ?, implemented = ?, implemented_decision_id = ?"
                            + " WHERE dispute_id = ?",
                    ending.outcome(),
                    ending.decidedAt(),
                    ending.isImplemented(),
                    ending.implementedBy(),
                    id);
            var facts = new LinkedHashMap<String, Object>();
            facts.put("dispute", id);
            facts.put("outcome", ending.outcome());
            facts.put("decided_at", ending.decidedAt().toString());
            facts.put("implemented", ending.isImplemented());
            if (ending.implementedBy() != null) facts.put("new_decision", ending.implementedBy());
            String step = ending.isImplemented() ? "/implemented" : "/ended";
            transaction.append(new LogEvent(id + step, "dispute-ended", now, new EntryFacts(facts)));
            return find(connection, id);
        });
    }

    public Optional<Dispute> find(String id) {
        return cell.read(connection -> find(connection, id));
    }

    private static Optional<Dispute> find(Connection connection, String id) throws SQLException {
        return Sql.query(connection, "SELECT * FROM dispute WHERE dispute_id = ?", Disputes::read, id).stream()
                .findFirst();
    }

    /**
     * In order of receipt.
     *
     * @param after id of the last one seen; null from the start
     */
    public List<Dispute> list(@Nullable String after, int limit) {
        return cell.read(connection -> Sql.query(
                connection,
                "SELECT * FROM dispute WHERE ?::text IS NULL OR (received_at, dispute_id)"
                        + " > (SELECT a.received_at, a.dispute_id FROM dispute a WHERE a.dispute_id = ?)"
                        + " ORDER BY received_at, dispute_id LIMIT ?",
                Disputes::read,
                after,
                after,
                limit));
    }

    static Dispute read(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        return new Dispute(
                row.getString("dispute_id"),
                row.getString("decision_id"),
                row.getString("body"),
                row.getString("appellant"),
                Sql.instant(row, "received_at"),
                outcome == null
                        ? null
                        : new Ending(
                                outcome,
                                Sql.instant(row, "decided_at"),
                                row.getBoolean("implemented"),
                                row.getString("implemented_decision_id")),
                row.getLong("log_index"));
    }
}
