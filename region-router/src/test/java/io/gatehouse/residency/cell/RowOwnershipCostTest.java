package io.gatehouse.residency.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.database.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Measures, rather than checks: what a row's owner costs by the form it has. Prints microseconds a row. */
@Tag("long")
class RowOwnershipCostTest {
    private static final int ROWS = 200;
    private static final int BATCHES = 150;
    private static final int ROUNDS = 7;

    /** Column, check and policy of each form; {@code %s} is the role that serves. */
    private static final Map<String, List<String>> FORMS = new LinkedHashMap<>();

    static {
        var constant = "ADD COLUMN cell text NOT NULL DEFAULT 'eu-west-1'";
        var check = "ADD CHECK (cell = 'eu-west-1')";
        var secure = "ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY";
        FORMS.put("no owner", List.of());
        FORMS.put("text", List.of(constant));
        FORMS.put("text, check", List.of(constant, check));
        FORMS.put("text, check, policy on a constant", List.of(constant, check, secure, "cell = 'eu-west-1'"));
        FORMS.put(
                "smallint, check, policy on a constant",
                List.of("ADD COLUMN cell smallint NOT NULL DEFAULT 3", "ADD CHECK (cell = 3)", secure, "cell = 3"));
        FORMS.put(
                "text, policy on current_user",
                List.of("ADD COLUMN cell text NOT NULL DEFAULT current_user", secure, "cell = current_user"));
        FORMS.put(
                "text, policy on a setting",
                List.of(
                        "ADD COLUMN cell text NOT NULL DEFAULT current_setting('gatehouse.cell')",
                        secure,
                        "cell = current_setting('gatehouse.cell')"));
    }

    @Test
    void printsWhatEachFormCosts() throws SQLException {
        try (var database = TestServer.newDatabase(1)) {
            int n = 0;
            for (var form : FORMS.values()) make(database.name(), "t" + n++, form);
            var inserts = new ArrayList<List<Double>>();
            var reads = new ArrayList<List<Double>>();
            for (int i = 0; i < FORMS.size(); i++) {
                inserts.add(new ArrayList<>());
                reads.add(new ArrayList<>());
            }
            // Forms take turns, so that what the machine does meanwhile falls on all of them.
            for (int round = 0; round < ROUNDS; round++)
                for (int form = 0; form < FORMS.size(); form++) {
                    String table = "t" + form;
                    int from = round * BATCHES * ROWS;
                    inserts.get(form).add(database.transact(c -> insert(c, table, from)));
                    reads.get(form).add(database.read(c -> read(c, table, from)));
                }
            var names = List.copyOf(FORMS.keySet());
            for (int form = 0; form < names.size(); form++)
                System.out.printf(
                        "bench: %-40s insert %s, read %s us a row, %d bytes a row%n",
                        names.get(form),
                        spread(inserts.get(form)),
                        spread(reads.get(form)),
                        size(database.name(), "t" + form));
            assertThat(inserts).allMatch(times -> times.size() == ROUNDS);
        }
    }

    private static String spread(List<Double> times) {
        var sorted = times.stream().skip(1).sorted().toList();
        return "%.2f (%.2f to %.2f)".formatted(sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast());
    }

    private static void make(String role, String table, List<String> form) {
        TestServer.asSuperuser(
                role,
                "CREATE TABLE " + table + " (i bigint PRIMARY KEY, id text NOT NULL UNIQUE, body bytea);"
                        + "ALTER TABLE " + table + " ALTER COLUMN body SET STORAGE EXTERNAL;"
                        + "GRANT SELECT, INSERT ON " + table + " TO " + role);
        for (var part : form)
            TestServer.asSuperuser(
                    role,
                    "SET gatehouse.cell = 'eu-west-1';"
                            + (part.startsWith("cell")
                                    ? "CREATE POLICY p ON " + table + " TO " + role + " USING (" + part + ")"
                                    : "ALTER TABLE " + table + " " + part));
    }

    private static double insert(Connection connection, String table, int from) throws SQLException {
        connection.createStatement().execute("SET gatehouse.cell = 'eu-west-1'");
        var body = new byte[700];
        long start = System.nanoTime();
        for (int batch = 0; batch < BATCHES; batch++) {
            var indexes = LongStream.range(from + batch * ROWS, from + (batch + 1L) * ROWS)
                    .boxed()
                    .toList();
            Bulk.update(
                    connection,
                    "INSERT INTO " + table + " (i, id, body) SELECT * FROM unnest(?, ?, ?)",
                    Bulk.longs(indexes, Long::longValue),
                    Bulk.texts(indexes, i -> "eu-west-1.d." + i),
                    Bulk.bytes(indexes, i -> body));
        }
        return (System.nanoTime() - start) / 1e3 / BATCHES / ROWS;
    }

    private static double read(Connection connection, String table, int from) throws SQLException {
        connection.createStatement().execute("SET gatehouse.cell = 'eu-west-1'");
        long start = System.nanoTime();
        int found = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            var indexes = LongStream.range(from + batch * ROWS, from + (batch + 1L) * ROWS)
                    .boxed()
                    .toList();
            found += Bulk.query(
                            connection,
                            "SELECT i, body FROM " + table + " WHERE id = ANY (?)",
                            row -> row.getLong(1),
                            Bulk.texts(indexes, i -> "eu-west-1.d." + i))
                    .size();
        }
        assertThat(found).isEqualTo(BATCHES * ROWS);
        return (System.nanoTime() - start) / 1e3 / BATCHES / ROWS;
    }

    private static long size(String database, String table) throws SQLException {
        try (var connection = TestServer.superuser(database).getConnection()) {
            return Bulk.all(
                            connection.prepareStatement(
                                    "SELECT pg_relation_size('" + table + "') / " + (ROUNDS * BATCHES * ROWS)),
                            row -> row.getLong(1))
                    .getFirst();
        }
    }
}
