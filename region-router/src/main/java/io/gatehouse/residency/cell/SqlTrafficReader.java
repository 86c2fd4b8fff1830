package io.gatehouse.residency.cell;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.KeyRefusedException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link TrafficReader} on PostgreSQL: whole ranges by primary key, without what looking back does not need. */
final class SqlTrafficReader implements TrafficReader {
    /** Lots are numbers below this: fine enough to draw one content in a million. */
    private static final int LOTS = 1 << 30;

    private static final String SELECT = """
        SELECT c.content_index, c.screening_id, c.revision, c.sealed_content,""" + ArchivePlace.COLUMNS + """
          , d.decision_id, d.surface, d.verdict, d.categories,
          d.language, d.policy_digest, d.degraded, d.decided_at, d.sealed_record,
          CASE WHEN d.verdict <> 'allow' THEN d.sealed_answer END AS sealed_answer,
          a.account_ref, a.state, a.key_id, a.wrapped_key
        FROM content c
        JOIN decision d ON d.log_index = c.standing_index
        JOIN account a ON a.account_ref = c.account_ref
        """;

    private static final String IDS =
            "SELECT d.decision_id FROM content c JOIN decision d ON d.log_index = c.standing_index\n";
    private static final String FIRST = "JOIN decision f ON f.log_index = c.content_index\n";
    private static final String RANGE = "WHERE c.content_index >= ? AND c.content_index < ?";
    private static final String SINCE = " AND f.decided_at >= ?";
    private static final String UNTIL = " AND f.decided_at < ?";
    private static final String DRAWN = " AND (hashint8extended(c.content_index, ?) & " + (LOTS - 1) + ") < ?";
    private static final String IN_ORDER = " ORDER BY c.content_index";
    private static final String NEXT_DECIDED =
            "SELECT log_index, decided_at FROM decision WHERE log_index >= ? ORDER BY log_index LIMIT 1";

    private final Database database;
    private final PersonKeyRing ring;
    private final SealContext context;
    private final ArchiveSource archive;

    SqlTrafficReader(Database database, PersonKeyRing ring, SealContext context, ArchiveSource archive) {
        this.database = database;
        this.ring = ring;
        this.context = context;
        this.archive = archive;
    }

    @Override
    public List<PastDecision> past(PastTraffic wanted, long fromIndex, long toIndex) {
        var archived = new LinkedHashMap<Long, ArchiveSource.Wanted>();
        var found = database.read(connection -> {
            try (var statement = PageStatements.prepare(connection, sql(SELECT, wanted))) {
                bind(statement, wanted, fromIndex, toIndex);
                return Bulk.all(statement, row -> decision(row, archived));
            }
        });
        if (archived.isEmpty()) return found;
        Set<Long> unreadable = new HashSet<>();
        var contents = archive.read(archived.values(), unreadable::add);
        return found.stream()
                .map(each -> {
                    if (unreadable.contains(each.contentIndex())) return each.unreadable();
                    var content = contents.get(each.contentIndex());
                    return content == null ? each : each.with(content);
                })
                .toList();
    }

    @Override
    public List<String> drawn(PastTraffic wanted, long fromIndex, long toIndex) {
        return database.read(connection -> {
            try (var statement = connection.prepareStatement(sql(IDS, wanted))) {
                bind(statement, wanted, fromIndex, toIndex);
                return Bulk.all(statement, row -> row.getString(1));
            }
        });
    }

    private static String sql(String select, PastTraffic wanted) {
        boolean isTimed = wanted.from() != null || wanted.to() != null;
        return select
                + (isTimed ? FIRST : "")
                + RANGE
                + (wanted.from() != null ? SINCE : "")
                + (wanted.to() != null ? UNTIL : "")
                + (wanted.share() < 1 ? DRAWN : "")
                + IN_ORDER;
    }

