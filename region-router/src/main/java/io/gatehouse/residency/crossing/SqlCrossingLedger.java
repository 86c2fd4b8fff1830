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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@link CrossingLedger} in the cell's own database: volume and row in one transaction, then the entry of the log under
 * the transfer's id, so that a process killed in between leaves a row that the next opening logs.
 */
public final class SqlCrossingLedger implements CrossingLedger {
    /** What is asked of the gate. */
    public static final String TRANSFER = "transfer";
    /** Somebody read personal data, or was not let. */
    public static final String OPERATOR_ACCESS = "operator-access";

    /** Adds only what stays within the cap: two who ask at once are counted one after the other by the row's lock. */
    private static final String COUNT = """
        INSERT INTO crossing_volume AS v (day, cap_key, subjects) SELECT ?, ?, ? WHERE ? <= ?
        ON CONFLICT (day, cap_key) DO UPDATE SET subjects = v.subjects + excluded.subjects
        WHERE v.subjects + excluded.subjects <= ?\
        """;

    private static final String INSERT =
            "INSERT INTO crossing (transfer_id, at, permitted, facts, kind) VALUES (?, ?, ?, ?, ?)";
    private static final String LOGGED = "UPDATE crossing SET log_index = ? WHERE transfer_id = ?";
    private static final String NOT_LOGGED =
            "SELECT transfer_id, at, facts, kind FROM crossing WHERE log_index IS NULL";
    private static final String BETWEEN = "SELECT transfer_id, at, facts, log_index FROM crossing"
            + " WHERE kind = ? AND log_index IS NOT NULL AND at >= ? AND at < ? ORDER BY at, transfer_id LIMIT ?";

