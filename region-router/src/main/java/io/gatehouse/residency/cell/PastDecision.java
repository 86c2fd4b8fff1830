package io.gatehouse.residency.cell;

import io.gatehouse.residency.archive.ArchivedContent;
import io.gatehouse.residency.directory.AccountRef;
import org.jspecify.annotations.Nullable;

/**
 * The decision that stands on something said before, opened as far as looking back needs.
 *
 * @param contentIndex numbers the content: the index of its first decision
 * @param state of the author's account
 * @param payload null once the author is erased or has moved away, or the content's time of keeping is over; its answer
 *     is empty where the verdict was to allow, because nothing beyond the record is told there
 * @param isUnreadable whether its bytes are there and do not open; then without a payload
 */
public record PastDecision(
        String decisionId,
        AccountRef account,
        AccountState state,
        long contentIndex,
        ReportFacts report,
        @Nullable Payload payload,
        boolean isUnreadable) {
    /** With what the archive has of it. */
    PastDecision with(ArchivedContent archived) {
        var decision = archived.decision(decisionId).orElse(null);
        byte[] record = decision == null ? null : decision.record();
        byte[] words = decision == null ? null : archived.contentOf(decision).orElse(null);
        if (decision == null || record == null || words == null) return this;
        byte[] answer = report.verdict().equals("allow") ? null : decision.answer();
        return new PastDecision(
                decisionId,
                account,
                state,
                contentIndex,
                report,
                new Payload(words, record, answer == null ? new byte[0] : answer),
                false);
    }

    PastDecision unreadable() {
        return new PastDecision(decisionId, account, state, contentIndex, report, null, true);
    }
}
