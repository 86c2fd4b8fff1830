package io.gatehouse.residency.bank;

import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.cell.LoggedTransaction;
import io.gatehouse.residency.log.EntryFacts;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lists fetched from other bodies, in the cell of the one region that each belongs to. A page, what it changes in the bank, where
 * the fetch goes on and an entry in the region's log are one transaction: whoever dies in between fetches that page again.
 * Thread-safe. Throws {@link io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away; a retry is safe.
 */
public final class ExchangeStore {
    private static final String COLUMNS =
            "name, bank, checkpoint, cursor, generation, fetched_at, wait_until, failed_at,"
                    + " failure, rows_fetched, rows_refused, rows_added, rows_removed";

    /** Only what the exchange itself brought, and only when none of its rows has it any more. */
    private static final String REMOVE = """
        WITH gone AS (DELETE FROM hash_entry e WHERE e.bank = ? AND e.added_by = ? AND e.hash = ANY (?)
            AND NOT EXISTS (SELECT 1 FROM hash_exchange_row r WHERE r.exchange = ? AND r.hash = e.hash)
          RETURNING entry_id, hash)
        INSERT INTO hash_change (entry_id, hash, present) SELECT entry_id, hash, false FROM gone\
        """;

    private static final String UNSAID = """
        SELECT e.hash, m.match_id, m.state, e.kind FROM hash_match m JOIN hash_entry e ON e.entry_id = m.entry_id
        WHERE e.bank = ? AND m.state <> 'OPEN'
          AND EXISTS (SELECT 1 FROM hash_exchange_row r WHERE r.exchange = ? AND r.hash = e.hash) AND NOT EXISTS
          (SELECT 1 FROM hash_feedback f WHERE f.exchange = ? AND f.match_id = m.match_id AND f.state = m.state)
        ORDER BY m.said_at, m.match_id LIMIT ?\
        """;

    private final Cell cell;

    public ExchangeStore(Cell cell) {
        this.cell = cell;
    }

    /** What a page changed. */
    public record Applied(int added, int removed) {}

    public Optional<ExchangeRow> find(String name) {
        return cell.read(connection -> BankSql.first(
                connection, "SELECT " + COLUMNS + " FROM hash_exchange WHERE name = ?", ExchangeStore::exchange, name));
    }

    /** By name. */
    public List<ExchangeRow> all() {
        return cell.read(connection -> BankSql.rows(
                connection, "SELECT " + COLUMNS + " FROM hash_exchange ORDER BY name", ExchangeStore::exchange));
    }

    /** As it stands; one that was never fetched begins at the begin. */
    public ExchangeRow open(String name, String bank) {
        cell.transact(transaction -> BankSql.update(
                transaction.connection(),
                "INSERT INTO hash_exchange (name, bank) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
                name,
                bank));
        return find(name).orElseThrow();
    }

    /** Fetches everything again: rows that do not come again are removed by {@link #removeStale}. */
    public ExchangeRow restart(String name) {
        cell.transact(transaction -> BankSql.update(
                transaction.connection(),
                "UPDATE hash_exchange SET checkpoint = '', cursor = '', generation = generation + 1 WHERE name = ?",
                name));
        return find(name).orElseThrow();
    }

    /** Takes a page into the bank, and notes where the fetch goes on. */
    public Applied apply(ExchangeRow exchange, FetchedPage page, Act act) {
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            // What comes twice in a page counts as it came last.
            var rows = page.rows().stream()
                    .collect(Collectors.toMap(RemoteRow::id, row -> row, (_, last) -> last, LinkedHashMap::new))
                    .values();
            var before = replace(connection, exchange, List.copyOf(rows));
            int removed = remove(connection, exchange, before);
            int added = HashBankStore.add(
                    connection, exchange.bank(), entries(List.copyOf(rows)), byExchange(exchange, act));
            BankSql.update(
                    connection,
                    "UPDATE hash_exchange SET checkpoint = ?, cursor = ?, fetched_at = ?, wait_until = NULL,"
                            + " failed_at = NULL, failure = NULL, rows_fetched = rows_fetched + ?,"
                            + " rows_refused = rows_refused + ?, rows_added = rows_added + ?,"
                            + " rows_removed = rows_removed + ? WHERE name = ?",
                    page.checkpoint(),
                    page.cursor(),
                    act.at(),
                    rows.size(),
                    page.refused(),
                    added,
                    removed,
                    exchange.name());
            if (added + removed > 0)
                transaction.append(event(
                        "hash-exchange-fetched",
                        act,
                        Map.of(
                                "exchange",
                                exchange.name(),
                                "bank",
                                exchange.bank(),
                                "added",
                                (long) added,
                                "removed",
                                (long) removed)));
            return new Applied(added, removed);
        });
    }

    /** @return the hashes that these rows had before */
    private static List<byte[]> replace(Connection connection, ExchangeRow exchange, List<RemoteRow> rows)
            throws SQLException {
        if (rows.isEmpty()) return List.of();
        var ids = rows.stream().map(RemoteRow::id).toList();
        var before = BankSql.rows(
                connection,
                "DELETE FROM hash_exchange_row WHERE exchange = ? AND remote_id = ANY (?) RETURNING hash",
                row -> row.getBytes(1),
                exchange.name(),
                ids);
        try (var insert = connection.prepareStatement(
                "INSERT INTO hash_exchange_row (exchange, remote_id, hash, remote_ref, generation) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING")) {
            for (var row : rows)
                for (var hash : places(row)) {
                    insert.setString(1, exchange.name());
                    insert.setString(2, row.id());
                    insert.setBytes(3, hash);
                    insert.setString(4, row.ref());
                    insert.setInt(5, exchange.generation());
                    insert.addBatch();
                }
            insert.executeBatch();
        }
        return before;
    }

    private static int remove(Connection connection, ExchangeRow exchange, List<byte[]> hashes) throws SQLException {
        if (hashes.isEmpty()) return 0;
        return BankSql.update(connection, REMOVE, exchange.bank(), by(exchange), hashes, exchange.name());
    }

    private static List<NewEntry> entries(List<RemoteRow> rows) {
        var entries = new ArrayList<NewEntry>();
        Set<ByteBuffer> seen = new HashSet<>();
        for (var row : rows) {
            for (var hash : row.hashes())
                if (seen.add(ByteBuffer.wrap(hash)))
                    entries.add(new NewEntry(hash, 100, row.provenance(), "", Optional.empty()));
            for (var digest : row.digests())
                if (seen.add(ByteBuffer.wrap(digest.place())))
                    entries.add(NewEntry.of(digest, row.provenance(), "", Optional.empty()));
        }
        return entries;
    }

    /** Where all that a row names lies among hashes. */
    private static List<byte[]> places(RemoteRow row) {
        var places = new ArrayList<>(row.hashes());
        for (var digest : row.digests()) places.add(digest.place());
        return places;
    }

    private static String by(ExchangeRow exchange) {
        return "exchange:" + exchange.name();
    }

    private static Act byExchange(ExchangeRow exchange, Act act) {
        return new Act(act.eventId(), by(exchange), act.at());
    }

    /**
     * Removes rows that did not come again since everything was fetched anew, and their hashes.
     *
     * @param most rows at a time
     * @return how many rows went
     */
    public int removeStale(ExchangeRow exchange, int most, Act act) {
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            var gone = BankSql.rows(
                    connection,
                    "DELETE FROM hash_exchange_row WHERE (exchange, remote_id, hash) IN (SELECT exchange, remote_id, hash"
                            + " FROM hash_exchange_row WHERE exchange = ? AND generation < ? LIMIT ?) RETURNING hash",
                    row -> row.getBytes(1),
                    exchange.name(),
                    exchange.generation(),
                    most);
            int removed = remove(connection, exchange, gone);
            BankSql.update(
                    connection,
                    "UPDATE hash_exchange SET rows_removed = rows_removed + ? WHERE name = ?",
                    removed,
                    exchange.name());
            if (removed > 0) appendRemoved(transaction, exchange, removed, act);
            return gone.size();
        });
    }

    private static void appendRemoved(LoggedTransaction transaction, ExchangeRow exchange, int removed, Act act)
            throws SQLException {
        transaction.append(event(
                "hash-exchange-fetched",
                act,
                Map.of("exchange", exchange.name(), "bank", exchange.bank(), "added", 0L, "removed", (long) removed)));
    }

    /** Notes that it could not be fetched, and until when nobody asks again. */
    public void failed(String name, String failure, Instant at, Instant waitUntil) {
        cell.transact(transaction -> BankSql.update(
                transaction.connection(),
                "UPDATE hash_exchange SET failure = ?, failed_at = ?, wait_until = ? WHERE name = ?",
                failure,
                at,
                waitUntil,
                name));
    }

    /** What people said of matches with fetched hashes and nobody was told yet, by hash; at most so many matches at a time. */
    public List<SaidOfHash> unsaid(ExchangeRow exchange, int most) {
        return cell.read(connection -> {
            var byHash = BankSql.rows(
                            connection,
                            UNSAID,
                            row -> new Said(
                                    ByteBuffer.wrap(row.getBytes(1)),
                                    row.getString(2),
                                    row.getString(3),
                                    HashBankStore.kind(row.getString(4))),
                            exchange.bank(),
                            exchange.name(),
                            exchange.name(),
                            most)
                    .stream()
                    .collect(Collectors.groupingBy(Said::hash, LinkedHashMap::new, Collectors.toList()));
            var said = new ArrayList<SaidOfHash>();
            for (var each : byHash.entrySet()) {
                var rows = BankSql.rows(
                        connection,
                        "SELECT remote_id, remote_ref FROM hash_exchange_row WHERE exchange = ? AND hash = ?"
                                + " ORDER BY remote_id",
                        row -> new SaidOfHash.Remote(row.getString(1), row.getString(2)),
                        exchange.name(),
                        each.getKey().array());
                // The newest word counts, where people did not agree.
                boolean confirmed = each.getValue().getLast().state().equals("CONFIRMED");
                var ids = each.getValue().stream().map(Said::matchId).toList();
                if (!rows.isEmpty())
                    said.add(new SaidOfHash(
                            each.getKey().array(), each.getValue().getLast().digest(), confirmed, ids, rows));
            }
            return said;
        });
    }

    private record Said(ByteBuffer hash, String matchId, String state, Optional<FileDigest.Kind> digest) {}

    /**
     * Notes what was said back.
     *
     * @param transferId under which it left the region
     */
    public void saidBack(ExchangeRow exchange, List<SaidOfHash> said, String transferId, Act act) {
        if (said.isEmpty()) return;
        cell.transact(transaction -> {
            var ids = said.stream().flatMap(it -> it.matchIds().stream()).toList();
            BankSql.update(
                    transaction.connection(),
                    "INSERT INTO hash_feedback (exchange, match_id, state, said_back_at)"
                            + " SELECT ?, match_id, state, ? FROM hash_match WHERE match_id = ANY (?)"
                            + " ON CONFLICT (exchange, match_id) DO UPDATE SET state = excluded.state,"
                            + " said_back_at = excluded.said_back_at",
                    exchange.name(),
                    act.at(),
                    ids);
            transaction.append(event(
                    "hash-exchange-answered",
                    act,
                    Map.of(
                            "exchange",
                            exchange.name(),
                            "bank",
                            exchange.bank(),
                            "hashes",
                            (long) said.size(),
                            "transfer",
                            transferId)));
            return said.size();
        });
    }

    /** Of how many hashes something was said back at that time or since. */
    public long saidSince(String name, Instant since) {
        return cell.read(connection -> BankSql.rows(
                        connection,
                        "SELECT count(DISTINCT e.hash) FROM hash_feedback f JOIN hash_match m USING (match_id)"
                                + " JOIN hash_entry e USING (entry_id) WHERE f.exchange = ? AND f.said_back_at >= ?",
                        row -> row.getLong(1),
                        name,
                        since)
                .getFirst());
    }

    private static LogEvent event(String kind, Act act, Map<String, Object> facts) {
        return new LogEvent(act.eventId(), kind, act.at(), new EntryFacts(facts));
    }

    private static ExchangeRow exchange(ResultSet row) throws SQLException {
        return new ExchangeRow(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getInt(5),
                BankSql.time(row, 6),
                BankSql.time(row, 7),
                BankSql.time(row, 8),
                Optional.ofNullable(row.getString(9)),
                row.getLong(10),
                row.getLong(11),
                row.getLong(12),
                row.getLong(13));
    }

    /** Says in the region's log what a run did. A repeated id adds nothing. */
    public void ended(String eventId, String kind, EntryFacts facts, Instant at) {
        cell.transact(transaction -> transaction.append(new LogEvent(eventId, kind, at, facts)));
    }
}
