package io.gatehouse.residency.cell;

import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A new content and the decision on it. Everything is plain here; the cell seals.
 *
 * @param decisionId random and new; with {@code screeningId} it carries the region. Repeating a write with the same
 *     decision id never stores it twice
 * @param evidence goes into the log entry: never text, never an id of the platform
 * @param shadows what versions in shadow concluded about the same content
 * @param media ids of media stored before, by {@link CellWriter#store(MediaWrite)}
 * @param notes what the decision notes about the author; null for nothing
 * @param lying why it lies here when the author is a guest, and which copies are owed
 */
public record CellWrite(
        Author author,
        ContentName name,
        @Nullable IdempotencyKey idempotency,
        String screeningId,
        String decisionId,
        Payload payload,
        ReportFacts report,
        EntryFacts evidence,
        List<Effect> effects,
        List<ShadowVerdict> shadows,
        List<String> media,
        @Nullable NotesChange notes,
        Lying lying) {
    public CellWrite {
        if ((lying.placed() == null) != (author.guestOf() == null))
            throw new IllegalArgumentException("content of a guest, and only that, says why it is here");
        effects = List.copyOf(effects);
        shadows = List.copyOf(shadows);
        media = List.copyOf(media);
    }

    /** A content of an author at home. */
    public CellWrite(
            Author author,
            ContentName name,
            @Nullable IdempotencyKey idempotency,
            String screeningId,
            String decisionId,
            Payload payload,
            ReportFacts report,
            EntryFacts evidence,
            List<Effect> effects,
            List<ShadowVerdict> shadows,
            List<String> media,
            @Nullable NotesChange notes) {
        this(
                author,
                name,
                idempotency,
                screeningId,
                decisionId,
                payload,
                report,
                evidence,
                effects,
                shadows,
                media,
                notes,
                Lying.AT_HOME);
    }

    /** A content that no version in shadow was asked about, and a decision that notes nothing. */
    public CellWrite(
            Author author,
            ContentName name,
            @Nullable IdempotencyKey idempotency,
            String screeningId,
            String decisionId,
            Payload payload,
            ReportFacts report,
            EntryFacts evidence,
            List<Effect> effects,
            List<String> media) {
        this(
                author,
                name,
                idempotency,
                screeningId,
                decisionId,
                payload,
                report,
                evidence,
                effects,
                List.of(),
                media,
                null,
                Lying.AT_HOME);
    }

    /** The same content, put in a cell that is not its author's home. */
    public CellWrite placed(RegionId home, Placed why) {
        return with(author.asGuestOf(home), name, idempotency, Lying.as(why));
    }

    /** The same content, put in another cell of the jurisdiction while its author's home is down. */
    public CellWrite sheltered(RegionId home, Placed why) {
        return with(author.shelteredFrom(home), name, idempotency, Lying.as(why));
    }

    /** The same content, of which other cells are owed copies. */
    public CellWrite owing(List<Lying.OwedCopy> copies) {
        return lying(new Lying(lying.placed(), copies, lying.brought()));
    }

    public CellWrite lying(Lying other) {
        return with(author, name, idempotency, other);
    }

    /** The same content under another name, that answers no key. */
    public CellWrite under(ContentName other) {
        return with(author, other, null, lying);
    }

    private CellWrite with(Author by, ContentName as, @Nullable IdempotencyKey key, Lying how) {
        return new CellWrite(
                by, as, key, screeningId, decisionId, payload, report, evidence, effects, shadows, media, notes, how);
    }
}
