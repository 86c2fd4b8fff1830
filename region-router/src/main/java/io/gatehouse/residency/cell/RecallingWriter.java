package io.gatehouse.residency.cell;

/** Brings back what was archived when somebody changes it, and writes otherwise as another does. */
final class RecallingWriter implements CellWriter {
    private final CellWriter writer;
    private final Archive archive;

    RecallingWriter(CellWriter writer, Archive archive) {
        this.writer = writer;
        this.archive = archive;
    }

    @Override
    public WriteOutcome write(CellWrite write) {
        return writer.write(write);
    }

    /** A content without words in its rows was deleted, or archived: only then is it asked which. */
    @Override
    public EditOutcome edit(ContentEdit edit) {
        var outcome = writer.edit(edit);
        return outcome instanceof EditOutcome.Gone && archive.recall(edit.supersedes()) ? writer.edit(edit) : outcome;
    }

    @Override
    public RedecisionOutcome redecide(Redecision redecision) {
        var outcome = writer.redecide(redecision);
        return outcome instanceof RedecisionOutcome.Gone && archive.recall(redecision.supersedes())
                ? writer.redecide(redecision)
                : outcome;
    }

    @Override
    public long append(LogEvent event) {
        return writer.append(event);
    }

    @Override
    public AccountOutcome put(AccountWrite account) {
        return writer.put(account);
    }

    @Override
    public NotesOutcome note(NotesWrite notes) {
        return writer.note(notes);
    }

    @Override
    public MediaOutcome store(MediaWrite media) {
        return writer.store(media);
    }

    @Override
    public GuestOutcome note(GuestWrite guest) {
        return writer.note(guest);
    }

    @Override
    public CopyOutcome copy(CopyWrite copy) {
        return writer.copy(copy);
    }
}
