package io.gatehouse.residency.cell;

import io.gatehouse.residency.archive.ArchivedContent;
import io.gatehouse.residency.directory.AccountRef;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A decision as stored, opened.
 *
 * @param client who asked
 * @param supersedesId the decision on the same content that this one replaced
 * @param supersededById the decision that replaced this one
 * @param index of its log entry; decisions of a cell are numbered by it, with gaps
 * @param contentIndex numbers the content: the index of its first decision
 * @param revision of the content, which it is about: 1 as it was first stored
 * @param openedPayload null once the author is erased or has moved away, and for what is unreadable
 * @param isUnreadable whether its bytes are there and do not open: never "nothing was said". Only who reads many at once is told
 *     so; who asks for one gets an exception
 */
public record StoredDecision(
        String decisionId,
        String screeningId,
        String client,
        AccountRef account,
        @Nullable String supersedesId,
        @Nullable String supersededById,
        long index,
        long contentIndex,
        int revision,
        ReportFacts report,
        @Nullable Payload openedPayload,
        boolean isUnreadable) {
    public StoredDecision(
            String decisionId,
            String screeningId,
            String client,
            AccountRef account,
            @Nullable String supersedesId,
            @Nullable String supersededById,
            long index,
            long contentIndex,
            int revision,
            ReportFacts report,
            @Nullable Payload openedPayload) {
        this(
                decisionId,
                screeningId,
                client,
                account,
                supersedesId,
                supersededById,
                index,
                contentIndex,
                revision,
                report,
                openedPayload,
                false);
    }

    /** On a content that was never edited. */
    public StoredDecision(
            String decisionId,
            String screeningId,
            String client,
            AccountRef account,
            @Nullable String supersedesId,
            @Nullable String supersededById,
            long index,
            long contentIndex,
            ReportFacts report,
            @Nullable Payload openedPayload) {
        this(
                decisionId,
                screeningId,
                client,
                account,
                supersedesId,
                supersededById,
                index,
                contentIndex,
                1,
                report,
                openedPayload);
    }

    /** With what the archive has of it. */
    StoredDecision with(ArchivedContent archived) {
        var decision = archived.decision(decisionId).orElse(null);
        byte[] record = decision == null ? null : decision.record();
        byte[] answer = decision == null ? null : decision.answer();
        if (decision == null || record == null || answer == null) return this;
        var payload = new Payload(archived.contentOf(decision).orElse(new byte[0]), record, answer);
        return new StoredDecision(
                decisionId,
                screeningId,
                client,
                account,
                supersedesId,
                supersededById,
                index,
                contentIndex,
                revision,
                report,
                payload);
    }

    StoredDecision unreadable() {
        return new StoredDecision(
                decisionId,
                screeningId,
                client,
                account,
                supersedesId,
                supersededById,
                index,
                contentIndex,
                revision,
                report,
                null,
                true);
    }

    public Optional<String> supersedes() {
        return Optional.ofNullable(supersedesId);
    }

    public Optional<String> supersededBy() {
        return Optional.ofNullable(supersededById);
    }

    /** Empty once the author is erased or has moved away, and for what is unreadable. */
    public Optional<Payload> payload() {
        return Optional.ofNullable(openedPayload);
    }
}
