package io.gatehouse.residency.cell;

import io.gatehouse.residency.database.Database;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What an index of this cell follows: decisions by log index, in the order of their commits, and a queue of contents that were
 * changed or removed without a new decision, which the database itself keeps. One follower a cell: what it has settled is
 * gone from the queue. Thread-safe; every method throws {@link io.gatehouse.residency.database.DatabaseUnavailableException}
 * when the database is away, and a retry is safe.
 */
public final class SearchFeed {
    private final Database database;
    private final SqlCellReader reader;

    SearchFeed(Database database, SqlCellReader reader) {
        this.database = database;
        this.reader = reader;
    }

    /** A decision that was made, of whichever content. */
    public record Made(long index, long contentIndex, String decisionId) {}

    /** A note that a content has to be looked at again. */
    public record Change(long change, long contentIndex) {}

    /**
     * From its commit on changes are noted.
     *
     * @return whether none were noted before: what an index knew till then may have changed unseen
     */
    public boolean begin(Instant at) {
        return database.transact(connection -> {
            try (var insert = connection.prepareStatement(
                    "INSERT INTO search_follower (since) VALUES (?) ON CONFLICT DO NOTHING")) {
                insert.setObject(1, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
                return insert.executeUpdate() > 0;
            }
        });
    }

    /** Nothing is noted any more: nobody follows. */
    public void end() {
        database.transact(connection -> {
            try (var statement = connection.createStatement()) {
                statement.executeUpdate("DELETE FROM search_follower");
                return statement.executeUpdate("DELETE FROM search_change");
            }
        });
    }

    /** Decisions at this log index or later, in order. */
    public List<Made> made(long fromIndex, int limit) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement("SELECT log_index, content_index, decision_id FROM decision"
                    + " WHERE log_index >= ? ORDER BY log_index LIMIT ?")) {
                select.setLong(1, fromIndex);
                select.setInt(2, limit);
                return Bulk.all(select, row -> new Made(row.getLong(1), row.getLong(2), row.getString(3)));
            }
        });
    }

    /** The decision with this log index. */
    public Optional<Made> at(long index) {
        return made(index, 1).stream().filter(found -> found.index() == index).findFirst();
    }

    /** Whatever is noted after this one, in order. Notes are numbered before they are committed: earlier ones may come later. */
    public List<Change> changes(long afterChange, int limit) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(
                    "SELECT change, content_index FROM search_change WHERE change > ? ORDER BY change LIMIT ?")) {
                select.setLong(1, afterChange);
                select.setInt(2, limit);
                return Bulk.all(select, row -> new Change(row.getLong(1), row.getLong(2)));
            }
        });
    }

    /** Notes of contents whose words were deleted, edited away, moved or erased, the newest first. */
    public List<Change> gone(int limit) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(
                    "SELECT change, content_index FROM search_change WHERE gone ORDER BY change DESC LIMIT ?")) {
                select.setInt(1, limit);
                return Bulk.all(select, row -> new Change(row.getLong(1), row.getLong(2)));
            }
        });
    }

    /** Takes notes off the queue, once what they brought is durable. */
    public void settle(List<Change> changes) {
        if (changes.isEmpty()) return;
        database.transact(connection -> Bulk.update(
                connection, "DELETE FROM search_change WHERE change = ANY (?)", Bulk.longs(changes, Change::change)));
    }

    /** Every decision on these contents, opened; what does not open is marked. */
    public List<StoredDecision> ofContents(Collection<Long> contents) {
        return contents.isEmpty() ? List.of() : reader.ofContents(contents);
    }

    /** Decisions by their log indexes; those that are gone are left out, and what does not open is marked. */
    public List<StoredDecision> decisions(Collection<Long> indexes) {
        return indexes.isEmpty() ? List.of() : reader.decisions(indexes);
    }

    /** Indexes of contents that the range holds, whoever they are of, in order. */
    public List<Long> contents(long fromIndex, long toIndex, int limit) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement("SELECT content_index FROM content WHERE content_index >= ?"
                    + " AND content_index < ? ORDER BY content_index LIMIT ?")) {
                select.setLong(1, fromIndex);
                select.setLong(2, toIndex);
                select.setInt(3, limit);
                return Bulk.all(select, row -> row.getLong(1));
            }
        });
    }

    /** The log index that the next entry will get. */
    public long nextIndex() {
        return reader.nextIndex();
    }
}
