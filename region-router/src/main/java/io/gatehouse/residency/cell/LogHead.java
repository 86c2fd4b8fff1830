package io.gatehouse.residency.cell;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of the cell's log, locked until the transaction ends: whoever holds it is the cell's only writer, so index order
 * is commit order, and an earlier attempt whose commit was not answered has either happened or never will.
 */
final class LogHead {
    /**
     * A writer that is silent for so long is gone, and its network did not say so: the server ends its transaction, or nobody
     * else could write. Far longer than any writer thinks between two statements.
     */
    private static final Duration ABANDONED = Duration.ofSeconds(15);

    /**
     * All lookups of a commit are by index, a batch at a time. A planner that has no statistics yet, because the cell is new
     * or has grown fast, would rather read whole tables: in this transaction it may not.
     */
    private static final String LOCK = """
        SELECT next_index, set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
          set_config('enable_mergejoin', 'off', true),
          set_config('idle_in_transaction_session_timeout', '%ds', true)
        FROM log_head FOR UPDATE\
        """.formatted(ABANDONED.toSeconds());

    private final Connection connection;
    private final long first;
    private final List<byte[]> entries = new ArrayList<>();

    private LogHead(Connection connection, long first) {
        this.connection = connection;
        this.first = first;
    }

    static LogHead lock(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(LOCK);
                var rows = statement.executeQuery()) {
            if (!rows.next()) throw new IllegalStateException("log_head has no row");
            return new LogHead(connection, rows.getLong(1));
        }
    }

    /** The index that the next entry has, once the transaction is committed. */
    long next() {
        return first + entries.size();
    }

    /** The index that the entry has once the transaction is committed. */
    long append(byte[] entry) {
        entries.add(entry);
        return first + entries.size() - 1;
    }

    /** Writes what was appended; the last thing before the commit. */
    void write() throws SQLException {
        if (entries.isEmpty()) return;
        var indexes = new ArrayList<Long>(entries.size());
        for (int i = 0; i < entries.size(); i++) indexes.add(first + i);
        Bulk.update(
                connection,
                "INSERT INTO log_entry (log_index, entry) SELECT * FROM unnest(?, ?)",
                Bulk.longs(indexes, Long::longValue),
                Bulk.bytes(entries, entry -> entry));
        try (var statement = connection.prepareStatement("UPDATE log_head SET next_index = ?")) {
            statement.setLong(1, first + entries.size());
            statement.executeUpdate();
        }
    }
}
