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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That authorities were told of threats to life that contents of one cell made one suspect (DSA Art. 18; Regulation (EU) 2021/784 Art.
 * 14(5)). Telling them is people's; here is written down that it was done, what was told (sealed), and when. Thread-safe.
 */
public final class LifeThreats {
    private static final String TABLE = "life_threat";

    private final Cell cell;
    private final SentRecords records;

    public LifeThreats(Cell cell) {
        this.cell = cell;
        this.records = new SentRecords(cell, "life-threat", "life_threat", "threat");
    }

    /** Under which law an authority was told. */
    public enum Basis {
        /** Suspicion of a criminal offence that involves a threat to somebody's life or safety. */
        DSA_18("dsa_18"),
        /** Terrorist content that involves an imminent threat to life. */
        TCO_14_5("tco_14_5");

        private final String wireName;

        Basis(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    /**
     * @param decisions on the contents, one at the least
     * @param memberState of the authority; {@code EU} for Europol
     * @param awareAt when one became aware; null where nobody said
     * @param by whoever told them, as the staff register names people, or else the API key
     */
    public record Threat(
            String id,
            String client,
            Basis basis,
            List<String> decisions,
            String memberState,
            @Nullable Instant awareAt,
            Instant toldAt,
            Instant recordedAt,
            String by,
            long logIndex) {
        public Threat {
            decisions = List.copyOf(decisions);
            if (decisions.isEmpty()) throw new IllegalArgumentException("a threat that no content made");
        }
    }

    /**
     * What is to be written down.
     *
     * @param threat its place in the log is not known yet, and not read
     * @param ownId what the platform calls it: the same again is a repeat
     * @param body digest of the request
     * @param text what was told, and whom, as the caller encodes it; sealed under a key of its own
     */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    public record NewThreat(Threat threat, String ownId, byte[] body, byte[] text) {}

    /** What became of a record that was sent. */
    public sealed interface Submission {
        record Received(Threat threat) implements Submission {}

        record Repeated(Threat threat) implements Submission {}

        record IdReused() implements Submission {}
    }

    /** What this client called so, received here before: repeated, or another under the same id. Empty when there is none. */
    public Optional<Submission> sentBefore(String client, String ownId, byte[] body) {
        return cell.read(connection -> sentBefore(connection, records.ref(client, ownId), records.bodyRef(body)));
    }

    private Optional<Submission> sentBefore(Connection connection, byte[] ref, byte[] bodyRef) throws SQLException {
        var before = records.before(connection, ref, bodyRef);
        if (before.isEmpty()) return Optional.empty();
        return Optional.of(
                switch (before.get()) {
                    case SentRecords.Before.Same(String id) ->
                        new Submission.Repeated(find(connection, id).orElseThrow());
                    case SentRecords.Before.Other() -> new Submission.IdReused();
                });
    }

    public Submission submit(NewThreat sent) {
        var threat = sent.threat();
        byte[] ref = records.ref(threat.client(), sent.ownId());
        byte[] bodyRef = records.bodyRef(sent.body());
        var made = cell.ownKeys().create(TABLE, threat.id());
        byte[] text = made.key().seal("text", sent.text());
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            var before = sentBefore(connection, ref, bodyRef);
            if (before.isPresent()) return before.get();
            long index = transaction.append(
                    new LogEvent(threat.id(), "life-threat-told", threat.toldAt(), new EntryFacts(facts(threat))));
            Sql.update(
                    connection,
                    """
                    INSERT INTO life_threat (threat_id, threat_ref, body_ref, client, basis, decisions, member_state, aware_at,
                      told_at, recorded_at, told_by, key_id, wrapped_key, sealed_text, log_index)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
                    """,
                    threat.id(),
                    ref,
                    bodyRef,
                    threat.client(),
                    threat.basis().name(),
                    threat.decisions(),
                    threat.memberState(),
                    threat.awareAt(),
                    threat.toldAt(),
                    threat.recordedAt(),
                    threat.by(),
                    made.wrapped().regionKeyId(),
                    made.wrapped().bytes(),
                    text,
                    index);
            return new Submission.Received(find(connection, threat.id()).orElseThrow());
        });
    }

    private static Map<String, Object> facts(Threat threat) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("basis", threat.basis().wireName());
        facts.put("decisions", threat.decisions());
        facts.put("member_state", threat.memberState());
        var aware = threat.awareAt();
        if (aware != null) facts.put("aware_at", aware.toString());
        facts.put("told_at", threat.toldAt().toString());
        facts.put("by", threat.by());
        return facts;
    }

    public Optional<Threat> find(String id) {
        return cell.read(connection -> find(connection, id));
    }

    private static Optional<Threat> find(Connection connection, String id) throws SQLException {
        return Sql.query(connection, "SELECT * FROM life_threat WHERE threat_id = ?", LifeThreats::threat, id).stream()
                .findFirst();
    }

    /** What was told, as the caller encoded it. */
    public Optional<byte[]> open(String id) {
        return cell.read(connection -> Sql.query(
                        connection,
                        "SELECT * FROM life_threat WHERE threat_id = ?",
                        row -> cell.ownKeys()
                                .open(TABLE, id, row.getString("key_id"), row.getBytes("wrapped_key"))
                                .open("text", row.getBytes("sealed_text")),
                        id)
                .stream()
                .findFirst());
    }

    /**
     * In the order in which authorities were told.
     *
     * @param after id of the last one seen; null from the start
     */
    public List<Threat> list(@Nullable String after, int limit) {
        return cell.read(connection -> Sql.query(
                connection,
                "SELECT * FROM life_threat WHERE ?::text IS NULL OR (told_at, threat_id)"
                        + " > (SELECT a.told_at, a.threat_id FROM life_threat a WHERE a.threat_id = ?)"
                        + " ORDER BY told_at, threat_id LIMIT ?",
                LifeThreats::threat,
                after,
                after,
                limit));
    }

    static Threat threat(ResultSet row) throws SQLException {
        return new Threat(
                row.getString("threat_id"),
                row.getString("client"),
                Basis.valueOf(row.getString("basis")),
                Sql.texts(row, "decisions"),
                row.getString("member_state"),
                Sql.instantOrNull(row, "aware_at"),
                Sql.instant(row, "told_at"),
                Sql.instant(row, "recorded_at"),
                row.getString("told_by"),
                row.getLong("log_index"));
    }
}
