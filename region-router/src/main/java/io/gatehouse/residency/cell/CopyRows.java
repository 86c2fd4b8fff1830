package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.AccountRows.AccountRow;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.log.LogEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Copies of one batch, and what is owed to others. Lives for one transaction. */
final class CopyRows {
    private static final String OWE = "INSERT INTO copy_owed (content_index, region, transfer_id) VALUES (?, ?, ?)";
    private static final String INSERT = """
        INSERT INTO content_copy (screening_id, account_ref, home_region, reason, transfer_id, stored_at, sealed_content,
          revision)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (screening_id) DO UPDATE
        SET stored_at = excluded.stored_at, sealed_content = excluded.sealed_content, revision = excluded.revision
        WHERE content_copy.account_ref = excluded.account_ref AND content_copy.revision < excluded.revision\
        """;

    private final Connection connection;
    private final LogHead head;
    private final Sealer sealer;
    private final Map<AccountRef, AccountRow> accounts;

    CopyRows(Connection connection, LogHead head, Sealer sealer, Map<AccountRef, AccountRow> accounts) {
        this.connection = connection;
        this.head = head;
        this.sealer = sealer;
        this.accounts = accounts;
    }

    static void owe(Connection connection, long index, List<Lying.OwedCopy> copies) throws SQLException {
        if (copies.isEmpty()) return;
        try (var insert = connection.prepareStatement(OWE)) {
            for (var copy : copies) {
                insert.setLong(1, index);
                insert.setString(2, copy.region().value());
                insert.setString(3, copy.transferId());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    void write(List<PreparedCopy> works) throws SQLException {
        var known = EventRows.find(
                connection, works.stream().map(work -> work.write.eventId()).toList());
        var added = new LinkedHashMap<String, Long>();
        for (var work : works) {
            Long index = known.get(work.write.eventId());
            // An attempt whose commit was not answered did happen.
            work.decide(index == null ? store(work.write, added) : new CopyOutcome.Stored(index));
        }
        EventRows.insert(connection, added);
    }

    private CopyOutcome store(CopyWrite write, Map<String, Long> added) throws SQLException {
        var author = write.author();
        var account = Objects.requireNonNull(accounts.get(author.account()));
        var held = account.held();
        if (held == null || !account.takes(author)) return new CopyOutcome.StaleHome(account.epoch(), account.state());
        var home = Objects.requireNonNull(author.guestOf()).value();
        if (!insert(write, home, held)) return new CopyOutcome.AlreadyThere();
        var entry = new LogEntry(
                write.eventId(),
                "copy-stored",
                sealer.context().region(),
                write.at(),
                Sealer.commitment(
                        held.key(), "author", write.eventId(), author.account().digest()),
                Sealer.commitment(held.key(), "content", write.eventId(), write.content()),
                new EntryFacts(Map.of(
                        "placed_for", write.placed().reason(),
                        "placed_from", home,
                        "placed_by", write.placed().transferId())));
        long index = head.append(entry.encode());
        added.put(write.eventId(), index);
        return new CopyOutcome.Stored(index);
    }

    private boolean insert(CopyWrite write, String home, PersonKeyRing.Held held) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, write.screeningId());
            insert.setBytes(2, write.author().account().digest());
            insert.setString(3, home);
            insert.setString(4, write.placed().reason());
            insert.setString(5, write.placed().transferId());
            insert.setObject(6, OffsetDateTime.ofInstant(write.at(), ZoneOffset.UTC));
            insert.setBytes(7, held.key().seal(write.content(), sealer.context().copy(write.screeningId())));
            insert.setInt(8, write.revision());
            return insert.executeUpdate() == 1;
        }
    }
}
