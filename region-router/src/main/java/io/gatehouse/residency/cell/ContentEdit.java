package io.gatehouse.residency.cell;

import io.gatehouse.residency.log.EntryFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A new revision of stored content, and the decision on it. Everything is plain here; the cell seals. Leaves a log entry of
 * kind {@code edit}.
 *
 * @param author as for a new content; its profile is ignored
 * @param supersedes the decision that stands now; if another stands, nothing is written
 * @param decisionId random and new; repeating an edit with the same decision id never stores it twice
 * @param payload its content becomes the newest revision; the one before is kept
 * @param media ids of media stored before; those of earlier revisions stay
 * @param placed why the content lies there when its author is a guest, and the transfer by which this revision came
 * @param brought null unless it was sheltered elsewhere before
 */
public record ContentEdit(
        Author author,
        String supersedes,
        @Nullable IdempotencyKey idempotency,
        String decisionId,
        Payload payload,
        ReportFacts report,
        EntryFacts evidence,
        List<Effect> effects,
        List<ShadowVerdict> shadows,
        List<String> media,
        @Nullable NotesChange notes,
        @Nullable Placed placed,
        Lying.@Nullable Brought brought) {
    /** Nobody edits a message so often; beyond, a loop is at work. A person's longest chains are read in one piece. */
    public static final int MAX_REVISIONS = 1_000;

    public ContentEdit {
        if ((placed == null) != (author.guestOf() == null))
            throw new IllegalArgumentException("an edit of a guest, and only that, says why it is here");
        effects = List.copyOf(effects);
        shadows = List.copyOf(shadows);
        media = List.copyOf(media);
    }

    /** An edit that is made here, and was nowhere else before. */
    public ContentEdit(
            Author author,
            String supersedes,
            @Nullable IdempotencyKey idempotency,
            String decisionId,
            Payload payload,
            ReportFacts report,
            EntryFacts evidence,
            List<Effect> effects,
            List<ShadowVerdict> shadows,
            List<String> media,
            @Nullable NotesChange notes,
            @Nullable Placed placed) {
        this(
                author,
                supersedes,
                idempotency,
                decisionId,
                payload,
                report,
                evidence,
                effects,
                shadows,
                media,
                notes,
                placed,
                null);
    }
}
