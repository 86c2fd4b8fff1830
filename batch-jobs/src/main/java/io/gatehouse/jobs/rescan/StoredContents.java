package io.gatehouse.jobs.rescan;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.verdict.Verdict;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.Redecision;
import io.gatehouse.residency.cell.StoredDecision;
import java.time.Instant;

/** Reads and writes decisions as the program encodes them. No I/O; thread-safe. */
public interface StoredContents {
    /** Never throws on stored bytes. */
    Opened open(StoredDecision decision, Payload payload);

    /**
     * The decision that a changed judgement becomes: what the author and the reports will read, and what replay needs.
     *
     * @param superseded what stands now
     * @param overrides under which it was judged: replaying needs them
     */
    Redecision redecide(
            String decisionId,
            StoredDecision superseded,
            Opened.Judgeable opened,
            Moderator judgedBy,
            Judgement judgement,
            Overrides overrides,
            Instant decidedAt);

    /** What stored bytes turned out to be. */
    sealed interface Opened {
        /**
         * @param permissions under which it may be looked at
         * @param facts as told when it was decided: what was not told then stays unknown
         * @param verdict that stands
         */
        record Judgeable(Content content, Permissions permissions, Facts facts, Verdict verdict) implements Opened {}

        /** @param reason a word for counting, for example {@code content_not_kept}; nothing personal */
        record Unreadable(String reason) implements Opened {}
    }
}
