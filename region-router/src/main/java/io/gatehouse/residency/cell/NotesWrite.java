package io.gatehouse.residency.cell;

import io.gatehouse.residency.log.EntryFacts;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/**
 * A change of what is noted about a person that no decision causes. Leaves a log entry with commitments to the person and
 * to what is noted from then on, unless it changes nothing.
 *
 * @param eventId random and new, of the log entry
 * @param kind of the log entry, for example {@code account-labelled}
 * @param facts of the log entry, by what was noted before; nothing personal. May be asked more than once
 */
public record NotesWrite(
        String eventId,
        Author author,
        NotesTopic topic,
        String kind,
        Function<byte[], EntryFacts> facts,
        NotesChange change,
        Instant at) {
    /** Whose entry says the same, whatever was noted before. */
    public NotesWrite(
            String eventId,
            Author author,
            NotesTopic topic,
            String kind,
            EntryFacts facts,
            NotesChange change,
            Instant at) {
        this(eventId, author, topic, kind, _ -> facts, change, at);
    }

    /** Labels and strikes. */
    public NotesWrite(String eventId, Author author, String kind, NotesChange change, Instant at) {
        this(eventId, author, NotesTopic.MARKS, kind, new EntryFacts(Map.of()), change, at);
    }
}
