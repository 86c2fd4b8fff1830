package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.AccountRows.AccountRow;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.log.LogEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Profiles that platforms put, in one batch. Rare beside messages, so row by row. Lives for one transaction. */
final class ProfileRows {
    private final Connection connection;
    private final LogHead head;
    private final Sealer sealer;
    private final Map<AccountRef, AccountRow> accounts;
    private final Map<String, Long> added = new LinkedHashMap<>();

    ProfileRows(Connection connection, LogHead head, Sealer sealer, Map<AccountRef, AccountRow> accounts) {
        this.connection = connection;
        this.head = head;
        this.sealer = sealer;
        this.accounts = accounts;
    }

    void write(List<PreparedAccount> works) throws SQLException {
        var known = EventRows.find(
                connection, works.stream().map(work -> work.write.eventId()).toList());
        for (var work : works) work.decide(outcome(work, known));
        EventRows.insert(connection, added);
    }

    private AccountOutcome outcome(PreparedAccount work, Map<String, Long> known) throws SQLException {
        var author = work.write.author();
        var account = Objects.requireNonNull(accounts.get(author.account()));
        var held = account.held();
        var index = known.get(work.write.eventId());
        // An attempt whose commit was not answered did happen; whether it created or updated no longer matters.
        if (index != null) return new AccountOutcome.Updated(index);
        if (held == null || !account.isHomeFor(author))
            return new AccountOutcome.StaleHome(account.epoch(), account.state());
        byte[] before = stored(author.account(), held);
        byte[] after = work.write.change().apply(before);
        boolean isSame = Arrays.equals(before, after);
        if (!isSame) update(author.account(), held, after);
        if (account.created()) {
            // A second put in this batch finds it there.
            accounts.put(author.account(), new AccountRow(account.epoch(), account.state(), held, false));
            return new AccountOutcome.Created(append(work, held, after, "account-created"));
        }
        return isSame
                ? new AccountOutcome.Unchanged()
                : new AccountOutcome.Updated(append(work, held, after, "account-updated"));
    }

    private byte[] stored(AccountRef account, PersonKeyRing.Held held) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT sealed_profile FROM account WHERE account_ref = ?")) {
            statement.setBytes(1, account.digest());
            var sealed = Bulk.all(statement, row -> row.getBytes(1)).getFirst();
            return held.key().open(sealed, sealer.context().profile(account));
        }
    }

    private void update(AccountRef account, PersonKeyRing.Held held, byte[] profile) throws SQLException {
        try (var statement =
                connection.prepareStatement("UPDATE account SET sealed_profile = ? WHERE account_ref = ?")) {
            statement.setBytes(1, held.key().seal(profile, sealer.context().profile(account)));
            statement.setBytes(2, account.digest());
            statement.executeUpdate();
        }
    }

    private long append(PreparedAccount work, PersonKeyRing.Held held, byte[] profile, String kind) {
        var write = work.write;
        var entry = new LogEntry(
                write.eventId(),
                kind,
                sealer.context().region(),
                write.at(),
                Sealer.commitment(
                        held.key(),
                        "author",
                        write.eventId(),
                        write.author().account().digest()),
                Sealer.commitment(held.key(), "profile", write.eventId(), profile),
                new EntryFacts(Map.of()));
        long index = head.append(entry.encode());
        added.put(write.eventId(), index);
        return index;
    }
}
