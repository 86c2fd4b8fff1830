package io.gatehouse.residency.casework;

import io.gatehouse.residency.cell.Cell;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a transparency report counts in one cell, with the ids behind every count (DSA Art. 15, 24, 42). Decisions are read from
 * the log, where they stay when people move away or are erased, so that whoever has the exported log counts the same. Spans begin
 * at {@code from} and end before {@code to}. Thread-safe; nothing here is personal.
 */
public final class ReportRecords {
    /** Entries read at a time: some megabytes. */
    private static final int PAGE = 5_000;

    /** Of each decision the entry where it was made; what was brought or moved was counted there. */
    private static final Set<String> DECISIONS = Set.of("decision", "redecision", "edit");

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final Cell cell;

    public ReportRecords(Cell cell) {
        this.cell = cell;
    }

    /**
     * A decision as the log has it.
     *
     * @param categories of the rules' labels
     * @param actions kinds of {@code EnforcementAction}
     * @param isAutomated whether no person took part
     * @param source {@code own_initiative}, {@code notice}, {@code appeal} or {@code order}
     * @param dsaCategory of the statement, where a person named one; null where rules did
     * @param statement {@code given}, {@code none}, or why none is owed
     */
    public record DecisionRecord(
            long index,
            String id,
            Instant at,
            String surface,
            String verdict,
            List<String> categories,
            List<String> rules,
            List<String> actions,
            String language,
            boolean isAutomated,
            String source,
            @Nullable String dsaCategory,
            String statement) {
        public DecisionRecord {
            categories = List.copyOf(categories);
            rules = List.copyOf(rules);
            actions = List.copyOf(actions);
        }
    }

    /**
     * All decisions of the span, in log order.
     *
     * @return how many
     */
    public long decisions(Instant from, Instant to, Consumer<DecisionRecord> each) {
        long after = -1;
        long found = 0;
        while (true) {
            long first = after;
            var page = cell.read(connection -> Sql.query(
                    connection,
                    "SELECT log_index, entry FROM log_entry WHERE log_index > ? ORDER BY log_index LIMIT ?",
                    row -> new Entry(row.getLong(1), row.getBytes(2)),
                    first,
                    PAGE));
            for (var entry : page) {
                var fields = JSON.readValue(entry.bytes(), OBJECT);
                if (!DECISIONS.contains(text(fields, "kind"))) continue;
                var at = Instant.parse(text(fields, "time"));
                if (at.isBefore(from) || !at.isBefore(to)) continue;
                each.accept(decision(entry.index(), fields, at));
                found++;
            }
            if (page.size() < PAGE) return found;
            after = page.getLast().index();
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    private record Entry(long index, byte[] bytes) {}

    @SuppressWarnings("unchecked") // JSON objects have string keys.
    private static DecisionRecord decision(long index, Map<String, Object> fields, Instant at) {
        var facts = (Map<String, Object>) java.util.Objects.requireNonNull(fields.get("facts"));
        return new DecisionRecord(
                index,
                text(fields, "id"),
                at,
                text(facts, "surface"),
                text(facts, "verdict"),
                texts(facts, "categories"),
                texts(facts, "rules"),
                texts(facts, "actions"),
                text(facts, "language"),
                !Boolean.FALSE.equals(facts.get("automated")),
                facts.get("source") instanceof String source ? source : "own_initiative",
                facts.get("dsa_category") instanceof String category ? category : null,
                facts.get("statement") instanceof String statement ? statement : "none");
    }

    private static String text(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    private static List<String> texts(Map<String, Object> fields, String name) {
        var found = new ArrayList<String>();
        if (fields.get(name) instanceof List<?> values)
            for (var value : values) if (value instanceof String text) found.add(text);
        return found;
    }

    /** Notices received in the span. Those that do not lead are parts of others, which are counted. */
    public List<Notices.Notice> notices(Instant from, Instant to) {
        var notices = new Notices(cell);
        return ids("SELECT notice_id FROM notice WHERE received_at >= ? AND received_at < ? ORDER BY 1", from, to)
                .stream()
                .flatMap(id -> notices.find(id).stream())
                .toList();
    }

    /** Appeals received in the span. */
    public List<Appeals.Appeal> appeals(Instant from, Instant to) {
        return cell.read(connection -> Sql.query(
                connection,
                "SELECT * FROM appeal WHERE received_at >= ? AND received_at < ? ORDER BY received_at, appeal_id",
                Appeals::read,
                from,
                to));
    }

    /** Cases that people decided in the span, whenever they were opened. */
    public List<ReviewCase> resolved(Instant from, Instant to) {
        return cell.read(connection -> Sql.query(
                connection,
                "SELECT * FROM review_case WHERE state = 'RESOLVED' AND resolved_at >= ? AND resolved_at < ?"
                        + " ORDER BY resolved_at, case_id",
                CaseRow::read,
                from,
                to));
    }

    /** Orders received in the span. */
    public List<Orders.Order> orders(Instant from, Instant to) {
        return cell.read(connection -> Orders.all(
                connection,
                "SELECT order_id FROM authority_order WHERE received_at >= ? AND received_at < ?"
                        + " ORDER BY received_at, order_id",
                from,
                to));
    }

    /** Disputes received in the span. */
    public List<Disputes.Dispute> disputes(Instant from, Instant to) {
        return cell.read(connection -> Sql.query(
                connection,
                "SELECT * FROM dispute WHERE received_at >= ? AND received_at < ? ORDER BY received_at, dispute_id",
                Disputes::read,
                from,
                to));
    }

    /** Ids by what they have in common: a count is the size of its list. */
    public static <T> Map<String, List<String>> idsBy(
            List<T> records, Function<T, String> group, Function<T, String> id) {
        return records.stream()
                .collect(Collectors.groupingBy(
                        group, java.util.TreeMap::new, Collectors.mapping(id, Collectors.toList())));
    }

    private List<String> ids(String sql, Instant from, Instant to) {
        return cell.read(connection -> ids(connection, sql, from, to));
    }

    private static List<String> ids(java.sql.Connection connection, String sql, Instant from, Instant to)
            throws SQLException {
        return Sql.query(connection, sql, row -> row.getString(1), from, to);
    }
}
