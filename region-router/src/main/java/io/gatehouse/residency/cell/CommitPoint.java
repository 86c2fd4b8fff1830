package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.AccountRows.Arriving;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.GroupCommit;
import io.gatehouse.residency.log.LogEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link CellWriter} on PostgreSQL. The caller's thread seals; one committing thread takes what has gathered and writes it
 * in one transaction under the lock of the log's head.
 */
final class CommitPoint implements CellWriter, AutoCloseable {
    private final Database database;
    private final CellDigests digests;
    private final PersonKeyRing ring;
    private final Sealer sealer;
    private final AccountRows accountRows;
    private final IdempotencyRows idempotencyRows;
    private final GroupCommit<Prepared<?>> commits;

    CommitPoint(Database database, CellDigests digests, PersonKeyRing ring, Sealer sealer, Clock clock) {
        this.database = database;
        this.digests = digests;
        this.ring = ring;
        this.sealer = sealer;
        this.accountRows = new AccountRows(digests, ring, sealer);
        this.idempotencyRows = new IdempotencyRows(digests, ring, sealer, clock);
        this.commits = new GroupCommit<>("cell-" + sealer.context().region(), this::commit);
    }

    @Override
    public WriteOutcome write(CellWrite write) {
        var guess = ring.guess(write.author().account());
        return submit(new PreparedContent(write, digests.content(write.name()), guess, sealer));
    }

    @Override
    public EditOutcome edit(ContentEdit edit) {
        return submit(new PreparedEdit(edit));
    }

    @Override
    public RedecisionOutcome redecide(Redecision redecision) {
        return submit(new PreparedRedecision(redecision));
    }

    @Override
    public long append(LogEvent event) {
        var entry = new LogEntry(
                event.id(), event.kind(), sealer.context().region(), event.at(), null, null, event.evidence());
        return submit(new PreparedEvent(event.id(), entry.encode()));
    }

    @Override
    public AccountOutcome put(AccountWrite account) {
        return submit(new PreparedAccount(account, ring.guess(account.author().account())));
    }

    @Override
    public NotesOutcome note(NotesWrite notes) {
        return submit(new PreparedNotes(notes, ring.guess(notes.author().account())));
    }

    @Override
    public MediaOutcome store(MediaWrite media) {
        return submit(new PreparedMedia(media, ring.guess(media.author().account())));
    }

    @Override
    public GuestOutcome note(GuestWrite guest) {
        return submit(new PreparedGuest(guest, ring.guess(guest.author().account())));
    }

    @Override
    public CopyOutcome copy(CopyWrite copy) {
        return submit(new PreparedCopy(copy, ring.guess(copy.author().account())));
    }

    private <O> O submit(Prepared<O> work) {
        commits.submit(work);
        return work.outcome();
    }

    private void commit(List<Prepared<?>> works) {
        works.forEach(Prepared::reset);
        database.transact(connection -> {
            write(connection, works);
            return works;
        });
    }

    private void write(Connection connection, List<Prepared<?>> works) throws SQLException {
        var contents = new ArrayList<PreparedContent>();
        var redecisions = new ArrayList<PreparedRedecision>();
        var edits = new ArrayList<PreparedEdit>();
        var events = new ArrayList<PreparedEvent>();
        var profiles = new ArrayList<PreparedAccount>();
        var notes = new ArrayList<PreparedNotes>();
        var media = new ArrayList<PreparedMedia>();
        var guests = new ArrayList<PreparedGuest>();
        var copies = new ArrayList<PreparedCopy>();
        var arriving = new ArrayList<Arriving>();
        for (var work : works) {
            switch (work) {
                case PreparedContent each -> {
                    contents.add(each);
                    arriving.add(new Arriving(
                            each.write.author(),
                            each.guess(),
                            each.write.report().decidedAt()));
                }
                case PreparedAccount each -> {
                    profiles.add(each);
                    arriving.add(new Arriving(each.write.author(), each.guess, each.write.at()));
                }
                case PreparedNotes each -> {
                    notes.add(each);
                    arriving.add(new Arriving(each.write.author(), each.guess, each.write.at()));
                }
                case PreparedMedia each -> {
                    media.add(each);
                    arriving.add(new Arriving(each.write.author(), each.guess, each.write.storedAt()));
                }
                case PreparedGuest each -> {
                    guests.add(each);
                    arriving.add(new Arriving(each.write.author(), each.guess, each.write.at()));
                }
                case PreparedCopy each -> {
                    copies.add(each);
                    arriving.add(new Arriving(each.write.author(), each.guess, each.write.at()));
                }
                case PreparedRedecision each -> redecisions.add(each);
                case PreparedEdit each -> edits.add(each);
                case PreparedEvent each -> events.add(each);
            }
        }
        var head = LogHead.lock(connection);
        var accounts = accountRows.ensure(connection, arriving);
        new ProfileRows(connection, head, sealer, accounts).write(profiles);
        MediaRows.write(connection, media, accounts, digests, sealer.context());
        new ContentRows(connection, head, idempotencyRows, digests, sealer, accounts).write(contents);
        new RedecisionRows(connection, head, ring, sealer).write(redecisions);
        new EditRows(connection, head, idempotencyRows, digests, ring, sealer).write(edits);
        new PersonNotes(connection, head, sealer, accounts).write(notes);
        new GuestRows(connection, head, sealer, accounts).write(guests);
        new CopyRows(connection, head, sealer, accounts).write(copies);
        EventRows.write(connection, head, events);
        head.write();
    }

    @Override
    public void close() {
        commits.close();
    }
}
