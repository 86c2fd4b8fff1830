package io.gatehouse.residency.cell;

/**
 * The commit point. Calls block until what they wrote is durable; concurrent calls share a transaction, so it is made
 * to be called from many (virtual) threads. Several writers, also on several machines, may serve one cell.
 *
 * <p>Every method throws {@link io.gatehouse.residency.database.DatabaseBusyException} when too much is waiting
 * (nothing was written), {@link io.gatehouse.residency.database.DatabaseUnavailableException} when the database is
 * away (repeating with the same ids is safe), and {@link IllegalArgumentException} when this very write cannot be
 * stored.
 */
public interface CellWriter {
    WriteOutcome write(CellWrite write);

    /** Stores a new revision of a content; the one before stays. */
    EditOutcome edit(ContentEdit edit);

    RedecisionOutcome redecide(Redecision redecision);

    /** @return the index of its log entry; a repeated id gets the index that it has */
    long append(LogEvent event);

    AccountOutcome put(AccountWrite account);

    NotesOutcome note(NotesWrite notes);

    MediaOutcome store(MediaWrite media);

    /** Notes at a person's home which other cell holds content of them. */
    GuestOutcome note(GuestWrite guest);

    /** Stores a copy of content that lies in another cell. */
    CopyOutcome copy(CopyWrite copy);
}
