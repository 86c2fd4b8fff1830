package io.gatehouse.residency.cell;

import io.gatehouse.residency.log.EntryFacts;
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
        @Nullable NotesChange notes) {
    public CellWrite {
        effects = List.copyOf(effects);
        shadows = List.copyOf(shadows);
        media = List.copyOf(media);
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
                null);
    }
}
