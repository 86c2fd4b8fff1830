package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.LogEntry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows and log entries that are written together, or not at all. Lives for one {@link Cell#transact}. */
public final class LoggedTransaction {
    private final Connection connection;
    private final LogHead head;
    private final Sealer sealer;
    private final CellDigests digests;
    private final PersonKeyRing ring;
    private final Map<String, Long> added = new LinkedHashMap<>();

    LoggedTransaction(Connection connection, LogHead head, Sealer sealer, CellDigests digests, PersonKeyRing ring) {
        this.connection = connection;
        this.head = head;
        this.sealer = sealer;
        this.digests = digests;
        this.ring = ring;
    }

    /** What is done in it. */
    @FunctionalInterface
    public interface Work<R> {
        R run(LoggedTransaction transaction) throws SQLException;
    }

    /** Not the worker's to close. */
    public Connection connection() {
        return connection;
    }

    /** @return the index of its log entry; a repeated id gets the index that it has */
    public long append(LogEvent event) throws SQLException {
        return append(event, Optional.empty());
    }

    /** Bound to a person by a commitment under their key; to nobody when they have none here. */
    public long append(LogEvent event, AccountRef account) throws SQLException {
        return append(
                event,
                held(account).map(held -> Sealer.commitment(held.key(), "author", event.id(), account.digest())));
    }

    private long append(LogEvent event, Optional<byte[]> author) throws SQLException {
        var known = added.get(event.id());
        if (known == null)
            known = EventRows.find(connection, List.of(event.id())).get(event.id());
        if (known != null) return known;
        var entry = new LogEntry(
                event.id(),
                event.kind(),
                sealer.context().region(),
                event.at(),
                author.orElse(null),
                null,
                event.evidence());
        long index = head.append(entry.encode());
        added.put(event.id(), index);
        return index;
    }

    /** Empty when the account is not here. */
    public Optional<AccountState> stateOf(AccountRef account) throws SQLException {
        return first(
                "SELECT state, key_id, wrapped_key FROM account WHERE account_ref = ANY (?)",
                account,
                row -> AccountState.valueOf(row.getString("state")));
    }

    /**
     * Closes an account for good: from this commit on it takes no write, and shows nothing.
     *
     * @param epoch of the directory; when the cell has no row yet, writes of it are refused from now on
     */
    public void close(String erasureId, AccountRef account, long epoch, Instant at) throws SQLException {
        if (stateOf(account).isEmpty()) {
            ErasedAccounts.remember(connection, erasureId, digests.erased(account), epoch, at);
            return;
        }
        Bulk.update(
                connection,
                "UPDATE account SET state = 'ERASING' WHERE account_ref = ANY (?) AND wrapped_key IS NOT NULL",
                Bulk.bytes(List.of(account), AccountRef::digest));
    }

    /** Notes who must stay away, for a cell that was restored from before. */
    public void rememberErased(String erasureId, byte[] erasedRef, long epoch, Instant at) throws SQLException {
        ErasedAccounts.remember(connection, erasureId, erasedRef, epoch, at);
    }

    /** @throws IllegalArgumentException when the person has no key here */
    public byte[] sealHoldReference(AccountRef account, String holdId, String reference) throws SQLException {
        var held = held(account).orElseThrow(() -> new IllegalArgumentException("the person has no key here"));
        return held.key()
                .seal(
                        reference.getBytes(StandardCharsets.UTF_8),
                        sealer.context().holdReference(holdId));
    }

    public String openHoldReference(AccountRef account, String holdId, byte[] sealed) throws SQLException {
        var held = held(account).orElseThrow(() -> new IllegalArgumentException("the person has no key here"));
        return new String(held.key().open(sealed, sealer.context().holdReference(holdId)), StandardCharsets.UTF_8);
    }

    private Optional<PersonKeyRing.Held> held(AccountRef account) throws SQLException {
        return first(
                "SELECT state, key_id, wrapped_key FROM account WHERE account_ref = ANY (?) AND wrapped_key IS NOT"
                        + " NULL",
                account,
                row -> ring.stored(account, row.getString("key_id"), row.getBytes("wrapped_key")));
    }

    private <R> Optional<R> first(String sql, AccountRef account, Bulk.Row<R> row) throws SQLException {
        return Bulk.query(connection, sql, row, Bulk.bytes(List.of(account), AccountRef::digest)).stream()
                .findFirst();
    }

    /** The last thing before the commit. */
    void write() throws SQLException {
        EventRows.insert(connection, added);
        head.write();
    }
}
