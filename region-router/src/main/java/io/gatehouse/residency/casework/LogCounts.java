package io.gatehouse.residency.casework;

import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.OwnedTables;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Counts entries of one cell's log by what they say, in the database. A question is also a line of jq over the exported entries, so
 * that who has the evidence counts the same. Spans begin at {@code from} and end before {@code to}; both are whole seconds.
 * Thread-safe.
 */
public final class LogCounts {
    /** Whoever was erased is nobody by now, and whoever moved away is not here. */
    private static final String AUTHOR = "(SELECT nullif(c.account_ref, '\\x" + OwnedTables.NOBODY + "'::bytea)"
            + " FROM decision d JOIN content c USING (content_index) WHERE d.log_index = l.log_index)";

    private final Cell cell;

    public LogCounts(Cell cell) {
        this.cell = cell;
    }

    /**
     * What is asked of the log.
     *
     * @param kinds of entries
     * @param by facts that entries are counted by, {@code a.b} for what lies deeper; the word kind stands for what the entry is
     * @param where facts that must have one of these values
     * @param sum a fact that is added up; empty for none
     */
    public record Question(List<String> kinds, List<String> by, Map<String, List<String>> where, String sum) {
        public Question {
            kinds = List.copyOf(kinds);
            by = List.copyOf(by);
            where = Map.copyOf(where);
            if (kinds.isEmpty() || by.isEmpty()) throw new IllegalArgumentException("what is counted, and by what?");
        }

        public Question(List<String> kinds, List<String> by) {
            this(kinds, by, Map.of(), "");
        }

        /** The same question for who has the exported entries, one JSON object a line; each answer stands behind its number. */
        public String jq(Instant from, Instant to) {
            var conditions = new StringJoiner(" and ", "select(", ")");
            conditions.add(
                    kinds.stream().map(kind -> ".kind==\"" + kind + '"').collect(Collectors.joining(" or ", "(", ")")));
            conditions.add(within(from, to));
            new TreeMap<>(where)
                    .forEach((fact, values) -> conditions.add(values.stream()
                            .map(value -> ".facts." + fact + "==\"" + value + '"')
                            .collect(Collectors.joining(" or ", "(", ")"))));
            var told = new StringJoiner(",", "[", "]");
            for (String fact : by) told.add(fact.equals("kind") ? ".kind" : ".facts." + fact);
            String line = "./gatehouse report entries LOG | jq -c '" + conditions + " | " + told;
            return sum.isEmpty()
                    ? line + "' | sort | uniq -c"
                    : line + " + [.facts." + sum + "]' (the last number is added up)";
        }

        /** A condition of jq: that an entry is of the span. */
        public static String within(Instant from, Instant to) {
            return ".time[:19]>=\"" + second(from) + "\" and .time[:19]<\"" + second(to) + '"';
        }

        private static String second(Instant time) {
            return time.atOffset(ZoneOffset.UTC)
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toLocalDateTime()
                    .format(java.time.format.DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                    .substring(0, 19);
        }
    }

    /**
     * An answer.
     *
     * @param values of the question's facts, in its order; empty where an entry says nothing
     * @param sum of the added fact; 0 without one
     * @param people authors whom the cell still knows, each once; 0 when nobody asked for them. There were as many, or more.
     */
    public record Counted(List<String> values, long number, long sum, long people) {
        public Counted {
            values = List.copyOf(values);
        }
    }

    public List<Counted> count(Question question, Instant from, Instant to) {
        return count(question, from, to, false);
    }

    /** The same of entries about decisions, with how many people wrote what was decided: the log knows nobody, the cell does. */
    public List<Counted> countWithPeople(Question question, Instant from, Instant to) {
        return count(question, from, to, true);
    }