    private static final String TALLIED = "SELECT day, cap_key, subjects FROM crossing_volume"
            + " WHERE starts_with(cap_key, ?) AND day >= ? AND day <= ? ORDER BY day, cap_key";

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
        var caps = ruling instanceof Ruling.Permitted permitted && permitted.cap() != null
                ? List.of(DatedCap.on(crossing.at(), permitted.cap()))
                : List.<DatedCap>of();
        return record(TRANSFER, transferId, crossing, ruling, caps, Map.of());
    }

    /**
     * A cap and the day under which it is counted: a limit that holds for longer than a day is counted under its first.
     */
    public record DatedCap(LocalDate day, Ruling.Cap cap) {
        public static DatedCap on(Instant at, Ruling.Cap cap) {
            return new DatedCap(LocalDate.ofInstant(at, ZoneOffset.UTC), cap);
        }
    }

    /**
     * As {@link #record(String, Crossing, Ruling)}, of another kind.
     *
     * @param caps what is counted when the ruling permits; all of them or none
     * @param more facts of the entry, beside the crossing's own
     */
    public Answer record(
            String kind, String id, Crossing crossing, Ruling ruling, List<DatedCap> caps, Map<String, ?> more) {
        var outcome = database.transact(connection -> {
            var counted = ruling instanceof Ruling.Permitted ? countAll(connection, crossing, ruling, caps) : ruling;
            insert(
                    connection,
                    kind,
                    id,
                    crossing.at(),
                    counted instanceof Ruling.Permitted,
                    CrossingFacts.of(crossing, counted, more));
            return counted;
        });
        long index = log(kind, id, crossing.at(), CrossingFacts.of(crossing, outcome, more));
        return new Answer(id, crossing, outcome, region, index);
    }

    /**
     * Records a ruling that was made elsewhere: nothing is counted.
     *
     * @return the index of its log entry
     */
    public long record(String transferId, Instant at, boolean isPermitted, EntryFacts facts) {
        return record(TRANSFER, transferId, at, isPermitted, facts);
    }

    /** As {@link #record(String, Instant, boolean, EntryFacts)}, of another kind. */
    public long record(String kind, String id, Instant at, boolean isPermitted, EntryFacts facts) {
        database.transact(connection -> {
            insert(connection, kind, id, at, isPermitted, facts);
            return id;
        });
        return log(kind, id, at, facts);
    }

    private static Ruling countAll(Connection connection, Crossing crossing, Ruling ruling, List<DatedCap> caps)
            throws SQLException {
        var before = connection.setSavepoint();
        for (var cap : caps) {
            if (count(connection, cap, crossing.subjects())) continue;
            connection.rollback(before);
            return new Ruling.Refused(List.of(usedUp(cap, crossing.subjects())));
        }
        return ruling;
    }

    private static Reason usedUp(DatedCap dated, long subjects) {
        return new Reason(
                "volume_cap",
                "From " + dated.day() + " (UTC) " + dated.cap().key() + " is good for "
                        + dated.cap().subjectsPerDay() + " people; with these " + subjects
                        + " it would be more. Ask for fewer, or tomorrow, or have the cap raised.");
    }

    /** Adds to what is only counted and never refused, for example reads by the platform itself. */
    public void tally(Map<DatedCap, Long> counts) {
        database.transact(connection -> {
            for (var entry : counts.entrySet())
                if (!count(connection, entry.getKey(), entry.getValue()))
                    throw new IllegalArgumentException("a tally has no limit: " + entry.getKey());
            return region;
        });
    }

    /** What was counted under keys that begin so, by day. */
    public Map<DatedCap, Long> tallied(String prefix, LocalDate from, LocalDate to) {
        return database.read(connection -> {
            var found = new LinkedHashMap<DatedCap, Long>();
            try (var select = connection.prepareStatement(TALLIED)) {
                select.setString(1, prefix);
                select.setObject(2, from);
                select.setObject(3, to);
                try (var rows = select.executeQuery()) {
                    while (rows.next())
                        found.put(
                                new DatedCap(
                                        rows.getObject(1, LocalDate.class),
                                        new Ruling.Cap(rows.getString(2), Long.MAX_VALUE)),
                                rows.getLong(3));
                }
            }
            return found;
        });
    }

    /** @return false when it would be more than the cap; then nothing was added */
    private static boolean count(Connection connection, DatedCap dated, long subjects) throws SQLException {
        try (var count = connection.prepareStatement(COUNT)) {
            count.setObject(1, dated.day());
            count.setString(2, dated.cap().key());
            count.setLong(3, subjects);
            count.setLong(4, subjects);
            count.setLong(5, dated.cap().subjectsPerDay());
            count.setLong(6, dated.cap().subjectsPerDay());
            return count.executeUpdate() == 1;
        }
    }

    private static void insert(
            Connection connection, String kind, String id, Instant at, boolean isPermitted, EntryFacts facts)
            throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, id);
            insert.setObject(2, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
            insert.setBoolean(3, isPermitted);
            insert.setString(4, JsonMapper.shared().writeValueAsString(facts.facts()));
            insert.setString(5, kind);
            insert.executeUpdate();
        }
    }

    private long log(String kind, String id, Instant at, EntryFacts facts) {
        long index = writer.append(new LogEvent(id, kind, at, facts));
        database.transact(connection -> {
            try (var update = connection.prepareStatement(LOGGED)) {
                update.setLong(1, index);
                update.setString(2, id);
                return update.executeUpdate();
            }
        });
        return index;
    }

    private record Left(String id, Instant at, String facts, String kind) {}

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
                            found.getString(3),
                            found.getString(4)));
            }
            return rows;
        });
        for (var row : left) {
            var facts = (Map<String, Object>) JsonMapper.shared().readValue(row.facts, Map.class);
            log(row.kind, row.id, row.at, new EntryFacts(facts));
        }
    }

    /** Crossings asked for from one moment to before another, oldest first, at most {@code limit}. */
    public List<RecordedCrossing> between(Instant from, Instant to, int limit) {
        return between(TRANSFER, from, to, limit);
    }

    /** As {@link #between(Instant, Instant, int)}, of another kind. */
    public List<RecordedCrossing> between(String kind, Instant from, Instant to, int limit) {
        return database.read(connection -> {
            var rows = new ArrayList<RecordedCrossing>();
            try (var select = connection.prepareStatement(BETWEEN)) {
                select.setString(1, kind);
                select.setObject(2, OffsetDateTime.ofInstant(from, ZoneOffset.UTC));
                select.setObject(3, OffsetDateTime.ofInstant(to, ZoneOffset.UTC));
                select.setInt(4, limit);
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