    private static void bind(PreparedStatement statement, PastTraffic wanted, long fromIndex, long toIndex)
            throws SQLException {
        int at = 1;
        statement.setLong(at++, fromIndex);
        statement.setLong(at++, toIndex);
        Instant from = wanted.from();
        Instant to = wanted.to();
        if (from != null) statement.setObject(at++, OffsetDateTime.ofInstant(from, ZoneOffset.UTC));
        if (to != null) statement.setObject(at++, OffsetDateTime.ofInstant(to, ZoneOffset.UTC));
        if (wanted.share() < 1) {
            statement.setLong(at++, wanted.seed());
            statement.setLong(at, Math.max(1, Math.round(wanted.share() * LOTS)));
        }
    }

    private PastDecision decision(ResultSet row, Map<Long, ArchiveSource.Wanted> archived) throws SQLException {
        var account = new AccountRef(row.getBytes("account_ref"));
        try {
            return decision(row, account, payload(row, account, archived));
        } catch (KeyRefusedException refused) {
            return decision(row, account, null).unreadable();
        }
    }

    private static PastDecision decision(ResultSet row, AccountRef account, @Nullable Payload payload)
            throws SQLException {
        return new PastDecision(
                row.getString("decision_id"),
                account,
                AccountState.valueOf(row.getString("state")),
                row.getLong("content_index"),
                SqlCellReader.report(row),
                payload,
                false);
    }

    private @Nullable Payload payload(ResultSet row, AccountRef account, Map<Long, ArchiveSource.Wanted> archived)
            throws SQLException {
        byte[] wrapped = row.getBytes("wrapped_key");
        byte[] content = row.getBytes("sealed_content");
        byte[] record = row.getBytes("sealed_record");
        boolean isGoing = AccountState.valueOf(row.getString("state")) == AccountState.ERASING;
        if (wrapped == null || isGoing) return null;
        var place = ArchivePlace.of(row);
        if (place == null && (content == null || record == null)) return null;
        var key = ring.stored(account, row.getString("key_id"), wrapped).key();
        if (place != null) {
            if (place.contentSalt() != null) archived.put(place.contentIndex(), new ArchiveSource.Wanted(place, key));
            return null;
        }
        if (content == null || record == null) return null;
        String decisionId = row.getString("decision_id");
        byte[] answer = row.getBytes("sealed_answer");
        return new Payload(
                key.open(content, context.content(row.getString("screening_id"), row.getInt("revision"))),
                key.open(record, context.record(decisionId)),
                answer == null ? new byte[0] : key.open(answer, context.answer(decisionId)));
    }

    @Override
    public long count(long fromIndex, long toIndex) {
        return number(
                "SELECT count(*) FROM content WHERE content_index >= ? AND content_index < ?", fromIndex, toIndex);
    }

    @Override
    public long nextIndex() {
        return number("SELECT next_index FROM log_head");
    }

    private long number(String sql, long... values) {
        return database.read(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) statement.setLong(i + 1, values[i]);
                return Bulk.all(statement, row -> row.getLong(1)).getFirst();
            }
        });
    }

    private record Decided(long index, Instant at) {}

    @Override
    public long indexBefore(Instant time, Duration slack) {
        Instant wanted = time.minus(slack);
        long low = 0;
        long high = nextIndex();
        // Times follow indices closely enough for halving; what they stray by is within the slack.
        while (low < high) {
            long middle = low + (high - low) / 2;
            var next = nextDecided(middle);
            if (next.isEmpty() || !next.getFirst().at().isBefore(wanted)) high = middle;
            else low = next.getFirst().index() + 1;
        }
        return low;
    }

    /** Empty when there is none at this index or later. */
    private List<Decided> nextDecided(long index) {
        return database.read(connection -> {
            try (var statement = connection.prepareStatement(NEXT_DECIDED)) {
                statement.setLong(1, index);
                return Bulk.all(
                        statement, row -> new Decided(row.getLong("log_index"), Bulk.instant(row, "decided_at")));
            }
        });
    }
}