    private List<Counted> count(Question question, Instant from, Instant to, boolean withPeople) {
        return cell.read(connection -> {
            var entries = CountedRecords.entries(connection, from, to);
            try (var statement = connection.prepareStatement(sql(question, withPeople))) {
                bind(statement, question, entries, from, to);
                var found = new ArrayList<Counted>();
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        var values = new ArrayList<String>();
                        for (int i = 0; i < question.by().size(); i++) values.add(plain(rows.getString(i + 1)));
                        found.add(new Counted(
                                values, rows.getLong("number"), rows.getLong("summed"), rows.getLong("people")));
                    }
                }
                return found;
            }
        });
    }

    private static String sql(Question question, boolean withPeople) {
        var columns = new StringBuilder();
        var ordinals = new StringJoiner(", ");
        for (int i = 0; i < question.by().size(); i++) {
            columns.append(
                            question.by().get(i).equals("kind")
                                    ? "e->>'kind'"
                                    : "coalesce(e #>> string_to_array(?, '.'), '')")
                    .append(", ");
            ordinals.add(Integer.toString(i + 1));
        }
        var where = new StringBuilder();
        for (int i = 0; i < question.where().size(); i++) where.append(" AND e #>> string_to_array(?, '.') = ANY (?)");
        // Words are looked for before parsing, which costs ten times as much.
        return "WITH entry AS MATERIALIZED (SELECT convert_from(l.entry, 'UTF8')::jsonb AS e, "
                + (withPeople ? AUTHOR : "NULL")
                + " AS author FROM log_entry l"
                + " WHERE l.log_index >= ? AND l.log_index < ? AND EXISTS (SELECT 1 FROM unnest(?::text[]) w(word)"
                + " WHERE position(convert_to(w.word, 'UTF8') IN l.entry) > 0)) SELECT " + columns
                + "count(*) AS number, coalesce(sum((e #>> string_to_array(?, '.'))::bigint), 0)::bigint AS summed,"
                + " count(DISTINCT author) AS people"
                + " FROM entry WHERE e->>'kind' = ANY (?) AND (e->>'time')::timestamptz >= ? AND (e->>'time')::timestamptz < ?"
                + where + " GROUP BY " + ordinals + " ORDER BY " + ordinals;
    }

    private static void bind(
            PreparedStatement statement, Question question, CountedRecords.Entries entries, Instant from, Instant to)
            throws SQLException {
        var connection = statement.getConnection();
        int at = 1;
        statement.setLong(at++, entries.first());
        statement.setLong(at++, entries.end());
        statement.setArray(
                at++, connection.createArrayOf("text", words(question).toArray()));
        for (String fact : question.by()) if (!fact.equals("kind")) statement.setString(at++, "facts." + fact);
        statement.setString(at++, question.sum().isEmpty() ? "facts.-" : "facts." + question.sum());
        statement.setArray(
                at++, connection.createArrayOf("text", question.kinds().toArray()));
        statement.setObject(at++, from.atOffset(ZoneOffset.UTC));
        statement.setObject(at++, to.atOffset(ZoneOffset.UTC));
        for (var condition : new TreeMap<>(question.where()).entrySet()) {
            statement.setString(at++, "facts." + condition.getKey());
            statement.setArray(
                    at++, connection.createArrayOf("text", condition.getValue().toArray()));
        }
    }

    /** An entry has one encoding: what it says stands in it so. */
    private static List<String> words(Question question) {
        return question.where().entrySet().stream()
                .filter(condition -> !condition.getKey().contains("."))
                .min(Map.Entry.comparingByKey())
                .map(condition -> condition.getValue().stream()
                        .map(value -> '"' + condition.getKey() + "\":\"" + value + '"')
                        .toList())
                .orElseGet(() -> question.kinds().stream()
                        .map(kind -> "\"kind\":\"" + kind + '"')
                        .toList());
    }

    /** Lists as words with commas. */
    private static String plain(String json) {
        if (!json.startsWith("[")) return json;
        return json.substring(1, json.length() - 1).replace("\"", "");
    }
}
