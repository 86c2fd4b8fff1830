package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.AccountRows.AccountRow;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.log.LogEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Changes of notes that no decision causes, in one batch. Rare, so row by row. Lives for one transaction. */
final class PersonNotes {
    private final Connection connection;
    private final LogHead head;
    private final Sealer sealer;
    private final Map<AccountRef, AccountRow> accounts;

    PersonNotes(Connection connection, LogHead head, Sealer sealer, Map<AccountRef, AccountRow> accounts) {
        this.connection = connection;
        this.head = head;
        this.sealer = sealer;
        this.accounts = accounts;
    }

    void write(List<PreparedNotes> works) throws SQLException {
        var known = EventRows.find(
                connection, works.stream().map(work -> work.write.eventId()).toList());
        var added = new LinkedHashMap<String, Long>();
        for (var work : works) {
            Long index = known.get(work.write.eventId());
            // An attempt whose commit was not answered did happen.
            work.decide(index == null ? note(work.write, added) : new NotesOutcome.Noted(index));
        }
        EventRows.insert(connection, added);
    }

    private NotesOutcome note(NotesWrite write, Map<String, Long> added) throws SQLException {
        var author = write.author();
        var account = Objects.requireNonNull(accounts.get(author.account()));
        var held = account.held();
        if (held == null || !account.takes(author)) return new NotesOutcome.StaleHome(account.epoch(), account.state());
        byte[] before = NotesRows.read(connection, author.account(), write.topic(), held.key(), sealer.context());
        byte[] after = write.change().apply(before);
        if (Arrays.equals(before, after)) return new NotesOutcome.Unchanged();
        NotesRows.apply(
                connection,
                write.topic(),
                List.of(new NotesRows.Change(author.account(), held.key(), _ -> after)),
                sealer.context());
        long index = head.append(entry(write, held, write.facts().apply(before), after));
        added.put(write.eventId(), index);
        return new NotesOutcome.Noted(index);
    }

    private byte[] entry(NotesWrite write, PersonKeyRing.Held held, EntryFacts told, byte[] notes) {
        return new LogEntry(
                        write.eventId(),
                        write.kind(),
                        sealer.context().region(),
                        write.at(),
                        Sealer.commitment(
                                held.key(),
                                "author",
                                write.eventId(),
                                write.author().account().digest()),
                        Sealer.commitment(held.key(), "notes", write.eventId(), notes),
                        facts(write, told))
                .encode();
    }

    /** Every record knows its service and what it is kept for. */
    private static EntryFacts facts(NotesWrite write, EntryFacts told) {
        var facts = new HashMap<String, Object>(told.facts());
        facts.put("service", "safety");
        facts.putIfAbsent("kept_for", write.topic().purpose());
        return new EntryFacts(facts);
    }
}
