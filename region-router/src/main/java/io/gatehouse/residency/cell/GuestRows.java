package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.AccountRows.AccountRow;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.log.LogEntry;
import io.gatehouse.residency.region.RegionId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where people at home here have guests. Rare beside messages, so row by row. Lives for one transaction. */
final class GuestRows {
    private static final String ADD = "UPDATE account SET guests = array_append(guests, ?)"
            + " WHERE account_ref = ? AND NOT guests @> ARRAY[?]::text[]";
    private static final String REMOVE = "UPDATE account SET guests = array_remove(guests, ?)"
            + " WHERE account_ref = ? AND guests @> ARRAY[?]::text[]";

    private final Connection connection;
    private final LogHead head;
    private final Sealer sealer;
    private final Map<AccountRef, AccountRow> accounts;

    GuestRows(Connection connection, LogHead head, Sealer sealer, Map<AccountRef, AccountRow> accounts) {
        this.connection = connection;
        this.head = head;
        this.sealer = sealer;
        this.accounts = accounts;
    }

    static Set<RegionId> regions(Array column) throws SQLException {
        return Stream.of((String[]) column.getArray()).map(RegionId::new).collect(Collectors.toUnmodifiableSet());
    }

    void write(List<PreparedGuest> works) throws SQLException {
        var known = EventRows.find(
                connection, works.stream().map(work -> work.write.eventId()).toList());
        var added = new LinkedHashMap<String, Long>();
        for (var work : works) {
            Long index = known.get(work.write.eventId());
            // An attempt whose commit was not answered did happen.
            work.decide(index == null ? note(work.write, added) : new GuestOutcome.Noted(index));
        }
        EventRows.insert(connection, added);
    }

    private GuestOutcome note(GuestWrite write, Map<String, Long> added) throws SQLException {
        var author = write.author();
        var account = Objects.requireNonNull(accounts.get(author.account()));
        var held = account.held();
        if (held == null || !account.takes(author)) return new GuestOutcome.StaleHome(account.epoch(), account.state());
        if (!change(write)) return new GuestOutcome.Unchanged();
        var entry = new LogEntry(
                write.eventId(),
                write.holds() ? "guest-registered" : "guest-dismissed",
                sealer.context().region(),
                write.at(),
                Sealer.commitment(
                        held.key(), "author", write.eventId(), author.account().digest()),
                null,
                new EntryFacts(Map.of("guest_region", write.region().value())));
        long index = head.append(entry.encode());
        added.put(write.eventId(), index);
        return new GuestOutcome.Noted(index);
    }

    private boolean change(GuestWrite write) throws SQLException {
        try (var update = connection.prepareStatement(write.holds() ? ADD : REMOVE)) {
            update.setString(1, write.region().value());
            update.setBytes(2, write.author().account().digest());
            update.setString(3, write.region().value());
            return update.executeUpdate() == 1;
        }
    }
}
