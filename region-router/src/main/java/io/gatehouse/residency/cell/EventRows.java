package io.gatehouse.residency.cell;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Log entries that are no decisions, each under an id that is used once. */
final class EventRows {
    private static final String SELECT = "SELECT event_id, log_index FROM log_event WHERE event_id = ANY (?)";
    private static final String INSERT = "INSERT INTO log_event (event_id, log_index) SELECT * FROM unnest(?, ?)";

    private EventRows() {}

    static Map<String, Long> find(Connection connection, List<String> ids) throws SQLException {
        var found = new HashMap<String, Long>();
        if (ids.isEmpty()) return found;
        Bulk.query(connection, SELECT, row -> found.put(row.getString(1), row.getLong(2)), Bulk.texts(ids, id -> id));
        return found;
    }

    static void insert(Connection connection, Map<String, Long> indexes) throws SQLException {
        if (indexes.isEmpty()) return;
        var rows = List.copyOf(indexes.entrySet());
        Bulk.update(connection, INSERT, Bulk.texts(rows, Map.Entry::getKey), Bulk.longs(rows, Map.Entry::getValue));
    }

    static void write(Connection connection, LogHead head, List<PreparedEvent> works) throws SQLException {
        var known = find(connection, works.stream().map(work -> work.id).toList());
        var added = new LinkedHashMap<String, Long>();
        for (var work : works) {
            Long index = known.get(work.id);
            if (index == null) {
                index = head.append(work.entry);
                known.put(work.id, index);
                added.put(work.id, index);
            }
            work.decide(index);
        }
        insert(connection, added);
    }
}
