package io.gatehouse.benchmarks.residency;

import io.gatehouse.benchmarks.load.Acknowledged;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One cell's rows against what was acknowledged there. */
final class CellAudit {
    /** Enough to see what kind of fault it is. */
    private static final int SHOWN = 5;

    private final Connection connection;
    private final String region;
    private final List<String> faults = new ArrayList<>();

    CellAudit(Connection connection, String region) {
        this.connection = connection;
        this.region = region;
    }

    /**
     * @param here what lies in this cell
     * @param accounts of people at home here, and of guests
     * @param unanswered decisions that may be there although nobody was told
     */
    Counts audit(List<Acknowledged> here, long accounts, int unanswered) throws SQLException {
        var counts = new Counts(
                number("SELECT count(*) FROM account"),
                number("SELECT count(*) FROM content"),
                number("SELECT count(*) FROM decision"),
                number("SELECT count(*) FROM log_entry"),
                number("SELECT count(*) FROM log_event"),
                number("SELECT count(*) FROM idempotency"),
                number("SELECT count(*) FROM outbox"),
                number("SELECT next_index FROM log_head"),
                number("SELECT count(*) FROM crossing"));
        findEachOnce(here);
        compare(counts, here.size(), accounts, unanswered);
        refuseAny(
                "decisions without their content",
                "SELECT d.decision_id FROM decision d LEFT JOIN content c"
                        + " ON c.content_index = d.content_index WHERE c.content_index IS NULL");
        refuseAny(
                "decisions without their log entry",
                "SELECT d.decision_id FROM decision d LEFT JOIN log_entry e"
                        + " ON e.log_index = d.log_index WHERE e.log_index IS NULL");
        refuseAny(
                "effects without their decision",
                "SELECT o.log_index FROM outbox o LEFT JOIN decision d"
                        + " ON d.log_index = o.log_index WHERE d.log_index IS NULL");
        refuseAny(
                "contents without their author",
                "SELECT c.screening_id FROM content c LEFT JOIN account a"
                        + " ON a.account_ref = c.account_ref WHERE a.account_ref IS NULL");
        refuseAny(
                "idempotency keys without their decision",
                "SELECT i.log_index FROM idempotency i"
                        + " LEFT JOIN decision d ON d.log_index = i.log_index WHERE d.log_index IS NULL");
        refuseAny("keys of another region", "SELECT key_id FROM account WHERE key_id NOT LIKE '" + region + "/%'");
        refuseAny(
                "ids of another region",
                "SELECT decision_id FROM decision WHERE decision_id NOT LIKE '" + region
                        + ".d.%' UNION ALL SELECT screening_id FROM content WHERE screening_id NOT LIKE '" + region
                        + ".s.%'");
        return counts;
    }

    private void compare(Counts counts, int here, long accounts, int unanswered) {
        require("decisions", counts.decisions, here, unanswered);
        require("contents", counts.contents, here, unanswered);
        require("idempotency keys", counts.idempotencyKeys, here, unanswered);
        require("accounts", counts.accounts, accounts, unanswered);
        require("log entries less events", counts.logEntries - counts.logEvents, counts.decisions, 0);
        require("next log index", counts.nextIndex, counts.logEntries, 0);
    }

    private void require(String what, long found, long expected, long slack) {
        if (found < expected || found > expected + slack)
            fault("%,d %s, expected %,d".formatted(found, what, expected)
                    + (slack > 0 ? " and at most " + slack + " more" : ""));
    }

    private void findEachOnce(List<Acknowledged> here) throws SQLException {
        var stored = new HashMap<String, Long>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT d.decision_id, c.screening_id, d.log_index, e.entry"
                        + " FROM decision d JOIN content c USING (content_index) JOIN log_entry e"
                        + " ON e.log_index = d.log_index")) {
            while (rows.next()) {
                var id = rows.getString(1);
                if (stored.put(id + " " + rows.getString(2), rows.getLong(3)) != null) fault("stored twice: " + id);
                if (!new String(rows.getBytes(4), StandardCharsets.ISO_8859_1).contains(id))
                    fault("the log entry of " + id + " does not name it");
            }
        }
        for (var one : here) {
            var index = stored.get(one.decisionId() + " " + one.screeningId());
            if (index == null) fault("LOST: acknowledged, not stored: " + one.decisionId());
            else if (index != one.index()) fault("stored at index " + index + ", promised " + one.index());
        }
    }

    /** Every decision id of this cell. */
    Set<String> decisionIds() throws SQLException {
        var ids = new HashSet<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT decision_id FROM decision")) {
            while (rows.next()) ids.add(rows.getString(1));
        }
        return ids;
    }

    private void refuseAny(String what, String query) throws SQLException {
        var found = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) found.add(rows.getString(1));
        }
        if (!found.isEmpty()) fault(found.size() + " " + what + ": " + found.subList(0, Math.min(SHOWN, found.size())));
    }

    private long number(String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            if (!rows.next()) throw new SQLException("nothing came of: " + query);
            return rows.getLong(1);
        }
    }

    private void fault(String fault) {
        faults.add(region + ": " + fault);
    }

    List<String> faults() {
        return faults;
    }

    /** Rows of one cell. */
    record Counts(
            long accounts,
            long contents,
            long decisions,
            long logEntries,
            long logEvents,
            long idempotencyKeys,
            long effects,
            long nextIndex,
            long crossings) {}

    /** Authors whom the directory sends to each region. */
    static Map<String, Long> directory(Connection control) throws SQLException {
        var byRegion = new HashMap<String, Long>();
        try (var statement = control.createStatement();
                var rows = statement.executeQuery("SELECT region, count(*) FROM directory GROUP BY region")) {
            while (rows.next()) byRegion.put(rows.getString(1), rows.getLong(2));
        }
        return byRegion;
    }
}
