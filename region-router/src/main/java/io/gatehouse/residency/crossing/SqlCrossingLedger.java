package io.gatehouse.residency.crossing;

import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@link CrossingLedger} in the cell's own database: volume and row in one transaction, then the entry of the log under
 * the transfer's id, so that a process killed in between leaves a row that the next opening logs.
 */
public final class SqlCrossingLedger implements CrossingLedger {
    private static final String KIND = "transfer";
    /** Adds only what stays within the cap: two who ask at once are counted one after the other by the row's lock. */
    private static final String COUNT = """
            INSERT INTO crossing_volume AS v (day, cap_key, subjects) SELECT ?, ?, ? WHERE ? <= ?
            ON CONFLICT (day, cap_key) DO UPDATE SET subjects = v.subjects + excluded.subjects
            WHERE v.subjects + excluded.subjects <= ?""";

    private static final String INSERT = "INSERT INTO crossing (transfer_id, at, permitted, facts) VALUES (?, ?, ?, ?)";
    private static final String LOGGED = "UPDATE crossing SET log_index = ? WHERE transfer_id = ?";
    private static final String NOT_LOGGED = "SELECT transfer_id, at, facts FROM crossing WHERE log_index IS NULL";
    private static final String BETWEEN = "SELECT transfer_id, at, facts, log_index FROM crossing"
            + " WHERE log_index IS NOT NULL AND at >= ? AND at < ? ORDER BY at, transfer_id LIMIT ?";

    private final RegionId region;
    private final Database database;
    private final CellWriter writer;

    private SqlCrossingLedger(RegionId region, Database database, CellWriter writer) {
        this.region = region;
        this.database = database;
        this.writer = writer;
    }

    /** Logs first what a killed process counted and did not log. */
    public static SqlCrossingLedger open(RegionId region, Database database, CellWriter writer) {
        var ledger = new SqlCrossingLedger(region, database, writer);
        ledger.logWhatIsLeft();
        return ledger;
    }

    @Override
    public Answer record(String transferId, Crossing crossing, Ruling ruling) {
        var outcome = database.transact(connection -> {
            var counted = count(connection, crossing, ruling);
            insert(
                    connection,
                    transferId,
                    crossing.at(),
                    counted instanceof Ruling.Permitted,
                    CrossingFacts.of(crossing, counted));
            return counted;
        });
        long index = log(transferId, crossing.at(), CrossingFacts.of(crossing, outcome));
        return new Answer(transferId, crossing, outcome, region, index);
    }

    /**
     * Records a ruling that was made elsewhere: nothing is counted.
     *
     * @return the index of its log entry
     */
    public long record(String transferId, Instant at, boolean isPermitted, EntryFacts facts) {
        database.transact(connection -> {
            insert(connection, transferId, at, isPermitted, facts);
            return transferId;
        });
        return log(transferId, at, facts);
    }

    private static Ruling count(Connection connection, Crossing crossing, Ruling ruling) throws SQLException {
        if (!(ruling instanceof Ruling.Permitted permitted) || permitted.cap() == null) return ruling;
        var cap = permitted.cap();
        var day = LocalDate.ofInstant(crossing.at(), ZoneOffset.UTC);
        try (var count = connection.prepareStatement(COUNT)) {
            count.setObject(1, day);
            count.setString(2, cap.key());
            count.setLong(3, crossing.subjects());
            count.setLong(4, crossing.subjects());
            count.setLong(5, cap.subjectsPerDay());
            count.setLong(6, cap.subjectsPerDay());
            if (count.executeUpdate() == 1) return ruling;
        }
        return new Ruling.Refused(List.of(new Reason(
                "volume_cap",
                "On " + day + " (UTC) " + cap.key() + " is good for " + cap.subjectsPerDay()
                        + " people; with these " + crossing.subjects()
                        + " it would be more. Ask for fewer, or tomorrow, or have the cap raised in transfers.yaml.")));
    }

    private static void insert(Connection connection, String id, Instant at, boolean isPermitted, EntryFacts facts)
            throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, id);
            insert.setObject(2, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
            insert.setBoolean(3, isPermitted);
            insert.setString(4, JsonMapper.shared().writeValueAsString(facts.facts()));
            insert.executeUpdate();
        }
    }

    private long log(String id, Instant at, EntryFacts facts) {
        long index = writer.append(new LogEvent(id, KIND, at, facts));
        database.transact(connection -> {
            try (var update = connection.prepareStatement(LOGGED)) {
                update.setLong(1, index);
                update.setString(2, id);
                return update.executeUpdate();
            }
        });
        return index;
    }

    private record Left(String id, Instant at, String facts) {}

    @SuppressWarnings("unchecked") // JSON objects have string keys.
    private void logWhatIsLeft() {
        var left = database.read(connection -> {
            var rows = new ArrayList<Left>();
            try (var select = connection.prepareStatement(NOT_LOGGED);
                    var found = select.executeQuery()) {
                while (found.next())
                    rows.add(new Left(
                            found.getString(1),
                            found.getObject(2, OffsetDateTime.class).toInstant(),
                            found.getString(3)));
            }
            return rows;
        });
        for (var row : left) {
            var facts = (Map<String, Object>) JsonMapper.shared().readValue(row.facts, Map.class);
            log(row.id, row.at, new EntryFacts(facts));
        }
    }

    /** Crossings asked for from one moment to before another, oldest first, at most {@code limit}. */
    public List<RecordedCrossing> between(Instant from, Instant to, int limit) {
        return database.read(connection -> {
            var rows = new ArrayList<RecordedCrossing>();
            try (var select = connection.prepareStatement(BETWEEN)) {
                select.setObject(1, OffsetDateTime.ofInstant(from, ZoneOffset.UTC));
                select.setObject(2, OffsetDateTime.ofInstant(to, ZoneOffset.UTC));
                select.setInt(3, limit);
                try (var found = select.executeQuery()) {
                    while (found.next())
                        rows.add(new RecordedCrossing(
                                found.getString(1),
                                region,
                                found.getObject(2, OffsetDateTime.class).toInstant(),
                                found.getString(3),
                                found.getLong(4)));
                }
            }
            return rows;
        });
    }
}
